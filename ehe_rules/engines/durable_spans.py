"""Bounds of dates and numbers, and the export day up to which silence counts, as durable-rules compares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ehe_rules.engines.durable_conditions import (
    Bound,
    Condition,
    Extreme,
    at_most,
    before,
    either,
    equal,
    every,
)
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.record.family import EVENT as FAMILY_EVENT
from ehe_rules.facts.terms import FirstFrom, leaves
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OF_ROLL = ("off_rolled", "left_roll", "on_rolled", FAMILY_EVENT)
OF_MARKS = ("attended_after_notice", *FROM_MARKS)
OF_REGISTER = ("entered_on_register",)

Certain = dict[int, Condition]
"""For each status on the chain: when it is certain. A status that is not in it cannot be."""


@dataclass(frozen=True)
class Span:
    """A date's bounds."""

    lo: Bound
    hi: Bound

    def recorded(self) -> Condition:
        """Certainly recorded."""
        return before(self.hi, NEVER)

    def missing(self) -> Condition:
        """Certainly not recorded."""
        return at_most(NEVER, self.lo)

    def certain(self) -> Condition:
        """One day, known and recorded."""
        return every(equal(self.lo, self.hi), self.recorded())


def asof(events: tuple[s.EventRef | s.FieldRef, ...]) -> Extreme:
    """Return the day up to which silence about these counts: the earliest of their exports."""
    return Extreme("earliest", tuple(sorted({f"{_export_of(event)}_asof" for event in events})))


def asof_of(dated: c.Dated) -> Extreme:
    """Return the day up to which silence about a date counts."""
    return asof(tuple(_entries_behind(dated)))


def _entries_behind(dated: c.Dated) -> Iterator[s.EventRef | s.FieldRef]:
    if isinstance(dated, c.Joined):
        for part in dated.parts:
            yield from _entries_behind(part)
    else:
        yield from leaves(dated.event if isinstance(dated, FirstFrom) else dated)


def _export_of(entry: s.EventRef | s.FieldRef) -> str:
    if isinstance(entry, s.FieldRef) or entry.event in OF_ROLL:
        return "pupils"
    if entry.event in OF_REGISTER:
        return "register"
    return "attendance" if entry.event in OF_MARKS else "events"


def extreme(joined_by: Literal["and", "or"], spans: list[Span]) -> Span:
    """Return the bounds of the latest (`and`) or the earliest (`or`) of several dates."""
    which: Literal["earliest", "latest"] = "latest" if joined_by == "and" else "earliest"
    return Span(Extreme(which, tuple(x.lo for x in spans)), Extreme(which, tuple(x.hi for x in spans)))


def compared(number: Span, operator: s.Operator, than: int) -> tuple[Condition, Condition]:
    """Return when a comparison of a number between bounds is certainly true, and when certainly false."""
    lo, hi = number.lo, number.hi
    choices: Mapping[s.Operator, tuple[Condition, Condition]] = {
        "<": (before(hi, than), at_most(than, lo)),
        "<=": (at_most(hi, than), before(than, lo)),
        ">": (before(than, lo), at_most(hi, than)),
        ">=": (at_most(than, lo), before(hi, than)),
        "=": (every(at_most(than, lo), at_most(hi, than)), either(before(than, lo), before(hi, than))),
    }
    return choices[operator]
