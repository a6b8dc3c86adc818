"""Many statements that know nothing of one another, planned and run side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import duckdb

Result = TypeVar("Result")
Thing = TypeVar("Thing")

THREADS = 2
"""A statement over a few hundred columns is planned, on one processor, for longer than it runs."""


def side_by_side(
    con: duckdb.DuckDBPyConnection,
    do: Callable[[duckdb.DuckDBPyConnection, Thing], object],
    things: Iterable[Thing],
) -> None:
    """Do the same with each thing, on connections of their own to the same tables; the first error is raised.

    They are begun in their order; rows that they add to one table come in no order to rely on.
    """
    given = list(things)
    if len(given) == 1:
        do(con, given[0])
        return
    with ThreadPoolExecutor(THREADS, "side by side") as threads:
        for done in [
            threads.submit(on_cursor, con, lambda cursor, thing=thing: do(cursor, thing)) for thing in given
        ]:
            done.result()


def take_steps(con: duckdb.DuckDBPyConnection, *steps: Callable[[duckdb.DuckDBPyConnection], object]) -> None:
    """Take steps none of which needs what another makes, side by side; those that take longest come first."""
    side_by_side(con, lambda cursor, step: step(cursor), steps)


def on_cursor(con: duckdb.DuckDBPyConnection, do: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
    """Do something on a connection of its own to the same tables, and return what it gives; TEMP tables made there end with it."""
    cursor = con.cursor()
    try:
        return do(cursor)
    finally:
        cursor.close()


@contextmanager
def one_processor_each(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let every statement run on one processor: over small tables a second one has nothing to do but wake up and wait."""
    ((threads,),) = con.execute("SELECT current_setting('threads')").fetchall()
    con.execute("SET threads = 1")
    try:
        yield
    finally:
        con.execute(f"SET threads = {threads}")
