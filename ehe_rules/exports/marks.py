"""Attendance: one row for each session mark, and the national codes with the days on which they hold."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from ehe_rules.exports.coded import MARKS
from ehe_rules.exports.row_problems import RowProblems
from ehe_rules.problems import insert_rows
from ehe_rules.yaml_text import Loader

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_MACROS = (
    """CREATE MACRO session_of(cell) AS CASE
        WHEN upper(cell) IN ('AM', 'A', 'MORNING') THEN 'AM'
        WHEN upper(cell) IN ('PM', 'P', 'AFTERNOON') THEN 'PM' END""",
    # "I - Illness" begins with its code; a lone "-" is a mark (none made)
    r"CREATE MACRO code_of(cell) AS upper(regexp_replace(cell, '^(\S{1,2})\s+-\s+.+$', '\1'))",
)

# What a mark that can be used says, each different pupil, day and mark once.
_NAMED = """
CREATE TABLE named_who AS
SELECT c.who, c.school, {pupil} AS pupil, c.file, c.sheet FROM cells_who c {joins}
WHERE c.school IS NOT NULL AND coalesce(c.upn, c.admission_no) IS NOT NULL;
CREATE TABLE named_day AS SELECT day, date FROM cells_day WHERE date IS NOT NULL;
CREATE TABLE named_said AS
SELECT said, session_of(session) AS session, code_of(code) AS code, comment FROM cells_said
WHERE session_of(session) IS NOT NULL AND code IS NOT NULL;
"""

# A column of few different texts: kept as numbers, compared, sorted and shown as the texts.
_AS_ENUM = """
CREATE TYPE mark_{column} AS ENUM (SELECT DISTINCT coalesce({column}, '') AS text FROM {table} UNION SELECT '' ORDER BY text);
ALTER TABLE {table} ALTER {column} TYPE mark_{column};
"""
_TEXTS = {"named_who": ("school", "pupil", "file", "sheet"), "named_said": ("session", "code", "comment")}

_ATTENDANCE = f"""
CREATE TABLE attendance AS
SELECT w.school, w.pupil, d.date, s.session, s.code, s.comment, w.file, w.sheet, m.row FROM {MARKS.format("named")}
"""

_UNKNOWN_CODE = """
WITH met AS (SELECT DISTINCT code, date FROM attendance),
unknown AS (
    FROM met a WHERE NOT EXISTS (FROM codes c WHERE c.code = a.code AND a.date BETWEEN coalesce(c.valid_from, DATE '1900-01-01')
        AND coalesce(c.valid_to, DATE '2100-12-31')))
SELECT file, sheet, min(row), 'code', a.code,
    CASE WHEN bool_or(a.code IN (SELECT code FROM codes)) THEN 'This code was not in use on the day of the mark'
         ELSE 'This is not one of the national attendance codes' END
    || CASE WHEN count(*) = 1 THEN '. The mark was' ELSE ' (' || count(*) || ' marks; this is the first). The marks were' END || ' kept, in no class.'
FROM attendance a SEMI JOIN unknown USING (code, date)
GROUP BY file, sheet, a.code
"""


def codes_file() -> Path:
    """Give the file of the national codes (in the wheel beside the modules, else beside the package)."""
    inside = Path(__file__).resolve().parents[1] / "rulesets"
    return (inside if inside.is_dir() else inside.parents[1] / "rulesets") / "attendance-codes.yaml"


@cache
def read_codes() -> tuple[tuple[str, str, str | None, str | None], ...]:
    """Give the codes: code, class, first day, last day (ISO; None = open)."""
    listed = yaml.load(codes_file().read_text(encoding="utf-8"), Loader)["codes"]  # noqa: S506 - makes text only
    return tuple(sorted((c["code"], c["class"], c.get("from"), c.get("to")) for c in listed))


def make_codes(con: DuckDBPyConnection) -> None:
    """Make the table `codes`: code, class, valid_from, valid_to (NULL = open)."""
    con.execute("CREATE TABLE codes (code VARCHAR, class VARCHAR, valid_from DATE, valid_to DATE)")
    insert_rows(con, "codes", read_codes())


def make_attendance(con: DuckDBPyConnection, log: ProblemLog, pupil: str, joins: str) -> None:
    """Make the table `attendance`, and list marks that were left out or have no class.

    Its texts are of ENUM types (a mark takes some twenty bytes), sorted as texts are; its rows are in no order to rely on.
    `pupil` and `joins` are the SQL that gives a row's pupil (see identity.py).
    """
    for macro in _MACROS:
        con.execute(macro)
    con.execute(_NAMED.format(pupil=pupil, joins=joins))
    for table, columns in _TEXTS.items():
        for column in columns:
            con.execute(_AS_ENUM.format(table=table, column=column))
    con.execute(_ATTENDANCE)
    with RowProblems(con, log, "attendance") as problems:
        problems.list(
            "error",
            "upn IS NULL AND admission_no IS NULL",
            "upn",
            "'This mark has neither a UPN nor an admission number: it was left out.'",
            "Fill in the UPN.",
        )
        problems.list(
            "error",
            "session IS NOT NULL AND session_of(session) IS NULL",
            "session",
            "'This session is neither AM nor PM: the mark was left out.'",
            "Write AM or PM.",
            "session",
        )
        problems.list(
            "note",
            "code IS NULL",
            "code",
            "'This row has no mark: it was left out.'",
            "Nothing, if the register was not taken.",
        )
    log.add_rows(
        "warning",
        _UNKNOWN_CODE,
        "Correct the marks in the register, or map the code in a profile.",
        of_many=True,
    )
