"""Writes the example trust's exports into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ehe_rules.example.blemishes import spoilt
from ehe_rules.example.entries import entry_rows, trust_rows
from ehe_rules.example.marks import mark_rows
from ehe_rules.example.oversight import export_rows, register_rows, school_rows, staff_rows
from ehe_rules.example.pupils import Pupil, pupils_of
from ehe_rules.example.style import write_csv
from ehe_rules.example.terms import calendar_rows, closure_rows
from ehe_rules.example.trust import PATTERNS, TRUST, School, schools_of
from ehe_rules.example.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.example.style import Cell

# fmt: off - a list of words reads better in lines
PUPILS: Final = (
    "school",
    "upn",
    "admission_no",
    "forename",
    "surname",
    "date_of_birth",
    "sex",
    "year_group",
    "entry_date",
    "entry_entered",
    "leaving_date",
    "leaving_entered",
    "leaving_reason",
    "removal_ground",
    "destination",
    "sen_provision",
    "previous_ehe",
    "social_worker",
    "child_protection",
    "placed_by_la",
    "disability",
    "looked_after",
    "enrolment",
    "family_id",
    "previous_school",
    "home_la",
)
# fmt: on
# fmt: off - a list of words reads better in lines
EVENTS: Final = (
    "school",
    "upn",
    "admission_no",
    "event",
    "date",
    "recorded",
    "role",
    "with",
    "covers",
    "to",
    "outcome",
    "until",
    "reason",
    "tag",
    "source",
    "note",
)
# fmt: on
ATTENDANCE: Final = ["school", "upn", "date", "session", "code"]


def write_example(
    folder: Path, seed: int = 2026, *, schools: int = len(PATTERNS), pupils_per_year: int = 7
) -> None:
    """Write the exports of the invented trust into `folder`, made if need be.

    The same seed gives the same bytes on any machine. `schools` beyond the sixth repeat the first six, with
    pupils of their own; `pupils_per_year` is the size of a primary's year group (a secondary's is twice
    that). Files of the same names are written over. Raises ValueError for a trust of no schools or for a
    year group that is too large, and OSError when the folder cannot be written.
    """
    if schools < 1:
        raise ValueError(f"the example trust needs at least one school, not {schools}")
    pupils = {school: pupils_of(school, seed, pupils_per_year) for school in schools_of(schools)}
    _write_trust(folder / "trust", pupils)
    for school, theirs in pupils.items():
        _write_school(folder / school.urn, school, theirs, seed)


def _write_trust(folder: Path, pupils: dict[School, list[Pupil]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    schools = list(pupils)
    columns = ["urn", "name", "la", "la_code", "phase", "type", "on_roll", "pilot_area"]
    write_csv(folder / "schools.csv", columns, school_rows(pupils))
    write_csv(folder / "exports.csv", ["table", "school", "exported_on", "carries"], export_rows(schools))
    columns = ["academic_year", "half_term", "first_day", "last_day", "school"]
    write_csv(folder / "calendar.csv", columns, calendar_rows(schools))
    write_csv(folder / "closures.csv", ["date", "label", "school"], closure_rows())
    write_csv(folder / "staff.csv", ["name", "role", "school"], staff_rows(schools))
    columns = ["school", "upn", "event", "date", "role", "with", "covers"]
    write_csv(folder / "trust-events.csv", columns, trust_rows())
    columns = ["school", "upn", "off_roll_date", "entered", "status"]
    above = (TRUST, "Live register of withdrawals to home education", "")
    write_workbook(folder / "register.xlsx", [Sheet("Register", columns, register_rows(pupils), above)])


def _write_school(folder: Path, school: School, pupils: list[Pupil], seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    on_roll = [column for column in PUPILS if column not in school.without]
    roll = spoilt(school, "pupils", _roll_rows(school, pupils))
    marks = spoilt(school, "attendance", mark_rows(school, pupils, seed))
    by_number = school.by_admission_number
    columns = ["admission_no" if column == "upn" and by_number else column for column in ATTENDANCE]
    write_csv(folder / "attendance.csv", columns, marks, school.style)
    events = entry_rows(school, pupils)
    if school.style.workbook:
        above = (f"{school.name}: chronology",)
        sheets = [Sheet("Roll", on_roll, roll), Sheet("Chronology", EVENTS, events, above)]
        write_workbook(folder / "export.xlsx", sheets)
    else:
        write_csv(folder / "pupils.csv", on_roll, roll, school.style)
        write_csv(folder / "events.csv", EVENTS, events, school.style)


def _roll_rows(school: School, pupils: list[Pupil]) -> list[dict[str, Cell]]:
    return [
        {
            "school": school.urn,
            "upn": pupil.upn,
            "admission_no": pupil.admission_no,
            **pupil.fields,
            "entry_date": spell.entry,
            "entry_entered": spell.entry,
            **spell.fields,
        }
        for pupil in pupils
        for spell in pupil.spells
    ]
