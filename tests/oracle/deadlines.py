"""A deadline: whether a day is in time, by how much it is not, and the last day allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from oracle.model import NEVER, Bounds

if TYPE_CHECKING:
    from datetime import date

    from oracle.calendar import Calendar, Numbers

Maybe = frozenset[bool]
"""The answers that are possible: one, or both."""

YES, NO, BOTH = frozenset({True}), frozenset({False}), frozenset({True, False})


class Deadline(Protocol):
    """What every deadline answers."""

    def holds(self, day: date) -> Maybe:
        """Whether that day is in time."""

    def excess(self, day: date) -> int | None:
        """How much later that day is, in the deadline's unit; None where that is not certain."""

    @property
    def last_day(self) -> Bounds:
        """The last day allowed."""


class ByDate(NamedTuple):
    """A deadline in days, months, half terms: dates are compared."""

    last_day: Bounds

    def holds(self, day: date) -> Maybe:
        """Whether that day is in time."""
        if day <= self.last_day.lo:
            return YES
        return NO if day > self.last_day.hi else BOTH

    def excess(self, day: date) -> int | None:
        """Days later than the last day allowed."""
        certain = self.last_day.lo == self.last_day.hi != NEVER
        return (day - self.last_day.lo).days if certain else None


class ByDayOfNumber(NamedTuple):
    """A date as deadline that school days led to (`5 school days after B`): only its excess is in school days."""

    calendar: Calendar
    last_day: Bounds

    def holds(self, day: date) -> Maybe:
        """Whether that day is in time."""
        return ByDate(self.last_day).holds(day)

    def excess(self, day: date) -> int | None:
        """School days later than the last day allowed; of a day past it before the next school day there is nothing to say."""
        if not self.last_day.lo == self.last_day.hi != NEVER:
            return None
        return BySchoolDay(self.calendar, self.calendar.number(self.last_day.lo)).excess(day) or None


class BySchoolDay(NamedTuple):
    """A deadline in school days: their numbers are compared."""

    calendar: Calendar
    numbers: Numbers

    @property
    def last_day(self) -> Bounds:
        """The day before the next school day begins."""
        ends = [self.calendar.last_day_of(number) for number in self.numbers]
        return Bounds(ends[0].lo, ends[1].hi)

    def holds(self, day: date) -> Maybe:
        """Whether that day's number is not later."""
        # Past the calendar's edge the days alone may tell: a deadline later than all of it allows every day up to the next.
        whole = self.last_day
        if day <= whole.lo:
            return YES
        if day > whole.hi:
            return NO
        number = self.calendar.number(day)
        if number.hi <= self.numbers.lo:
            return YES
        return NO if number.lo > self.numbers.hi else BOTH

    def excess(self, day: date) -> int | None:
        """School days later."""
        number = self.calendar.number(day)
        certain = number.lo == number.hi and self.numbers.lo == self.numbers.hi
        return number.lo - self.numbers.lo if certain else None


def day_certain(bounds: Bounds) -> date | None:
    """Give a day that is known and recorded, else None."""
    return bounds.lo if bounds.lo == bounds.hi != NEVER else None
