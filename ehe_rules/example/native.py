"""A school's exports as plain tables: roll, marks and entries, in the school's own style of file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ehe_rules.example.blemishes import spoilt
from ehe_rules.example.bulk import write_long
from ehe_rules.example.marks import mark_columns
from ehe_rules.example.style import write_csv
from ehe_rules.example.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.register import Register
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

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


def write_native(
    folder: Path,
    school: School,
    pupils: Sequence[Pupil],
    register: Register,
    entries: Sequence[dict[str, Cell]],
) -> None:
    """Write a school's roll, marks and entries into `folder`."""
    on_roll = [column for column in PUPILS if column not in school.without]
    roll = spoilt(school, "pupils", roll_rows(school, pupils))
    write_long(folder / "attendance.csv", mark_columns(school, register), school.style)
    if school.style.workbook:
        above = (f"{school.name}: chronology",)
        sheets = [Sheet("Roll", on_roll, roll), Sheet("Chronology", EVENTS, entries, above)]
        write_workbook(folder / "export.xlsx", sheets)
    else:
        write_csv(folder / "pupils.csv", on_roll, roll, school.style)
        write_csv(folder / "events.csv", EVENTS, entries, school.style)


def roll_rows(school: School, pupils: Sequence[Pupil]) -> list[dict[str, Cell]]:
    """Give a school's roll: a row for each stay of each pupil."""
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
