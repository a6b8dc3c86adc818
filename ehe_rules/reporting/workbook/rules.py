"""The sheet Rules: every rule as written, with the clause it executes and how often each verdict was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.rows import counts, records
from ehe_rules.reporting.verdicts import rules as as_written
from ehe_rules.reporting.workbook.sheets import Column, Sheet, lines

if TYPE_CHECKING:
    from ehe_rules.reporting.workbook.material import Material

_COUNTED = {
    "met": "Met, or nothing on record",
    "late": "Done late",
    "not_met": "Not met, or on record",
    "due": "Due",
    "cannot_tell": "Cannot tell",
    "waived": "Waived",
    "indicator": "Patterns",
}


def rules(material: Material) -> Sheet:
    """Return the rules, by ruleset and clause number."""
    found = counts(material.result.findings, "ruleset", "rule", "status")
    written = as_written(material.result.rules)
    part = {(row["ruleset"], row["rule"]): row["part"] for row in records(material.result.rules)}
    return Sheet(
        name="Rules",
        title="The rules, and how often each verdict was reached",
        lead="Rules as they were run, with the clause that each executes. Checks that do not concern a child are not counted.",
        columns=(
            Column("Rule", 14),
            Column("What it asks", 30),
            Column("Part", 11),
            Column("Standing", 12),
            Column("Confidence in the text", 12),
            Column("Severity", 9),
            Column("Whose duty", 13),
            Column("Clauses", 16),
            Column("What the clause says", 40),
            Column("As written", 44),
            Column("Figures", 26),
            *(Column(heading, 9, "number") for heading in _COUNTED.values()),
        ),
        rows=[
            (
                rule.id,
                rule.title,
                part[key].capitalize(),
                rule.standing.capitalize(),
                rule.confidence,
                rule.severity,
                lines(rule.duty_of.capitalize(), rule.owner),
                rule.clauses,
                lines(*rule.clause_text),
                rule.sentence,
                rule.parameters,
                *(found.get((*key, status), 0) for status in _COUNTED),
            )
            for key, rule in sorted(written.items(), key=lambda one: words.natural(one[1].id))
        ],
        empty="No rule was run.",
    )
