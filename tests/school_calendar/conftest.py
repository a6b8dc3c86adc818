"""Builds a calendar from a few invented rows; every test of this folder uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from ehe_rules.calendar import build_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TABLES = {
    "schools": "school VARCHAR, name VARCHAR, la VARCHAR, la_code VARCHAR, phase VARCHAR, type VARCHAR, on_roll INTEGER, pilot_area VARCHAR",
    "audit": "school VARCHAR, on_date DATE",
    "calendar": "academic_year VARCHAR, half_term INTEGER, first_day DATE, last_day DATE, school VARCHAR",
    "closures": "date DATE, label VARCHAR, school VARCHAR",
    "attendance": "school VARCHAR, date DATE, code VARCHAR, pupil VARCHAR, session VARCHAR, comment VARCHAR, file VARCHAR, sheet VARCHAR, row INTEGER",
    "events": "date DATE, recorded DATE, until DATE, entry BIGINT, school VARCHAR, pupil VARCHAR, event VARCHAR",
    "roll": "entry_date DATE, leaving_date DATE, leaving_entered DATE, entry_entered DATE, roll BIGINT, school VARCHAR, pupil VARCHAR",
    "register": "off_roll_date DATE, entered DATE, school VARCHAR, upn VARCHAR",
    "problems": 'severity VARCHAR, file VARCHAR, sheet VARCHAR, row INTEGER, "column" VARCHAR, value VARCHAR, message VARCHAR, todo VARCHAR',
}


@pytest.fixture(scope="session")
def build() -> Iterator[Callable[..., duckdb.DuckDBPyConnection]]:
    """Give a function from some tables' rows (their first columns) to a connection with the calendar built.

    It is one connection for all tests: every table is emptied first, and those not named stay empty.
    """
    with duckdb.connect() as con:
        for table, columns in TABLES.items():
            con.execute(f"CREATE TABLE {table} ({columns})")

        def _build(**tables: Sequence[Sequence[object]]) -> duckdb.DuckDBPyConnection:
            for table in TABLES:
                con.execute(f"DELETE FROM {table}")
                rows = tables.get(table, ())
                if rows:
                    _insert(con, table, rows)
            build_calendar(con)
            return con

        yield _build


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    names = [column.split()[0] for column in TABLES[table].split(", ")][: len(rows[0])]
    places = ", ".join("(" + ", ".join("?" for _ in names) + ")" for _ in rows)
    values: list[Any] = [value for row in rows for value in row]
    con.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES {places}", values)
