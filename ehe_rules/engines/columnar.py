"""The evaluator of record: each rule as one SQL statement over all subjects at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from ehe_rules.engines.chain import CANNOT_TELL, CHAIN, DUE, LATE, MET, NOT_MET
from ehe_rules.engines.forms import Facts, Judged, judge
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import FALSE, NEVER, TRUE, UNKNOWN
from ehe_rules.facts.qualify import greatest, least
from ehe_rules.facts.refs import anchor_day
from ehe_rules.facts.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    facts = Facts(terms, ("subject", "freeze_day"))
    when = list(c.forms_of(rule.when)) if rule.when is not None else []
    applies = _truth(rule.when, "w", count()) if rule.when is not None else str(TRUE)
    first = [f"CAST({judge(f, facts, duty=False).status} AS INTEGER) AS w{i}" for i, f in enumerate(when)]
    judged = _judged(rule, facts)
    for i, j in enumerate(judged):
        first += [f"CAST({j.status} AS INTEGER) AS s{i}", f"CAST({j.due} AS INTEGER) AS due{i}"]
        first.append(f"CAST({j.done} AS INTEGER) AS done{i}")
    late = [
        f"CAST({j.late.format(due=f'due{i}', done=f'done{i}')} AS INTEGER) AS late{i}"
        for i, j in enumerate(judged)
    ]
    decided = _duty(rule) if rule.kind == "require" else _condition(rule)
    sql = f"SELECT {', '.join(facts.columns())}, ({_in_force(rule, terms)}) AS held FROM facts_{kind}"
    for step in (first, [*late, f"{decided.whole} AS s", f"{applies} AS applies"], *decided.steps):
        sql = f"SELECT *, {', '.join(step)} FROM ({sql})"
    return f"""
    SELECT '{kind}', subject, '{rule.id}',
      CASE WHEN NOT held OR applies = {FALSE} THEN 'not_applicable' WHEN applies = {UNKNOWN} THEN 'cannot_tell' ELSE {decided.status} END AS status,
      CASE WHEN applies = {UNKNOWN} THEN {_first_unknown(len(when))} ELSE {decided.form} END AS form,
      CASE WHEN applies = {UNKNOWN} THEN [{", ".join(f"w{i}" for i in range(len(when)))}]::INTEGER[] ELSE [{decided.parts}]::INTEGER[] END AS parts,
      {decided.due}, {decided.done}, {decided.late}
    FROM ({sql})"""


def _judged(rule: c.CompiledRule, facts: Facts) -> list[Judged]:
    forms = zip(c.forms_of(rule.part), _parts(rule.part), strict=True)
    is_duty = rule.kind == "require"
    return [judge(f, facts, duty=is_duty and not isinstance(p, (c.Negated, c.Held))) for f, p in forms]


@dataclass(frozen=True)
class _Decided:
    """SQL of a rule's part: its status on the chain (or its truth), columns worked out from it in steps, and the verdict's columns."""

    whole: str
    status: str
    form: str
    parts: str
    steps: tuple[list[str], ...] = ()
    due: str = "NULL::INTEGER"
    done: str = "NULL::INTEGER"
    late: str = "NULL::INTEGER"


_SHOWN = f"applies = {TRUE} AND s <> {CANNOT_TELL}"
"""SQL: whether the dates of a duty are told."""

# Closed before it was due: a rule still due when its case closed does not concern the case any more.
_NAMED = f"""CASE WHEN s = {DUE} AND freeze_day < {NEVER} THEN 'not_applicable'
  ELSE CASE s {" ".join(f"WHEN {i} THEN '{name}'" for i, name in enumerate(CHAIN))} END END"""


def _duty(rule: c.CompiledRule) -> _Decided:
    """Return the SQL of a duty, with the figures of the deciding form."""
    parts = _parts(rule.part)
    return _alone(parts[0]) if len(parts) == 1 else _together(rule, parts)


def _alone(part: c.Part) -> _Decided:
    """Return the SQL of a duty of one form, which decides whatever it says."""
    told = "NULL::INTEGER" if isinstance(part, (c.Negated, c.Held)) else f"CASE WHEN {_SHOWN} THEN {{}} END"
    return _Decided(
        whole=_status(part, count()),
        status=_NAMED,
        form="0",
        parts="s",
        due=told.format("due0"),
        done=told.format("done0"),
        late=told.format(f"CASE WHEN s0 IN ({LATE}, {NOT_MET}) THEN late0 END"),
    )


def _together(rule: c.CompiledRule, parts: Sequence[c.Part]) -> _Decided:
    """Return the SQL of a duty of several forms.

    For each form: `d` whether it decides, `l` how late it is (-1 not at all), `x` whether it decides and is as late as any.
    """
    paths = _paths(rule.part, count(), ())
    dated = [i for i, part in enumerate(parts) if not isinstance(part, (c.Negated, c.Held))]
    every = range(len(parts))
    whole = _status(rule.part, count())
    tests = [[f"({test}) = s" for test in path if test not in ("s", whole)] or ["true"] for path in paths]
    deciding = [f"{' AND '.join(of_form)} AS d{i}" for i, of_form in enumerate(tests)]
    lateness = [
        f"coalesce(CASE WHEN s{i} IN ({LATE}, {NOT_MET}) THEN late{i} END, -1) AS l{i}"
        if i in dated
        else f"-1 AS l{i}"
        for i in every
    ]
    most = _pick("greatest", [f"CASE WHEN d{i} THEN l{i} END" for i in every])
    due = _pick("least", [f"CASE WHEN x{i} THEN due{i} END" for i in dated])
    done = _pick("greatest", [f"CASE WHEN d{i} THEN done{i} END" for i in dated])
    first = " ".join(f"WHEN x{i} AND due{i} IS NOT DISTINCT FROM due THEN {i}" for i in every)
    other = " ".join(f"WHEN d{i} THEN {i}" for i in every)
    return _Decided(
        whole=whole,
        status=_NAMED,
        form=f"CASE {first} {other} END",
        parts=", ".join(
            f"CASE WHEN d{i} THEN {_status(p, count(i))} ELSE -1 END" for i, p in enumerate(parts)
        ),
        steps=(
            [*deciding, *lateness],
            [f"{most} AS most"],
            [f"d{i} AND l{i} = most AS x{i}" for i in every],
            [f"{due} AS due"],
        ),
        due=f"CASE WHEN {_SHOWN} THEN due END",
        done=f"CASE WHEN {_SHOWN} THEN {done} END",
        late=f"CASE WHEN {_SHOWN} AND most >= 0 THEN most END",
    )


def _condition(rule: c.CompiledRule) -> _Decided:
    """Return the SQL of a prohibition or an indicator: it has no dates."""
    names = (
        ("met", "cannot_tell", "not_met")
        if rule.kind == "forbid"
        else ("not_applicable", "cannot_tell", "indicator")
    )
    each = [_truth(p, "s", count(i)) for i, p in enumerate(_parts(rule.part))]
    form = " ".join(f"WHEN ({tv}) = s THEN {i}" for i, tv in enumerate(each))
    alone = len(each) == 1
    return _Decided(
        whole=_truth(rule.part, "s", count()),
        status=f"CASE s {' '.join(f'''WHEN {i} THEN '{name}' ''' for i, name in enumerate(names))} END",
        form="0" if alone else f"CASE {form} END",
        parts="s" if alone else ", ".join(each),
    )


def _status(part: c.Part, numbers: Iterator[int]) -> str:
    """Return SQL: the status of a duty from its forms' statuses s0, s1, ... (what stands under `not` is true or false)."""
    if isinstance(part, c.Group):
        parts = [_status(p, numbers) for p in part.parts]
        return least(parts) if part.joined_by == "and" else greatest(parts)
    i = next(numbers)
    if isinstance(part, c.Negated):
        return f"CASE s{i} WHEN {LATE} THEN {MET} WHEN {NOT_MET} THEN {MET} WHEN {CANNOT_TELL} THEN {CANNOT_TELL} ELSE {NOT_MET} END"
    if isinstance(part, c.Held):
        return f"CASE s{i} WHEN {MET} THEN {MET} WHEN {CANNOT_TELL} THEN {CANNOT_TELL} ELSE {NOT_MET} END"
    return f"s{i}"


def _truth(part: c.Part, name: str, numbers: Iterator[int]) -> str:
    """Return SQL: the truth of a condition from its forms' statuses; while a form is due neither it nor its `not` is true."""
    if isinstance(part, c.Group):
        parts = [_truth(p, name, numbers) for p in part.parts]
        return least(parts) if part.joined_by == "and" else greatest(parts)
    i = next(numbers)
    true = f"{name}{i} IN ({LATE}, {NOT_MET})" if isinstance(part, c.Negated) else f"{name}{i} = {MET}"
    return f"CASE WHEN {true} THEN {TRUE} WHEN {name}{i} = {CANNOT_TELL} THEN {UNKNOWN} ELSE {FALSE} END"


def _paths(part: c.Part, numbers: Iterator[int], above: tuple[str, ...]) -> list[tuple[str, ...]]:
    """For each form, SQL of the statuses on its path from the top: it decides where all of them are the rule's.

    In an `and` that fails by a test (which has no dates), the test alone decides.
    """
    start = next(numbers)
    if not isinstance(part, c.Group):
        return [(*above, _status(part, count(start)))]
    path = (*above, _status(part, count(start)))
    starts = [start + sum(len(_parts(q)) for q in part.parts[:n]) for n in range(len(part.parts))]
    tests = [
        _status(p, count(at))
        for p, at in zip(part.parts, starts, strict=True)
        if part.joined_by == "and" and _is_test(p)
    ]
    result: list[tuple[str, ...]] = []
    failing = f"CASE WHEN {least(tests)} = {NOT_MET} THEN -1 ELSE s END" if tests else "s"
    for p in part.parts:
        result += _paths(p, count(start + len(result)), path if _is_test(p) else (*path, failing))
    return result


def _is_test(part: c.Part) -> bool:
    return isinstance(part, (c.Tested, c.Counted, c.Negated, c.Held))


def _parts(part: c.Part) -> list[c.Part]:
    """Return the forms of a part, with their `not`."""
    return [x for p in part.parts for x in _parts(p)] if isinstance(part, c.Group) else [part]


def _pick(function: str, values: list[str]) -> str:
    """Return SQL: the greatest or least of values of which some are NULL (DuckDB skips those: here that is what is meant)."""
    if not values:
        return "NULL::INTEGER"
    return values[0] if len(values) == 1 else f"{function}({', '.join(values)})"


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
