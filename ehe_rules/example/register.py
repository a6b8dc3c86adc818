"""The attendance register of a school: every session of every pupil, at once for the whole school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from ehe_rules.example.dice import key_of
from ehe_rules.example.noise import CODE, CODES, ordinary_marks
from ehe_rules.example.remarks import REMARKS, ordinary_remarks
from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import EXAMPLE_ON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.stories import Absence
    from ehe_rules.example.trust import School

MARKS_FROM: Final = date(2025, 9, 2)
"""The first day of the academic year, from which marks are exported unless more years are asked for."""
VISITS: Final = (20, 75)
"""School days from the register's first on which the first year group is out on a visit, then the next."""
WORK_EXPERIENCE: Final = ("10", slice(88, 93))
FIRST_DAYS: Final = 4
"""So many half days at the start of Reception."""
NO_MARK: Final = "none"
NOT_YET_KNOWN: Final = 3
"""So many days back the reason of some absences has not been established."""


@dataclass(frozen=True)
class Register:
    """The marks of one school: of each pupil, on each day, in each session the place of a code in `codes`.

    `notes` gives in the same way what the comment says; place 0 of both lists is nothing at all.
    """

    days: tuple[date, ...]
    pupils: tuple[Pupil, ...]
    codes: tuple[str, ...]
    marks: NDArray[np.uint8]
    notes: tuple[str, ...]
    said: NDArray[np.uint8]


def marks_since(years: int | None) -> date:
    """Give the first day of the marks: of this academic year, or of so many years up to the audit date."""
    return (
        MARKS_FROM if years is None else EXAMPLE_ON.replace(year=EXAMPLE_ON.year - years) + timedelta(days=1)
    )


def register_of(school: School, pupils: Sequence[Pupil], seed: int, since: date = MARKS_FROM) -> Register:
    """Mark the register of a school from a day on, up to the audit date."""
    days = tuple(days_of(school).between(since, EXAMPLE_ON))
    theirs = tuple(pupil for pupil in pupils if pupil.spells)
    names = np.array([int(pupil.admission_no) for pupil in theirs], dtype=np.uint64)
    key = key_of(seed, school.urn, "marks")
    marks = ordinary_marks(key, names, len(days), phase=school.phase)
    _school_wide(marks, theirs, days)
    told = np.array([pupil.story is not None for pupil in theirs])
    marks[told, :, 0], marks[told, :, 1] = CODE["/"], CODE["\\"]
    marks[~_on_roll(theirs, days)] = 0
    said = ordinary_remarks(key, names, marks) if school.exports_comments else np.zeros_like(marks)
    said[told] = 0
    codes, notes = [*CODES], [*REMARKS]
    for row, pupil in enumerate(theirs):
        for absence in pupil.story.absent if pupil.story else ():
            where = (row, *_where(school, pupil, absence, days))
            marks[where] = place_of(codes, absence.code)
            said[where] = place_of(notes, absence.note)
    return Register(days, theirs, tuple(codes), marks, tuple(notes), said)


def _school_wide(marks: NDArray[np.uint8], pupils: Sequence[Pupil], days: Sequence[date]) -> None:
    years = np.array([str(pupil.fields["year_group"]) for pupil in pupils])
    for place, year in enumerate(sorted(set(years.tolist()))):
        for first in VISITS:
            _out(marks, years == year, slice(first + place, first + place + 1), "V")
    year, week = WORK_EXPERIENCE
    _out(marks, years == year, week, "W")
    new = np.array([pupil.starts_reception for pupil in pupils])
    first_days = np.flatnonzero([day >= MARKS_FROM for day in days])[:FIRST_DAYS]
    afternoons = marks[:, first_days, 1]
    afternoons[new] = CODE["X"]
    marks[:, first_days, 1] = afternoons
    latest = marks[::2, -NOT_YET_KNOWN:]
    latest[latest == CODE["O"]] = CODE["N"]


def _out(marks: NDArray[np.uint8], theirs: NDArray[np.bool_], days: slice, code: str) -> None:
    part = marks[:, days]
    present = (part == CODE["/"]) | (part == CODE["\\"]) | (part == CODE["L"])
    part[present & theirs[:, None, None]] = CODE[code]


def _on_roll(pupils: Sequence[Pupil], days: Sequence[date]) -> NDArray[np.bool_]:
    on_roll = np.zeros((len(pupils), len(days)), dtype=np.bool_)
    ordinals = np.array([day.toordinal() for day in days])
    for row, pupil in enumerate(pupils):
        extra = timedelta(days=1 if pupil.story and pupil.story.present_on_leaving_day else 0)
        for spell in pupil.spells:
            upto = (spell.leaving + extra).toordinal() if spell.leaving else EXAMPLE_ON.toordinal() + 1
            first, last = np.searchsorted(ordinals, (spell.entry.toordinal(), upto))
            on_roll[row, first:last] = True
    return on_roll


def _where(school: School, pupil: Pupil, absence: Absence, days: Sequence[date]) -> tuple[slice, slice]:
    calendar = days_of(school)
    first, last = (calendar.shifted(pupil.start, number) for number in (absence.first, absence.last))
    ordinals = np.array([day.toordinal() for day in days])
    start, end = np.searchsorted(ordinals, (first.toordinal(), last.toordinal() + 1))
    sessions = {"": slice(0, 2), "AM": slice(0, 1), "PM": slice(1, 2)}[absence.session]
    return slice(int(start), int(end)), sessions


def place_of(words: list[str], word: str) -> int:
    """Give the place of a word in a list, at whose end it is put if need be; 0 where there is no mark."""
    if word == NO_MARK:
        return 0
    if word not in words:
        words.append(word)
    return words.index(word)
