"""The events table: the steps of the stories, dated, and what a school logs every week or once a year."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import EXAMPLE_ON

if TYPE_CHECKING:
    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.stories import Step, Story
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

NOTE: Final = "Invented note, which no report should quote."
REVIEWS_FROM: Final = date(2025, 9, 2)
MISSED_WEEK: Final = 9
"""Every so many weeks, one review is forgotten."""


def entry_rows(school: School, pupils: list[Pupil]) -> list[dict[str, Cell]]:
    """Give the events table of one school, in order of day."""
    told = [
        _row(school, pupil, pupil.story, step)
        for pupil in pupils
        if pupil.story
        for step in pupil.story.steps
    ]
    rows = told + (_weekly(school) if school.logs_weekly else [])
    return sorted(rows, key=lambda row: (str(row["date"]), str(row.get("admission_no", ""))))


def trust_rows() -> list[dict[str, Cell]]:
    """Give the entries of the trust itself: its reviews by half term, and the committee's summary."""
    return [
        {"event": event, "date": date.fromisoformat(day), "role": role, "covers": covers}
        for event, day, role, covers in (
            ("trust_half_term_review", "2025-10-23", "trust_officer", ""),
            ("committee_summary_provided", "2025-12-10", "trust_officer", "anonymised"),
            ("trust_half_term_review", "2026-02-12", "trust_officer", ""),
        )
    ]


def _row(school: School, pupil: Pupil, story: Story, step: Step) -> dict[str, Cell]:
    days = days_of(school)
    day = days.shifted(story.start, step.day)
    entered = day if step.entered is None else days.shifted(story.start, step.entered)
    if max(day, entered) > school.events_exported_on:
        raise ValueError(
            f"{story.title!r}: {step.event} comes after the export of {school.events_exported_on}"
        )
    row: dict[str, Cell] = {
        "school": school.urn,
        "upn": "" if school.by_admission_number and pupil.spells else pupil.upn,
        "admission_no": pupil.admission_no,
        "event": step.event,
        "date": day,
        "recorded": entered,
        "tag": story.tag or school.tag,
        "source": "CPOMS",
        "note": NOTE,
    }
    if step.until is not None:
        row["until"] = days.shifted(story.start, step.until)
    return row | step.said


def _weekly(school: School) -> list[dict[str, Cell]]:
    days = days_of(school).between(REVIEWS_FROM, EXAMPLE_ON)
    starts = [days[0], *(day for before, day in pairwise(days) if day.weekday() < before.weekday())]
    reviewed = [day for number, day in enumerate(starts, start=1) if number % MISSED_WEEK]
    weekly: list[dict[str, Cell]] = [
        {"event": "weekly_attendance_review", "date": day, "role": "attendance_lead"} for day in reviewed
    ]
    yearly: list[dict[str, Cell]] = [
        {
            "event": "transition_meeting_held",
            "date": date(2025, 9, 4),
            "role": "pastoral_team",
            "covers": "ehe_history",
        },
        {
            "event": "headteacher_one_to_one",
            "date": date(2025, 12, 3),
            "role": "headteacher",
            "with": "trust_officer",
            "covers": "patterns;send_links;attendance_trends",
        },
    ]
    return [{"school": school.urn, "recorded": row["date"], **row} for row in weekly + yearly]
