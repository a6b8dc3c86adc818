"""Marks are many: they are staged beside all the rest, in threads and on connections of their own.

Rows of marks are in no order to rely on: in which order sheets are done makes no difference.
"""

from __future__ import annotations

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from ehe_rules.exports.stage import Staged, stage
from ehe_rules.exports.text import CsvGrid
from ehe_rules.exports.together import Together
from ehe_rules.side_by_side import THREADS, on_cursor

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.match import Match


_TURN = 0.0005
"""Seconds after which a busy thread lets another have its turn: the usual 0.005 would be most of a statement's time."""


class Beside:
    """Stages sheets: marks of text files beside the rest, anything else as it comes, small sheets of one kind together."""

    def __init__(self, con: DuckDBPyConnection) -> None:
        """Take the connection whose stage is filled; the threads begin with the first marks."""
        self._con = con
        self._together = Together(con)
        self._threads = ThreadPoolExecutor(THREADS, "marks")
        self._turn = sys.getswitchinterval()

    def stage(self, source: int, grid: Grid, match: Match) -> Future[Staged]:
        """Begin to stage a sheet: its result, or what was raised, comes with the future, there already for all but marks of text files."""
        if match.table.table != "attendance":
            return self._as_it_comes(source, grid, match)
        sys.setswitchinterval(_TURN)
        staged = self._threads.submit(on_cursor, self._con, lambda cursor: stage(cursor, source, grid, match))
        if not isinstance(grid, CsvGrid):
            staged.exception()  # waits: sheets of one workbook are read one after the other
        return staged

    def close(self) -> None:
        """Take in what waits, wait for what was begun, and end the threads."""
        self._together.finish()
        self._threads.shutdown()
        sys.setswitchinterval(self._turn)

    def _as_it_comes(self, source: int, grid: Grid, match: Match) -> Future[Staged]:
        staged: Future[Staged] = Future()
        try:
            staged.set_result(stage(self._con, source, grid, match, self._together))
        except Exception as error:  # noqa: BLE001 - raised again where the result is asked for
            staged.set_exception(error)
        return staged
