"""Which entries qualify: narrowings as SQL truth values (0, 1, 2) over the columns of `members` and `carried`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import FALSE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ehe_rules.rulebook.syntax import EventRef, Narrow

COLUMNS = {"role": "role", "with": "others", "covers": "covers", "to": "sent_to"}


def qualifies(event: EventRef) -> str:
    """Return SQL: whether the entry `m` (with `c`, what its kind carries) qualifies."""
    tests = [_narrow(n) for n in event.narrows]
    sure = f"CASE WHEN m.sure THEN {TRUE} ELSE {UNKNOWN} END"
    return least([sure, *tests])


def _narrow(narrow: Narrow) -> str:
    match narrow.by:
        case "by":
            return _joined(narrow, [_by(w) for w in narrow.words])
        case "as":
            return _joined(narrow, [_as(w) for w in narrow.words])
        case "to":
            return _joined(narrow, [holds("to", w) for w in narrow.words])
        case "covering":
            return _joined(narrow, [holds("covers", w) for w in narrow.words])


def _joined(narrow: Narrow, tests: list[str]) -> str:
    return least(tests) if narrow.every_word else greatest(tests)


def _by(word: str) -> str:
    shown = f"list_contains(m.role, '{word}') OR list_contains(m.others, '{word}')"
    unread = f"{unsure('role')} OR {unsure('with')}"
    return f"CASE WHEN {shown} THEN {TRUE} WHEN coalesce(c.role, false) AND NOT ({unread}) THEN {FALSE} ELSE {UNKNOWN} END"


def _as(word: str) -> str:
    if word == "not_said":
        return f"CASE WHEN m.outcome IS NOT NULL THEN {FALSE} WHEN {unsure('outcome')} THEN {UNKNOWN} ELSE {TRUE} END"
    return (
        f"CASE WHEN m.outcome = '{word}' THEN {TRUE} "
        f"WHEN coalesce(c.outcome, false) AND NOT {unsure('outcome')} THEN {FALSE} ELSE {UNKNOWN} END"
    )


def holds(attribute: str, word: str) -> str:
    """Return SQL: whether the entry's attribute holds the word.

    Unknown where its kind never carries the attribute, or where the entry says something there that was not understood.
    """
    if attribute == "tag":
        return f"CASE WHEN m.tag = '{word}' THEN {TRUE} WHEN coalesce(c.tag, false) THEN {FALSE} ELSE {UNKNOWN} END"
    has = f"list_contains(m.{COLUMNS[attribute]}, '{word}')"
    carried = f'coalesce(c."{attribute}", false) AND NOT {unsure(attribute)}'
    return f"CASE WHEN {has} THEN {TRUE} WHEN {carried} THEN {FALSE} ELSE {UNKNOWN} END"


def unsure(attribute: str) -> str:
    """Return SQL: whether the entry says something of the attribute that was not understood (see exports/entries.py)."""
    return f"coalesce(list_contains(m.unsure, '{attribute}'), false)"


def least(values: Iterable[str]) -> str:
    """Return SQL: the least of truth values (three-valued `and`)."""
    listed = list(values)
    return listed[0] if len(listed) == 1 else f"least({', '.join(listed)})"


def greatest(values: Iterable[str]) -> str:
    """Return SQL: the greatest of truth values (three-valued `or`)."""
    listed = list(values)
    return listed[0] if len(listed) == 1 else f"greatest({', '.join(listed)})"
