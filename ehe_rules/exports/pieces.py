"""A sheet's rows, record by record, in pieces that DuckDB can take: row numbers, and the cells of the columns read."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from ehe_rules.exports.grid import Oddity, UnreadableError
from ehe_rules.exports.text import CsvGrid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.match import Match

AT_ONCE = 20_000

Piece = list[tuple[object, ...]]
"""Columns of equal length: the sheet's number, row numbers, then texts."""


def pieces(source: int, grid: Grid, match: Match) -> Iterator[Piece]:
    """Give the rows below the header that have any cell, a piece at a time.

    Raises UnreadableError where reading breaks off, after giving what was read until then.
    """
    rows = _Until(_picked(grid, match))
    while piece := list(islice(rows, AT_ONCE)):
        yield [(source,) * len(piece), *zip(*piece, strict=True)]
    if rows.broken:
        raise rows.broken


def joined(several: Sequence[Piece]) -> Piece:
    """Give the rows of several pieces, of as many columns each, as one."""
    return [tuple(chain.from_iterable(column)) for column in zip(*several, strict=True)]


def take_piece(con: DuckDBPyConnection, piece: Piece) -> None:
    """Make the table `piece`: src, row, c0, c1 ... Every cell is text, never missing, so that no type is guessed."""
    sources, rows, *columns = piece
    given = {
        "src": np.array(sources, dtype=np.int32),
        "row": np.array(rows, dtype=np.int32),
        **{f"c{number}": np.array(column, dtype=object) for number, column in enumerate(columns)},
    }
    con.register("given_piece", given)
    con.execute("CREATE OR REPLACE TEMP TABLE piece AS FROM given_piece")
    con.unregister("given_piece")


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
