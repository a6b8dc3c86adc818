"""From recognised sheets to one table of text cells per native table, in DuckDB; every row keeps its source.

`stage_<table>` has src (which sheet), row and the native columns: cells trimmed, blank = NULL, a profile's
constants and values applied. Nothing is typed or judged yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.exports.grid import UnreadableError
from ehe_rules.exports.pieces import pieces, plain_piece
from ehe_rules.exports.schema import NATIVE, columns_of, literal, quoted
from ehe_rules.exports.text import CsvGrid

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.recognise import Match

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


@dataclass(frozen=True)
class Staged:
    """What became of a sheet's rows: how many there were, how many of other categories the profile skipped.

    `broken` says why reading broke off before the end; the rows read until then are staged.
    """

    rows: int
    skipped: int
    broken: UnreadableError | None = None


def stage(con: DuckDBPyConnection, source: int, grid: Grid, match: Match) -> Staged:
    """Add a sheet's rows to its stage table. Rows without any cell are not counted."""
    if isinstance(grid, CsvGrid) and len(grid.text) > LARGE and grid.is_plain():
        rows = plain_piece(con, grid, match)
        if rows is not None:
            _insert(con, source, match, "piece")
            con.execute("DROP TABLE piece")
            return Staged(rows, rows - _count(con, match, source))
    rows, broken = 0, None
    try:
        for frame in pieces(grid, match):
            rows += len(frame)
            con.register("piece", frame)
            _insert(con, source, match, "piece")
            con.unregister("piece")
    except UnreadableError as error:
        broken = error
    return Staged(rows, rows - _count(con, match, source), broken)


def _count(con: DuckDBPyConnection, match: Match, source: int) -> int:
    counted = con.execute(
        f"SELECT count(*) FROM stage_{match.table.table} WHERE src = ?", [source]
    ).fetchone()
    return int(counted[0]) if counted else 0


def _insert(con: DuckDBPyConnection, source: int, match: Match, piece: str) -> None:
    table = match.table
    index = {place: number for number, place in enumerate(match.places)}
    cells = {column: f"cleaned(c{index[place]})" for column, place in match.columns.items()}
    if match.profile.dates_of(table) == "month first":
        cells |= {
            column: f"from_month_first({cells[column]})"
            for column in columns_of(table.table, "date")
            if column in cells
        }
    mapped = table.values
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
