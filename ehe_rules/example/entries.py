"""The events table: the steps of the stories, dated, and what a school logs every week or once a year."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ehe_rules.example.logs import school_logs
from ehe_rules.example.routine import routine
from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import EXAMPLE_ON, pattern_of

if TYPE_CHECKING:
    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.register import Register
    from ehe_rules.example.stories import Step, Story
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

NOTE: Final = "Invented note, which no report should quote."
REVIEWS_FROM: Final = date(2024, 9, 3)
MISSED_WEEK: Final = 9
"""Every so many weeks, one review is forgotten."""


def entry_rows(school: School, pupils: list[Pupil], register: Register) -> list[dict[str, Cell]]:
    """Give the events table of one school, in order of day; what it does week by week follows from its register."""
    told = [
        _row(school, pupil, pupil.story, step)
        for pupil in pupils
        if pupil.story
        for step in pupil.story.every_step
        if not school.carries or step.event in school.carries
    ]
    rows = told + _own_log(school) + _routine(school, pupils, register)
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
    day = days.shifted(pupil.start, step.day)
    entered = day if step.entered is None else days.shifted(pupil.start, step.entered)
    if max(day, entered) > school.events_exported_on:
        raise ValueError(
            f"{story.title!r}: {step.event} comes after the export of {school.events_exported_on}"
        )
    row: dict[str, Cell] = {
        **_whose(school, pupil),
        "event": step.event,
        "date": day,
        "recorded": entered,
        "tag": story.tag or school.tag,
        "source": "CPOMS",
        "note": NOTE,
    }
    if step.until is not None:
        row["until"] = days.shifted(pupil.start, step.until)
    return row | {key: said for key, said in step.said.items() if key != "role" or school.says_roles}


def _own_log(school: School) -> list[dict[str, Cell]]:
    weekly = [("weekly_attendance_review", day, {"role": "attendance_lead"}) for day in _reviewed(school)]
    once = [(entry.event, entry.day, entry.said) for entry in school_logs().get(pattern_of(school), ())]
    return [
        {"school": school.urn, "event": event, "date": day, "recorded": day, **said}
        for event, day, said in [*weekly, *once]
    ]


def _reviewed(school: School) -> list[date]:
    if not school.logs_weekly:
        return []
    days = days_of(school).between(REVIEWS_FROM, EXAMPLE_ON)
    starts = [days[0], *(day for before, day in pairwise(days) if day.weekday() < before.weekday())]
    return [day for number, day in enumerate(starts, start=1) if number % MISSED_WEEK]


def _routine(school: School, pupils: list[Pupil], register: Register) -> list[dict[str, Cell]]:
    return [
        {
            **_whose(school, done.pupil),
            "event": done.event,
            "date": done.day,
            "recorded": done.day,
            **({"role": done.role} if school.says_roles else {}),
            "tag": school.tag,
            "source": done.source,
        }
        for done in routine(school, pupils, register)
    ]


def _whose(school: School, pupil: Pupil) -> dict[str, Cell]:
    known_by_number = school.by_admission_number and pupil.spells
    return {
        "school": school.urn,
        "upn": "" if known_by_number else pupil.upn,
        "admission_no": pupil.admission_no,
    }
