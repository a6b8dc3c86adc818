"""What schools do week by week about pupils to whom nothing else happens, most of it in time, and log.

The rules look at it: a pattern of absence is flagged, the threshold of penalty notices thought about, the authority told of a
long illness, and somebody looks in on a pupil whose family has been home educating before. Something is forgotten everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ehe_rules.example.marks import ill_for_long
from ehe_rules.example.patterns import anxiety, illness, penalty_threshold
from ehe_rules.example.terms import days_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.register import Register
    from ehe_rules.example.trust import School

FORGOTTEN_RETURN: Final = 12
"""Of so many pupils who were ill for long, the authority is not told of one."""
FORGOTTEN_FLAG: Final = 6
LATE_FLAG: Final = 9
"""Of so many patterns, one is flagged to nobody and one only after a fortnight."""
FORGOTTEN_THOUGHT: Final = 5
WARNED: Final = 12
"""Of so many thresholds reached, one is followed by nothing on record, and one by a warning with no support before it."""
FORGOTTEN_LOOK: Final = 5
"""Of so many with a history of home education in the family, nobody looks in on one."""


@dataclass(frozen=True)
class Done:
    """Something done about an ordinary pupil on a day, by whom, and from which system it comes."""

    pupil: Pupil
    day: date
    event: str
    role: str
    source: str = "CPOMS"


def routine(school: School, pupils: Sequence[Pupil], register: Register) -> list[Done]:
    """Give what a school did about its ordinary pupils, up to the day on which its entries were exported."""
    everything = [
        *_returns(school, register),
        *_flags(school, register),
        *_thoughts(school, register),
        *_looks(school, pupils),
    ]
    return [
        done
        for done in everything
        if not done.pupil.told
        and done.day <= school.events_exported_on
        and (not school.carries or done.event in school.carries)
    ]


def _returns(school: School, register: Register) -> Iterator[Done]:
    long = [(pupil, day) for pupil, day in ill_for_long(register) if not pupil.told]
    for number, (pupil, day) in enumerate(long, start=1):
        if number % FORGOTTEN_RETURN:
            told = days_of(school).shifted(day, 5)
            yield Done(pupil, told, "sickness_return_made", "attendance_lead", "MIS")


def _flags(school: School, register: Register) -> Iterator[Done]:
    patterns = [*illness(register), *(anxiety(register) if school.exports_comments else ())]
    for number, (pupil, day) in enumerate(patterns, start=1):
        if number % FORGOTTEN_FLAG:
            after = 12 if number % LATE_FLAG == 0 else 1 + number % 5
            yield Done(
                pupil, days_of(school).shifted(day, after), "flagged_to_senior_lead", "attendance_lead"
            )


def _thoughts(school: School, register: Register) -> Iterator[Done]:
    days = days_of(school)
    for number, (pupil, day) in enumerate(penalty_threshold(register), start=1):
        if number % FORGOTTEN_THOUGHT:
            event = "penalty_considered" if number % WARNED else "penalty_notice_warning"
            yield Done(pupil, days.shifted(day, 1 + number % 7), event, "attendance_lead")


def _looks(school: School, pupils: Sequence[Pupil]) -> Iterator[Done]:
    """Look in on those who were home educated before, and on their brothers and sisters, soon after each is known."""
    days, known = days_of(school), _histories(pupils)
    theirs = [pupil for pupil in pupils if pupil.spells and pupil.fields["family_id"] in known]
    for number, pupil in enumerate(theirs, start=1):
        if number % FORGOTTEN_LOOK:
            since = max(pupil.spells[0].entry, known[pupil.fields["family_id"]])
            yield Done(
                pupil, days.shifted(since, 3 + number % 5), "early_oversight_started", "attendance_lead"
            )


def _histories(pupils: Sequence[Pupil]) -> dict[object, date]:
    """Give the families of which home education is known, and since when: a pupil came from it or left for it."""
    found: dict[object, date] = {}
    for pupil in pupils:
        days = [
            spell.leaving for spell in pupil.spells if spell.leaving and spell.fields["removal_ground"] == "f"
        ]
        if pupil.fields["previous_ehe"] == "yes":
            days += [spell.entry for spell in pupil.spells[:1]]
        if days:
            family = pupil.fields["family_id"]
            found[family] = min(*days, found.get(family, days[0]))
    return found
