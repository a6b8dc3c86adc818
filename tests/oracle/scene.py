"""A rule meets a subject: the parameters as they stood at the anchor, and the deadlines they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ehe_rules.rulebook.syntax import Bound, EventRef, FieldRef, Length
from oracle.model import ANY, DAY, NEVER, Bounds, on

if TYPE_CHECKING:
    from ehe_rules.rulebook.syntax import Ref
    from oracle.calendar import Calendar
    from oracle.model import Parameters
    from oracle.windows import Subject


@dataclass(frozen=True)
class Scene:
    """One subject under one rule: `anchor_day` decides which parameter values apply."""

    subject: Subject
    parameters: Parameters
    anchor_day: date

    @property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        return self.subject.record.calendar

    @property
    def audit(self) -> date:
        """The audit date."""
        return self.subject.record.audit

    def length(self, length: Length) -> Length:
        """Look up a length that a parameter holds."""
        if length.name is None:
            return length
        value = self._parameter(length.name)
        if not isinstance(value, Length):
            raise TypeError(f"{length.name} is not a length")
        return value

    def number(self, bound: Bound) -> int:
        """Look up a number that a parameter holds."""
        if bound.name is None:
            return bound.value
        value = self._parameter(bound.name)
        if not isinstance(value, int):
            raise TypeError(f"{bound.name} is not a number")
        return value

    def _parameter(self, name: str) -> Length | int:
        """Take the value that began last by the anchor; before all of them, the first."""
        dated = sorted(((since or ANY, value) for since, value in self.parameters[name]), key=_since)
        begun = [value for since, value in dated if since <= self.anchor_day]
        return begun[-1] if begun else dated[0][1]

    def after(self, day: date, length: Length, *, entry: bool = False) -> Bounds:
        """Find the last day allowed, that long after a day. `entry`: the day is an entry on roll."""
        if day == NEVER:
            return on(NEVER)
        if length.unit == "school days":
            numbers = self.calendar.number(day).plus(length.value)
            return Bounds(self.calendar.last_day_of(numbers.lo).lo, self.calendar.last_day_of(numbers.hi).hi)
        if length.unit in ("half terms", "terms"):
            return self.calendar.end_after(day, length.value, terms=length.unit == "terms", entry=entry)
        return on(_shift(day, length, 1))

    def before(self, day: date, length: Length, *, entry: bool = False) -> Bounds:
        """Find the day that long before a day: in half terms and terms, the first day of the one before."""
        if day == NEVER:
            return on(NEVER)
        if length.unit == "school days":
            numbers = self.calendar.number(day).plus(-length.value)
            return Bounds(self.calendar.school_day(numbers.lo).lo, self.calendar.school_day(numbers.hi).hi)
        if length.unit in ("half terms", "terms"):
            return self.calendar.start_before(day, length.value, terms=length.unit == "terms", entry=entry)
        return on(_shift(day, length, -1))


def _since(dated: tuple[date, Length | int]) -> date:
    return dated[0]


def _shift(day: date, length: Length, sign: int) -> date:
    """Shift by days, weeks, or calendar months (31 January + 1 month is the last day of February)."""
    if length.unit == "days":
        return day + timedelta(days=sign * length.value)
    if length.unit == "weeks":
        return day + timedelta(weeks=sign * length.value)
    months = length.value * (12 if length.unit == "years" else 1) * sign
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (day.day - 1) * DAY, following - DAY)


def is_entry(ref: Ref) -> bool:
    """Whether a reference is the entry on roll, whose holiday belongs to the half term after it."""
    if isinstance(ref, FieldRef):
        return ref.column == "entry_date"
    return isinstance(ref, EventRef) and ref.event == "on_rolled"
