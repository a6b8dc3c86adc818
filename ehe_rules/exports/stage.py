"""From recognised sheets to one table of text cells per native table, in DuckDB; every row keeps its source.

`stage_<table>` has src (which sheet), row and the native columns: cells trimmed, blank = NULL, a profile's
constants and values applied. Nothing is typed or judged yet.
"""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.exports.grid import Oddity
from ehe_rules.exports.schema import NATIVE, columns_of, literal, quoted
from ehe_rules.exports.text import CsvGrid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.recognise import Match

CHUNK = 100_000
LARGE = 1 << 20
"""Characters: from here on the fast reader is worth its temporary file."""

_SPACES = " \t\r\n\u00a0\u200b\ufeff\u2007\u202f"
_MACROS = (
    f"CREATE TEMP MACRO cleaned(cell) AS nullif(trim(cell, {literal(_SPACES)}), '')",
    r"CREATE TEMP MACRO squashed(cell) AS lower(regexp_replace(cell, '[^\p{L}\p{N}]+', '', 'g'))",
    r"CREATE TEMP MACRO said(cell) AS lower(regexp_replace(cell, '\s+', ' ', 'g'))",
    r"""CREATE TEMP MACRO from_month_first(cell) AS
        regexp_replace(cell, '^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b', '\2/\1/\3')""",
)


def prepare(con: DuckDBPyConnection) -> None:
    """Create the empty stage tables and the small functions that clean cells."""
    for macro in _MACROS:
        con.execute(macro)
    for table, columns in NATIVE.items():
        listed = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
        con.execute(f"CREATE TABLE stage_{table} (src INTEGER, row INTEGER, {listed})")


def stage(con: DuckDBPyConnection, source: int, grid: Grid, match: Match) -> tuple[int, int]:
    """Add a sheet's rows to its stage table; gives how many rows there were and how many the profile skipped.

    Rows without any cell are not counted. Raises UnreadableError where reading breaks off (rows read until
    then stay).
    """
    rows = 0
    if isinstance(grid, CsvGrid) and len(grid.text) > LARGE and grid.is_plain():
        rows = _stage_large(con, source, grid, match)
    if not rows:
        for chunk in _chunks(grid, match):
            rows += len(chunk[0])
            _insert(con, source, match, _frame_of(con, chunk))
    return rows, rows - _count(con, match, source)


def _count(con: DuckDBPyConnection, match: Match, source: int) -> int:
    counted = con.execute(
        f"SELECT count(*) FROM stage_{match.table.table} WHERE src = ?", [source]
    ).fetchone()
    return int(counted[0]) if counted else 0


def _chunks(grid: Grid, match: Match) -> Iterator[list[list[object]]]:
    """Give the rows below the header in pieces, by column: the numbers first, then the columns read."""
    places = sorted(set(match.columns.values()))
    rows = (
        [number, *(cells[place] if place < len(cells) else "" for place in places)]
        for number, cells in _below(grid, match)
    )
    while piece := list(islice(rows, CHUNK)):
        yield [list(column) for column in zip(*piece, strict=True)]


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
        f"{len(rows)} row(s), this the first, have more cells than there are headings: a comma within a cell may "
        "have moved its cells to the right.",
        "Put cells that hold the separator in quotation marks, or export as XLSX.",
    )


def _frame_of(con: DuckDBPyConnection, chunk: list[list[object]]) -> str:
    """Register a piece as a view of row, c0, c1 ...; every cell text, so that no type is guessed."""
    import pandas as pd  # noqa: PLC0415 - heavy; only where exports are read

    named = {"row": pd.Series(chunk[0], dtype="int64")}
    named |= {f"c{index}": pd.Series(column, dtype="object") for index, column in enumerate(chunk[1:])}
    con.register("piece", pd.DataFrame(named))
    return "piece"


def _insert(con: DuckDBPyConnection, source: int, match: Match, piece: str) -> None:
    table = match.table
    index = {place: number for number, place in enumerate(sorted(set(match.columns.values())))}
    cells = {column: f"cleaned(c{index[place]})" for column, place in match.columns.items()}
    if match.profile.dates_of(table) == "month first":
        cells |= {
            column: f"from_month_first({cells[column]})"
            for column in columns_of(table.table, "date")
            if column in cells
        }
    mapped = table.values  # noqa: PD011 - a profile's field, not a frame's
    maps = {column: words for column, words in mapped.items() if words and column in cells}
    kept = [_is_mapped(cells[column], words) for column, words in maps.items() if table.others == "skip"]
    cells |= {column: _mapped(cells[column], words) for column, words in maps.items()}
    cells |= {column: f"cleaned({literal(value)})" for column, value in table.constants.items()}
    columns = list(NATIVE[table.table])
    con.execute(
        f"INSERT INTO stage_{table.table} SELECT {source}, row, {', '.join(cells.get(column, 'NULL') for column in columns)} "
        f"FROM {piece} WHERE {' AND '.join(kept) or 'true'}"
    )


def _spoken(text: str) -> str:
    return literal(" ".join(text.split()).lower())


def _mapped(cell: str, values: dict[str, str]) -> str:
    branches = " ".join(f"WHEN {_spoken(given)} THEN {literal(word)}" for given, word in values.items())
    return f"CASE said({cell}) {branches} ELSE {cell} END"


def _is_mapped(cell: str, values: dict[str, str]) -> str:
    return f"said({cell}) IN ({', '.join(map(_spoken, values))})"
