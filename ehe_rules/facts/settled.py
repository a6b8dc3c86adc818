"""SQL for the final columns of terms that rest on entries: bounds and truth values, from the raw figures (columns.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.columns import event_of
from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.facts.terms import Filled
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.facts.known import Known
    from ehe_rules.facts.terms import Term, TermList


def settle(term: Term, numbers: TermList, kinds: Known) -> list[str]:
    """Return SQL: the term's final columns, from the raw figures (alias e) and the kinds known (w)."""
    event = event_of(term)
    if event is None:
        raise AssertionError(term)
    p = numbers.prefix(term)
    known = f"w.{kinds.column(event.event)}"
    match term:
        case s.EventRef(which=which):
            bounds = _BOUNDS if term in numbers.counted else _BOUNDS[:1]
            return [column for of in bounds for column in _settled_date(which, p, known, of)]
        case s.Includes() | s.OutcomeIs() | Filled():
            return [_truth(term, numbers, known)]
    return [
        f"coalesce(e.{p}_least, 0) AS {p}_lo",
        f"CASE WHEN {known} THEN coalesce(e.{p}_most, 0) ELSE {NEVER} END AS {p}_hi",
    ]


def _truth(test: s.Includes | s.OutcomeIs | Filled, numbers: TermList, known: str) -> str:
    """Return SQL: what a test of an event's entries comes to."""
    p = numbers.prefix(test)
    match test:
        case s.OutcomeIs(_, words):
            return _outcome(p, known, words)
        case Filled(event):
            return _filled(p, numbers.prefix(event), known)
    return (
        f"CASE WHEN {known} THEN coalesce(e.{p}_tv, 0) ELSE greatest(coalesce(e.{p}_tv, 0), 1) END AS {p}_tv"
    )


_BOUNDS = (("day", "day", ""), ("nlo", "nhi", "n"))
"""What of a date is earlier and what later, of its day and of its school-day number, and how the columns' names begin."""


def _settled_date(which: str, p: str, known: str, bounds: tuple[str, str, str]) -> list[str]:
    early, late, of = bounds
    match which:
        case "first":
            lo, hi = (f"coalesce(e.{p}_{c}, {NEVER})" for c in (f"{early}_maybe", f"{late}_sure"))
        case "last":
            # one of which the day is not known, or of a kind that no export can hold, may have come later
            lo = f"coalesce(e.{p}_{early}_sure, e.{p}_{early}_first, {NEVER})"
            hi = f"CASE WHEN NOT {known} OR e.{p}_day_sure IS NULL THEN {NEVER} ELSE e.{p}_{late}_maybe END"
        case _:
            return _of_last(p, known, early, late, of)
    return _bounds(p, lo, hi, known, of)


def _bounds(p: str, lo: str, hi: str, known: str, of: str) -> list[str]:
    return [
        f"CAST(CASE WHEN {known} THEN {lo} ELSE {ANY} END AS INTEGER) AS {p}_{of}lo",
        f"CAST({hi} AS INTEGER) AS {p}_{of}hi",
    ]


def _of_last(p: str, known: str, early: str, late: str, of: str) -> list[str]:
    """Bounds of a date that the last-dated entry names: unknown where blank, or where it is not certain which that is."""
    unsure = f"NOT {known} OR {_doubtful(p)} OR (e.{p}_sure IS NOT NULL AND e.{p}_day IS NULL)"
    none = f"e.{p}_sure IS NULL"
    return [
        f"CAST(CASE WHEN {unsure} THEN {ANY} WHEN {none} THEN {NEVER} ELSE e.{p}_{early} END AS INTEGER) AS {p}_{of}lo",
        f"CAST(CASE WHEN {unsure} OR {none} THEN {NEVER} ELSE e.{p}_{late} END AS INTEGER) AS {p}_{of}hi",
    ]


def _doubtful(p: str) -> str:
    """Return SQL: whether it is not certain which entry is the last. One before the last, which may qualify or not, is not."""
    return f"coalesce(e.{p}_unsure >= coalesce(e.{p}_sure, {ANY}), false)"


def _filled(p: str, of: str, known: str) -> str:
    """Return SQL: whether the last-dated entry says its date: a blank says no, unless no entry of that kind at the school ever says it."""
    return f"""CASE WHEN NOT {known} OR {_doubtful(of)} THEN 1 WHEN e.{of}_sure IS NULL THEN 0
      WHEN e.{of}_day IS NULL THEN CASE WHEN e.{p}_carried THEN 0 ELSE 1 END WHEN e.{of}_day >= {NEVER} THEN 0 ELSE 2 END AS {p}_tv"""


def _outcome(p: str, known: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{w}'" for w in words)
    said = f"list_filter(e.{p}_said, lambda x: x.d = e.{p}_last AND x.o IS NOT NULL)"
    wanted = f"list_filter({said}, lambda x: x.o IN ({listed}))"
    return f"""CASE WHEN {known} AND e.{p}_carried AND e.{p}_perhaps = 0 THEN 0
      WHEN NOT {known} OR e.{p}_unsure > 0 THEN 1
      WHEN e.{p}_unread >= e.{p}_last THEN 1 WHEN e.{p}_last IS NULL THEN 0 WHEN NOT e.{p}_carried THEN 1
      WHEN len({wanted}) = 0 THEN 0 WHEN len({wanted}) = len({said}) THEN 2 ELSE 1 END AS {p}_tv"""
