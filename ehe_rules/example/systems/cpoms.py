"""A school's entries as its safeguarding log exports them: incidents, and the actions under them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ehe_rules.example.entries import NOTE
from ehe_rules.example.people import name_of, office_of
from ehe_rules.example.systems.forms import form_used
from ehe_rules.example.systems.words import (
    CHECKED,
    PREFIX,
    SUBCATEGORY,
    UNDER_AN_INCIDENT,
    checklist_of,
    line_of,
    subcategory_of,
)
from ehe_rules.example.terms import days_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

    Row = dict[str, Cell]
    Entry = Mapping[str, Cell]

# fmt: off - a list of words reads better in lines
INCIDENTS: Final = (
    "Incident ID",
    "Incident Date",
    "Date Added",
    "UPN",
    "Admission No",
    "Student Name",
    "Category",
    "Subcategory",
    "Title",
    "Incident Summary",
    "Added By",
    "With",
    "Template",
    "Status",
)
ACTIONS: Final = (
    "Incident ID",
    "Action ID",
    "Action Date",
    "Date Added",
    "Action Type",
    "Action",
    "With",
    "Template",
    "Action By",
)
# fmt: on
CATEGORY: Final = "EHE"
OTHER_CATEGORIES: Final = ("Behaviour", "Friendship", "Medical", "Attendance concern", "Home life")
FIRST_OTHER: Final = date(2025, 9, 8)
EVERY: Final = 9
"""Of so many ordinary pupils one has an entry that has nothing to do with home education."""
TWICE: Final = 4
"""Of so many incidents one is filed under two categories, and exported as two rows or with both in one cell."""


@dataclass
class Log:
    """A school's log: rows of incidents, rows of actions."""

    incidents: list[Row] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)


def log_of(school: School, entries: Sequence[Entry], pupils: Sequence[Pupil]) -> Log:
    """Give the log of a school from its entries, which are in order of day."""
    log = Log()
    first: dict[str, str] = {}
    for number, same in enumerate(_entered(entries), start=1):
        pupil = str(same[0]["admission_no"])
        if same[0]["event"] in UNDER_AN_INCIDENT and pupil in first:
            log.actions.append(_action(school, same[0], first[pupil], number))
            continue
        incident = f"INC-{number:05d}"
        first.setdefault(pupil, incident)
        log.incidents += _incident(school, same, incident, number)
    log.incidents += _others(school, pupils)
    names = {pupil.admission_no: f"{pupil.fields['forename']} {pupil.fields['surname']}" for pupil in pupils}
    for row in log.incidents:
        row["Student Name"] = names[str(row["Admission No"])]
    return log


def _entered(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Give what is typed at once: one entry, or the lines of one checklist."""
    logged = [row for row in entries if row["event"] in SUBCATEGORY and row.get("admission_no")]
    for _, theirs in groupby(logged, key=lambda row: (row["date"], row["admission_no"])):
        rows = list(theirs)
        checklist = [row for row in rows if row["event"] in CHECKED]
        yield from ([checklist] if checklist else [])
        yield from ([row] for row in rows if row["event"] not in CHECKED)


def _incident(school: School, same: Sequence[Entry], incident: str, number: int) -> list[Row]:
    row = same[0]
    line = checklist_of(same) if row["event"] in CHECKED else line_of(row)
    filed: Row = {
        "Incident ID": incident,
        **_when(row, "Incident Date"),
        "UPN": row.get("upn", ""),
        "Admission No": row["admission_no"],
        "Category": str(row["tag"]) if row.get("tag") != school.tag else CATEGORY,
        "Subcategory": subcategory_of(row),
        "Title": line.partition(".")[0],
        "Incident Summary": f"{_before(school, row)}{line}.\n{NOTE}",
        "Added By": _author(school, row),
        **_with(row),
        "Status": "Active",
    }
    if number % (2 * TWICE) == 0:
        return [{**filed, "Category": f"{filed['Category']}; Attendance concern"}]
    also: Row = {**filed, "Category": "Parental contact", "Subcategory": ""}
    return [filed, also] if number % TWICE == 0 else [filed]


def _action(school: School, row: Entry, incident: str, number: int) -> Row:
    return {
        "Incident ID": incident,
        "Action ID": f"ACT-{number:05d}",
        **_when(row, "Action Date"),
        "Action Type": subcategory_of(row),
        "Action": f"{_before(school, row)}{line_of(row)}. {NOTE}",
        **_with(row),
        "Action By": _author(school, row),
    }


def _others(school: School, pupils: Sequence[Pupil]) -> list[Row]:
    days = days_of(school).between(FIRST_OTHER, school.events_exported_on)
    ordinary = [pupil for pupil in pupils if not pupil.told][::EVERY]
    return [
        {
            "Incident ID": f"INC-9{number:04d}",
            "Incident Date": _at(days[number], number),
            "Date Added": _at(days[number], number + 1),
            "UPN": pupil.upn,
            "Admission No": pupil.admission_no,
            "Category": OTHER_CATEGORIES[number % len(OTHER_CATEGORIES)],
            "Title": "Logged",
            "Incident Summary": NOTE,
            "Added By": name_of(school, "class_teacher"),
            "Status": "Closed",
        }
        for number, pupil in enumerate(ordinary[: len(days)])
    ]


def _when(row: Entry, heading: str) -> Row:
    hour = len(str(row["event"]))
    return {heading: _at(row["date"], hour), "Date Added": _at(row["recorded"], hour + 1)}


def _at(day: Cell, number: int) -> str:
    if not isinstance(day, date):
        raise TypeError(f"an entry's day is a date, not {day!r}")
    return f"{day:%d/%m/%Y} {9 + number % 7:02d}:{number * 7 % 60:02d}"


def _author(school: School, row: Entry) -> str:
    return name_of(school, str(row.get("role", ""))) or office_of(school)


def _before(school: School, row: Entry) -> str:
    role = str(row.get("role", ""))
    return "" if name_of(school, role) or role not in PREFIX else f"{PREFIX[role]}: "


def _with(row: Entry) -> Row:
    present = str(row.get("with", "")).replace("_", " ").replace(";", "; ")
    return {"With": present, "Template": form_used(row)}
