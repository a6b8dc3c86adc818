"""Explains every verdict: its reason, the case it belongs to, what findings repeat of its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.findings.change import what_would_change
from ehe_rules.findings.reasons import reason
from ehe_rules.findings.record import Verdict, read_records, read_supply
from ehe_rules.rulebook.carried import clauses_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.findings.record import Record
    from ehe_rules.judge import Judgement
    from ehe_rules.rulebook.ruleset import Ruleset
    from ehe_rules.rulebook.vocabulary import Vocabulary

PATTERN = "A pattern that a person should look at; never a failing."
QUALITY = "What is recorded is checked; its quality is for a person to judge."


def explain(
    judgement: Judgement,
    rulesets: Sequence[Ruleset],
    vocabulary: Vocabulary,
    changes_of: Collection[str] = (),
) -> None:
    """Make the tables `explained` (reasons), `links` (subject to case) and `rule_rows`.

    Of the rules `changes_of` (ids) `explained` says besides what would change each verdict.
    """
    con = judgement.con
    _link_cases(judgement)
    con.execute(
        "CREATE OR REPLACE TABLE explained (about VARCHAR, subject INTEGER, rule VARCHAR, reason VARCHAR, change VARCHAR)"
    )
    supply = read_supply(con, vocabulary)
    of_name = {ruleset.name: ruleset for ruleset in rulesets}
    for kind, rules in sorted(judgement.rules.items()):
        records = read_records(con, kind, list(rules), judgement.terms[kind], supply)
        told_by = {r.id: of_name[r.rule.ruleset] for r in rules if r.id in changes_of}
        _explain(judgement, kind, {r.id: r for r in rules}, records, told_by)
    _rules_table(judgement, rulesets)


def _explain(
    judgement: Judgement,
    kind: str,
    rules: Mapping[str, CompiledRule],
    records: Mapping[int, Record],
    told_by: Mapping[str, Ruleset],
) -> None:
    con = judgement.con
    verdicts = con.execute(
        "SELECT subject, rule, status, form, parts FROM verdicts WHERE about = ? AND status <> 'not_applicable' ORDER BY rule, subject",
        [kind],
    ).fetchall()
    rows = []
    for subject, rule, status, form, parts in verdicts:
        given = rules[rule], Verdict(status, form, parts or ()), records[subject]
        change = what_would_change(*given, told_by[rule]) if rule in told_by else ""
        rows.append((subject, rule, reason(*given), change))
    if rows:
        import pandas as pd  # noqa: PLC0415 - heavy; only where there is something to explain

        frame = pd.DataFrame(rows, columns=["subject", "rule", "reason", "change"])
        con.register("reasons_frame", frame)
        con.execute(
            "INSERT INTO explained SELECT ?, subject, rule, reason, change FROM reasons_frame", [kind]
        )
        con.unregister("reasons_frame")


def _link_cases(judgement: Judgement) -> None:
    """Make `links`: the case that each subject belongs to, by the pupil and the subject's own day."""
    kinds = sorted({*judgement.rules, "case"})
    parts = [
        f"""SELECT '{kind}' AS about, b.subject AS number, max_by(k.id, k.open_day) AS "case"
        FROM subjects_{kind} b JOIN subjects_case k ON k.school = b.school AND k.pupil = b.pupil
          AND {"k.id = b.id" if kind == "case" else "b.own_day BETWEEN k.win_from AND k.win_to"}
        GROUP BY b.subject"""
        for kind in kinds
    ]
    judgement.con.execute(f"CREATE OR REPLACE TABLE links AS {' UNION ALL '.join(parts)}")


def _rules_table(judgement: Judgement, rulesets: Sequence[Ruleset]) -> None:
    """Make `rule_rows`: what findings repeat of each rule."""
    import pandas as pd  # noqa: PLC0415 - heavy; only here

    clauses = {c.id: c for s in rulesets for c in s.clauses.values()}
    rows = []
    for rule in (r for rules in judgement.rules.values() for r in rules):
        f = rule.rule.file
        partly = any(clauses[c].check == "partly" for c in f.clauses if c in clauses)
        rows.append(
            {
                "id": rule.id,
                "ruleset": rule.rule.ruleset,
                "rule": rule.rule.name,
                "clauses": ";".join(clauses_of(rule.rule, rulesets)),
                "authority": f.authority,
                "force": f.force,
                "severity": f.severity,
                "title": f.title,
                "stage": f.stage,
                "duty_of": f.duty_of,
                "owner": f.owner,
                "remedy": f.remedy,
                "part": f.rate_part,
                "kind": f.kind,
                "standing": PATTERN if f.kind == "flag" else "",
                # of what is done, and of nothing else
                "if_met": QUALITY if partly and f.kind != "flag" else "",
                "yields_to": list(f.yields_to),
            }
        )
    frame = pd.DataFrame(rows)
    judgement.con.register("rules_frame", frame)
    judgement.con.execute(
        "CREATE OR REPLACE TABLE rule_rows AS SELECT * REPLACE (CAST(yields_to AS VARCHAR[]) AS yields_to) FROM rules_frame"
    )
    judgement.con.unregister("rules_frame")
