"""The attendance marks: all pupils this spring, and the pupils of the stories since September."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ehe_rules.example.pupils import chance
from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import EXAMPLE_ON

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

AUTUMN_FROM: Final = date(2025, 9, 1)
SPRING_FROM: Final = date(2026, 1, 5)
PRESENT: Final = {"AM": "/", "PM": "\\"}
FALLS_ILL: Final = 0.015
"""Chance that an ordinary pupil falls ill on a day: with spells of two days or so, about 3% of sessions."""


def mark_rows(school: School, pupils: list[Pupil], seed: int) -> list[dict[str, Cell]]:
    """Give the attendance table of one school, up to the audit date."""
    dice = chance(seed, school.urn, "marks")
    return [row for pupil in pupils if pupil.spells for row in _of_pupil(school, pupil, dice)]


def _of_pupil(school: School, pupil: Pupil, dice: random.Random) -> Iterator[dict[str, Cell]]:
    first = AUTUMN_FROM if pupil.story else SPRING_FROM
    days = [day for day in days_of(school).between(first, EXAMPLE_ON) if _on_roll(pupil, day)]
    away = _told(school, pupil) if pupil.story else _ordinary(days, dice)
    for day in days:
        for session, present in PRESENT.items():
            yield {
                "school": school.urn,
                "upn": pupil.upn,
                "admission_no": pupil.admission_no,
                "date": day,
                "session": session,
                "code": away.get((day, session), present),
            }


def _on_roll(pupil: Pupil, day: date) -> bool:
    extra = timedelta(days=1 if pupil.story and pupil.story.present_on_leaving_day else 0)
    return any(
        spell.entry <= day and (spell.leaving is None or day < spell.leaving + extra)
        for spell in pupil.spells
    )


def _told(school: School, pupil: Pupil) -> dict[tuple[date, str], str]:
    if not pupil.story:
        return {}
    days, start = days_of(school), pupil.story.start
    return {
        (days.shifted(start, number), session): absence.code
        for absence in pupil.story.absent
        for number in range(absence.first, absence.last + 1)
        for session in PRESENT
    }


def _ordinary(days: list[date], dice: random.Random) -> dict[tuple[date, str], str]:
    away: dict[tuple[date, str], str] = {}
    for place, day in enumerate(days):
        thrown = dice.random()
        if thrown < FALLS_ILL:
            ill = days[place : place + dice.randint(1, 3)]
            away |= {(sick, session): "I" for sick in ill for session in PRESENT}
        elif thrown < 2 * FALLS_ILL:
            away[day, dice.choice(("AM", "PM"))] = dice.choice("MMLLLO")
    return away
