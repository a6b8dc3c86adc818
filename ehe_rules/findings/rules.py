"""The rules as reports show them: title, the rule's own sentence, clauses in words, figures with reasons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ehe_rules.result import COLUMNS
from ehe_rules.rulebook.carried import clauses_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ehe_rules.rulebook.documents import Clause
    from ehe_rules.rulebook.ruleset import Rule, Ruleset

NAME = re.compile(r"[a-z_][a-z0-9_]*")


def sentence(rule: Rule) -> str:
    """Return the rule as written, in one line: `when ... require ...`."""
    f = rule.file
    parts = ([f"when {f.when}"] if f.when else []) + [f"{f.kind} {f.sentence}"]
    return " ".join(" ".join(parts).split())


def parameters_of(rule: Rule, ruleset: Ruleset) -> list[str]:
    """Return the names of the parameters that a rule uses, sorted."""
    return sorted(set(NAME.findall(sentence(rule))) & set(ruleset.parameters))


def rules_frame(rulesets: Sequence[Ruleset]) -> pd.DataFrame:
    """Return one row for each rule."""
    import pandas as pd  # noqa: PLC0415 - heavy; only here

    clauses = {c.id: c for s in rulesets for c in s.clauses.values()}
    rows = [
        {
            "ruleset": ruleset.name,
            "rule": rule.name,
            "title": rule.file.title,
            "sentence": sentence(rule),
            "clauses": ";".join(clauses_of(rule, rulesets)),
            "clause_text": "\n".join(
                f"{_where(clauses[c], rule)}: {clauses[c].says}"
                for c in clauses_of(rule, rulesets)
                if c in clauses
            ),
            "authority": rule.file.authority,
            "force": rule.file.force,
            "severity": rule.file.severity,
            "confidence": rule.file.confidence,
            "duty_of": rule.file.duty_of,
            "owner": rule.file.owner,
            "remedy": rule.file.remedy,
            "parameters": "; ".join(_parameter(name, ruleset) for name in parameters_of(rule, ruleset)),
            "part": rule.file.rate_part,
            "stage": rule.file.stage,
            "kind": rule.file.kind,
            "note": rule.file.note,
            "act": rule.file.act,
            "sign": rule.file.sign,
        }
        for ruleset in rulesets
        for rule in ruleset.rules
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS["rules"], "note"])


def _where(clause: Clause, rule: Rule) -> str:
    """Return where a clause stands; one of another document than the rule's own is named by its id too."""
    return clause.where if clause.id in rule.file.clauses else f"{clause.id}, {clause.where}"


def _parameter(name: str, ruleset: Ruleset) -> str:
    dated = ruleset.parameters[name].values  # noqa: PD011 - a parameter's values, no data frame
    said = ", ".join(f"{v.value}{f' from {v.from_.isoformat()}' if v.from_ else ''}" for v in dated)
    return f"{name} = {said} ({ruleset.parameters[name].reason})"
