"""SQL for the terms that rest on entries: one pass over the entries of all events, a column set for each term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.facts.entry_tests import Tests, is_of, only
from ehe_rules.facts.qualify import greatest, holds, least, qualifies, unsure
from ehe_rules.facts.terms import Filled
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.facts.terms import Term, TermList

DAY_AND_OUTCOME = "{'d': m.day, 'o': m.outcome}"
OnEvent = s.EventRef | s.Includes | s.OutcomeIs | s.Number


def event_of(term: Term) -> s.EventRef | None:
    """Return the event whose entries decide a term, if it is such a term."""
    match term:
        case s.EventRef():
            return term
        case s.Includes(event) | s.OutcomeIs(event) | Filled(event):
            return event
        case s.Number(event=event):
            return event
    return None


def entries_sql(kind: str, terms: Sequence[Term], numbers: TermList) -> str:
    """Return SQL: for each subject with entries the raw figures of terms on entries."""
    tests = Tests()
    events = {event.event for term in terms if (event := event_of(term)) is not None}
    listed = "".join(f", {figure}" for term in terms for figure in _raw(term, numbers, tests))
    return f"SELECT m.subject{listed} FROM {tests.entries(kind, events)} m GROUP BY m.subject"


def _bounded(date: s.EventRef, numbers: TermList) -> tuple[str, ...]:
    """Return what of a date is asked for: its day, and where it is counted in school days the bounds of its number."""
    return ("day", "nlo", "nhi") if date in numbers.counted else ("day",)


def _raw(term: Term, numbers: TermList, tests: Tests) -> list[str]:
    p = numbers.prefix(term)
    match term:
        case s.EventRef(_, _, which):
            return _raw_date(tests.qualified(term), which, p, _bounded(term, numbers))
        case s.Includes(event, attribute, words, every):
            each = [least([qualifies(event), holds(attribute, word)]) for word in words]
            most = [f"max({tests.named(f'CASE WHEN {is_of(event.event)} THEN {test} END')})" for test in each]
            return [f"{least(most) if every else greatest(most)} AS {p}_tv"]
        case s.OutcomeIs(event, words):
            q, unread = tests.qualified(event), unsure("outcome")
            said = ", ".join(f"'{w}'" for w in words)
            return [
                f"count({only(f'{q} >= 1 AND (m.outcome IN ({said}) OR {unread})')}) AS {p}_perhaps",
                f"max({only(f'{q} = 2', 'm.day')}) AS {p}_last",
                f"max({only(f'{q} >= 1 AND m.outcome IS NULL AND {unread}', 'm.day')}) AS {p}_unread",
                f"count({only(f'{q} = 1')}) AS {p}_unsure",
                f"bool_or({only(is_of(event.event), 'm.has_outcomes')}) AS {p}_carried",
                f"list({only(f'{q} = 2', DAY_AND_OUTCOME)}) AS {p}_said",
            ]
        case Filled(event):
            return [f"bool_or({only(is_of(event.event), f'm.has_{event.which}')}) AS {p}_carried"]
        case s.Number(event=event) if event is not None:
            q = tests.qualified(event)
            return [f"count({only(f'{q} = 2')}) AS {p}_least", f"count({only(f'{q} >= 1')}) AS {p}_most"]
    raise AssertionError(term)


_SURE, _MAYBE = ("= 2", "sure"), (">= 1", "maybe")
_PICKED = {
    "first": (
        ("min", "day", *_SURE),
        ("min", "day", *_MAYBE),
        ("min", "nlo", *_MAYBE),
        ("min", "nhi", *_SURE),
    ),
    "last": (
        ("max", "day", *_SURE),
        ("max", "day", *_MAYBE),
        ("max", "nlo", *_SURE),
        ("max", "nhi", *_MAYBE),
        ("min", "day", ">= 1", "first"),
        ("min", "nlo", ">= 1", "first"),
    ),
}
"""What bounds the first and the last entry: which of them is picked, by what, among those that do or may qualify."""


def _raw_date(q: str, which: str, p: str, bounded: tuple[str, ...]) -> list[str]:
    if which in ("first", "last"):
        return [
            f"{pick}({only(f'{q} {test}', f'm.{c}')}) AS {p}_{c}_{name}"
            for pick, c, test, name in _PICKED[which]
            if c in bounded
        ]
    # What was entered after the audit date has not been: it speaks only where no entry of that day says or leaves open when it was.
    said = f"CASE WHEN m.{which}_day >= {NEVER} THEN {ANY} - 1 ELSE coalesce(m.{which}_day, {ANY}) END"
    of_last = only(f"{q} = 2", f"(m.day, {said})")
    return [
        f"max({only(f'{q} = 1', 'm.day')}) AS {p}_unsure",
        f"max({only(f'{q} = 2', 'm.day')}) AS {p}_sure",
        # max_by passes over a NULL: a blank of the last entry must not let an earlier entry speak.
        *(
            f"nullif(max_by(coalesce(m.{which}_{c}, {ANY} - 1), {of_last}), {ANY} - 1) AS {p}_{c}"
            for c in bounded
        ),
    ]
