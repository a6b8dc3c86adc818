"""Who works at each school: one person for each role, evidently invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

STAFF: Final = (
    ("Head", "headteacher"),
    ("Site Head", "head_of_school"),
    ("Deputy", "senior_leader;senior_leader_attendance"),
    ("Attendance Lead", "attendance_lead"),
    ("Attendance Officer", "attendance_team"),
    ("Safeguarding Lead", "dsl"),
    ("Pastoral Lead", "pastoral_team"),
    ("Wellbeing Officer", "wellbeing_officer"),
    ("Inclusion Lead", "sendco"),
    ("Inclusion Assistant", "send_team"),
    ("Class Teacher", "class_teacher"),
    ("Admissions Officer", "admissions"),
)
OFFICE: Final = "Office"
"""Types what others tell; nobody knows of a role."""


def staff_rows(schools: Sequence[School]) -> list[dict[str, Cell]]:
    """Give the staff table."""
    return [
        {"name": f"Example {title}-{school.number}", "role": roles, "school": school.urn}
        for school in schools
        for title, roles in STAFF
    ]


def name_of(school: School, role: str) -> str:
    """Give the name of the one whose only role this is, or '' where there is nobody."""
    titles = [title for title, roles in STAFF if roles == role]
    return f"Example {titles[0]}-{school.number}" if titles else ""


def office_of(school: School) -> str:
    """Give the name of the one who types what others tell."""
    return f"Example {OFFICE}-{school.number}"
