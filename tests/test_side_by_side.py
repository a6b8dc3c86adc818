"""Statements side by side do what they would do one after another."""

from __future__ import annotations

import duckdb
import pytest

from ehe_rules.side_by_side import one_processor_each, side_by_side


def test_each_thing_is_done_once_on_the_same_tables() -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE done (thing INTEGER)")
    side_by_side(con, lambda cursor, n: cursor.execute("INSERT INTO done VALUES (?)", [n]), range(40))
    assert con.execute("SELECT thing FROM done ORDER BY ALL").fetchall() == [(n,) for n in range(40)]


@pytest.mark.parametrize("things", [["nowhere"], ["done", "nowhere", "done"]])
def test_an_error_is_raised(things: list[str]) -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE done (thing INTEGER)")
    with pytest.raises(duckdb.CatalogException, match="nowhere"):
        side_by_side(con, lambda cursor, name: cursor.execute(f"INSERT INTO {name} VALUES (1)"), things)


def _threads(con: duckdb.DuckDBPyConnection) -> object:
    return con.execute("SELECT current_setting('threads')").fetchall()[0][0]


def test_afterwards_statements_have_as_many_processors_as_before() -> None:
    con = duckdb.connect(config={"threads": 3})
    with one_processor_each(con):
        assert _threads(con.cursor()) == 1
    assert _threads(con) == 3
    with pytest.raises(duckdb.CatalogException), one_processor_each(con):
        con.execute("FROM nowhere")
    assert _threads(con) == 3
