"""Random registers: one school each, a short calendar with holidays and closures, one or two pupils, and marks full of holes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

DAY = timedelta(days=1)
SATURDAY = 6

CLASS_OF = {
    **dict.fromkeys("/\\L", "present"),
    **dict.fromkeys("BV", "activity"),
    **dict.fromkeys("CEIMRT", "authorised"),
    **dict.fromkeys("GNOU", "unauthorised"),
    **dict.fromkeys(("D", "X", "Y1", "Y4"), "not possible"),
    # Withdrawn before these situations begin, or of no national list.
    **dict.fromkeys(("H", "J", "Y", "F", "@"), "unclear"),
    **dict.fromkeys(("-", "#", "Z"), "not made"),
}
"""The classes of codes (SI 2024/208, Schedule), written out here anew."""

USUAL = ("/", "O", "O", "O", "O", "O", "N", "G", "U", "I", "Y1", "D", "-", "#", "H", "@", "M", "B", "Z")


@dataclass(frozen=True)
class Mark:
    """One mark of one pupil."""

    pupil: str
    day: date
    session: str
    code: str
    comment: str = ""


@dataclass(frozen=True)
class Row:
    """One row of the roll."""

    pupil: str
    entry: date | None
    leaving: date | None = None
    born: date | None = date(2013, 5, 10)


@dataclass
class Situation:
    """One school's record as exported, and the audit date."""

    urn: str
    audit: date
    half_terms: list[tuple[int, date, date]]
    closures: list[date]
    rows: list[Row]
    marks: list[Mark]
    exported: date | None = None
    events: list[dict[str, str]] = field(default_factory=list)
    entered: str = ""
    """Who entered first: the pupil that the tests look at."""
    years: dict[str, list[tuple[int, date, date]]] = field(default_factory=dict)
    """More than one school year: its half terms, in the place of `half_terms`."""

    @cached_property
    def school_days(self) -> list[date]:
        """All school days of the calendar, in order (no bank holiday lies in it)."""
        return [
            day
            for _, first, last in self.half_terms
            for day in days(first, last)
            if day.isoweekday() < SATURDAY and day not in self.closures
        ]


def days(first: date, last: date) -> list[date]:
    """Give the days from first to last, both included."""
    return [first + n * DAY for n in range((last - first).days + 1)]


def random_situation(rng: random.Random, urn: str) -> Situation:
    """Give a school of some weeks in autumn 2025, its audit somewhere near the end."""
    start = date(2025, 9, 1) + rng.randrange(3) * DAY
    first_end = start + rng.randrange(10, 30) * DAY
    second = first_end + rng.randrange(3, 12) * DAY
    half_terms = [(1, start, first_end), (2, second, second + rng.randrange(10, 35) * DAY)]
    span = days(start, half_terms[1][2])
    made = Situation(urn, rng.choice(span[len(span) // 2 :]) + rng.randrange(3) * DAY, half_terms, [], [], [])
    made.closures = rng.sample(span, rng.randrange(3))
    for number in range(rng.choice((1, 1, 2))):
        made.rows += _rows(rng, f"Pupil-{number}", span)
    made.entered = made.rows[0].pupil
    weights = [1, *(rng.choice((0, 3, 9)) for _ in range(5)), *(rng.choice((0, 0, 0, 1)) for _ in USUAL[6:])]
    hole = rng.choice((0, 0, 0.02, 0.2))
    often = rng.choice(("O", "O", "I"))
    if often == "I":
        weights = [1 if code in "/I" else 0 for code in USUAL]
    first_mark = rng.choice((start, start, rng.choice(span)))
    for pupil in sorted({row.pupil for row in made.rows}):
        made.marks += [
            Mark(pupil, day, session, rng.choices(USUAL, weights)[0] if rng.random() < 0.9 else often)
            for day in span
            if day >= first_mark and (day.isoweekday() < SATURDAY or rng.random() < 0.02)
            for session in ("AM", "PM")
            if rng.random() >= hole
        ]
    made.exported = rng.choice((None, None, rng.choice(span)))
    _events(rng, made, span)
    return made


def _rows(rng: random.Random, pupil: str, span: list[date]) -> list[Row]:
    entry = rng.choice((None, date(2024, 9, 2), date(2024, 9, 2), rng.choice(span[: len(span) // 2])))
    leaving = rng.choice((None, rng.choice(span[len(span) // 3 :])))
    born = rng.choice((date(2013, 5, 10), date(2013, 5, 10), None, date(2021, 1, 5), date(2009, 9, 3)))
    rows = [Row(pupil, entry, leaving, born)]
    if leaving is not None and rng.random() < 0.3 and leaving > (entry or date.min):
        rows.append(Row(pupil, leaving + rng.randrange(1, 9) * DAY, None, born))
    return rows


def _events(rng: random.Random, made: Situation, span: list[date]) -> None:
    for event in ("cme_threshold_applied", "notification_received", "leave_granted"):
        if rng.random() < 0.8:
            until = (
                rng.choice(span).isoformat()
                if event != "cme_threshold_applied" and rng.random() < 0.9
                else ""
            )
            made.events.append({"event": event, "date": rng.choice(span).isoformat(), "until": until})
