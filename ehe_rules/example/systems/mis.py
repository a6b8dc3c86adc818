"""A school's roll as a management information system lists it: who is there, and who has left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from ehe_rules.example.bulk import Coded
from ehe_rules.example.marks import SESSIONS, code_column, sessions_of
from ehe_rules.example.trust import EXAMPLE_ON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.example.register import Register
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

    Row = Mapping[str, Cell]

ARBOR: Final = {
    "Student ID": "admission_no",
    "UPN": "upn",
    "Legal first name": "forename",
    "Legal last name": "surname",
    "Date of birth": "date_of_birth",
    "Sex": "sex",
    "Year group": "year_group",
    "Enrolment date": "entry_date",
    "Enrolment created": "entry_entered",
    "SEN status": "sen_provision",
    "Previously home educated": "previous_ehe",
    "Social worker": "social_worker",
    "Child protection plan": "child_protection",
    "Placed by local authority": "placed_by_la",
    "Disabled": "disability",
    "In care": "looked_after",
    "Family ID": "family_id",
    "Previous school": "previous_school",
    "Home LA": "home_la",
}
"""The columns of a list made on Arbor's screens, and what stands in them."""
ARBOR_LEFT: Final = {
    "Leaving date": "leaving_date",
    "Date unenrolled": "leaving_entered",
    "Reason for leaving": "leaving_reason",
    "Grounds for removal": "removal_ground",
    "Destination": "destination",
}
SIMS: Final = {
    "Admission No": "admission_no",
    "UPN": "upn",
    "Legal Surname": "surname",
    "Legal Forename": "forename",
    "Date of Birth": "date_of_birth",
    "Gender": "sex",
    "Year Group": "year_group",
    "Reg Group": "form",
    "Admission Date": "entry_date",
    "SEN Status": "sen_provision",
    "Looked After": "looked_after",
    "Social Worker": "social_worker",
    "Child Protection Plan": "child_protection",
    "Disabled": "disability",
}
SIMS_LEFT: Final = {
    "Date of Leaving": "leaving_date",
    "Reason for Leaving": "leaving_reason",
    "Destination Institution": "destination",
}
SEN_LABELS: Final = {"N": "N - No SEN", "K": "K - SEN Support", "E": "E - EHCP"}
"""SIMS writes a code, a dash and a label."""


def on_roll(roll: Sequence[Row], columns: Mapping[str, str]) -> list[dict[str, Cell]]:
    """Give the list of those who are on roll on the day of the export."""
    return [_listed(row, columns) for row in roll if not _has_left(row)]


def leavers(roll: Sequence[Row], columns: Mapping[str, str]) -> list[dict[str, Cell]]:
    """Give the list of those who have left, with the last day that each was on roll."""
    return [_listed(row, columns) for row in roll if _has_left(row)]


def session_marks(school: School, register: Register) -> dict[str, Coded]:
    """Give the list of session marks, with what was noted beside a mark."""
    marked = sessions_of(register)
    return {
        "Student ID": Coded([pupil.admission_no for pupil in register.pupils], marked.pupil),
        "Date": Coded(register.days, marked.day),
        "Session": Coded(SESSIONS, marked.session),
        "Mark": code_column(school, register, marked),
        "Minutes late": Coded(["", "12"], (marked.code == register.codes.index("L")).astype(np.intp)),
        "Comment": Coded(register.notes, marked.note),
    }


def _has_left(row: Row) -> bool:
    left = row.get("leaving_date")
    return isinstance(left, date) and left <= EXAMPLE_ON


def _listed(row: Row, columns: Mapping[str, str]) -> dict[str, Cell]:
    listed = {heading: row.get(column, "") for heading, column in columns.items()}
    for heading, column in columns.items():
        if column == "leaving_date":
            listed[heading] = _day_before(row[column])
        elif column == "year_group":
            listed[heading] = "Reception" if row[column] == "R" else f"Year {row[column]}"
        elif column == "form":
            listed[heading] = f"{row['year_group']}A"
        elif column == "sen_provision" and heading == "SEN Status":
            listed[heading] = SEN_LABELS.get(str(row[column]), "")
    return listed


def _day_before(left: Cell) -> Cell:
    # Both systems write the last day on roll, not the day on which the name came off.
    return left - timedelta(days=1) if isinstance(left, date) else left
