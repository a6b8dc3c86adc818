"""From exports to tables: the whole step, in its order."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.errors import ExportsError
from ehe_rules.exports import (
    cells,
    checks,
    dated,
    entries,
    footers,
    identity,
    kept,
    letters,
    lists,
    mapping,
    marks,
    month_first,
    renumbered,
    roll,
    schools,
    serials,
    several,
    supply,
    twice,
    values,
    versions,
    whose,
)
from ehe_rules.exports.ahead import scanned
from ehe_rules.exports.bad_cells import list_bad_cells
from ehe_rules.exports.check_words import check_letters, check_patterns, check_profile
from ehe_rules.exports.find import find_files
from ehe_rules.exports.finish import finish, nothing_recognised
from ehe_rules.exports.frames import stage_frames
from ehe_rules.exports.intake import Intake
from ehe_rules.exports.own import without_reports
from ehe_rules.exports.profile import load_profiles
from ehe_rules.exports.schema import NATIVE
from ehe_rules.exports.vocabulary import know_words
from ehe_rules.problems import ProblemLog
from ehe_rules.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.match import Match
    from ehe_rules.exports.words import Words


@dataclass(frozen=True)
class Tables:
    """What was read: the tables of `KEPT` in one in-memory DuckDB connection, and the paths as given."""

    con: DuckDBPyConnection
    files: tuple[Path, ...] = ()


def load(
    paths: Sequence[Path], words: Words, profiles: Sequence[Path] = (), templates: Sequence[Path] = ()
) -> Tables:
    """Read files and folders into tables. `profiles` are a trust's own profile files, `templates` its lists of letters.

    Raises ExportsError when a path does not exist or nothing at all is recognised, ProfileError when a profile or a
    list of templates cannot be used; whatever else is wrong is in the table `problems`.
    """
    known = load_profiles(profiles)
    own = [profile for profile in known if not profile.is_built_in]
    for profile in own:
        check_profile(profile, words)
    listed = [(str(path), letters.read_letters_at(path)) for path in templates]
    found = find_files(paths)
    con = _connect()
    log = ProblemLog(con)
    for profile in own:
        check_patterns(con, profile)
    intake = Intake(con, log, known)
    for file, scan in scanned(without_reports(found, log)):
        intake.take_file(file, scan)
    intake.sheets.finish()
    if not intake.sheets.used:
        raise ExportsError(nothing_recognised(con))
    for name, given in (*listed, *intake.letters):
        check_letters(name, given, words)
    letters.know_letters(con, [letter for _, given in (*listed, *intake.letters) for letter in given])
    _normalise(con, log, words, intake.sheets.taken, empty_counts=False)
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
    intake.sheets.finish()
    letters.know_letters(con, [])
    _normalise(con, log, words, intake.sheets.taken, empty_counts=True)
    return Tables(con)


def _connect() -> DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - heavy; only where exports are read

    # spilled to the system's folder for such things, never to the folder the user happens to stand in
    spill = str(Path(tempfile.gettempdir()) / "ehe-rules-spill")
    # memory that is given back beside the work need not be given back by it: some of the time, for a little more memory
    return duckdb.connect(
        ":memory:", config={"temp_directory": spill, "allocator_background_threads": "true"}
    )


def _normalise(
    con: DuckDBPyConnection,
    log: ProblemLog,
    words: Words,
    taken: Sequence[tuple[int, Match]],
    *,
    empty_counts: bool,
) -> None:
    know_words(con, words)
    values.create_macros(con)
    footers.drop_footers(con, log, taken)
    kept.list_unsure(log)
    several.split_pupils(con)
    whose.give_schools(con, log)
    schools.resolve_schools(con)
    versions.know_exported(con)
    month_first.find_month_first(con, log, taken)
    twice.merge_logs(con, log)
    mapping.map_entries(con, log, taken, words)
    dated.take_dated(con, log)
    twice.merge_events(con, log)
    several.list_not_matched(log)
    filled = {
        row[0]
        for row in con.execute(
            "SELECT taken_for FROM sources WHERE rows > 0 UNION SELECT 'events' FROM stage_events"
        ).fetchall()
        if row[0] in NATIVE
    }
    cells.type_cells(con)
    month_first.forget_month_first(con)
    _side_by_side(
        con,
        roll.make_roll,
        lambda cursor, beside: list_bad_cells(cursor, beside, filled),
        lambda _, beside: serials.list_serials(beside, filled),
        lambda _, beside: versions.list_no_files(beside),
        schools.make_schools,
        lambda cursor, beside: lists.make_lists(cursor, beside, filled),
    )
    identity.make_keys(con, log)
    renumbered.know_former(con)
    marks.make_codes(con)
    _side_by_side(
        con,
        lambda cursor, beside: entries.make_events(cursor, beside, identity.PUPIL, identity.JOINS),
        lambda cursor, beside: marks.make_attendance(cursor, beside, identity.PUPIL, identity.JOINS),
        lambda _, beside: identity.list_bad_upns(beside, filled),
        lambda _, beside: renumbered.list_renumbered(beside, filled, identity.JOINS),
    )
    _side_by_side(
        con,
        lambda cursor, beside: checks.list_oddities(cursor, beside, filled),
        lambda cursor, beside: supply.make_supply(cursor, beside, empty_counts=empty_counts),
        lambda _, beside: identity.list_strangers(beside),
    )
    finish(con, log)


def _side_by_side(
    con: DuckDBPyConnection, *steps: Callable[[DuckDBPyConnection, ProblemLog], object]
) -> None:
    """Take steps none of which needs what another makes; those that take longest come first."""
    side_by_side(con, lambda cursor, step: step(cursor, ProblemLog(cursor, is_there=True)), steps)
