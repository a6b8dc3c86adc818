"""The fast reader: a large text file whose lines are records goes into a table by DuckDB's own reader.

Row numbers are those of a spreadsheet: a fresh table's rowid counts its rows in the order of the file, and no
line was passed over on the way.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.exports.grid import head_of
from ehe_rules.exports.scan import must_be_same, scan_file
from ehe_rules.exports.schema import literal
from ehe_rules.exports.text import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.match import Match
    from ehe_rules.exports.text import CsvGrid

LARGE = 1 << 17
"""Bytes: from here on the fast reader is worth its trouble."""

_CELLS = "plain_cells"


@dataclass(frozen=True)
class Plain:
    """A file's rows as a relation: `rows` is SQL with src, row and the cells read as c0, c1 ...; `count` how many there are."""

    rows: str
    count: int


@contextmanager
def plain_rows(con: DuckDBPyConnection, source: int, grid: CsvGrid, match: Match) -> Iterator[Plain | None]:
    """Give the rows below the header that have any cell, as long as the context lasts.

    None where the file is small or some line is no record of as many cells as there are headings: it must then be read
    record by record. Raises UnreadableError where the file is still being written.
    """
    if grid.text.scan.size < LARGE:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        text = _as_utf8(grid.text, Path(folder))
        names = _read(con, text, grid, match) if _are_records(text, grid, match) else None
        try:
            yield None if names is None else _below(con, source, match, names)
        finally:
            con.execute(f"DROP VIEW IF EXISTS {_CELLS}")
            con.execute("DROP TABLE IF EXISTS plain")


def _as_utf8(text: TextFile, folder: Path) -> TextFile:
    """Give the text as UTF-8, which alone the reader takes: a copy, where the file is in another encoding."""
    if text.encoding in ("utf-8", "utf-8-sig") and _has_usual_name(text.path):
        return text
    copy = folder / "text.csv"
    with text.open() as given, copy.open("w", encoding="utf-8", newline="") as taken:
        while piece := given.read(1 << 20):
            taken.write(piece)
    return TextFile(copy, scan_file(copy), "utf-8")


def _has_usual_name(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _are_records(text: TextFile, grid: CsvGrid, match: Match) -> bool:
    above = (cell for number, cells in head_of(grid) if number <= match.header_row for cell in cells)
    return text.is_plain(match.header_row) and not any("\n" in cell or "\r" in cell for cell in above)


def _read(con: DuckDBPyConnection, text: TextFile, grid: CsvGrid, match: Match) -> list[str] | None:
    """Read a file's cells, and give what they are called; None where some line is no record after all."""
    from duckdb import Error  # noqa: PLC0415 - heavy; only where exports are read

    names = [f"h{place}" for place in range(len(match.headings))]
    typed = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    # * ? and [ would stand for other files
    path = re.sub(r"([*?\[])", r"[\1]", str(text.path.resolve()))
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE plain AS FROM read_csv({literal(path)}, auto_detect = false, header = false, "
            f"skip = {match.header_row}, delim = {literal(grid.separator)}, quote = '', escape = '', comment = '', "
            f"compression = 'none', columns = {{{typed}}})"
        )
    except Error:
        return None
    must_be_same(text.path, text.scan)
    cells = {name: name for name in names}
    if text.scan.has_quotes:
        # A cell may be in quotation marks as a whole; where one holds a separator the line had too many cells.
        if _any(
            con,
            " OR ".join(
                f"(contains({name}, '\"') AND NOT regexp_full_match({name}, '\"[^\"]*\"'))" for name in names
            ),
        ):
            return None
        cells = {name: f"replace({name}, '\"', '')" for name in names}
    listed = ", ".join(f"{cell} AS {name}" for name, cell in cells.items())
    con.execute(f"CREATE OR REPLACE TEMP VIEW {_CELLS} AS SELECT rowid AS place, {listed} FROM plain")
    return names


def _below(con: DuckDBPyConnection, source: int, match: Match, names: list[str]) -> Plain:
    # a cell that begins with a printable character is not blank: told without cleaning it
    filled = " OR ".join(f"{name} BETWEEN '!' AND '~'" for name in names)
    filled += "".join(f" OR cleaned({name}) IS NOT NULL" for name in names)
    picked = "".join(f", h{place} AS c{index}" for index, place in enumerate(match.places))
    blank = _count(con, f"NOT coalesce({filled}, false)")
    where = f" WHERE {filled}" if blank else ""
    row = f"CAST(place + {match.header_row + 1} AS INTEGER)"
    rows = f"(SELECT {source} AS src, {row} AS row{picked} FROM {_CELLS}{where})"
    return Plain(rows, _count(con, "true") - blank)


def _count(con: DuckDBPyConnection, where: str) -> int:
    counted = con.execute(f"SELECT count(*) FROM {_CELLS} WHERE {where}").fetchone()
    return int(counted[0]) if counted else 0


def _any(con: DuckDBPyConnection, where: str) -> bool:
    return con.execute(f"SELECT 1 FROM plain WHERE {where} LIMIT 1").fetchone() is not None
