"""Which entries qualify: narrowings as SQL truth values (0, 1, 2) over the columns of `members`.

Where an entry does not hold a word, that is known or not (0 or 1) whatever the word: a column of each entry (`unsaid_columns`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import FALSE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ehe_rules.rulebook.syntax import EventRef, Narrow

COLUMNS = {"role": "role", "with": "others", "covers": "covers", "to": "sent_to"}


def unsaid_columns() -> list[str]:
    """Return SQL over an entry (u) and what its kind carries at its school (c): what the tests of entries rest on.

    `is_so`: the truth of the entry itself. `no_role`, `no_by` ...: that of a word which the attribute does not hold. It is unknown
    where the kind never carries the attribute, or where the entry says something there that was not understood.
    """
    tests = {
        attribute: f'coalesce(c."{attribute}", false) AND NOT {unsure(attribute, "u")}'
        for attribute in COLUMNS
    }
    tests["by"] = f"{tests['role']} AND NOT {unsure('with', 'u')}"
    tests["outcome"] = f"coalesce(c.outcome, false) AND NOT {unsure('outcome', 'u')}"
    tests["tag"] = "coalesce(c.tag, false)"
    return [
        f"CASE WHEN u.sure THEN {TRUE} ELSE {UNKNOWN} END AS is_so",
        "coalesce(c.outcome, false) AS has_outcomes",
        "coalesce(c.until, false) AS has_until",
        "coalesce(c.recorded, false) AS has_entered",
        *(f"CASE WHEN {test} THEN {FALSE} ELSE {UNKNOWN} END AS no_{name}" for name, test in tests.items()),
    ]


def qualifies(event: EventRef) -> str:
    """Return SQL: whether the entry `m` qualifies."""
    return least(["m.is_so", *map(_narrow, event.narrows)])


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
    return f"CASE WHEN {shown} THEN {TRUE} ELSE m.no_by END"


def _as(word: str) -> str:
    if word == "not_said":
        return f"CASE WHEN m.outcome IS NOT NULL THEN {FALSE} WHEN {unsure('outcome')} THEN {UNKNOWN} ELSE {TRUE} END"
    return f"CASE WHEN m.outcome = '{word}' THEN {TRUE} ELSE m.no_outcome END"


def holds(attribute: str, word: str) -> str:
    """Return SQL: whether the entry's attribute holds the word."""
    has = f"m.tag = '{word}'" if attribute == "tag" else f"list_contains(m.{COLUMNS[attribute]}, '{word}')"
    return f"CASE WHEN {has} THEN {TRUE} ELSE m.no_{attribute} END"


def unsure(attribute: str, entry: str = "m") -> str:
    """Return SQL: whether the entry says something of the attribute that was not understood (see exports/entries.py)."""
    return f"coalesce(list_contains({entry}.unsure, '{attribute}'), false)"


def least(values: Iterable[str]) -> str:
    """Return SQL: the least of truth values (three-valued `and`)."""
    listed = list(values)
    return listed[0] if len(listed) == 1 else f"least({', '.join(listed)})"


def greatest(values: Iterable[str]) -> str:
    """Return SQL: the greatest of truth values (three-valued `or`)."""
    listed = list(values)
    return listed[0] if len(listed) == 1 else f"greatest({', '.join(listed)})"
