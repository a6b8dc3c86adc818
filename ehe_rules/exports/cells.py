"""Types every cell: dates, yes/no, numbers, schools. What cannot be read is listed and counted as not known.

`cells_<table>` has src, file, sheet, row and the native columns, typed; `raw_<column>` keeps the text of every
column whose type is not plain text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.coded import MARKS, PARTS
from ehe_rules.exports.schema import MUST_HAVE, NATIVE, columns_of, literal, quoted, staged_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.schema import Kind
    from ehe_rules.problems import ProblemLog, Severity

_TYPED: dict[Kind, str] = {
    "date": "date_of({0})",
    "yes_no": "yes_no({0})",
    "known": "known({0})",
    "integer": "whole({0})",
    "school": "k.school",
    "words": "{0}",
}

DATES_TODO = "Write dates as 2026-01-31 or 31/01/2026, with the year in full."


def type_cells(con: DuckDBPyConnection) -> None:
    """Make `cells_<table>` for every native table."""
    for table in NATIVE:
        if table == "attendance":
            _type_marks(con)
            continue
        columns = staged_columns(table)
        con.execute(
            f"CREATE TEMP TABLE cells_{table} AS SELECT s.src, o.file, o.sheet, s.row, {_all_typed(table, columns)} "
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
            f"CREATE TEMP TABLE cells_{part} AS SELECT s.{part}{place}, {_all_typed('attendance', listed)} "
            f"FROM mark_{part} s {source} {_names(listed)}"
        )
    con.execute(
        "CREATE TEMP VIEW cells_attendance AS SELECT w.src, w.file, w.sheet, m.row, w.* EXCLUDE (who, src, file, sheet), "
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
    return f"{typed} AS {name}, s.{name} AS raw_{column}"


class RowProblems:
    """Lists rows of one `cells_` table; for marks, which are many, one line for each file and value."""

    def __init__(self, log: ProblemLog, table: str) -> None:
        """Take the table whose rows are judged."""
        self._log = log
        self._any = log.has_rows(f"cells_{table}")
        self.table = table

    def list(  # noqa: PLR0913, PLR0917 - the parts of a problem
        self, severity: Severity, where: str, column: str, message: str, todo: str, value: str = "''"
    ) -> None:
        """List the rows that satisfy `where`; `message` and `value` are SQL expressions over the row."""
        if not self._any:
            return
        col = literal(column)
        found = f"FROM cells_{self.table} WHERE {where}"
        if self.table == "attendance":
            select = (
                f"SELECT file, sheet, min(row), {col}, value, message || CASE WHEN count(*) > 1 "
                "THEN ' (' || count(*) || ' rows like this; this is the first.)' ELSE '' END "
                f"FROM (SELECT file, sheet, row, {value} AS value, {message} AS message {found}) "
                "GROUP BY file, sheet, value, message"
            )
        else:
            select = f"SELECT file, sheet, row, {col}, {value}, {message} {found}"
        self._log.add_rows(severity, select, todo, of_many=self.table == "attendance")


def list_bad_cells(log: ProblemLog, filled: set[str]) -> None:
    """List cells that are not what their column holds, and rows without what a row must have."""
    for table in NATIVE:
        if table in filled:
            problems = RowProblems(log, table)
            _bad_dates(problems)
            _bad_words(problems)
            _bad_schools(problems)
            _blank(problems)


def plain_name(column: str) -> str:
    """Give a column's name as a person says it."""
    return column.replace("_", " ")


def _ending(table: str, column: str) -> str:
    return "this row was left out." if column in MUST_HAVE[table] else "it counts as not known."


def _bad_dates(problems: RowProblems) -> None:
    for column in columns_of(problems.table, "date"):
        raw, plain, ending = f"raw_{column}", plain_name(column), _ending(problems.table, column)
        message = (
            f"CASE WHEN is_short_year({raw}) THEN {literal(f'The year of this {plain} has two digits: {ending}')} "
            f"ELSE {literal(f'This {plain} is not a date that exists, day first or ISO: {ending}')} END"
        )
        problems.list(
            "error", f"{raw} IS NOT NULL AND {quoted(column)} IS NULL", column, message, DATES_TODO, raw
        )


def _bad_words(problems: RowProblems) -> None:
    said: dict[Kind, tuple[str, str]] = {
        "yes_no": ("is neither yes nor no", "Write yes or no, or leave it blank."),
        "known": ("is not yes, no or unknown", "Write yes, no or unknown, or leave it blank."),
        "integer": ("is not a whole number", "Write the number in digits."),
    }
    for kind, (what, todo) in said.items():
        for column in columns_of(problems.table, kind):
            where = f"raw_{column} IS NOT NULL AND {quoted(column)} IS NULL"
            ending = _ending(problems.table, column)
            severity: Severity = "error" if column in MUST_HAVE[problems.table] else "warning"
            problems.list(
                severity,
                where,
                column,
                literal(f"This {plain_name(column)} {what}: {ending}"),
                todo,
                f"raw_{column}",
            )


def _bad_schools(problems: RowProblems) -> None:
    if not columns_of(problems.table, "school"):
        return
    why = (
        "CASE WHEN (SELECT is_ambiguous FROM school_cells WHERE cell = raw_school) "
        "THEN 'More than one school has this name: this row was left out.' "
        "ELSE 'This is neither the URN nor the name of a school in the schools table: this row was left out.' END"
    )
    todo = "Give the school's URN, or add the school to the schools table."
    problems.list("error", "raw_school IS NOT NULL AND school IS NULL", "school", why, todo, "raw_school")


def _blank(problems: RowProblems) -> None:
    for column in MUST_HAVE[problems.table]:
        raw = quoted(column) if NATIVE[problems.table][column] == "text" else f"raw_{column}"
        message = literal(f"No {plain_name(column)} is given: this row was left out.")
        problems.list("error", f"{raw} IS NULL", column, message, f"Fill in the {plain_name(column)}.")
