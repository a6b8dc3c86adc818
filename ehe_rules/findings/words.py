"""The record in words: dates, lengths, events and what narrows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ehe_rules.facts import compile as c
from ehe_rules.facts.terms import Amount, Deadline, FirstFrom
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EPOCH_ORDINAL = 719163
SPOKEN = {
    "off_rolled": "leaving the roll for home education",
    "left_roll": "leaving the roll",
    "on_rolled": "entry on roll",
    "attended_after_notice": "attendance after the notice's last day",
    "any_entry": "an entry on the case",
    "notification_received": "the parent's written notice",
    "dsl": "DSL",
    "sendco": "SENDCO",
    "la": "the local authority",
    "ehe1_sent": "EHE1 form sent",
    "ehe1_completed": "EHE1 form completed",
    "ehe1_done": "EHE1 form completed",
    "sao_made": "school attendance order made",
    "sao_revoked": "school attendance order revoked",
}


def day_of(number: int) -> date:
    """Return the date of a day number (days from 1 Jan 1970)."""
    return date.fromordinal(number + EPOCH_ORDINAL)


def said(day: date | int) -> str:
    """Return a date as `12 Jan 2026`."""
    when = day_of(day) if isinstance(day, int) else day
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def said_with_weekday(day: date | int) -> str:
    """Return a date as `Fri 16 Jan 2026`."""
    when = day_of(day) if isinstance(day, int) else day
    return f"{WEEKDAYS[when.weekday()]} {said(when)}"


def plain(word: str) -> str:
    """Return a vocabulary word as people say it."""
    return SPOKEN.get(word, word.replace("_", " ").replace("ehe", "EHE").replace("cpoms", "CPOMS"))


def listed(words: Iterable[str], joined: str = "or") -> str:
    """Return words as `a, b or c`."""
    spoken = [plain(w) for w in words]
    return spoken[0] if len(spoken) == 1 else f"{', '.join(spoken[:-1])} {joined} {spoken[-1]}" if spoken else ""


def length(amount: Amount) -> str:
    """Return a length as `1 school day`."""
    value = amount.values[-1][1]
    return count_of(value, amount.unit)


def count_of(value: int, unit: str) -> str:
    """Return a number and its unit, in the singular where it is one."""
    return f"{value} {unit[:-1] if value == 1 else unit}"


def dated(a: c.Dated) -> str:
    """Return what a form speaks of, in words."""
    if isinstance(a, c.Joined):
        return f" {a.joined_by} ".join(dated(p) for p in a.parts)
    if isinstance(a, FirstFrom):
        return event(a.event)
    return reference(a)


def reference(ref: s.Ref) -> str:
    """Return a reference in words."""
    if isinstance(ref, s.MilestoneRef):
        return plain(ref.name) if ref.name else f" {ref.parts.joined_by} ".join(reference(p) for p in ref.parts.parts)
    if isinstance(ref, s.FieldRef):
        return plain(ref.column)
    return event(ref)


def event(ref: s.EventRef) -> str:
    """Return an event with its narrowings in words."""
    what = plain(ref.event)
    if ref.which == "until":
        what = f"the last day named in {what}"
    elif ref.which == "entered":
        what = f"the day on which {what} was entered"
    return " ".join([what, *(narrowing(n) for n in ref.narrows)])


def narrowing(narrow: s.Narrow) -> str:
    """Return one narrowing in words."""
    by = {"by": "by", "to": "to", "covering": "covering", "as": "as"}[narrow.by]
    return f"{by} {listed(narrow.words, 'and' if narrow.every_word else 'or')}"


def deadline(limit: Deadline, when: str) -> str:
    """Return a limit as `within 1 school day of the risk known, 12 Jan 2026`; `when` is B's date in words, or nothing."""
    said_ref = reference(limit.ref)
    dated_ref = f"{said_ref}, {when}" if when else said_ref
    if limit.amount is None or limit.amount.values == ((None, 0),):
        return f"by {dated_ref}"
    return f"within {length(limit.amount)} of {dated_ref}"


