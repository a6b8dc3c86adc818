"""The example trust's half terms and closures, and its school days counted."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

HALF_TERMS: Final = {
    "2024/25": (
        ("2024-09-03", "2024-10-25"),
        ("2024-11-04", "2024-12-20"),
        ("2025-01-06", "2025-02-14"),
        ("2025-02-24", "2025-04-04"),
        ("2025-04-22", "2025-05-23"),
        ("2025-06-02", "2025-07-22"),
    ),
    "2025/26": (
        ("2025-09-02", "2025-10-24"),
        ("2025-11-03", "2025-12-19"),
        ("2026-01-05", "2026-02-13"),
        ("2026-02-23", "2026-03-27"),
        ("2026-04-13", "2026-05-22"),
        ("2026-06-01", "2026-07-21"),
    ),
    "2026/27": (
        ("2026-09-02", "2026-10-23"),
        ("2026-11-02", "2026-12-18"),
        ("2027-01-04", "2027-02-12"),
        ("2027-02-22", "2027-03-25"),
        ("2027-04-12", "2027-05-28"),
        ("2027-06-07", "2027-07-22"),
    ),
}
OWN_HALF_TERMS: Final = {
    "2024/25": HALF_TERMS["2024/25"],
    "2025/26": (
        ("2025-09-02", "2025-10-17"),
        ("2025-11-03", "2025-12-19"),
        ("2026-01-05", "2026-02-06"),
        ("2026-02-16", "2026-03-27"),
        ("2026-04-13", "2026-05-22"),
        ("2026-06-01", "2026-07-22"),
    ),
    "2026/27": (
        ("2026-09-02", "2026-10-16"),
        ("2026-11-02", "2026-12-18"),
        ("2027-01-04", "2027-02-05"),
        ("2027-02-15", "2027-03-25"),
        ("2027-04-12", "2027-05-28"),
        ("2027-06-07", "2027-07-23"),
    ),
}
YEARS_BACK: Final = 5
"""Earlier academic years, of which only a larger example needs the marks: the first one's half terms, moved back."""

YEAR: Final = timedelta(weeks=52)
FRIDAY, MAY, DAYS_OF_WEEK = 5, 5, 7

CLOSURES: Final = (
    (date(2025, 1, 6), "Training day", ""),
    (date(2026, 1, 5), "Training day", ""),
    (date(2025, 11, 28), "Training day", "900003"),
    (date(2026, 1, 16), "Closed: no heating", "900006"),
)
"""Date, label, and the URN of the one school (blank: all)."""


@dataclass(frozen=True)
class SchoolDays:
    """The school days of one school in order."""

    days: tuple[date, ...]

    def shifted(self, start: date, by: int) -> date:
        """Give the school day `by` school days after `start` (before it, if negative).

        A start on a day without school counts as the school day before it. Raises ValueError where the
        result lies outside the calendar.
        """
        place = bisect_right(self.days, start) - 1 + by
        if not 0 <= place < len(self.days):
            raise ValueError(f"{by} school days from {start} lie outside the example's calendar")
        return self.days[place]

    def between(self, first: date, last: date) -> list[date]:
        """Give the school days from `first` to `last`, both included."""
        return [day for day in self.days if first <= day <= last]


@cache
def half_terms(*, own: bool) -> dict[str, tuple[tuple[date, date], ...]]:
    """Give the first and last days of the half terms of each academic year, the earliest first."""
    table = {
        year: tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in dates)
        for year, dates in (OWN_HALF_TERMS if own else HALF_TERMS).items()
    }
    first = next(iter(table))
    start = int(first[:4])
    moved = {
        f"{start - back}/{(start - back + 1) % 100:02d}": tuple(
            (begins - back * YEAR, ends - back * YEAR) for begins, ends in table[first]
        )
        for back in range(YEARS_BACK, 0, -1)
    }
    return {**moved, **table}


@cache
def school_days(urn: str, *, own_half_terms: bool) -> SchoolDays:
    """Count out the school days of the school with this URN."""
    closed = {day for day, _, school in CLOSURES if school in ("", urn)}
    days: list[date] = []
    for dates in half_terms(own=own_half_terms).values():
        for first, last in dates:
            every = (first + timedelta(days=n) for n in range((last - first).days + 1))
            days += [day for day in every if day.isoweekday() <= FRIDAY and not _bank_holiday(day)]
    return SchoolDays(tuple(day for day in days if day not in closed))


def _bank_holiday(day: date) -> bool:
    # The first Monday in May is the only one that can fall inside these half terms.
    return day.month == MAY and day.isoweekday() == 1 and day.day <= DAYS_OF_WEEK


def days_of(school: School) -> SchoolDays:
    """Give the school days of a school."""
    return school_days(school.urn, own_half_terms=school.own_half_terms)


def calendar_rows(schools: list[School], since: date) -> list[dict[str, Cell]]:
    """Give the calendar table: the trust's half terms, then those of the schools that have their own.

    It begins with the academic year before the audit's, or with the year of `since` if that is earlier.
    """
    own = [school.urn for school in schools if school.own_half_terms]
    return [
        {
            "academic_year": year,
            "half_term": number,
            "first_day": first,
            "last_day": last,
            "school": urn,
        }
        for urn in ["", *own]
        for year, dates in half_terms(own=bool(urn)).items()
        if year in HALF_TERMS or dates[-1][1] >= since
        for number, (first, last) in enumerate(dates, start=1)
    ]


def closure_rows() -> list[dict[str, Cell]]:
    """Give the closures table."""
    return [{"date": day, "label": label, "school": school} for day, label, school in CLOSURES]
