"""The calendar by hand: one invented school year, 2025/26."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    Build = Callable[..., duckdb.DuckDBPyConnection]

AMBER, BRIAR = "900001", "900002"
YEAR = [
    ("2025/26", 1, date(2025, 9, 2), date(2025, 10, 24), None),
    ("2025/26", 2, date(2025, 11, 3), date(2025, 12, 19), None),
    ("2025/26", 3, date(2026, 1, 5), date(2026, 2, 13), None),
    ("2025/26", 4, date(2026, 2, 23), date(2026, 3, 27), None),
    # Invented so that it holds Easter Monday, which no real half term does.
    ("2025/26", 5, date(2026, 3, 30), date(2026, 5, 22), None),
    ("2025/26", 6, date(2026, 6, 1), date(2026, 7, 17), None),
]
NEXT_YEAR = [("2026/27", 1, date(2026, 8, 27), date(2026, 10, 23), None)]
AUDIT = [(AMBER, date(2026, 1, 30))]
TRUST = {"schools": [(AMBER,)], "calendar": YEAR, "audit": AUDIT}


def day(con: duckdb.DuckDBPyConnection, on: date, columns: str, school: str = AMBER) -> tuple[object, ...]:
    row = con.execute(f"SELECT {columns} FROM days WHERE school = ? AND date = ?", [school, on]).fetchone()
    assert row is not None
    return tuple(row)


def messages(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [text for (text,) in con.execute("SELECT message FROM problems").fetchall()]


@pytest.mark.parametrize(
    ("on", "open_", "n"),
    [
        (date(2025, 9, 1), False, 0),  # the day before term
        (date(2025, 9, 2), True, 1),
        (date(2025, 9, 5), True, 4),
        (date(2025, 9, 7), False, 4),  # a Sunday has Friday's number
        (date(2025, 9, 8), True, 5),
        (date(2025, 10, 24), True, 39),
        (date(2025, 10, 27), False, 39),  # the autumn break
        (date(2025, 11, 3), True, 40),
    ],
)
def test_school_days_are_numbered_from_the_first(build: Build, on: date, open_: bool, n: int) -> None:  # noqa: FBT001 - a column of the table above
    assert day(build(**TRUST), on, "school_day, n") == (open_, n)


@pytest.mark.parametrize("on", [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 8, 31)])
def test_a_bank_holiday_inside_a_half_term_is_no_school_day(build: Build, on: date) -> None:
    con = build(**{**TRUST, "calendar": YEAR + NEXT_YEAR})
    assert day(con, on, "school_day") == (False,)
    (before,) = day(con, date.fromordinal(on.toordinal() - 1), "n")
    assert day(con, on, "n") == (before,)


def test_a_closure_of_one_school_closes_no_other(build: Build) -> None:
    snow, inset = date(2026, 1, 7), date(2026, 1, 5)
    con = build(
        schools=[(AMBER,), (BRIAR,)],
        calendar=YEAR,
        audit=[*AUDIT, (BRIAR, date(2026, 1, 30))],
        closures=[(snow, "burst pipe", AMBER), (inset, "training day", None)],
    )
    assert day(con, snow, "school_day") == (False,)
    assert day(con, snow, "school_day", BRIAR) == (True,)
    assert day(con, inset, "school_day", BRIAR) == (False,)


def test_a_holiday_belongs_to_the_half_term_before_it_but_for_entry_to_the_one_after(build: Build) -> None:
    con = build(**TRUST)
    assert day(con, date(2025, 12, 25), "half_term_idx, entry_half_term_idx") == (2, 3)
    assert day(con, date(2026, 1, 5), "half_term_idx, entry_half_term_idx") == (3, 3)
    assert day(con, date(2025, 9, 1), "half_term_idx, entry_half_term_idx") == (None, None)
    assert con.execute("SELECT DISTINCT term_last_day FROM half_terms WHERE term_idx = 2").fetchall() == [
        (date(2026, 3, 27),)
    ]


def test_a_number_lasts_until_the_day_before_the_next_school_day(build: Build) -> None:
    con = build(**TRUST)
    held = con.execute(
        "SELECT first_date, last_date FROM day_numbers WHERE n IN (4, 39) ORDER BY n"
    ).fetchall()
    assert held == [(date(2025, 9, 5), date(2025, 9, 7)), (date(2025, 10, 24), date(2025, 11, 2))]
    last = con.execute("SELECT first_date, last_date FROM day_numbers ORDER BY n DESC LIMIT 1").fetchone()
    assert last == (date(2026, 7, 17), date(2026, 7, 17))  # nobody has said when September begins


def test_outside_the_calendar_a_number_has_only_bounds(build: Build) -> None:
    con = build(**TRUST, events=[(date(2024, 9, 2),), (date(2026, 9, 2),)])
    total = con.execute("SELECT max(n) FROM day_numbers").fetchone()
    assert total is not None
    assert day(con, date(2024, 9, 2), "n_lo, n_hi") == (-100_000_000, 0)
    assert day(con, date(2026, 9, 2), "n_lo, n_hi") == (total[0], 100_000_000)


def test_a_missing_half_term_ends_what_is_known(build: Build) -> None:
    con = build(**{**TRUST, "calendar": [row for row in YEAR if row[1] != 4]})
    assert con.execute("FROM calendars").fetchall() == [(AMBER, False, date(2025, 9, 2), date(2026, 2, 13))]
    assert con.execute(
        "SELECT half_term, idx, term_last_day FROM half_terms WHERE half_term IN (3, 5)"
    ).fetchall() == [
        (3, 3, None),  # the spring term's end is not known either
        (5, 5, date(2026, 7, 17)),
    ]
    assert day(con, date(2026, 3, 31), "school_day, n_hi, half_term_idx") == (True, 100_000_000, None)
    assert messages(con) == [
        (
            "The calendar (all schools) has no usable row for the half terms between 13 Feb 2026 and 30 Mar 2026. "
            "School days across that gap cannot be counted."
        ),
    ]


@pytest.mark.parametrize(
    ("audit", "known_from"),
    [
        (date(2025, 8, 1), date(2025, 9, 2)),  # before the calendar: the first stretch
        (date(2026, 2, 13), date(2025, 9, 2)),
        (date(2026, 3, 29), date(2025, 9, 2)),  # in the gap: the stretch before it
        (date(2026, 3, 30), date(2026, 3, 30)),
        (date(2026, 8, 1), date(2026, 3, 30)),
    ],
)
def test_known_is_the_stretch_that_holds_the_audit_date(build: Build, audit: date, known_from: date) -> None:
    with_gap = [row for row in YEAR if row[1] != 4]
    con = build(schools=[(AMBER,)], calendar=with_gap, audit=[(AMBER, audit)])
    assert con.execute("SELECT known_from FROM calendars").fetchone() == (known_from,)


def test_a_school_with_rows_of_its_own_uses_only_those_for_that_year(build: Build) -> None:
    own = [("2025/26", 1, date(2025, 9, 4), date(2025, 10, 17), BRIAR)]
    con = build(
        schools=[(AMBER,), (BRIAR,)],
        calendar=YEAR + NEXT_YEAR + own,
        audit=[*AUDIT, (BRIAR, date(2025, 10, 1))],
    )
    theirs = con.execute(
        "SELECT academic_year, half_term, first_day FROM half_terms WHERE school = ? ORDER BY idx", [BRIAR]
    )
    assert theirs.fetchall() == [("2025/26", 1, date(2025, 9, 4)), ("2026/27", 1, date(2026, 8, 27))]
    assert day(con, date(2025, 9, 2), "school_day") == (True,)


def test_without_a_calendar_marks_show_the_school_days(build: Build) -> None:
    marks = [
        (AMBER, date(2026, 1, 5), "/"),
        (AMBER, date(2026, 1, 6), "#"),
        (AMBER, date(2026, 1, 7), "N"),
        (AMBER, date(2026, 2, 9), "/"),
    ]
    con = build(schools=[(AMBER,)], audit=AUDIT, attendance=marks)
    opened = "SELECT date FROM days WHERE school_day AND date BETWEEN '2026-01-04' AND '2026-01-09'"
    assert [on for (on,) in con.execute(f"{opened} ORDER BY date").fetchall()] == [
        date(2026, 1, d) for d in (5, 7, 8, 9)
    ]
    assert day(con, date(2026, 4, 6), "school_day, half_term_idx") == (False, None)  # Easter Monday
    assert con.execute("SELECT approximate FROM calendars").fetchall() == [(True,)]


def test_a_date_of_the_far_future_costs_one_row_not_three_million(build: Build) -> None:
    con = build(**TRUST, roll=[(date(2021, 9, 1), date(9999, 12, 31))])
    assert day(con, date(9999, 12, 31), "school_day, n_hi") == (False, 100_000_000)
    assert con.execute("SELECT count(*) < 3000 FROM days").fetchone() == (True,)


def test_no_school_at_all_is_an_empty_calendar(build: Build) -> None:
    con = build()
    assert con.execute("SELECT count(*) FROM days").fetchone() == (0,)


def test_only_the_four_tables_are_left_behind(build: Build) -> None:
    con = build(**TRUST)
    made = con.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    assert made == []
    assert con.execute(
        "SELECT count(*) FROM duckdb_functions() WHERE function_name LIKE 'calendar_%'"
    ).fetchone() == (0,)
