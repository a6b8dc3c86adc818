"""Lengths of time and numbers asked for, as they hold for a subject: of a figure with dated values the one in force on its anchor's day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.findings import words as w

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Amount, Deadline
    from ehe_rules.findings.record import Record
    from ehe_rules.rulebook import syntax as s


def number(amount: Amount, record: Record) -> int:
    """Return an amount's number for a subject, chosen as the evaluators choose it (`amount_sql` in facts/refs.py)."""
    begins = amount.values[0][1]
    if len(amount.values) == 1:
        return begins
    day = _anchor_day(amount.anchor, record)
    return next((n for start, n in reversed(amount.values[1:]) if start is None or day >= start), begins)


def _anchor_day(anchor: s.Ref | None, record: Record) -> int:
    if anchor is None:
        return int(record.facts["own_day"])
    low, high = record.bounds(anchor)
    return low if low == high and high < NEVER else int(record.facts["on_day"])


def length(amount: Amount, record: Record) -> str:
    """Return a length as `1 school day`."""
    return w.count_of(number(amount, record), amount.unit)


def deadline(limit: Deadline, when: str, record: Record) -> str:
    """Return a limit as `within 1 school day of the risk known, 12 Jan 2026`; `when` is B's date in words, or nothing."""
    said = w.reference(limit.ref)
    dated = f"{said}, {when}" if when else said
    if limit.amount is None or limit.amount.values == ((None, 0),):
        return f"by {dated}"
    if limit.direction == "before":
        return f"by {length(limit.amount, record)} before {dated}"
    return f"within {length(limit.amount, record)} of {dated}"
