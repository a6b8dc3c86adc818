"""The small tables: exports, calendar, closures, staff, the trust's register, the authority's register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.row_problems import RowProblems
from ehe_rules.exports.schema import NATIVE, literal
from ehe_rules.exports.vocabulary import find_nearest, list_unknown, split_words
from ehe_rules.problems import insert_rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_MACROS = (
    # 2025/26, 2025-26, 2025/2026, 2025-2026
    r"""CREATE MACRO year_of(cell) AS CASE
        WHEN regexp_full_match(cell, '20\d\d\s*[-/]\s*(20)?\d\d')
            AND (cell[3:4]::INTEGER + 1) % 100 = right(cell, 2)::INTEGER
        THEN cell[1:4] || '/' || right(cell, 2) END""",
)

TABLE_NAMES = ", ".join(f"({literal(table)}, {literal(table.replace('_', ''))})" for table in NATIVE)
"""SQL: each native table's name beside the spelling by which the exports table may call it."""

# A school that is given but not known keeps its row out: blank would mean all schools.
_OURS = "(school IS NOT NULL OR raw_school IS NULL)"

_TABLES = (
    f"""CREATE TABLE exports AS
    SELECT DISTINCT t.name AS table_name, c.school, c.exported_on, c.covers_from, w.words AS carries
    FROM cells_exports c JOIN (VALUES {TABLE_NAMES}) t(name, spelling) ON t.spelling = squashed(c."table")
    LEFT JOIN export_words w ON w.cell = c.carries WHERE {_OURS} ORDER BY ALL""",
    f"""CREATE TABLE calendar AS
    SELECT DISTINCT year_of(academic_year) AS academic_year, half_term, first_day, last_day, school
    FROM cells_calendar WHERE {_OURS} AND year_of(academic_year) IS NOT NULL AND half_term BETWEEN 1 AND 6
        AND first_day <= last_day ORDER BY ALL""",
    f"""CREATE TABLE closures AS
    SELECT DISTINCT date, label, school FROM cells_closures WHERE {_OURS} AND date IS NOT NULL ORDER BY ALL""",
    f"""CREATE TABLE staff AS
    SELECT DISTINCT name, coalesce(w.words, []) AS role, school
    FROM cells_staff c LEFT JOIN staff_words w ON w.cell = c.role WHERE {_OURS} AND name IS NOT NULL ORDER BY ALL""",
    """CREATE TABLE register AS
    SELECT school, upn AS pupil, upn, off_roll_date, entered, status, file, sheet, row
    FROM cells_register WHERE school IS NOT NULL ORDER BY file, sheet, row""",
    """CREATE TABLE la_children AS
    SELECT upn AS pupil, upn, notified_on, date_of_birth, ehc_plan, school, status, file, sheet, row
    FROM cells_la_children ORDER BY file, sheet, row""",
)


def make_lists(con: DuckDBPyConnection, log: ProblemLog, filled: set[str]) -> None:
    """Make the small tables, and list rows of them that were left out or match nobody."""
    for macro in _MACROS:
        con.execute(macro)
    split_words(con, "export", "SELECT '' AS event, 'event' AS attribute, carries AS cell FROM cells_exports")
    split_words(con, "staff", "SELECT '' AS event, 'role' AS attribute, role AS cell FROM cells_staff")
    for table in _TABLES:
        con.execute(table)
    if "exports" in filled:
        list_unknown(log, "export", "cells_exports", "event", cell="carries", column="carries")
        _list_unknown_tables(con, log)
    if "staff" in filled:
        list_unknown(log, "staff", "cells_staff", "role")
    _list_calendar(con, log)
    _list_unmatched(con, log)


def _list_unknown_tables(con: DuckDBPyConnection, log: ProblemLog) -> None:
    insert_rows(con, "known_words", [["", "table", table.replace("_", ""), table] for table in NATIVE])
    unknown = con.execute(
        "SELECT DISTINCT '', 'table', squashed(\"table\") FROM cells_exports "
        "WHERE squashed(\"table\") NOT IN (SELECT spelling FROM known_words WHERE attribute = 'table') ORDER BY ALL"
    ).fetchall()
    find_nearest(con, unknown)
    select = """
    SELECT file, sheet, row, 'table', "table", 'There is no table of this name' || coalesce(' (nearest: ' || (
        SELECT word FROM nearest_words WHERE attribute = 'table' AND spelling = squashed("table")) || ')', '')
        || ': this row was left out.'
    FROM cells_exports WHERE squashed("table") NOT IN (SELECT spelling FROM known_words WHERE attribute = 'table')"""
    log.add_rows("error", select, f"Write one of {', '.join(NATIVE)}.")


def _list_calendar(con: DuckDBPyConnection, log: ProblemLog) -> None:
    with RowProblems(con, log, "calendar") as problems:
        problems.list(
            "error",
            "academic_year IS NOT NULL AND year_of(academic_year) IS NULL",
            "academic_year",
            "'This is not an academic year: this row was left out.'",
            "Write it as 2025/26.",
            "academic_year",
        )
        problems.list(
            "error",
            "half_term NOT BETWEEN 1 AND 6",
            "half_term",
            "'A half term is a number from 1 to 6: this row was left out.'",
            "Number the half terms of each academic year from 1 to 6.",
            "raw_half_term",
        )
        problems.list(
            "error",
            "first_day > last_day",
            "first_day",
            "'The half term ends before it begins: this row was left out.'",
            "Correct one of the two days.",
            "raw_first_day",
        )


def _list_unmatched(con: DuckDBPyConnection, log: ProblemLog) -> None:
    for table in ("register", "la_children"):
        with RowProblems(con, log, table) as problems:
            problems.list(
                "warning",
                "upn IS NULL",
                "upn",
                "'No UPN is given: this row can be matched with no pupil.'",
                "Add the UPN to the register.",
            )
            if table == "register":
                problems.list(
                    "warning",
                    "raw_off_roll_date IS NULL",
                    "off_roll_date",
                    "'No date off roll is given: it counts as not known.'",
                    "Fill in the date.",
                )
