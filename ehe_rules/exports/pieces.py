"""A sheet's rows in pieces that DuckDB can take: row numbers, and the cells of the columns read as c0, c1 ..."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.exports.grid import Oddity, UnreadableError
from ehe_rules.exports.schema import literal
from ehe_rules.exports.text import CsvGrid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.recognise import Match

AT_ONCE = 100_000


def pieces(grid: Grid, match: Match) -> Iterator[pd.DataFrame]:
    """Give the rows below the header that have any cell, a piece at a time.

    Raises UnreadableError where reading breaks off, after giving what was read until then.
    """
    rows = _Until(_picked(grid, match))
    while piece := list(islice(rows, AT_ONCE)):
        yield _frame([list(column) for column in zip(*piece, strict=True)])
    if rows.broken:
        raise rows.broken


class _Until:
    """Rows until reading breaks off; `broken` then says why."""

    def __init__(self, rows: Iterator[list[object]]) -> None:
        self._rows = rows
        self.broken: UnreadableError | None = None

    def __iter__(self) -> _Until:
        return self

    def __next__(self) -> list[object]:
        try:
            return next(self._rows)
        except UnreadableError as error:
            self.broken = error
            raise StopIteration from error


def _picked(grid: Grid, match: Match) -> Iterator[list[object]]:
    places = match.places
    for number, cells in _below(grid, match):
        yield [number, *(cells[place] if place < len(cells) else "" for place in places)]


def _below(grid: Grid, match: Match) -> Iterator[tuple[int, Sequence[str]]]:
    width = len(match.headings)
    overflowing: list[int] = []
    for number, cells in grid.rows():
        if number > match.header_row and any(cell and not cell.isspace() for cell in cells):
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                overflowing.append(number)
            yield number, cells
    if overflowing and isinstance(grid, CsvGrid):
        grid.oddities.append(_overflow(overflowing))


def _overflow(rows: list[int]) -> Oddity:
    return Oddity(
        rows[0],
        f"{len(rows)} row(s), this the first, have more cells than there are headings: a separator within a cell may "
        "have moved its cells to the right.",
        "Put cells that hold the separator in quotation marks, or export as XLSX.",
    )


def _frame(columns: list[list[object]]) -> pd.DataFrame:
    """Every cell is text, never missing, so that no type is guessed from the first rows."""
    import pandas as pd  # noqa: PLC0415 - heavy; only where exports are read

    named = {"row": pd.Series(columns[0], dtype="int64")}
    named |= {f"c{index}": pd.Series(column, dtype="object") for index, column in enumerate(columns[1:])}
    return pd.DataFrame(named)


def plain_piece(con: DuckDBPyConnection, grid: CsvGrid, match: Match) -> int | None:
    """Read text whose lines are records into the table `piece`, all at once; gives the number of rows.

    None if some line has more or fewer cells than there are headings: then read record by record.
    """
    from duckdb import InvalidInputException  # noqa: PLC0415 - heavy; only where exports are read

    names = [f"h{place}" for place in range(len(match.headings))]
    typed = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.csv"
        path.write_text(grid.text.replace("\r\n", "\n"), encoding="utf-8", newline="")
        read = (
            f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {match.header_row}, "
            f"delim = {literal(grid.separator)}, quote = '', escape = '', "
            f"columns = {{{typed}}})"
        )
        try:
            # a fresh table's rowid counts rows in the order of the file
            con.execute(f"CREATE OR REPLACE TEMP TABLE plain AS SELECT * FROM {read}")
        except InvalidInputException:
            return None
    picked = ", ".join(f"h{place} AS c{index}" for index, place in enumerate(match.places))
    filled = " OR ".join(f"cleaned({name}) IS NOT NULL" for name in names)
    con.execute(
        f"CREATE TEMP TABLE piece AS SELECT rowid + {match.header_row + 1} AS row, {picked} FROM plain WHERE {filled}"
    )
    con.execute("DROP TABLE plain")
    counted = con.execute("SELECT count(*) FROM piece").fetchone()
    return int(counted[0]) if counted else 0
