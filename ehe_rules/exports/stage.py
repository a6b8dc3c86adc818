"""From recognised sheets to one table of text cells per native table, in DuckDB; every row keeps its source.

`stage_<table>` has src (which sheet), row and the native columns: cells trimmed, blank = NULL, a profile's
constants and values applied. Nothing is typed or judged yet. rows.py says what else is kept, and for whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.exports.coded import code_marks, create_marks
from ehe_rules.exports.grid import UnreadableError
from ehe_rules.exports.pieces import pieces, take_piece
from ehe_rules.exports.plain import plain_rows
from ehe_rules.exports.rows import inserts, kept_rows, mapped_cells, passes_over, read_from, stage_tables
from ehe_rules.exports.schema import literal, quoted
from ehe_rules.exports.text import CsvGrid

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.match import Match
    from ehe_rules.exports.together import Together

_SPACES = " \t\r\n\u00a0\u200b\ufeff\u2007\u202f"
_MACROS = (
    # 'R8102... and ="R8102...": how tools keep Excel from taking a cell for a number (one expression for all cells is quickest)
    r"""CREATE MACRO unguarded(cell) AS regexp_replace(cell, '^\x27|^="(.*)"\s*$', '\1')""",
    f"CREATE MACRO cleaned(cell) AS nullif(trim(unguarded(cell), {literal(_SPACES)}), '')",
    r"CREATE MACRO squashed(cell) AS lower(regexp_replace(cell, '[^\p{L}\p{N}]+', '', 'g'))",
    r"CREATE MACRO said(cell) AS lower(regexp_replace(cell, '\s+', ' ', 'g'))",
    r"""CREATE MACRO from_month_first(cell) AS
        regexp_replace(cell, '^((?:[A-Za-z]+,? +)?(?:the )?)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b', '\1\3/\2/\4')""",
)


def prepare(con: DuckDBPyConnection) -> None:
    """Create the empty stage tables and the small functions that clean cells."""
    for macro in _MACROS:
        con.execute(macro)
    for table, columns in stage_tables().items():
        listed = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
        con.execute(f"CREATE TABLE {table} (src INTEGER, row INTEGER, {listed})")
    create_marks(con)


@dataclass(frozen=True)
class Staged:
    """What became of a sheet's rows: how many there were, how many of other categories the profile skipped.

    `broken` says why reading broke off before the end; the rows read until then are staged.
    """

    rows: int
    skipped: int
    broken: UnreadableError | None = None


def stage(
    con: DuckDBPyConnection, source: int, grid: Grid, match: Match, together: Together | None = None
) -> Staged:
    """Add a sheet's rows to its stage table, or to those that go in `together`. Rows without any cell are not counted."""
    if isinstance(grid, CsvGrid):
        with plain_rows(con, source, grid, match) as plain:
            if plain is not None:
                return Staged(plain.count, plain.count - _insert(con, source, match, plain.rows))
    rows, staged, broken = 0, 0, None
    waits = together is not None and not passes_over(match)
    try:
        for piece in pieces(source, grid, match):
            rows += len(piece[0])
            if together is not None and waits:
                together.add(match, piece)
                staged += len(piece[0])
            else:
                take_piece(con, piece)
                staged += _insert(con, source, match, "piece")
    except UnreadableError as error:
        broken = error
    return Staged(rows, rows - staged, broken)


def _insert(con: DuckDBPyConnection, source: int, match: Match, piece: str) -> int:
    """Take the rows of a relation into the stage and give how many the profile did not pass over."""
    if match.table.table == "attendance":
        return code_marks(con, source, mapped_cells(match), read_from(match), kept_rows(match, piece))
    added = [con.execute(statement).fetchone() for statement in inserts(match, piece)]
    return int(added[0][0]) if added and added[0] else 0
