"""How a case was logged: where, under which tag, how promptly, and what was entered after the pupil had left."""

from __future__ import annotations

from functools import cache

import pytest
from facts.record_tables import OTHER, Made, Row, Situation, entry, roll
from rulebook.made import vocabulary

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.measures.numbers_of_entries import TELLS_RISK
from ehe_rules.rulebook.syntax import EventRef, Narrow, Number

UNKNOWN = (0, NEVER)
THERE, LEFT = [roll("A", "2024-09-02")], [roll("A", "2024-09-02", "2026-02-03")]


def tagged(*tags: str) -> list[Row]:
    """Give the parent's word and then contacts, each under a tag."""
    events = ["oral_intention_stated", *["parent_contacted"] * (len(tags) - 1)]
    return [
        entry(f"2026-01-{12 + n} {event}", tag=tag)
        for n, (event, tag) in enumerate(zip(events, tags, strict=True))
    ]


def recorded(*days: str) -> list[Row]:
    """Give the parent's word of Monday 12 January, and contacts on the days after, entered on these days."""
    events = ["oral_intention_stated", *["parent_contacted"] * (len(days) - 1)]
    return [
        entry(f"2026-01-{12 + n} {event}", recorded=day)
        for n, (event, day) in enumerate(zip(events, days, strict=True))
    ]


def from_source(source: str) -> list[Row]:
    return [*tagged("EHE"), entry("2026-01-13 support_given", source=source)]


LATER = [
    ("early help of January in February", [("2026-01-20 support_given", "2026-02-11")], (16, 16)),
    ("on the very day of the leaving", [("2026-01-20 support_given", "2026-02-03")], (0, 0)),
    ("the last talk", [("2026-02-02 support_given", "2026-02-04")], (2, 2)),
    ("of a day after the leaving", [("2026-02-04 off_roll_letter_sent", "2026-02-27")], (0, 0)),
    ("after the audit date", [("2026-01-20 support_given", "2026-03-21")], (0, 0)),
    ("when is not said", [("2026-01-20 support_given", "")], UNKNOWN),
    ("when is not said of a later one", [("2026-02-04 off_roll_letter_sent", "")], (0, 0)),
    (
        "one late while on roll, one after",
        [("2026-01-20 support_given", "2026-01-30"), ("2026-01-21 parent_contacted", "2026-02-05")],
        (11, 11),
    ),
]

EXPECTED: list[tuple[str, Situation, dict[str, tuple[int, int]]]] = [
    ("all tagged", (THERE, tagged("EHE", "EHE")), {"entries_untagged": (0, 0), "entries_tagged": (2, 2)}),
    ("a blank tag", (THERE, tagged("EHE", "")), {"entries_untagged": (1, 1), "risk_entries_untagged": (0, 0)}),
    ("another category", (THERE, tagged("EHE", "Attendance")), {"entries_untagged": (1, 1)}),
    ("written otherwise", (THERE, tagged("EHE", "home-education")), {"entries_untagged": (0, 0)}),
    ("shortened", (THERE, tagged("EHE", "Home ed / risk")), {"entries_untagged": (0, 0)}),
    ("two categories", (THERE, tagged("EHE", "Attendance; Elective Home Education")), {"entries_untagged": (0, 0)}),
    ("two lines", (THERE, tagged("EHE", "Attendance\nEHE")), {"entries_untagged": (0, 0)}),
    ("only within a word", (THERE, tagged("EHE", "Behehead", "Homework")), {"entries_untagged": (2, 2)}),
    (
        "the risk itself untagged",
        (THERE, tagged("", "EHE")),
        {"entries_untagged": (0, 0), "risk_entries_untagged": (1, 1)},
    ),
    ("the risk elsewhere", (THERE, tagged("SEND", "EHE")), {"risk_entries_untagged": (1, 1)}),
    (
        "no tag at the school",
        (THERE, tagged("", "")),
        {
            "entries_in_log": (2, 2),
            "entries_tagged": UNKNOWN,
            "entries_untagged": UNKNOWN,
            "risk_entries_untagged": UNKNOWN,
            "entries_under_another_tag": UNKNOWN,
        },
    ),
    (
        "tags at another school only",
        ([*THERE, roll("B", "2024-09-02", school=OTHER)], [*tagged("", ""), entry("2026-01-12 suspension", "B", tag="EHE", school=OTHER)]),
        {"entries_untagged": UNKNOWN},
    ),
    (
        "a tag on an entry of another matter",
        (THERE, [*tagged("", ""), entry("2026-01-12 suspension", tag="Behaviour")]),
        {"entries_untagged": (1, 1), "entries_tagged": (0, 0)},
    ),
    *[
        (f"source {source}", (THERE, from_source(source)), {"entries_untagged": (n, n), "entries_in_log": (1 + n, 1 + n)})
        for source, n in {"CPOMS": 1, "": 1, "Paper": 1, "MIS": 0, "Arbor MIS": 0, "SIMS.net": 0, "oversight log": 0}.items()
    ],
    ("two tags, one entry each", (THERE, tagged("Home ed", "EHE")), {"entries_under_another_tag": (1, 1)}),
    ("capitals and stops", (THERE, tagged("EHE", "ehe", "EHE!")), {"entries_under_another_tag": (0, 0)}),
    *[
        (f"entered {days}", (THERE, recorded(*days)), {"longest_entry_delay": bounds})
        for days, bounds in {
            ("2026-01-12",): (0, 0),
            ("2026-01-14",): (2, 2),
            ("2026-01-18",): (4, 4),  # a Sunday has the Friday's number
            ("2026-01-19",): (5, 5),
            ("2026-01-09",): (0, 0),  # a meeting entered ahead
            ("2026-01-12", "2026-01-20", "2026-01-15"): (5, 5),
            ("2026-02-24",): (26, 26),  # over the holiday
            ("2026-01-15", ""): (3, NEVER),
            ("", ""): UNKNOWN,
            # after the audit date: by then nobody had entered it
            ("2026-04-20",): (0, 0),
            ("2026-01-14", "2026-03-21"): (2, 2),
        }.items()
    ],
    *[
        (f"left: {name}", (LEFT, [entry(line, recorded=day) for line, day in lines]), {"longest_delay_after_leaving": bounds})
        for name, lines, bounds in LATER
    ],
]  # fmt: skip


@cache
def made() -> Made:
    asked = sorted({name for _, _, numbers in EXPECTED for name in numbers})
    return Made([situation for _, situation, _ in EXPECTED], "case", [Number(name) for name in asked])


@pytest.mark.parametrize("name", [name for name, _, _ in EXPECTED])
def test_numbers_of_a_cases_entries(name: str) -> None:
    place = [each for each, _, _ in EXPECTED].index(name)
    expected = EXPECTED[place][2]
    assert {number: made().bounds(place, Number(number))[0] for number in expected} == expected


def test_a_delay_past_the_last_half_term_listed_is_at_least_all_its_school_days() -> None:
    delay = Number("longest_entry_delay")
    late = Made([(THERE, recorded("2026-04-20"))], "case", [delay], on="2026-04-24")
    assert late.bounds(0, delay) == [(49, NEVER)]


def test_what_tells_of_the_risk_is_what_opens_a_case() -> None:
    opened_by = vocabulary().subjects["case"].opened_by
    assert set(TELLS_RISK) == {event for event in opened_by if event in vocabulary().scopes}


def test_the_usual_tag_is_the_one_of_most_entries_of_the_school_year() -> None:
    earlier = [entry(f"2025-06-1{n} support_given", tag="Home education") for n in range(4)]
    now = [
        entry("2025-11-10 oral_intention_stated", "B", tag="EHE risk"),
        *tagged("EHE risk", "EHE", "EHE risk"),
    ]
    asked = Number("entries_under_another_tag")
    both = Made([([*THERE, roll("B", "2024-09-02")], [*earlier, *now])], "case", [asked])
    # the year before had a tag of its own; of this year's four entries three say EHE risk
    assert sorted(both.bounds(0, asked)) == [(0, 0), (1, 1)]


SURE, NOT, PERHAPS = (True, True), (False, False), (True, False)
REQUEST = entry("2026-01-12 information_requested", outcome="legitimate")
PLACES = {
    "nowhere": ([("information_shared", "", "")], NOT, NOT),
    "a row of CPOMS": ([("information_shared", "CPOMS", "")], SURE, NOT),
    "a row of the MIS": ([("information_shared", "Bromcom", "")], NOT, SURE),
    "logged, and not said where": ([("sharing_logged", "", "")], PERHAPS, PERHAPS),
    "logged in the MIS": ([("sharing_logged", "", "mis")], NOT, SURE),
    "logged in the MIS by a row of CPOMS": ([("sharing_logged", "CPOMS", "mis")], SURE, SURE),
    "a row of CPOMS, and logged in the MIS": (
        [("information_shared", "CPOMS", ""), ("sharing_logged", "", "mis")],
        SURE,
        SURE,
    ),
    "a source that is neither": ([("information_shared", "Letter by post", "")], NOT, NOT),
}


def stands(event: str, system: str) -> EventRef:
    return EventRef(event, (Narrow("covering", (system,)),))


@cache
def shared() -> Made:
    listed = [
        (
            THERE,
            [
                REQUEST,
                *(entry(f"2026-01-14 {e}", source=source, covers=covers) for e, source, covers in lines),
            ],
        )
        for lines, _, _ in PLACES.values()
    ]
    return Made(listed, "request", [stands("sharing_logged", system) for system in ("cpoms", "mis")])


@pytest.mark.parametrize("name", PLACES)
def test_a_rows_own_source_is_where_it_was_logged(name: str) -> None:
    _, cpoms, mis = PLACES[name]
    for system, expected in (("cpoms", cpoms), ("mis", mis)):
        [(lo, hi)] = shared().bounds(list(PLACES).index(name), stands("sharing_logged", system))
        assert (lo < NEVER, hi < NEVER) == expected, system


BACK = {
    "2026-01-05": 30,
    "2026-02-02": 10,
    "2026-02-03": 9,
    "2026-02-13": 1,
    "2026-02-07": 5,  # a Saturday
    "2026-02-14": 25,  # in a holiday: all of the half term after it
    "2026-02-23": 25,
}
HISTORY = {"ehe": SURE, "no_ehe": NOT, "unknown": NOT, "": NOT}
DAYS_LEFT = Number("days_left_in_half_term")


@cache
def returns() -> Made:
    left = roll("A", "2024-09-02", "2025-10-13")
    days: list[Situation] = [([left, roll("A", day)], []) for day in [*BACK, "2026-04-01"]]
    histories = [
        (
            [left, roll("A", "2026-01-12")],
            [entry("2026-01-14 education_history_recorded", source="CPOMS", outcome=outcome)],
        )
        for outcome in HISTORY
    ]
    return Made(
        [*days, *histories], "return", [DAYS_LEFT, stands("ehe_history_recorded", "cpoms")], "2026-04-24"
    )


def test_school_days_left_in_the_half_term_of_return() -> None:
    assert {day: returns().bounds(place, DAYS_LEFT) for place, day in enumerate(BACK)} == {
        day: [(left, left)] for day, left in BACK.items()
    }


def test_a_return_outside_the_calendar_leaves_it_open() -> None:
    assert returns().bounds(len(BACK), DAYS_LEFT) == [UNKNOWN]


@pytest.mark.parametrize("outcome", HISTORY)
def test_an_entry_of_the_education_history_records_the_time_of_home_education(outcome: str) -> None:
    place = len(BACK) + 1 + list(HISTORY).index(outcome)
    [(lo, hi)] = returns().bounds(place, stands("ehe_history_recorded", "cpoms"))
    assert (lo < NEVER, hi < NEVER) == HISTORY[outcome]
