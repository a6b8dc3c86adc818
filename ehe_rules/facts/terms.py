"""Terms: what rules ask of a subject's record, each once, whichever rules share it; facts has columns for each.

| term | columns | |
|---|---|---|
| EventRef, FieldRef | lo, hi, (nlo, nhi) | bounds of a date, as day and as school-day number |
| FirstFrom | lo, hi, (nlo, nhi) | the first qualifying entry on or after a moment |
| Deadline | lo, hi, (n) | a moment's day: bounds; n its school-day number |
| Gaps | ... | recurrence: see gaps.py |
| Includes, OutcomeIs, Is, IsRecorded, Filled | tv | 0 false, 1 unknown, 2 true |
| Number | lo, hi | bounds of a number |

Numbers of school days are there where a rule counts in them (`TermList.counted`): they are as many columns again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Amount:
    """A length with its dated values: (from day or None, number) in order, and the date that picks one.

    `anchor` None = one value for all.
    """

    values: tuple[tuple[int | None, int], ...]
    unit: s.Unit
    anchor: s.Ref | None = None


@dataclass(frozen=True)
class Deadline:
    """A moment: `amount` after (or before) `ref`; None = the date itself.

    `opens`: it begins a span. Counted in school days a moment is a number, and a span holds all days of its first and last numbers.
    """

    ref: s.Ref
    amount: Amount | None = None
    direction: Literal["after", "before"] = "after"
    opens: bool = False

    @property
    def in_school_days(self) -> bool:
        """Whether it is reached by counting school days."""
        return self.amount is not None and self.amount.unit == "school days"


@dataclass(frozen=True)
class FirstFrom:
    """The first qualifying entry of an event on or after a moment; of any other date, that date if it is not before."""

    event: s.EventRef | s.FieldRef
    start: Deadline


@dataclass(frozen=True)
class Gaps:
    """`A every P from B until C`: what the gaps between entries show."""

    events: tuple[s.EventRef, ...]
    amount: Amount
    start: s.Ref
    until: Deadline


@dataclass(frozen=True)
class Filled:
    """Whether the last-dated entry of an event says the date at all that it may say (`E.until`, `E.entered`)."""

    event: s.EventRef


Test = s.Includes | s.OutcomeIs | s.Is | s.IsRecorded
Term = s.EventRef | s.FieldRef | FirstFrom | Deadline | Gaps | Filled | Test | s.Number


def leaves(ref: s.Ref) -> Iterator[s.EventRef | s.FieldRef]:
    """Yield the events and dated columns that a reference rests on."""
    if isinstance(ref, s.MilestoneRef):
        for part in ref.parts.parts:
            yield from leaves(part)
    else:
        yield ref


def filled(ref: object) -> Filled | None:
    """Return the test of a reference that names a date said in an entry: it may be blank."""
    return Filled(ref) if isinstance(ref, s.EventRef) and ref.which in ("until", "entered") else None


def as_anchor(ref: s.Ref) -> s.Ref:
    """Return a reference as the thing counted from: there a second letter of notice replaces the first."""
    if isinstance(ref, s.EventRef) and ref.event == "notification_received" and ref.which == "first":
        return s.EventRef(ref.event, ref.narrows, "last")
    return ref


class TermList:
    """Gives every distinct term its number, in order of first use."""

    def __init__(self) -> None:
        """Start with no terms."""
        self.numbers: dict[Term, int] = {}
        self.counted: set[Term] = set()

    def add(self, term: Term) -> str:
        """Return the column prefix of a term, adding it (and what it rests on) if it is new."""
        if term not in self.numbers:
            for below in _rests_on(term):
                self.add(below)
            self.numbers[term] = len(self.numbers) + 1
            if isinstance(term, Deadline) and term.in_school_days:
                for leaf in leaves(term.ref):
                    self.count(leaf)
        return f"t{self.numbers[term]}"

    def count(self, date: s.EventRef | s.FieldRef | FirstFrom) -> None:
        """Add a date whose school-day number is asked for."""
        self.add(date)
        self.counted.add(date)
        if isinstance(date, FirstFrom):
            self.count(date.event)

    def prefix(self, term: Term) -> str:
        """Return the column prefix of a term that is there."""
        return f"t{self.numbers[term]}"

    def of(self, kind: type | tuple[type, ...]) -> list[Term]:
        """Return the terms of a kind, in order."""
        return [t for t in self.numbers if isinstance(t, kind)]


def _rests_on(term: Term) -> Iterator[Term]:
    match term:
        case Deadline(ref, amount):
            yield from leaves(ref)
            if amount is not None and amount.anchor is not None:
                yield from leaves(amount.anchor)
        case FirstFrom(event, start):
            yield event
            yield start
        case Filled(event):
            yield event
        case Gaps(_, amount, start, until):
            yield from leaves(start)
            yield until
            if amount.anchor is not None:
                yield from leaves(amount.anchor)
