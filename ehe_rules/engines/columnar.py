"""The evaluator of record: each rule as one SQL statement over all subjects at once."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from ehe_rules.engines.asked import Asked
from ehe_rules.engines.chain import CANNOT_TELL
from ehe_rules.engines.decided import condition, duty, parts_of, truth
from ehe_rules.engines.forms import judge
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import FALSE, TRUE, UNKNOWN
from ehe_rules.facts.refs import anchor_day
from ehe_rules.rulebook.statuses import CURRENT
from ehe_rules.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from ehe_rules.facts.terms import TermList


def create_verdicts(con: duckdb.DuckDBPyConnection) -> None:
    """Make the empty table `verdicts`.

    Columns: about, subject, rule (`ruleset:rule`), status, form (the form of the rule's sentence, or of its `when`
    from -1 downwards, that decided, counted from 0; NULL none), parts (each form's status on the chain, or in a condition
    its truth), due and done (days), late (in the deadline's unit).
    """
    con.execute("""CREATE OR REPLACE TABLE verdicts (about VARCHAR, subject INTEGER, rule VARCHAR, status VARCHAR,
      form INTEGER, parts INTEGER[], due INTEGER, done INTEGER, late INTEGER)""")


def judge_rules(
    con: duckdb.DuckDBPyConnection, rules: Sequence[c.CompiledRule], terms: Mapping[str, TermList]
) -> None:
    """Add the verdicts of rules to `verdicts`, over the facts and by the terms of their kinds of subject."""
    side_by_side(
        con,
        lambda cursor, rule: cursor.execute(
            f"INSERT INTO verdicts {rule_sql(rule.about, rule, terms[rule.about])}"
        ),
        rules,
    )


def rule_sql(kind: str, rule: c.CompiledRule, terms: TermList) -> str:
    """Return SQL: the verdicts of one rule, one row for each subject.

    Worked out in steps, each adding columns to those before, so that no expression stands there twice: a statement that repeats
    itself takes far longer to plan than to run.
    """
    asked = Asked(terms, ("subject", "freeze_day"), current=rule.about in CURRENT)
    when = list(c.forms_of(rule.when)) if rule.when is not None else []
    applies = truth(rule.when, "w", count()) if rule.when is not None else str(TRUE)
    first, late = _columns(rule, when, asked)
    decided = duty(rule) if rule.kind == "require" else condition(rule)
    sql = f"SELECT {', '.join(asked.columns())}, ({_in_force(rule, terms)}) AS held FROM facts_{kind}"
    for step in (first, [*late, f"{decided.whole} AS s", f"{applies} AS applies"], *decided.steps):
        sql = f"SELECT *, {', '.join(step)} FROM ({sql})"
    return f"""
    SELECT '{kind}', subject, '{rule.id}',
      CASE WHEN NOT held OR applies = {FALSE} THEN 'not_applicable' WHEN applies = {UNKNOWN} THEN 'cannot_tell' ELSE {decided.status} END AS status,
      CASE WHEN applies = {UNKNOWN} THEN {_first_unknown(len(when))} ELSE {decided.form} END AS form,
      CASE WHEN applies = {UNKNOWN} THEN [{", ".join(f"w{i}" for i in range(len(when)))}]::INTEGER[] ELSE [{decided.parts}]::INTEGER[] END AS parts,
      {decided.due}, {decided.done}, {decided.late}
    FROM ({sql})"""


def _columns(rule: c.CompiledRule, when: Sequence[c.Form], asked: Asked) -> tuple[list[str], list[str]]:
    """Return SQL: each form's status (w of the condition, s of the sentence), due and done; and, from these, how late it is."""
    forms = zip(c.forms_of(rule.part), parts_of(rule.part), strict=True)
    is_duty = rule.kind == "require"
    judged = [judge(f, asked, duty=is_duty and not isinstance(p, (c.Negated, c.Held))) for f, p in forms]
    first = {f"w{i}": judge(f, asked, duty=False).status for i, f in enumerate(when)}
    late = {}
    for i, j in enumerate(judged):
        first |= {f"s{i}": j.status, f"due{i}": j.due, f"done{i}": j.done}
        late[f"late{i}"] = j.late.format(due=f"due{i}", done=f"done{i}")
    return _whole_numbers(first), _whole_numbers(late)


def _whole_numbers(columns: Mapping[str, str]) -> list[str]:
    return [f"CAST({sql} AS INTEGER) AS {name}" for name, sql in columns.items()]


def _first_unknown(forms: int) -> str:
    cases = " ".join(f"WHEN w{i} = {CANNOT_TELL} THEN {-1 - i}" for i in range(forms))
    return f"CASE {cases} END" if cases else "NULL"


def _in_force(rule: c.CompiledRule, terms: TermList) -> str:
    """Return SQL: whether the rule was in force on the day of its anchor (own date without one)."""
    if rule.in_force is None:
        return "true"
    start, end = rule.in_force
    if start is None:
        return "false"
    day = anchor_day(rule.anchor, terms)
    return f"{day} >= {start}" + (f" AND {day} <= {end}" if end is not None else "")
