"""The baseline: DuckDB reads the same text files into typed tables and does nothing else with them.

Its reader is told all there is to know: separator, encoding, form of the dates, every column's type. For comparison it also reads
them told no more than each file's encoding, as the tool has to find out the rest (and the encoding) by itself. (The workbooks,
a hundredth of the bytes, it cannot read.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.trust import SCHOOLS
from ehe_rules.example.style import PLAIN
from ehe_rules.example.trust import schools_of
from ehe_rules.exports.schema import NATIVE

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from ehe_rules.example.style import Style

ENCODINGS = {"utf-8-sig": "utf-8", "cp1252": "latin-1"}
"""As DuckDB calls them."""


def read_all(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Read every text file, those alike together; give the number of rows of each table."""
    styles = _styles()
    alike: dict[tuple[str, str, Style], list[Path]] = {}
    for path in sorted(folder.glob("*/*.csv")):
        style = styles.get(path.parent.name, PLAIN)
        with path.open(encoding=style.encoding) as file:
            alike.setdefault((path.stem.removeprefix("trust-"), file.readline().strip(), style), []).append(
                path
            )
    tables = sorted({table for table, _, _ in alike})
    for table in tables:
        listed = ", ".join(f'"{column}" {_type(table, column)}' for column in NATIVE[table])
        con.execute(f"CREATE TABLE {table} ({listed})")
    for (table, header, style), files in alike.items():
        _read(con, table, header.split(style.delimiter), style, files)
    return {table: int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]) for table in tables}


def read_untold(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Read every text file into a table of its own, of columns and types that DuckDB finds out; give the number of rows."""
    styles, rows = _styles(), 0
    for number, path in enumerate(sorted(folder.glob("*/*.csv"))):
        encoding = _encoding(styles.get(path.parent.name, PLAIN))
        con.execute(
            f"CREATE TABLE found_{number} AS FROM read_csv('{path}', encoding = '{encoding}', header = true)"
        )
        rows += int(con.execute(f"SELECT count(*) FROM found_{number}").fetchall()[0][0])
    return {"rows": rows}


def _styles() -> dict[str, Style]:
    return {school.urn: school.style for school in schools_of(SCHOOLS)}


def _encoding(style: Style) -> str:
    return ENCODINGS.get(style.encoding, style.encoding)


def _type(table: str, column: str) -> str:
    return {"date": "DATE", "integer": "INTEGER"}.get(NATIVE[table].get(column, "text"), "VARCHAR")


def _read(
    con: duckdb.DuckDBPyConnection, table: str, columns: list[str], style: Style, files: list[Path]
) -> None:
    typed = ", ".join(f"'{column}': '{_type(table, column)}'" for column in columns)
    con.execute(
        f"INSERT INTO {table} BY NAME FROM read_csv({[str(file) for file in files]}, auto_detect = false, header = true, "
        f"delim = '{style.delimiter}', quote = '\"', escape = '\"', encoding = '{_encoding(style)}', "
        f"dateformat = '{'%d/%m/%Y' if style.day_first else '%Y-%m-%d'}', "
        # a few cells of the roll and the events are spoilt on purpose
        f"ignore_errors = {table != 'attendance'}, columns = {{{typed}}})"
    )
