"""A wrong calendar row is said in plain words, is not used, and stops nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    Build = Callable[..., duckdb.DuckDBPyConnection]

AMBER = "900001"
GOOD = ("2025/26", 1, date(2025, 9, 2), date(2025, 10, 24), None)
SECOND = ("2025/26", 2, date(2025, 11, 3), date(2025, 12, 19), None)

Row = tuple[str | None, int | None, date | None, date | None, str | None]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (
            ("2025/26", 2, date(2025, 12, 19), date(2025, 11, 3), None),
            "last_day",
            "ends on 3 Nov 2025, before it begins on 19 Dec 2025",
        ),
        (
            ("2025/26", 2, None, date(2025, 12, 19), None),
            "first_day",
            "half term 2 of 2025/26 (all schools) has no first day",
        ),
        (
            ("2025/26", 2, date(2025, 11, 3), None, AMBER),
            "last_day",
            "half term 2 of 2025/26 (school 900001) has no last day",
        ),
        (
            ("2025/27", 2, date(2025, 11, 3), date(2025, 12, 19), None),
            "academic_year",
            "has an academic year that cannot be read",
        ),
        ((None, 2, date(2025, 11, 3), date(2025, 12, 19), None), "academic_year", "no academic year"),
        (
            ("2025/26", 7, date(2025, 11, 3), date(2025, 12, 19), None),
            "half_term",
            "is not one of the half terms 1 to 6",
        ),
        (
            ("2025/26", None, date(2025, 11, 3), date(2025, 12, 19), None),
            "half_term",
            "half term with no number",
        ),
        (
            ("2025/26", 2, date(2024, 11, 3), date(2024, 12, 19), None),
            "first_day",
            "does not lie in that academic year",
        ),
        (
            ("1990/91", 2, date(1990, 11, 3), date(1990, 12, 19), None),
            "academic_year",
            "too many years from the audit date",
        ),
        (
            ("0000/01", 2, date(2025, 11, 3), date(2025, 12, 19), None),
            "first_day",
            "does not lie in that academic year",
        ),
    ],
)
def test_a_row_that_cannot_be_used(build: Build, row: Row, column: str, says: str) -> None:
    con = build(
        schools=[(AMBER,)],
        calendar=[("2024/25", 6, date(2025, 6, 2), date(2025, 7, 18), None), row],
        audit=[(AMBER, date(2025, 7, 1))],
    )
    (found,) = con.execute('SELECT severity, file, row, "column", message, todo FROM problems').fetchall()
    assert found[:4] == ("error", "", None, column)
    assert says in found[4]
    assert found[4].endswith("The row is not used.")
    assert found[5]
    assert con.execute("SELECT count(*) FROM half_terms").fetchone() == (1,)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (
            ("2025/26", 2, date(2025, 10, 24), date(2025, 12, 19), None),
            (
                "half term 1 of 2025/26 (all schools), 2 Sep 2025 to 24 Oct 2025, overlaps half term 2 of 2025/26 (all schools), "
                "24 Oct 2025 to 19 Dec 2025. Neither is used"
            ),
        ),
        (("2025/26", 2, date(2025, 8, 4), date(2025, 8, 22), None), "comes after half term 2"),
        (
            ("2025/26", 1, date(2025, 9, 3), date(2025, 10, 24), None),
            "is also given as 3 Sep 2025 to 24 Oct 2025",
        ),
    ],
)
def test_half_terms_that_contradict_each_other_are_neither_used(build: Build, other: Row, says: str) -> None:
    schools = [(AMBER,), ("900002",)]
    con = build(
        schools=schools, calendar=[other, GOOD], audit=[(school, date(2025, 9, 30)) for (school,) in schools]
    )
    (found,) = con.execute("SELECT message FROM problems").fetchall()  # once, not once for each school
    assert says in found[0]
    assert con.execute("SELECT approximate FROM calendars").fetchall() == [(True,), (True,)]


def test_the_same_row_twice_and_a_year_written_out_are_no_problem(build: Build) -> None:
    again = ("2025/2026", *GOOD[1:])
    con = build(schools=[(AMBER,)], calendar=[GOOD, GOOD, again, SECOND], audit=[(AMBER, date(2025, 9, 30))])
    assert con.execute("SELECT count(*) FROM problems").fetchone() == (0,)
    assert con.execute("SELECT academic_year, idx FROM half_terms ORDER BY idx").fetchall() == [
        ("2025/26", 1),
        ("2025/26", 2),
    ]


def test_an_audit_date_outside_the_calendar_is_said(build: Build) -> None:
    con = build(
        schools=[(AMBER,), ("900002",)],
        calendar=[(*GOOD[:4], AMBER)],
        audit=[(AMBER, date(2026, 1, 30)), ("900002", date(2026, 1, 30))],
    )
    assert con.execute("SELECT severity, message FROM problems").fetchall() == [
        (
            "warning",
            (
                "The calendar (school 900001) is known from 2 Sep 2025 to 24 Oct 2025, and the audit date 30 Jan 2026 lies outside. "
                "School days up to it cannot be counted."
            ),
        ),
    ]
