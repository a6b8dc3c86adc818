"""The trust's own files: its schools, when each export was made, and the live register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import AUTHORITY, AUTHORITY_CODE, EXAMPLE_ON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

LEAVERS_FROM: Final = date(2024, 4, 15)
"""The rolls name everybody who has left since."""
EHE_REASONS: Final = ("Elective Home Education", "EHE")


def school_rows(pupils: Mapping[School, Sequence[Pupil]]) -> list[dict[str, Cell]]:
    """Give the schools table, with the numbers on roll on the audit date."""
    return [
        {
            "urn": school.urn,
            "name": school.name,
            "la": AUTHORITY,
            "la_code": AUTHORITY_CODE,
            "phase": school.phase,
            "type": school.kind,
            "on_roll": sum(_on_roll(pupil) for pupil in theirs),
            "pilot_area": "no",
        }
        for school, theirs in pupils.items()
    ]


def export_rows(schools: Sequence[School], since: date) -> list[dict[str, Cell]]:
    """Give the exports table: one school's events are older than the audit, one system holds few kinds.

    `since` is the first day of the marks.
    """
    return [
        {
            "table": table,
            "school": school.urn,
            "exported_on": school.events_exported_on if table == "events" else EXAMPLE_ON,
            "covers_from": {"pupils": LEAVERS_FROM, "attendance": since}.get(table, ""),
            "carries": ";".join(school.carries) if table == "events" else "",
        }
        for school in schools
        for table in ("pupils", "attendance", "events")
    ]


def register_rows(pupils: Mapping[School, Sequence[Pupil]]) -> list[dict[str, Cell]]:
    """Give the trust's live register: the leavers to home education, but for one forgotten and some misdated."""
    rows: list[dict[str, Cell]] = []
    for school, theirs in pupils.items():
        days = days_of(school)
        for pupil in theirs:
            story = pupil.story
            if not story or not story.leaves or story.leaves.register_day == "no":
                continue
            if story.leaves.ground != "f" and story.leaves.reason not in EHE_REASONS:
                continue
            told = story.leaves.register_day
            leaving = days.shifted(pupil.start, story.leaves.day if told is None else told)
            rows.append(
                {
                    "school": school.urn,
                    "upn": pupil.upn,
                    "off_roll_date": leaving,
                    "entered": days.shifted(leaving, 2),
                    "status": "returned" if story.returns is not None else "home educated",
                }
            )
    return rows


def _on_roll(pupil: Pupil) -> bool:
    return any(spell.leaving is None or spell.leaving > EXAMPLE_ON for spell in pupil.spells)
