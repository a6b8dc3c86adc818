"""Takes files one by one: what is it, which table is it, and its rows into the stage. Nothing is passed over in silence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.errors import ExportsError
from ehe_rules.exports.ctf import is_xml, read_ctf
from ehe_rules.exports.grid import Oddity, UnreadableError, head_of
from ehe_rules.exports.profile import each_table, load_profiles
from ehe_rules.exports.recognise import READ_FROM_XML, match_row, nearest_column, recognise
from ehe_rules.exports.stage import prepare, stage
from ehe_rules.exports.text import SEPARATORS, CsvGrid, decode
from ehe_rules.exports.workbook import is_old_office, is_zip, open_workbook
from ehe_rules.problems import Problem, insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.find import Found
    from ehe_rules.exports.grid import Grid, ListGrid
    from ehe_rules.exports.profile import Profile
    from ehe_rules.exports.recognise import Match
    from ehe_rules.problems import ProblemLog, Severity

NOT_RECOGNISED = "not recognised"
EMPTY = "empty"

_CREATE = """
CREATE TABLE sources (
    src INTEGER, file VARCHAR, sheet VARCHAR, header_row INTEGER, taken_for VARCHAR, system VARCHAR, rows BIGINT,
    sha256 VARCHAR, note VARCHAR, leaving_next BOOLEAN, carries VARCHAR[]
);
CREATE TABLE headings (
    src INTEGER, file VARCHAR, sheet VARCHAR, "position" INTEGER, heading VARCHAR, column_name VARCHAR
);
CREATE TABLE source_columns (src INTEGER, table_name VARCHAR, column_name VARCHAR);
CREATE TABLE transfer_schools (urn VARCHAR, name VARCHAR);
"""


@dataclass(frozen=True)
class _Part:
    """One sheet of one file, on its way in."""

    file: str
    sheet: str
    sha256: str


class Intake:
    """Reads files into `stage_*` and lists them in `sources`, `headings` and `source_columns`."""

    def __init__(self, con: DuckDBPyConnection, log: ProblemLog, profiles: Sequence[Profile]) -> None:
        """Create the tables that this step fills."""
        self._con = con
        self._log = log
        self._profiles = profiles
        self._next = 0
        self.recognised = 0
        prepare(con)
        con.execute(_CREATE)

    def take_file(self, found: Found) -> None:
        """Read one file; whatever is wrong with it becomes a problem and a line in `files`."""
        try:
            data = found.path.read_bytes()
        except OSError as error:
            self._refuse(
                _Part(found.name, "", ""),
                f"The file cannot be read ({error.strerror}).",
                "Check that you may open it.",
            )
            return
        part = _Part(found.name, "", hashlib.sha256(data).hexdigest())
        try:
            self._take(part, data)
        except UnreadableError as error:
            self._refuse(part, error.message, error.todo)

    def take_table(self, name: str, grid: ListGrid) -> None:
        """Take a native table handed over as rows; raises ExportsError when it lacks a required column."""
        profile, table = next(pair for pair in each_table(load_profiles()) if pair[1].table == name)
        number, headings = grid.numbered[0]
        match = match_row(number, headings, profile, table)
        if match.missing:
            raise ExportsError(f"The table {name} lacks the column {', '.join(match.missing)}.")
        self._accept(_Part(name, "", ""), grid, match)

    def _take(self, part: _Part, data: bytes) -> None:
        if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
            self._list(part, EMPTY, note="nothing in it")
            self._problem(
                "warning", part, Oddity(0, "The file is empty.", "Export it again, or take it away.")
            )
        elif is_old_office(data):
            message = "This is an old Office file (.xls) or is locked with a password: it cannot be read."
            raise UnreadableError(message, "Save it as XLSX without a password, or as CSV.")
        elif is_zip(data):
            for grid in open_workbook(data):
                self._take_sheet(_Part(part.file, grid.sheet, part.sha256), grid)
                self._oddities(_Part(part.file, grid.sheet, part.sha256), grid.oddities)
        elif is_xml(data):
            self._take_xml(part, data)
        else:
            self._take_text(part, data)

    def _take_sheet(self, part: _Part, grid: Grid) -> None:
        try:
            head = head_of(grid)
            if not any(cell.strip() for _, cells in head for cell in cells):
                self._list(
                    part, EMPTY, note=f"nothing in the first {len(head)} rows" if head else "nothing in it"
                )
                return
            self._take_best(part, [(grid, recognise(head, self._profiles))])
        except UnreadableError as error:
            self._refuse(part, error.message, error.todo)

    def _take_text(self, part: _Part, data: bytes) -> None:
        text, encoding = decode(data)
        grids = [CsvGrid(text, separator) for separator in SEPARATORS]
        self._take_best(part, [(grid, recognise(_head_or_none(grid), self._profiles)) for grid in grids])
        if encoding == "cp1252" and "\ufffd" in text:
            odd = Oddity(
                0,
                "Some characters of this file could not be read.",
                "Export it as UTF-8 (CSV UTF-8 in Excel).",
            )
            self._problem("warning", part, odd)

    def _take_xml(self, part: _Part, data: bytes) -> None:
        ctf = read_ctf(data)
        if ctf is None:
            raise UnreadableError(
                "This is XML but not a Common Transfer File (CTfile).", "Export as CTF, CSV or XLSX."
            )
        profile, table = next(
            (profile, table)
            for profile, table in each_table(self._profiles)
            if profile.profile == READ_FROM_XML
        )
        if ctf.urn:
            self._con.execute("INSERT INTO transfer_schools VALUES (?, ?)", [ctf.urn, ctf.name or None])
        _, header = ctf.grid.numbered[0]
        self._accept(
            part, ctf.grid, match_row(0, header, profile, table), note="row = the pupil's place in the file"
        )

    def _take_best(self, part: _Part, tried: Sequence[tuple[Grid, Match | None]]) -> None:
        matched = [(grid, match) for grid, match in tried if match is not None]
        if not matched:
            self._refuse(part, "No heading in the first rows is one that any profile knows.", _HEADINGS_TODO)
            return
        grid, match = max(matched, key=lambda pair: (pair[1].is_complete, pair[1].score))
        if match.is_complete:
            self._accept(part, grid, match)
        else:
            self._refuse(part, _nearest(match), _HEADINGS_TODO, header_row=match.header_row)

    def _accept(self, part: _Part, grid: Grid, match: Match, note: str = "") -> None:
        source = self._next
        self._list_headings(part, match)
        rows, skipped = 0, 0
        try:
            rows, skipped = stage(self._con, source, grid, match)
        except UnreadableError as error:
            self._problem("error", part, Oddity(0, error.message, error.todo))
        notes = [note, f"{skipped} rows of other categories passed over" if skipped else ""]
        self._list(part, match.table.table, match, rows=rows, note="; ".join(filter(None, notes)))
        self.recognised += 1
        if isinstance(grid, CsvGrid):
            self._oddities(part, grid.oddities)

    def _list_headings(self, part: _Part, match: Match) -> None:
        read_as: dict[int, list[str]] = {}
        for column, place in match.columns.items():
            read_as.setdefault(place, []).append(column)
        rows = [
            [self._next, part.file, part.sheet, place + 1, heading, ", ".join(read_as.get(place, []))]
            for place, heading in enumerate(match.headings)
            if heading
        ]
        insert_rows(self._con, "headings", rows)
        table = match.table.table
        columns = [
            [self._next, table, column] for column in ("", *{**match.columns, **match.table.constants})
        ]
        insert_rows(self._con, "source_columns", columns)
        self._heading_problems(part, match)

    def _heading_problems(self, part: _Part, match: Match) -> None:
        for heading in match.repeated():
            message = f"The heading {heading!r} stands there more than once: the first was read."
            self._about_heading(
                "error", part, match, heading, message, "Keep one of the columns, or rename the other."
            )
        for heading in match.unknown:
            near = nearest_column(heading, match.table)
            meant = f" (is it meant for {near}?)" if near and near not in match.columns else ""
            message = f"The heading {heading!r} is not one of the table {match.table.table}{meant}: the column was not read."
            todo = f"If it is, call it {near}." if meant else "Nothing, unless the column matters."
            self._about_heading("warning" if meant else "note", part, match, heading, message, todo)

    def _about_heading(  # noqa: PLR0913, PLR0917 - the parts of one problem
        self, severity: Severity, part: _Part, match: Match, heading: str, message: str, todo: str
    ) -> None:
        self._log.add(
            Problem(severity, part.file, part.sheet, match.header_row, heading, heading, message, todo)
        )

    def _refuse(self, part: _Part, message: str, todo: str, header_row: int = 0) -> None:
        self._list(part, NOT_RECOGNISED, note=message)
        self._problem("warning", part, Oddity(header_row, f"This file was not used. {message}", todo))

    def _oddities(self, part: _Part, oddities: Sequence[Oddity]) -> None:
        for oddity in oddities:
            self._problem("error", part, oddity)

    def _problem(self, severity: Severity, part: _Part, odd: Oddity) -> None:
        self._log.add(Problem(severity, part.file, part.sheet, odd.row, "", odd.value, odd.message, odd.todo))

    def _list(
        self, part: _Part, taken_for: str, match: Match | None = None, rows: int = 0, note: str = ""
    ) -> None:
        table = match.table if match else None
        self._con.execute(
            "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                self._next,
                part.file,
                part.sheet,
                match.header_row if match else 0,
                taken_for,
                match.profile.profile if match else "",
                rows,
                part.sha256,
                note,
                table is not None and table.leaving_date == "last day on roll",
                None if table is None or isinstance(table.carries, str) else list(table.carries),
            ],
        )
        self._next += 1


_HEADINGS_TODO = "Compare the headings with the table (docs), correct them, or give a profile for this system with --profile."


def _head_or_none(grid: CsvGrid) -> list[tuple[int, Sequence[str]]]:
    try:
        return head_of(grid)
    except UnreadableError:
        return []  # with this separator the file makes no sense; another may fit


def _nearest(match: Match) -> str:
    what = f"Nearest to the table {match.table.table} ({match.profile.profile}), "
    if match.missing:
        return f"{what}but these headings are missing: {', '.join(match.missing)}."
    return f"{what}but these headings are not part of it: {', '.join(match.unknown)}."
