"""Dates, yes and no, numbers: what is read, and what is said of the rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest
from exports.helping import problems, read, rows, upn, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from ehe_rules.exports.stage import prepare
from ehe_rules.exports.values import create_macros

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

DAY = date(2026, 1, 9)


@pytest.fixture(scope="module")
def con() -> DuckDBPyConnection:
    made = duckdb.connect()
    create_macros(made)
    return made


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-09", "2026-1-9", "2026/01/09", "09/01/2026", "9/1/2026", "9.1.2026", "09-01-2026", "9 Jan 2026", "09-Jan-2026",
        "9 January 2026", "2026-01-09 00:00:00+01:00", "2026-01-09T23:59:59.123Z", "09/01/2026 08:30", "9/1/2026 8:30 AM",
        "2026-01-09 23:30:00 +0100", "9th January 2026", "9th of January 2026", "Friday 9 January 2026", "Fri 9 Jan 2026 09:14",
        "Friday, 09/01/2026", "Friday the 9th January 2026", "09/01/2026 - 09:14", "9 Jan 2026, 09:14", "9 Jan 2026 at 09:14",
        "09/01/2026 9.15am", "9 Jan 2026 9am", "2026-01-09 09:15:00+00", "2026-01-09 09:15:00 UTC", "Fri 9 Jan 2026 @ 09:15",
    ],
)  # fmt: skip
def test_iso_and_day_first_dates_with_or_without_a_time(con: DuckDBPyConnection, cell: str) -> None:
    assert con.execute("SELECT date_of(?)", [cell]).fetchone() == (DAY,)


@pytest.mark.parametrize(
    "cell",
    [
        "09/01/26", "31/02/2026", "2026-02-30", "01/13/2026", "2026-13-01", "0206-01-09", "20260109", "32873", "58001", "46031,5", "460310", "46031 46032", "TBC", "w/c 12/5",
        "9 Foo 2026", "2026-01-09 25:00", "2026-01-09 x", "9 Jan 26", "2026", "None", "9 Jan 2026 and later", "09/01/2026 1234", "9 Jan 2026 9", "1/1/2026 - 2/1/2026",
        "Thursday 9 January 2026", "Thu 09/01/2026", "Friday", "9th 2026",
    ],
)  # fmt: skip
def test_anything_else_is_no_date(con: DuckDBPyConnection, cell: str) -> None:
    assert con.execute("SELECT date_of(?)", [cell]).fetchone() == (None,)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("46031", DAY),
        ("46031.0", DAY),
        ("46031.53125", DAY),
        ("32874", date(1990, 1, 1)),
        ("42064", date(2015, 3, 1)),
        ("58000", date(2058, 10, 17)),
    ],
)
def test_excels_number_of_a_day_is_that_day(con: DuckDBPyConnection, cell: str, day: date) -> None:
    assert con.execute("SELECT date_of(?)", [cell]).fetchone() == (day,)


def test_excels_numbers_are_said_once_for_each_sheet_and_column(tmp_path: Path) -> None:
    sheet: list[list[object]] = [
        ["School", "UPN", "Date of birth", "Leaving date"],
        ["100001", upn(1), date(2015, 3, 12), 46031],
        ["100001", upn(2), 42075, None],
        ["100001", upn(3), 42076, 46032],
    ]
    text = f"school,upn,date,session,code\n100001,{upn(3)},46031,AM,/\n100001,{upn(3)},46031.0,PM,/\n"
    tables = read(tmp_path, {"roll.xlsx": workbook({"All": sheet}), "marks.csv": text})
    assert rows(tables, "SELECT date_of_birth, leaving_date FROM roll ORDER BY row") == [
        (date(2015, 3, 12), DAY),
        (date(2015, 3, 12), None),
        (date(2015, 3, 13), DAY + timedelta(days=1)),
    ]
    assert rows(tables, "SELECT DISTINCT date FROM attendance") == [(DAY,)]
    found = [p for p in problems(tables) if "Excel counts days" in p.message]
    assert [(p.severity, p.file, p.row, p.column, p.value) for p in found] == [
        ("note", "marks.csv", 2, "date", "46031"),
        ("note", "roll.xlsx", 2, "leaving_date", "46031"),
        ("note", "roll.xlsx", 3, "date_of_birth", "42075"),
    ]
    assert "2 cells of this column, this the first" in found[1].message
    assert "(46031 is 9 January 2026)" in found[1].message


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d-%b-%Y"]),
)
@settings(max_examples=50)
def test_every_day_comes_back(con: DuckDBPyConnection, day: date, form: str) -> None:
    assert con.execute("SELECT date_of(?)", [day.strftime(form).replace("-0", "-")]).fetchone() == (day,)


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("Yes", "yes"),
        ("y", "yes"),
        ("TRUE", "yes"),
        ("1", "yes"),
        ("T", "yes"),
        ("f", "no"),
        ("NO", "no"),
        ("n", "no"),
        ("false", "no"),
        ("0", "no"),
        ("None", None),
    ],
)
def test_yes_and_no(con: DuckDBPyConnection, cell: str, word: str | None) -> None:
    assert con.execute("SELECT yes_no(?)", [cell]).fetchone() == (word,)


@pytest.mark.parametrize(
    ("column", "cell", "severity", "said"),
    [
        (
            "entry_date",
            "02/09/24",
            "error",
            "The year of this entry date has two digits: it counts as not known.",
        ),
        ("leaving_date", "31/02/2026", "error", "not a date that exists"),
        ("social_worker", "None", "warning", "This social worker is neither yes nor no"),
        ("previous_ehe", "maybe", "warning", "not yes, no or unknown"),
        ("sen_provision", "Z - other", "warning", "not N (none), K (SEN support) or E (EHC plan)"),
        ("enrolment", "lodger", "warning", "not main, subsidiary or guest"),
    ],
)
def test_a_cell_that_cannot_be_read_is_listed_and_not_known(
    tmp_path: Path, column: str, cell: str, severity: str, said: str
) -> None:
    tables = read(tmp_path, {"r.csv": f"school,upn,{column}\n100001,{upn(1)},{cell}\n"})
    (found,) = problems(tables)
    assert (found.severity, found.file, found.row, found.column, found.value) == (
        severity,
        "r.csv",
        2,
        column,
        cell,
    )
    assert said in found.message
    assert found.todo
    assert rows(tables, f"SELECT pupil, {column} FROM roll") == [(upn(1), None)]


def test_an_entry_without_a_date_that_can_be_read_is_unclear_and_listed(tmp_path: Path) -> None:
    text = f"school,upn,event,date\n100001,{upn(1)},meeting_held,12/01/26\n100001,{upn(1)},meeting_held,\n"
    tables = read(tmp_path, {"e.csv": text})
    assert rows(tables, "FROM events") == []
    assert [(p.row, p.value, p.message) for p in problems(tables)] == [
        (
            2,
            "12/01/26",
            "The year of this date has two digits: the day counts as not known, and what hangs on it cannot be told.",
        ),
        (3, "", "No date is given: the day counts as not known, and what hangs on it cannot be told."),
    ]
    assert rows(tables, "SELECT pupil, event, date, row FROM unclear_entries ORDER BY row") == [
        (upn(1), "meeting_held", None, 2),
        (upn(1), "meeting_held", None, 3),
    ]


def test_month_first_dates_are_read_where_the_profile_says_so(tmp_path: Path) -> None:
    profile = tmp_path / "us.yaml"
    profile.write_text(
        "profile: us\ndates: month first\ntables:\n"
        "  - {table: closures, required: [date, label], headings: {date: Closed On, label: [Why]}}\n"
    )
    tables = read(
        tmp_path / "in",
        {"c.csv": "closed on,why\n1/9/2026,snow\n2026-01-10,snow\n13/01/2026,snow\n"},
        profiles=[profile],
    )
    assert rows(tables, "SELECT date FROM closures ORDER BY date") == [(DAY,), (DAY + timedelta(days=1),)]
    assert [p.row for p in problems(tables)] == [4]


def test_the_month_first_is_turned_round_behind_a_day_of_the_week_too() -> None:
    with duckdb.connect() as con:
        prepare(con)
        cells = ("01/07/2026", "Wednesday 01/07/2026", "Wed, the 01/07/2026", "2026-01-07")
        turned = [con.execute("SELECT from_month_first(?)", [cell]).fetchall()[0][0] for cell in cells]
    assert turned == ["07/01/2026", "Wednesday 07/01/2026", "Wed, the 07/01/2026", "2026-01-07"]


def test_what_keeps_excel_from_taking_a_cell_for_a_number_is_no_part_of_it(tmp_path: Path) -> None:
    text = f"school,upn,admission_no,surname,entry_date\n'100001,'{upn(1)},'0012,O'Example,'01/09/2021\n"
    text += f'="100001",="{upn(2)}","=""0013""","\'Example\'",="2021-09-01"\n'
    tables = read(tmp_path, {"p.csv": text})
    assert rows(
        tables, "SELECT school, pupil, admission_no, surname, entry_date::VARCHAR FROM roll ORDER BY row"
    ) == [
        ("100001", upn(1), "0012", "O'Example", "2021-09-01"),
        ("100001", upn(2), "0013", "Example'", "2021-09-01"),
    ]
    assert not [p for p in problems(tables) if p.severity != "note"]
