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
BANK_HOLIDAYS: Final = frozenset({date(2026, 5, 4), date(2027, 5, 3)})
"""Those that fall inside a half term."""

CLOSURES: Final = (
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
def school_days(urn: str, *, own_half_terms: bool) -> SchoolDays:
    """Count out the school days of the school with this URN."""
    closed = BANK_HOLIDAYS | {day for day, _, school in CLOSURES if school in ("", urn)}
    table = OWN_HALF_TERMS if own_half_terms else HALF_TERMS
    days: list[date] = []
    for half_terms in table.values():
        for first, last in half_terms:
            start, end = date.fromisoformat(first), date.fromisoformat(last)
            every = (start + timedelta(days=n) for n in range((end - start).days + 1))
            days += [day for day in every if day.isoweekday() <= 5 and day not in closed]  # noqa: PLR2004 - Friday
    return SchoolDays(tuple(days))


def days_of(school: School) -> SchoolDays:
    """Give the school days of a school."""
    return school_days(school.urn, own_half_terms=school.own_half_terms)


def calendar_rows(schools: list[School]) -> list[dict[str, Cell]]:
    """Give the calendar table: the trust's half terms, then those of the schools that have their own."""
    own = [school.urn for school in schools if school.own_half_terms]
    return [
        {
            "academic_year": year,
            "half_term": number,
            "first_day": date.fromisoformat(first),
            "last_day": date.fromisoformat(last),
            "school": urn,
        }
        for urn in ["", *own]
        for year, half_terms in (OWN_HALF_TERMS if urn else HALF_TERMS).items()
        for number, (first, last) in enumerate(half_terms, start=1)
    ]


def closure_rows() -> list[dict[str, Cell]]:
    """Give the closures table."""
    return [{"date": day, "label": label, "school": school} for day, label, school in CLOSURES]
