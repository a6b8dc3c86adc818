"""The end of reading: what is left for the steps after it, and what to say where nothing was recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.sheets import NOT_RECOGNISED
from ehe_rules.exports.whose_problem import tell_schools

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

KEPT = (
    "schools",
    "exports",
    "calendar",
    "closures",
    "roll",
    "attendance",
    "codes",
    "events",
    "unclear_entries",
    "staff",
    "register",
    "la_children",
    "supplied",
    "always_blank",
    "carries",
    "problems",
    "files",
    "headings",
    "categories",
    "kinds_held",
    "sheet_schools",
)
"""The tables that this step leaves; all else it made is dropped."""


def finish(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Put problems, files and headings in order, and drop all that is not in `KEPT`: a log's text first of all."""
    tell_schools(con)
    log.finish()
    con.execute(
        "CREATE TABLE files AS SELECT file, sheet, header_row, taken_for, system, rows, sha256, note "
        "FROM sources WHERE part_of IS NULL ORDER BY file, sheet, src"
    )
    con.execute(
        "CREATE OR REPLACE TABLE headings AS SELECT * EXCLUDE src FROM headings ORDER BY file, sheet, position, heading"
    )
    con.execute(
        "CREATE TABLE kinds_held AS SELECT DISTINCT file, sheet, k.event FROM sources o JOIN known_events k "
        "ON o.carries IS NULL OR list_contains(o.carries, k.event) WHERE o.taken_for = 'events' OR o.carries IS NOT NULL ORDER BY ALL"
    )
    con.execute("ALTER TABLE categories DROP COLUMN src")
    for (view,) in con.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    ).fetchall():
        con.execute(f"DROP VIEW {view}")
    for (name,) in con.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall():
        if name not in KEPT:
            con.execute(f"DROP TABLE {name}")
    con.execute("DROP SEQUENCE mark_numbers")
    for (macro,) in con.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'macro' AND NOT internal ORDER BY 1"
    ).fetchall():
        con.execute(f"DROP MACRO {macro}")


def nothing_recognised(con: DuckDBPyConnection) -> str:
    """Give the message for a folder that holds no export: what each file was, and what to do."""
    listed = con.execute("SELECT file, sheet, taken_for, note FROM sources ORDER BY file, sheet").fetchall()
    lines = [
        f"  {file}{f' [{sheet}]' if sheet else ''}: {note if taken_for == NOT_RECOGNISED else taken_for}"
        for file, sheet, taken_for, note in listed
    ]
    entered = {file for file, *_ in listed}
    others = con.execute("SELECT file, message FROM problems ORDER BY file").fetchall()
    lines += [f"  {file}: {message}" for file, message in others if file not in entered]  # reports (own.py)
    return "\n".join(
        [
            "The file or sheet given is no export that is known:"
            if len(lines) == 1
            else f"None of the {len(lines)} files or sheets given is an export that is known:",
            *lines,
            "Give exports with the headings of the tables (docs), or a profile for your system with --profile FILE.",
        ]
    )
