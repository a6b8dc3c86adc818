"""Types every cell: dates, yes/no, numbers, schools (what cannot be read: bad_cells.py).

`cells_<table>` has src, file, sheet, row and the native columns, typed; `raw_<column>` keeps the text of every
column whose type is not plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.coded import MARKS, PARTS
from ehe_rules.exports.schema import NATIVE, quoted, staged_columns
from ehe_rules.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.schema import Kind

LEAVING = ("pupils", "leaving_date")
"""A date of which an unreadable one must not look like none: who has it may have left."""

ENTRY = ("events", "date")
"""A date of which an unreadable one must not look like none: the thing may have been done."""

_TYPED: dict[Kind, str] = {
    "date": "date_of({0})",
    "yes_no": "yes_no({0})",
    "known": "known({0})",
    "integer": "whole({0})",
    "school": "k.school",
    "words": "{0}",
}


def type_cells(con: DuckDBPyConnection) -> None:
    """Make `cells_<table>` for every native table."""
    side_by_side(con, _type, NATIVE)


def _type(con: DuckDBPyConnection, table: str) -> None:
    if table == "attendance":
        _type_marks(con)
        return
    columns = staged_columns(table)
    con.execute(
        f"CREATE TABLE cells_{table} AS SELECT s.src, o.file, o.sheet, s.row, {_all_typed(table, columns)} "
        f"FROM stage_{table} s JOIN sources o ON s.src = o.src {_names(columns)}"
    )


def _type_marks(con: DuckDBPyConnection) -> None:
    """Type each different pupil, day and mark once; `cells_attendance` is a view of the rows with them."""
    columns = {part: [c for c in of_part if c in NATIVE["attendance"]] for part, of_part in PARTS.items()}
    for part, listed in columns.items():
        place, source = (
            (", s.src, o.file, o.sheet", "JOIN sources o ON s.src = o.src") if part == "who" else ("", "")
        )
        con.execute(
            f"CREATE TABLE cells_{part} AS SELECT s.{part}{place}, {_all_typed('attendance', listed)} "
            f"FROM mark_{part} s {source} {_names(listed)}"
        )
    con.execute(
        "CREATE VIEW cells_attendance AS SELECT w.src, w.file, w.sheet, m.row, w.* EXCLUDE (who, src, file, sheet), "
        f"d.* EXCLUDE (day), s.* EXCLUDE (said) FROM {MARKS.format('cells')}"
    )


def _all_typed(table: str, columns: Iterable[str]) -> str:
    kinds = staged_columns(table)
    return ", ".join(_typed(table, column, kinds[column]) for column in columns)


def _names(columns: Iterable[str]) -> str:
    return "LEFT JOIN school_cells k ON s.school = k.cell" if "school" in columns else ""


def _typed(table: str, column: str, kind: Kind) -> str:
    name = quoted(column)
    if column == "upn":
        return f"upn_of(s.{name}) AS {name}"
    if column == "admission_no":
        return f"admission_of(s.{name}) AS {name}"
    if kind == "text":
        return f"s.{name}"
    typed = _TYPED[kind].format(f"s.{name}")
    if table == "la_children" and kind == "school":
        # an authority's register names schools of every kind: a name that is none of ours stands
        typed = f"coalesce({typed}, s.{name})"
    raw = (
        f"CASE WHEN NOT is_no_day(s.{name}) THEN s.{name} END" if (table, column) == LEAVING else f"s.{name}"
    )
    return f"{typed} AS {name}, {raw} AS raw_{column}"
