"""Subjects that are no pupil's: their ids, their entries, and kinds of entry that a school never logs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from facts.marks_situations import Mark, Row, Situation
from facts.marks_tables import facts_of, rows_of

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.rulebook.syntax import EventRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.facts.terms import Term

RETURN, FEED, REVIEW = (
    EventRef("attendance_return_made"),
    EventRef("attendance_feed_agreed"),
    EventRef("weekly_attendance_review"),
)
SICKNESS = EventRef("sickness_return_made")
HALF_TERMS = [
    (1, date(2025, 9, 2), date(2025, 10, 24)),
    (2, date(2025, 11, 3), date(2025, 12, 19)),
    (3, date(2026, 1, 5), date(2026, 2, 13)),
]
EPOCH = date(1970, 1, 1)


def whole_year() -> list[tuple[int, date, date]]:
    """Give six half terms, so that no gap lies before the next year."""
    rest = [
        (4, date(2026, 2, 23), date(2026, 3, 27)),
        (5, date(2026, 4, 13), date(2026, 5, 22)),
        (6, date(2026, 6, 1), date(2026, 7, 17)),
    ]
    return [*HALF_TERMS, *rest]


def school(
    audit: date,
    events: Sequence[tuple[str, str]] = (),
    marks: Sequence[str] = ("2025-09-02",),
    urn: str = "900001",
) -> Situation:
    """Give a school with one pupil; its entries name no pupil."""
    made = Situation(urn, audit, HALF_TERMS, [], [Row("Pupil", date(2024, 9, 2))], [], entered="Pupil")
    made.marks = [Mark("Pupil", date.fromisoformat(day), "AM", "/") for day in marks]
    made.events = [{"event": event, "date": day, "until": ""} for event, day in events]
    return made


def bounds(
    made: Situation | Sequence[Situation], kind: str, terms: Sequence[Term]
) -> dict[str, list[tuple[int, int]]]:
    """Return the bounds of the terms by subject's id, of one school or of several."""
    con, listed = facts_of([made] if isinstance(made, Situation) else made, {kind: terms})
    names = [listed[kind].prefix(term) for term in terms]
    return {row["id"]: [(row[f"{p}_lo"], row[f"{p}_hi"]) for p in names] for row in rows_of(con, kind)}


def day(text: str) -> int:
    """Return a date's day number."""
    return (date.fromisoformat(text) - EPOCH).days


def test_a_month_has_an_id_without_a_pupil() -> None:
    found = bounds(school(date(2025, 12, 1)), "school_month", [EventRef("month_end")])
    assert found == {
        f"school_month/900001/2025-{month}-01": [(day(end), day(end))]
        for month, end in (
            ("09", "2025-09-30"),
            ("10", "2025-10-31"),
            ("11", "2025-11-30"),
            ("12", "2025-12-31"),
        )
    }


def test_a_month_without_a_school_day_is_none_and_nor_is_one_to_come() -> None:
    found = bounds(
        [school(date(2025, 11, 2)), school(date(2025, 11, 3), urn="900002")], "school_month", [RETURN]
    )
    assert list(found) == [
        "school_month/900001/2025-09-01",
        "school_month/900001/2025-10-01",
        "school_month/900002/2025-09-01",
        "school_month/900002/2025-10-01",
        "school_month/900002/2025-11-01",
    ]


def test_a_school_year_begins_with_its_first_school_day() -> None:
    made = school(date(2026, 2, 2), marks=["2025-09-02"])
    con, _ = facts_of([made], {"school": [REVIEW]})
    (row,) = rows_of(con, "school")
    assert (row["id"], row["pupil"], row["upn"]) == ("school/900001/2025-09-02", "", "")
    assert row["own_day"] == day("2026-02-02")


def test_an_earlier_year_counts_only_where_marks_of_it_were_supplied() -> None:
    without, given = (
        school(date(2026, 9, 11), marks=["2026-09-02"], urn=urn) for urn in ("900001", "900002")
    )
    for made in (without, given):
        made.years = {"2026/27": [(1, date(2026, 9, 2), date(2026, 10, 23))], "2025/26": whole_year()}
    given.marks.append(Mark("Pupil", date(2025, 9, 3), "AM", "/"))
    assert list(bounds([without, given], "school", [REVIEW])) == [
        "school/900001/2026-09-02",
        "school/900002/2025-09-02",
        "school/900002/2026-09-02",
    ]


LOGGED: tuple[tuple[list[tuple[str, str]], tuple[int, int], tuple[int, int]], ...] = (
    ([], (ANY, NEVER), (ANY, NEVER)),
    ([("weekly_attendance_review", "2025-09-12")], (ANY, NEVER), (ANY, NEVER)),
    ([("attendance_return_made", "2025-09-30")], (day("2025-09-30"),) * 2, (NEVER, NEVER)),
    ([("sickness_return_made", "2025-09-30")], (ANY, NEVER), (NEVER, NEVER)),
    ([("attendance_feed_agreed", "2023-11-06")], (ANY, NEVER), (day("2023-11-06"),) * 2),
    ([("attendance_return_made", "2025-12-20")], (ANY, NEVER), (ANY, NEVER)),
)
"""What a school logged; what is then known of its return and of its feed."""


def test_what_a_school_never_logs_is_not_known() -> None:
    schools = [
        school(date(2025, 10, 1), logged, urn=str(900001 + n)) for n, (logged, *_) in enumerate(LOGGED)
    ]
    found = bounds(schools, "school_month", [RETURN, FEED])
    known = [found[f"school_month/{made.urn}/2025-09-01"] for made in schools]
    assert [(logged, *pair) for (logged, *_), pair in zip(LOGGED, known, strict=True)] == [*LOGGED]


def test_an_entry_counts_for_its_month_and_those_before_and_what_was_logged_once_could_have_been_again() -> (
    None
):
    schools = [
        school(date(2025, 11, 14), [("attendance_return_made", made_on)], urn=urn)
        for urn, made_on in (("900001", "2025-09-30"), ("900002", "2025-10-31"))
    ]
    found = bounds(schools, "school_month", [RETURN])
    assert found["school_month/900001/2025-09-01"] == [(day("2025-09-30"),) * 2]
    assert found["school_month/900001/2025-10-01"] == [(NEVER, NEVER)]
    assert found["school_month/900001/2025-11-01"] == [(NEVER, NEVER)]
    assert found["school_month/900002/2025-09-01"] == [(day("2025-10-31"),) * 2]
    assert found["school_month/900002/2025-11-01"] == [(NEVER, NEVER)]


def test_a_pupil_sees_what_stands_for_the_whole_school() -> None:
    made = school(
        date(2025, 11, 14),
        [("attendance_feed_agreed", "2023-11-06"), ("attendance_return_made", "2025-10-31")],
    )
    (found,) = bounds(made, "pupil", [FEED, RETURN, SICKNESS]).values()
    assert found[0] == (day("2023-11-06"),) * 2
    # Other entries of the school are no pupil's.
    assert found[1] == (NEVER, NEVER)


def test_a_month_of_an_earlier_year_counts_only_from_the_first_mark_on() -> None:
    made = school(date(2026, 9, 11), marks=["2026-05-20", "2026-09-02"])
    made.years = {"2026/27": [(1, date(2026, 9, 2), date(2026, 10, 23))], "2025/26": whole_year()}
    assert sorted(bounds(made, "school_month", [RETURN])) == [
        f"school_month/900001/2026-{month}-01" for month in ("05", "06", "07", "09")
    ]
