"""Writes down what each file and sheet was taken for, column by column, and what was wrong with it as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from ehe_rules.exports.schema import NATIVE
from ehe_rules.exports.unread import unread
from ehe_rules.problems import Problem, insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Oddity
    from ehe_rules.exports.match import Match
    from ehe_rules.problems import ProblemLog, Severity

_CREATE = """
CREATE TABLE sources (
    src INTEGER, file VARCHAR, sheet VARCHAR, header_row INTEGER, taken_for VARCHAR, system VARCHAR, rows BIGINT,
    sha256 VARCHAR, note VARCHAR, leaving_next BOOLEAN, carries VARCHAR[], says_when BOOLEAN, author_did BOOLEAN,
    names_school BOOLEAN, folder VARCHAR, titles VARCHAR[], part_of INTEGER
);
CREATE TABLE headings (
    src INTEGER, file VARCHAR, sheet VARCHAR, "position" INTEGER, heading VARCHAR, column_name VARCHAR
);
CREATE TABLE source_columns (src INTEGER, table_name VARCHAR, column_name VARCHAR);
"""


@dataclass(frozen=True)
class Part:
    """One sheet of one file (sheet '' for anything but a workbook); `folder` is the one that the file lies in."""

    file: str
    sheet: str
    sha256: str
    folder: str = ""


class Ledger:
    """The tables `sources`, `headings` and `source_columns`. Every sheet has a number, in the order of `next`."""

    def __init__(self, con: DuckDBPyConnection, log: ProblemLog) -> None:
        """Create the tables, empty."""
        self._con = con
        self._log = log
        self._numbers = count()
        self._lines: dict[str, list[list[object]]] = {"sources": [], "headings": [], "source_columns": []}
        con.execute(_CREATE)

    def next(self) -> int:
        """Give the number of the sheet that comes next."""
        return next(self._numbers)

    def enter(  # noqa: PLR0913 - what there is to say of a sheet
        self,
        number: int,
        part: Part,
        taken_for: str,
        match: Match | None = None,
        *,
        rows: int = 0,
        note: str = "",
        system: str = "",
        titles: Sequence[str] = (),
        part_of: int | None = None,
    ) -> None:
        """Enter a sheet: what it was taken for, by which profile, and the cells above its headings.

        `part_of` is the number of the sheet whose rows these are too: its actions (flat.py).
        """
        table = match.table if match else None
        line = [
            number,
            part.file,
            part.sheet,
            match.header_row if match else 0,
            taken_for,
            match.profile.profile if match else system,
            rows,
            part.sha256,
            note,
            table is not None and table.leaving_date == "last day on roll",
            match.carries if match else None,
            table is None or table.times_on_roll,
            table is not None and table.author_is == "the doer",
            match is None or match.names_school,
            part.folder,
            list(titles),
            part_of,
        ]
        self._lines["sources"].append(line)

    def enter_headings(self, number: int, part: Part, match: Match, actions: Match | None = None) -> None:
        """Enter the headings of a sheet, and say which of them were not read; `actions` are its actions' columns."""
        read_as: dict[int, list[str]] = {}
        for column, place in match.columns.items():
            read_as.setdefault(place, []).append(column)
        for column, place in actions.columns.items() if actions else ():
            read_as.setdefault(place, [f"{column} of the action"])
        lines = [
            [number, part.file, part.sheet, place + 1, heading, ", ".join(read_as.get(place, []))]
            for place, heading in enumerate(match.headings)
            if heading
        ]
        self._lines["headings"] += lines
        given = {**match.columns, **match.table.constants}
        native = ("", *(column for column in given if column in NATIVE[match.table.table]))
        columns = [[number, match.table.table, column] for column in native]
        if match.table.events_in:
            columns += [[number, "events", column] for column in ("", "event", "date")]
        self._lines["source_columns"] += columns
        self._say_repeated(part, match)
        self._log.extend(unread(part, match, {match.headings[place] for place in read_as}))

    def finish(self) -> None:
        """Write down what was entered: all at once, for each statement takes its time."""
        for table, lines in self._lines.items():
            insert_rows(self._con, table, lines)
            lines.clear()

    def say(self, severity: Severity, part: Part, odd: Oddity) -> None:
        """Enter a problem of a file or sheet."""
        self._log.add(Problem(severity, part.file, part.sheet, odd.row, "", odd.value, odd.message, odd.todo))

    def say_all(self, part: Part, oddities: Sequence[Oddity]) -> None:
        """Enter what reading came across: errors, for cells may have been lost."""
        for odd in oddities:
            self.say("error", part, odd)

    def _say_repeated(self, part: Part, match: Match) -> None:
        for heading in match.repeated():
            message = f"The heading {heading!r} stands there more than once: the first was read."
            todo = "Keep one of the columns, or rename the other."
            self._log.add(
                Problem("error", part.file, part.sheet, match.header_row, heading, heading, message, todo)
            )
