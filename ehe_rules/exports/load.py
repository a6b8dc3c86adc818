"""From exports to tables: files, or tables handed over, into one connection."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.errors import ExportsError
from ehe_rules.exports import letters
from ehe_rules.exports.ahead import scanned
from ehe_rules.exports.check_words import check_letters, check_patterns, check_profile
from ehe_rules.exports.find import find_files
from ehe_rules.exports.finish import nothing_recognised
from ehe_rules.exports.frames import stage_frames
from ehe_rules.exports.intake import Intake
from ehe_rules.exports.normalise import normalise
from ehe_rules.exports.own import without_reports
from ehe_rules.exports.profile import load_profiles
from ehe_rules.problems import ProblemLog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from duckdb import DuckDBPyConnection

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
    with closing(scanned(without_reports(found, log))) as files:
        for file, scan in files:
            intake.take_file(file, scan)
    intake.sheets.finish()
    if not intake.sheets.used:
        raise ExportsError(nothing_recognised(con))
    for name, given in (*listed, *intake.letters):
        check_letters(name, given, words)
    letters.know_letters(con, [letter for _, given in (*listed, *intake.letters) for letter in given])
    normalise(con, log, words, intake.sheets.taken, empty_counts=False)
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
    normalise(con, log, words, intake.sheets.taken, empty_counts=True)
    return Tables(con)


def _connect() -> DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - heavy; only where exports are read

    # spilled to the system's folder for such things, never to the folder the user happens to stand in
    spill = str(Path(tempfile.gettempdir()) / "ehe-rules-spill")
    # memory that is given back beside the work need not be given back by it: some of the time, for a little more memory
    return duckdb.connect(
        ":memory:", config={"temp_directory": spill, "allocator_background_threads": "true"}
    )
