"""Cells that are not what their column holds, and rows without what a row must have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.cells import ENTRY, LEAVING
from ehe_rules.exports.month_first import not_read
from ehe_rules.exports.row_problems import RowProblems
from ehe_rules.exports.schema import MUST_HAVE, NATIVE, columns_of, literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.schema import Kind
    from ehe_rules.problems import ProblemLog, Severity

DAY_NOT_KNOWN = "the day counts as not known, and what hangs on it cannot be told."
DATES_TODO = "Write dates as 2026-01-31 or 31/01/2026, with the year in full."


def list_bad_cells(con: DuckDBPyConnection, log: ProblemLog, filled: set[str]) -> None:
    """List cells that are not what their column holds, and rows without what a row must have."""
    for table in NATIVE:
        if table in filled:
            with RowProblems(con, log, table) as problems:
                _bad_dates(con, problems)
                _bad_words(problems)
                _bad_schools(problems)
                _blank(problems)


def plain_name(column: str) -> str:
    """Give a column's name as a person says it."""
    return column.replace("_", " ")


def _ending(table: str, column: str) -> str:
    if (table, column) == LEAVING:
        return "the pupil counts neither as on roll nor as a leaver until it can be read."
    if (table, column) == ENTRY:
        return DAY_NOT_KNOWN
    return "this row was left out." if column in MUST_HAVE[table] else "it counts as not known."


def _bad_dates(con: DuckDBPyConnection, problems: RowProblems) -> None:
    for column in columns_of(problems.table, "date"):
        raw, plain, ending = f"raw_{column}", plain_name(column), _ending(problems.table, column)
        message = (
            f"CASE WHEN is_short_year({raw}) THEN {literal(f'The year of this {plain} has two digits: {ending}')} "
            f"ELSE {literal(f'This {plain} is not a date that exists, day first or ISO: {ending}')} END"
        )
        unread = f"{raw} IS NOT NULL AND {quoted(column)} IS NULL"
        listed = not_read(con, problems.table, column)
        if (problems.table, column) == ENTRY:
            listed += " OR src IN (SELECT src FROM dated_cells)"  # under the event's own heading (dated.py)
        problems.list("error", unread, column, message, DATES_TODO, raw, unless=listed)


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
        if (problems.table, column) == ENTRY:
            of_pupil = literal(f"No {plain_name(column)} is given: {DAY_NOT_KNOWN}")
            message = f"CASE WHEN coalesce(upn, admission_no) IS NOT NULL THEN {of_pupil} ELSE {message} END"
        problems.list("error", f"{raw} IS NULL", column, message, f"Fill in the {plain_name(column)}.")
