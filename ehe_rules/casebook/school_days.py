"""The one calendar that all cases are judged by, so that a date in a case always means the same school day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import Field

from ehe_rules.casebook.place import Place, Row
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.ruleset import rulesets_folder
from ehe_rules.rulebook.vocabulary import Strict
from ehe_rules.rulebook.yamlfile import as_model, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


HALF_TERMS = 6
SATURDAY = 6


class CalendarFile(Strict):
    """calendar.yaml: six half terms for each academic year, and the days on which the schools are closed."""

    half_terms: dict[str, tuple[str, ...]]
    closures: dict[date, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class CaseCalendar:
    """The half terms by academic year, in order, and the closures by date."""

    half_terms: Mapping[str, Sequence[tuple[date, date]]]
    closures: Mapping[date, str]

    def rows(self) -> list[Row]:
        """Return the rows of the table `calendar`; they hold for every school."""
        return [
            {"academic_year": year, "half_term": str(number), "first_day": str(first), "last_day": str(last)}
            for year, spans in self.half_terms.items()
            for number, (first, last) in enumerate(spans, start=1)
        ]

    def closure_rows(self) -> list[Row]:
        """Return the rows of the table `closures`."""
        return [{"date": str(day), "label": label} for day, label in self.closures.items()]

    @cached_property
    def school_days(self) -> frozenset[date]:
        """All school days: Monday to Friday in a half term, neither a closure nor a bank holiday."""
        from ehe_rules.calendar.bank_holidays import england_bank_holidays  # noqa: PLC0415 - slow to import

        spans = [span for several in self.half_terms.values() for span in several]
        years = sorted(day.year for span in spans for day in span)
        closed = {*self.closures, *(england_bank_holidays(years[0], years[-1]) if years else ())}
        days = {day for first, last in spans for day in each_day(first, last) if day.isoweekday() < SATURDAY}
        return frozenset(days - closed)


def each_day(first: date, last: date) -> list[date]:
    """Return the days from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def calendar_path(folder: Path) -> Path:
    """Return the calendar file for a ruleset's cases: the folder's own, else the one beside the rulesets.

    Raises RulebookError where there is neither.
    """
    for path in (
        folder / "calendar.yaml",
        folder.parent / "calendar.yaml",
        rulesets_folder() / "calendar.yaml",
    ):
        if path.is_file():
            return path
    raise RulebookError(
        f"{folder}: there is no calendar.yaml for the cases, neither here nor beside the rulesets."
    )


def read_calendar(path: Path) -> CaseCalendar:
    """Read a calendar file. Raises RulebookError, with file and line, where it is wrong."""
    file = read_yaml(path)
    values = as_model(file, CalendarFile)
    half_terms = {}
    for year, spans in values.half_terms.items():
        place = Place(file, ("half_terms", year))
        if len(spans) != HALF_TERMS:
            raise place.error(
                f"{year} has {len(spans)} half terms; there are {HALF_TERMS} in an academic year."
            )
        half_terms[year] = [read_span(text, place.at(n)) for n, text in enumerate(spans)]
    return CaseCalendar(half_terms, values.closures)


def read_span(text: str, place: Place) -> tuple[date, date]:
    """Return first and last day of `2026-01-05..2026-02-13`, or twice the day of a single date."""
    first, dots, last = text.partition("..")
    span = place.day(first.strip()), place.day((last if dots else first).strip())
    if span[1] < span[0]:
        raise place.error(f"'{text}' ends before it begins.")
    return span
