"""Takes files one by one: what is it, which table is it, and its rows into the stage. Nothing is passed over in silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ehe_rules.errors import ExportsError
from ehe_rules.exports.beside import Beside
from ehe_rules.exports.ctf import read_ctf
from ehe_rules.exports.grid import Oddity, UnreadableError, head_of
from ehe_rules.exports.ledger import Ledger, Part
from ehe_rules.exports.letters import is_letters, read_letters
from ehe_rules.exports.match import PLAIN, READ_FROM_XML
from ehe_rules.exports.packing import is_old_office, is_zip
from ehe_rules.exports.profile import each_table, load_profiles
from ehe_rules.exports.recognise import match_row, recognise
from ehe_rules.exports.scan import scan_file
from ehe_rules.exports.stage import prepare
from ehe_rules.exports.text import SEPARATORS, CsvGrid, text_file
from ehe_rules.exports.workbook import open_workbook
from ehe_rules.exports.xml_tree import is_xml
from ehe_rules.problems import insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.find import Found
    from ehe_rules.exports.grid import Grid, ListGrid
    from ehe_rules.exports.letters import Letter
    from ehe_rules.exports.match import Match
    from ehe_rules.exports.profile import Profile
    from ehe_rules.exports.scan import Scan
    from ehe_rules.exports.stage import Staged
    from ehe_rules.exports.text import TextFile
    from ehe_rules.problems import ProblemLog

NOT_RECOGNISED = "not recognised"
EMPTY = "empty"
TEMPLATES = "templates"
LARGEST_LETTERS = 1 << 20
"""Bytes: a larger file is no list of templates."""

_HEADINGS_TODO = "Compare the headings with the table (docs), correct them, or give a profile for this system with --profile."


@dataclass(frozen=True)
class _Taken:
    """A sheet that is being staged, and what is to be entered of it when that is done."""

    number: int
    part: Part
    grid: Grid
    match: Match
    note: str
    staged: Future[Staged]


class Intake:
    """Reads files into `stage_*` and enters them in the ledger.

    `recognised` counts the sheets that were used, `taken` says as what, by their number; `letters` are the trust's
    templates that lay among them, by file.
    """

    def __init__(self, con: DuckDBPyConnection, log: ProblemLog, profiles: Sequence[Profile]) -> None:
        """Create the tables that this step fills."""
        self._con = con
        self._ledger = Ledger(con, log)
        self._profiles = profiles
        self.recognised = 0
        self.taken: list[tuple[int, Match]] = []
        self.letters: list[tuple[str, tuple[Letter, ...]]] = []
        self._beside = Beside(con)
        self._waited_for: list[_Taken] = []
        prepare(con)
        con.execute("CREATE TABLE transfer_schools (urn VARCHAR, name VARCHAR)")

    def take_file(self, found: Found) -> None:
        """Read one file; whatever is wrong with it becomes a problem and a line in `files`."""
        part = Part(found.name, "", "")
        try:
            scan = scan_file(found.path)
            part = Part(found.name, "", scan.sha256, found.folder)
            self._take(part, found.path, scan)
        except OSError as error:
            self._refuse(part, *_no_access(error))
        except UnreadableError as error:
            self._refuse(part, error.message, error.todo)

    def finish(self) -> None:
        """Write down what each file was taken for, once all are read."""
        self._beside.close()
        for taken in self._waited_for:
            self._settle(taken)
        self._waited_for.clear()
        self._ledger.finish()

    def take_table(self, name: str, grid: ListGrid) -> None:
        """Take a native table handed over as rows; raises ExportsError when it lacks a required column."""
        profile, table = next(pair for pair in each_table(load_profiles()) if pair[1].table == name)
        number, headings = grid.numbered[0]
        match = match_row(number, headings, profile, table)
        if match.missing:
            raise ExportsError(f"The table {name} lacks the column {', '.join(match.missing)}.")
        self._accept(Part(name, "", ""), grid, match)

    def _take(self, part: Part, path: Path, scan: Scan) -> None:
        if scan.is_empty:
            self._enter(part, EMPTY, note="nothing in it")
            self._ledger.say(
                "warning", part, Oddity(0, "The file is empty.", "Export it again, or take it away.")
            )
        elif is_old_office(scan.head):
            message = "This is an old Office file (.xls) or is locked with a password: it cannot be read."
            raise UnreadableError(message, "Save it as XLSX without a password, or as CSV.")
        elif is_zip(scan.head):
            for grid in open_workbook(path.read_bytes()):
                sheet = replace(part, sheet=grid.sheet)
                self._take_sheet(sheet, grid)
                self._ledger.say_all(sheet, grid.oddities)
        elif is_xml(scan.head):
            self._take_xml(part, path.read_bytes())
        else:
            self._take_text(part, text_file(path, scan))

    def _take_sheet(self, part: Part, grid: Grid) -> None:
        try:
            head = head_of(grid)
            if any(cell.strip() for _, cells in head for cell in cells):
                self._take_best(part, [(grid, recognise(head, self._profiles))])
            else:
                self._enter(part, EMPTY, note=f"nothing in its first {len(head)} rows")
        except UnreadableError as error:
            self._refuse(part, error.message, error.todo)

    def _take_text(self, part: Part, text: TextFile) -> None:
        if text.scan.size < LARGEST_LETTERS and is_letters(content := text.read()):
            self._take_letters(part, content)
            return
        grids = [CsvGrid(text, separator) for separator in SEPARATORS]
        self._take_best(part, [(grid, recognise(_head_or_none(grid), self._profiles)) for grid in grids])
        if text.is_damaged:
            todo = "Export it as UTF-8 (CSV UTF-8 in Excel)."
            self._ledger.say(
                "warning", part, Oddity(0, "Some characters of this file could not be read.", todo)
            )

    def _take_letters(self, part: Part, text: str) -> None:
        letters = read_letters(part.file, text)
        self.letters.append((part.file, letters))
        self._enter(part, TEMPLATES, rows=len(letters), system=PLAIN)

    def _take_xml(self, part: Part, data: bytes) -> None:
        ctf = read_ctf(data)
        if ctf is None:
            raise UnreadableError(
                "This is XML but not a Common Transfer File (CTfile).", "Export as CTF, CSV or XLSX."
            )
        if ctf.urn:
            insert_rows(self._con, "transfer_schools", [[ctf.urn, ctf.name or None]])
        (meant,) = [pair for pair in each_table(self._profiles) if pair[0].profile == READ_FROM_XML]
        number, columns = ctf.grid.numbered[0]
        self._accept(
            part, ctf.grid, match_row(number, columns, *meant), "row = the pupil's place in the file"
        )

    def _take_best(self, part: Part, tried: Sequence[tuple[Grid, Match | None]]) -> None:
        matched = [(grid, match) for grid, match in tried if match is not None]
        if not matched:
            self._refuse(part, "No heading in the first rows is one that any profile knows.", _HEADINGS_TODO)
            return
        grid, match = max(matched, key=lambda pair: (pair[1].is_complete, pair[1].score))
        if match.is_complete:
            self._accept(part, grid, match)
        else:
            self._refuse(part, _nearest(match), _HEADINGS_TODO, match.header_row)

    def _accept(self, part: Part, grid: Grid, match: Match, note: str = "") -> None:
        match = replace(match, table=match.table.on_sheet(part.sheet))
        number = self._ledger.next()
        self.taken.append((number, match))
        self._ledger.enter_headings(number, part, match)
        self.recognised += 1
        taken = _Taken(number, part, grid, match, note, self._beside.stage(number, grid, match))
        if taken.staged.done():
            self._settle(taken)
        else:
            self._waited_for.append(taken)

    def _settle(self, taken: _Taken) -> None:
        """Enter what became of a sheet's rows."""
        part, grid, match = taken.part, taken.grid, taken.match
        try:
            staged = taken.staged.result()
        except OSError as error:
            self._refuse(part, *_no_access(error), number=taken.number)
            return
        except UnreadableError as error:
            self._refuse(part, error.message, error.todo, number=taken.number)
            return
        why = "that do not count" if match.table.only_if else "of other categories"
        skipped = f"{staged.skipped} rows {why} passed over" if staged.skipped else ""
        self._ledger.enter(
            taken.number,
            part,
            match.table.table,
            match,
            rows=staged.rows,
            note="; ".join(filter(None, [taken.note, skipped])),
            titles=() if match.names_school else _titles(grid, match),
        )
        if staged.broken:
            self._ledger.say("error", part, Oddity(0, staged.broken.message, staged.broken.todo))
        if isinstance(grid, CsvGrid):
            self._ledger.say_all(part, grid.oddities)

    def _enter(self, part: Part, taken_for: str, *, rows: int = 0, note: str = "", system: str = "") -> None:
        self._ledger.enter(self._ledger.next(), part, taken_for, rows=rows, note=note, system=system)

    def _refuse(
        self, part: Part, message: str, todo: str, header_row: int = 0, number: int | None = None
    ) -> None:
        number = self._ledger.next() if number is None else number
        self._ledger.enter(number, part, NOT_RECOGNISED, note=message)
        self._ledger.say("warning", part, Oddity(header_row, f"This file was not used. {message}", todo))


def _no_access(error: OSError) -> tuple[str, str]:
    return f"The file cannot be read ({error.strerror}).", "Check that you may open it."


def _titles(grid: Grid, match: Match) -> list[str]:
    """Give the cells above the headings, of which one may say whose the sheet is."""
    above = (cells for number, cells in head_of(grid) if number < match.header_row)
    return [cell.strip() for cells in above for cell in cells if cell.strip()]


def _head_or_none(grid: CsvGrid) -> list[tuple[int, Sequence[str]]]:
    try:
        return head_of(grid)
    except UnreadableError:
        return []  # with this separator the file makes no sense; another may fit


def _nearest(match: Match) -> str:
    what = f"Nearest to the table {match.table.table} ({match.profile.profile}), "
    if match.missing:
        return f"{what}but these headings are missing: {', '.join(match.missing)}."
    unknown = ", ".join(match.unknown)
    if match.needed <= 1:
        return f"{what}but these headings are not part of it: {unknown}."
    known = ", ".join(match.headings[place] for place in match.places)
    return (
        f"{what}but too few of its headings are part of it ({known}) and too many are not ({unknown}): "
        "it may be another list."
    )
