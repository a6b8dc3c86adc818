"""What a rule's forms come to together: SQL of the verdict from the columns of each form, and of the form that decided it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from ehe_rules.engines.chain import CANNOT_TELL, CHAIN, DUE, LATE, MET, NOT_MET
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import FALSE, NEVER, TRUE, UNKNOWN
from ehe_rules.facts.qualify import greatest, least

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Decided:
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


def duty(rule: c.CompiledRule) -> Decided:
    """Return the SQL of a duty, with the figures of the deciding form."""
    parts = parts_of(rule.part)
    return _alone(parts[0]) if len(parts) == 1 else _together(rule, parts)


def _alone(part: c.Part) -> Decided:
    """Return the SQL of a duty of one form, which decides whatever it says."""
    told = "NULL::INTEGER" if isinstance(part, (c.Negated, c.Held)) else f"CASE WHEN {_SHOWN} THEN {{}} END"
    return Decided(
        whole=_status(part, count()),
        status=_NAMED,
        form="0",
        parts="s",
        due=told.format("due0"),
        done=told.format("done0"),
        late=told.format(f"CASE WHEN s0 IN ({LATE}, {NOT_MET}) THEN late0 END"),
    )


def _together(rule: c.CompiledRule, parts: Sequence[c.Part]) -> Decided:
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
    return Decided(
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


def condition(rule: c.CompiledRule) -> Decided:
    """Return the SQL of a prohibition or an indicator: it has no dates."""
    names = (
        ("met", "cannot_tell", "not_met")
        if rule.kind == "forbid"
        else ("not_applicable", "cannot_tell", "indicator")
    )
    each = [truth(p, "s", count(i)) for i, p in enumerate(parts_of(rule.part))]
    form = " ".join(f"WHEN ({tv}) = s THEN {i}" for i, tv in enumerate(each))
    alone = len(each) == 1
    return Decided(
        whole=truth(rule.part, "s", count()),
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


def truth(part: c.Part, name: str, numbers: Iterator[int]) -> str:
    """Return SQL: the truth of a condition from its forms' statuses; while a form is due neither it nor its `not` is true."""
    if isinstance(part, c.Group):
        parts = [truth(p, name, numbers) for p in part.parts]
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
    starts = [start + sum(len(parts_of(q)) for q in part.parts[:n]) for n in range(len(part.parts))]
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


def parts_of(part: c.Part) -> list[c.Part]:
    """Return the forms of a part, with their `not`."""
    return [x for p in part.parts for x in parts_of(p)] if isinstance(part, c.Group) else [part]


def _pick(function: str, values: list[str]) -> str:
    """Return SQL: the greatest or least of values of which some are NULL (DuckDB skips those: here that is what is meant)."""
    if not values:
        return "NULL::INTEGER"
    return values[0] if len(values) == 1 else f"{function}({', '.join(values)})"
