"""School days, half terms and terms of one school, counted day by day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from oracle.model import ANY, DAY, NEVER, UNKNOWN, Bounds, HalfTerm, Trust, on

if TYPE_CHECKING:
    from collections.abc import Iterator

LOW, HIGH = -(10**9), 10**9
"""No lower, no upper bound of a school-day number."""

WORLD = (date(2019, 1, 1), date(2034, 12, 31))
"""As far as weekdays are counted where a school has no calendar."""

_BANK_HOLIDAYS = """
2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-27 2021-12-28
2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 2022-12-26 2022-12-27
2023-01-02 2023-04-07 2023-04-10 2023-05-01 2023-05-08 2023-05-29 2023-08-28 2023-12-25 2023-12-26
2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26
2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
"""
BANK_HOLIDAYS = frozenset(date.fromisoformat(day) for day in _BANK_HOLIDAYS.split())
"""England's, for the years the tests speak of (gov.uk/bank-holidays)."""


class Numbers(NamedTuple):
    """The lowest and the highest school-day number that a day can have."""

    lo: int
    hi: int

    def plus(self, n: int) -> Numbers:
        """Shift both ends, leaving an open end open."""
        return Numbers(
            self.lo if self.lo == LOW else self.lo + n, self.hi if self.hi == HIGH else self.hi + n
        )


class Term(NamedTuple):
    """A half term or a term; an end that the calendar supplied does not show is known only by its bound."""

    first: date
    last: date
    first_known: bool = True
    last_known: bool = True


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    day = first
    while day <= last:
        yield day
        day += DAY


def rows_for(trust: Trust, school: str) -> list[HalfTerm]:
    """Give the calendar rows that a school goes by: its own for a year in which it has any, else the common ones."""
    own = {row.academic_year for row in trust.calendar if row.school == school}
    rows = [
        row
        for row in trust.calendar
        if row.school == school or (row.school is None and row.academic_year not in own)
    ]
    return sorted(rows, key=lambda row: row.first_day)


class Calendar:
    """One school's calendar: `first` and `last` are its edges, beyond which nothing is known."""

    def __init__(self, trust: Trust, school: str, audit: date) -> None:
        """Count the school days between the edges once."""
        rows = rows_for(trust, school)
        self.approximate = not rows
        self.half_terms = [Term(row.first_day, row.last_day) for row in rows]
        self.terms = _terms(rows)
        self.first, self.last = (rows[0].first_day, rows[-1].last_day) if rows else WORLD
        closed = {closure.day for closure in trust.closures if closure.school in (None, school)}
        marked = {mark.day for mark in trust.marks or () if mark.school == school and mark.day <= audit}
        self._closed = closed | BANK_HOLIDAYS
        self._marked = marked
        self._marks_span = (min(marked), max(marked)) if marked else (NEVER, ANY)
        self._school_days: list[date] = []
        self._number: dict[date, int] = {}
        for day in days(self.first, self.last):
            if self.is_school_day(day):
                self._school_days.append(day)
            self._number[day] = len(self._school_days)

    def is_school_day(self, day: date) -> bool:
        """Whether the school is open that day, as far as what was supplied shows."""
        if not self.works(day):
            return False
        if not self.approximate:
            return any(term.first <= day <= term.last for term in self.half_terms)
        inside = self._marks_span[0] <= day <= self._marks_span[1]
        return day in self._marked if inside else True

    def works(self, day: date) -> bool:
        """Monday to Friday, neither a closure nor a bank holiday (whatever the half terms say)."""
        return day.isoweekday() <= 5 and day not in self._closed

    def knows(self, day: date) -> bool:
        """Whether a day lies inside the calendar."""
        return self.first <= day <= self.last

    def number(self, day: date) -> Numbers:
        """Give the number of the last school day up to that day."""
        if day < self.first:
            return Numbers(LOW, 0)
        if day > self.last:
            return Numbers(self._number[self.last], HIGH)
        return Numbers(self._number[day], self._number[day])

    def last_day_of(self, number: int) -> Bounds:
        """Give the day before school day `number + 1` begins."""
        total = len(self._school_days)
        if number < 0:
            return Bounds(ANY, self.first - DAY)
        if number >= total:
            return Bounds(self.last if number == total else self.last + DAY, NEVER)
        return on(self._school_days[number] - DAY)

    def school_day(self, number: int) -> Bounds:
        """Give the school day of that number."""
        if number < 1:
            return Bounds(ANY, self.first - DAY)
        if number > len(self._school_days):
            return Bounds(self.last + DAY, NEVER)
        return on(self._school_days[number - 1])

    def back(self, day: date, school_days: int) -> date:
        """Give the school day that many before, a day beyond the edges counting as one if it works at all."""
        left = school_days + 1
        while True:
            inside = self.knows(day)
            left -= self.is_school_day(day) if inside else self.works(day)
            if not left:
                return day
            day -= DAY

    def end_after(self, day: date, periods: int, *, terms: bool, entry: bool) -> Bounds:
        """Give the last day of the half term (or term) `periods` after that day's own."""
        found = self._index(day, terms=terms, entry=entry)
        if found is None:
            return UNKNOWN
        listed = self.terms if terms else self.half_terms
        if found + periods >= len(listed):
            return Bounds(self.last + DAY, NEVER)
        term = listed[found + periods]
        return on(term.last) if term.last_known else Bounds(term.last + DAY, NEVER)

    def start_before(self, day: date, periods: int, *, terms: bool, entry: bool) -> Bounds:
        """Give the first day of the half term (or term) `periods` before that day's own."""
        found = self._index(day, terms=terms, entry=entry)
        if found is None:
            return UNKNOWN
        if found < periods:
            return Bounds(ANY, self.first - DAY)
        term = (self.terms if terms else self.half_terms)[found - periods]
        return on(term.first) if term.first_known else Bounds(ANY, term.first - DAY)

    def _index(self, day: date, *, terms: bool, entry: bool) -> int | None:
        """Which half term (or term) a day belongs to; a holiday to the one before, an entry to the one after."""
        if self.approximate or not self.knows(day):
            return None
        begun = [term for term in self.half_terms if term.first <= day]
        found = len(begun) - 1
        if entry and day > begun[-1].last:
            found += 1
        if not terms:
            return found
        half = self.half_terms[found]
        return next(n for n, term in enumerate(self.terms) if term.first <= half.first <= term.last)


def _terms(rows: list[HalfTerm]) -> list[Term]:
    """Terms are half terms 1 and 2, 3 and 4, 5 and 6 of an academic year."""
    grouped: dict[tuple[str, int], list[HalfTerm]] = {}
    for row in rows:
        grouped.setdefault((row.academic_year, (row.number + 1) // 2), []).append(row)
    return [
        Term(
            first=group[0].first_day,
            last=group[-1].last_day,
            first_known=group[0].number % 2 == 1,
            last_known=group[-1].number % 2 == 0,
        )
        for group in grouped.values()
    ]
