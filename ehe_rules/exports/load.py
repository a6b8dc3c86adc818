"""From exports to tables: the whole step, in its order."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.errors import ExportsError
from ehe_rules.exports import cells, checks, entries, identity, lists, marks, roll, schools, supply, values
from ehe_rules.exports.find import find_files
from ehe_rules.exports.frames import stage_frames
from ehe_rules.exports.intake import NOT_RECOGNISED, Intake
from ehe_rules.exports.profile import load_profiles
from ehe_rules.exports.vocabulary import know_words
from ehe_rules.problems import ProblemLog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.words import Words

KEPT = (
    "schools",
    "exports",
    "calendar",
    "closures",
    "roll",
    "attendance",
    "codes",
    "events",
    "staff",
    "register",
    "la_children",
    "supplied",
    "carries",
    "problems",
    "files",
    "headings",
)
"""The tables that this step leaves; all else it made is dropped."""


@dataclass(frozen=True)
class Tables:
    """What was read: the tables of `KEPT` in one in-memory DuckDB connection, and the paths as given."""

    con: DuckDBPyConnection
    files: tuple[Path, ...] = ()


def load(paths: Sequence[Path], words: Words, profiles: Sequence[Path] = ()) -> Tables:
    """Read files and folders into tables. `profiles` are a trust's own profile files.

    Raises ExportsError when a path does not exist or nothing at all is recognised; whatever else is wrong
    is in the table `problems`.
    """
    known = load_profiles(profiles)
    found = find_files(paths)
    con = _connect()
    log = ProblemLog(con)
    intake = Intake(con, log, known)
    for file in found:
        intake.take_file(file)
    if not intake.recognised:
        raise ExportsError(_nothing_recognised(con))
    _normalise(con, log, words, empty_counts=False)
    return Tables(con, tuple(paths))


def from_frames(frames: Mapping[str, pd.DataFrame | list[dict[str, str]]], words: Words) -> Tables:
    """Read native tables handed over by name, their cells as text ('' = blank); row = place + 2, file = the name.

    A table given with no rows counts as supplied for every school named anywhere, unless `exports` says
    otherwise. Raises ExportsError for a table that there is not, or that lacks a required column.
    """
    con = _connect()
    log = ProblemLog(con)
    intake = Intake(con, log, load_profiles())
    stage_frames(intake, frames)
    _normalise(con, log, words, empty_counts=True)
    return Tables(con)


def _connect() -> DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - heavy; only where exports are read

    # spilled to the system's folder for such things, never to the folder the user happens to stand in
    spill = str(Path(tempfile.gettempdir()) / "ehe-rules-spill")
    return duckdb.connect(":memory:", config={"temp_directory": spill})


def _normalise(con: DuckDBPyConnection, log: ProblemLog, words: Words, *, empty_counts: bool) -> None:
    filled = {
        row[0] for row in con.execute("SELECT DISTINCT taken_for FROM sources WHERE rows > 0").fetchall()
    }
    know_words(con, words)
    values.create_macros(con)
    schools.resolve_schools(con)
    cells.type_cells(con)
    cells.list_bad_cells(log, filled)
    schools.make_schools(con, log)
    lists.make_lists(con, log, filled)
    roll.make_roll(con, log)
    identity.make_keys(con, log)
    identity.list_bad_upns(log, filled)
    marks.make_codes(con)
    marks.make_attendance(con, log, identity.PUPIL, identity.JOINS)
    entries.make_events(con, log, identity.PUPIL, identity.JOINS)
    identity.list_strangers(log)
    checks.list_oddities(log, filled)
    supply.make_supply(con, empty_counts=empty_counts)
    _finish(con, log)


def _finish(con: DuckDBPyConnection, log: ProblemLog) -> None:
    log.finish()
    con.execute(
        "CREATE TABLE files AS SELECT file, sheet, header_row, taken_for, system, rows, sha256, note "
        "FROM sources ORDER BY file, sheet, src"
    )
    con.execute(
        "CREATE OR REPLACE TABLE headings AS SELECT * EXCLUDE src FROM headings ORDER BY file, sheet, position, heading"
    )
    made = con.execute("SELECT table_name, temporary FROM duckdb_tables() ORDER BY ALL").fetchall()
    for name, _ in made:
        if name not in KEPT:
            con.execute(f"DROP TABLE {name}")
    for (macro,) in con.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'macro' AND NOT internal ORDER BY 1"
    ).fetchall():
        con.execute(f"DROP MACRO {macro}")


def _nothing_recognised(con: DuckDBPyConnection) -> str:
    listed = con.execute("SELECT file, sheet, taken_for, note FROM sources ORDER BY file, sheet").fetchall()
    lines = [
        f"  {file}{f' [{sheet}]' if sheet else ''}: {note if taken_for == NOT_RECOGNISED else taken_for}"
        for file, sheet, taken_for, note in listed
    ]
    return "\n".join(
        [
            f"None of the {len(lines)} files or sheets given is an export that is known:",
            *lines,
            "Give exports with the headings of the tables (docs), or a profile for your system with --profile FILE.",
        ]
    )
