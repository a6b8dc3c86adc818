"""For which pupils what was done before they came counts: a transition meeting, of a whole intake or of one pupil, and the question at admission."""

from __future__ import annotations

from functools import cache

import pytest
from facts.record_tables import ONE, OTHER, Made, Row, Situation, entry, roll, urn_of

from ehe_rules.facts.constants import NEVER
from ehe_rules.rulebook.syntax import EventRef

MEETING = EventRef("transition_meeting_held")
CAME = {
    "2025-07-31": False,
    "2025-08-01": True,
    "2025-09-02": True,
    "2025-09-30": True,
    "2025-10-01": False,
    "2024-09-02": False,
    "": False,
}
"""Entry on roll, and whether that is the intake of 2025."""
HELD = ("2025-01-01", "2025-06-20", "2025-09-04", "2025-12-31")
AHEAD = {"2025-01-11": False, "2025-01-12": True, "2025-12-01": True, "2026-01-12": True, "2026-02-02": True}
"""When a meeting about a pupil who came on 12 January 2026 was held, and whether it counts."""


def of_intake(day: str, **more: str) -> Row:
    return entry(f"{day} transition_meeting_held", "", **more)


def named(day: str) -> Row:
    return entry(f"{day} transition_meeting_held")


TWICE = [roll("A", "2024-09-02", "2025-10-13"), roll("A", "2026-01-12")]
SITUATIONS: dict[str, Situation] = {
    **{f"{day} {came}": ([roll("A", came)], [of_intake(day)]) for day in HELD for came in CAME},
    "next year's": ([roll("A", "2025-09-02")], [of_intake("2026-01-05")]),
    "another school's": (
        [roll("A", "2025-09-02"), roll("B", "2025-09-02", school=OTHER)],
        [of_intake("2025-06-20", covers="ehe_history")],
    ),
    "after the pupil had left": (
        [roll("A", "2025-09-02", "2025-09-19"), roll("A", "2025-11-03")],
        [of_intake("2025-09-25")],
    ),
    **{f"named {day}": ([roll("A", "2026-01-12")], [named(day)]) for day in AHEAD},
    "during an earlier stay": (TWICE, [named("2025-09-15")]),
    "between two stays": (TWICE, [named("2025-12-01")]),
}


@cache
def made() -> Made:
    return Made(list(SITUATIONS.values()), "pupil", [MEETING])


def counts(name: str, school: str = ONE) -> bool:
    """Tell whether the meeting counts for the situation's one pupil on roll."""
    [(lo, hi)] = made().bounds(list(SITUATIONS).index(name), MEETING, school)
    assert lo == hi
    return hi < NEVER


@pytest.mark.parametrize("day", HELD)
def test_a_meeting_that_names_nobody_is_one_for_that_years_intake(day: str) -> None:
    assert {came: counts(f"{day} {came}") for came in CAME} == CAME


def test_next_years_meeting_is_none_for_this_years_intake() -> None:
    assert not counts("next year's")


def test_a_meeting_serves_its_own_school_alone() -> None:
    assert [counts("another school's", school) for school in (ONE, OTHER)] == [True, False]


def test_what_the_meeting_covered_is_known_of_the_pupil() -> None:
    found = made().con.execute(
        "SELECT pupil IS NULL, covers FROM entries WHERE school = ? AND event = 'transition_meeting_held' ORDER BY 1",
        [urn_of(list(SITUATIONS).index("another school's"))],
    )
    assert found.fetchall() == [(False, ["ehe_history"]), (True, ["ehe_history"])]


def test_a_meeting_after_the_pupil_had_left_is_not_the_pupils() -> None:
    assert not counts("after the pupil had left")


def test_a_meeting_about_a_pupil_to_come_counts_for_a_year() -> None:
    assert {day: counts(f"named {day}") for day in AHEAD} == AHEAD


def test_a_meeting_during_an_earlier_stay_is_that_stays() -> None:
    assert not counts("during an earlier stay")
    assert counts("between two stays")


def test_no_meeting_opens_a_case() -> None:
    cases = Made([SITUATIONS["2025-09-04 2025-09-02"], SITUATIONS["named 2026-02-02"]], "case", [])
    assert [cases.of(place) for place in (0, 1)] == [[], []]


ASKED = EventRef("education_history_recorded")


def answered(day: str) -> Row:
    return entry(f"{day} education_history_recorded", outcome="no_ehe")


@cache
def at_admission() -> Made:
    situations = [
        *(([roll("A", "2026-01-12")], [answered(day)]) for day in AHEAD),
        (TWICE, [answered("2025-09-15")]),
        (TWICE, [answered("2025-12-01")]),
    ]
    return Made(situations, "pupil", [ASKED])


def test_an_answer_given_at_admission_counts_for_a_year_ahead_of_the_entry() -> None:
    found = [at_admission().bounds(place, ASKED)[-1][1] < NEVER for place in range(len(AHEAD))]
    assert found == list(AHEAD.values())


def test_an_answer_during_an_earlier_stay_is_that_stays() -> None:
    [(_, earlier)] = at_admission().bounds(len(AHEAD), ASKED)
    [(_, between)] = at_admission().bounds(len(AHEAD) + 1, ASKED)
    assert (earlier < NEVER, between < NEVER) == (False, True)


def test_an_answer_ahead_of_the_entry_counts_once() -> None:
    situation = (
        [roll("A", "2026-01-12")],
        [answered("2026-01-07"), entry("2026-01-20 oral_intention_stated")],
    )
    made = Made([situation], "pupil", [ASKED])
    counted = made.con.execute(
        "SELECT count(*) FROM members_pupil WHERE event = 'education_history_recorded'"
    ).fetchone()
    assert counted == (1,)
