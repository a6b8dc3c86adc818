"""Takes files one by one: what is it, which table is it, and its rows into the stage. Nothing is passed over in silence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ehe_rules.errors import ExportsError
from ehe_rules.exports.ctf import read_ctf
from ehe_rules.exports.grid import HEAD_ROWS, ListGrid, Oddity, UnreadableError, head_of
from ehe_rules.exports.headings import match_row
from ehe_rules.exports.ledger import Part
from ehe_rules.exports.letters import is_letters, read_letters
from ehe_rules.exports.match import PLAIN, READ_FROM_XML
from ehe_rules.exports.packing import is_old_office, is_zip
from ehe_rules.exports.profile import each_table, load_profiles
from ehe_rules.exports.recognise import GRID_TODO, nearest, recognise, table_above
from ehe_rules.exports.sheets import Sheets
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
    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.letters import Letter
    from ehe_rules.exports.match import Match
    from ehe_rules.exports.profile import Profile
    from ehe_rules.exports.scan import Scan
    from ehe_rules.exports.text import TextFile
    from ehe_rules.problems import ProblemLog

EMPTY = "empty"
TEMPLATES = "templates"
LARGEST_LETTERS = 1 << 20
"""Bytes: a larger file is no list of templates."""

_HEADINGS_TODO = "Compare the headings with the table (docs), correct them, or give a profile for this system with --profile."


class Intake:
    """Reads files into `stage_*` and enters them in the ledger.

    `sheets` has what became of each; `letters` are the trust's templates that lay among them, by file.
    """

    def __init__(self, con: DuckDBPyConnection, log: ProblemLog, profiles: Sequence[Profile]) -> None:
        """Create the tables that this step fills."""
        self._con = con
        self._profiles = profiles
        self.sheets = Sheets(con, log)
        self.letters: list[tuple[str, tuple[Letter, ...]]] = []
        con.execute("CREATE TABLE transfer_schools (urn VARCHAR, name VARCHAR)")

    def take_file(self, found: Found, scanned: Future[Scan]) -> None:
        """Read one file; whatever is wrong with it becomes a problem and a line in `files`."""
        part = Part(found.name, "", "")
        if found.passed_over:
            todo = "Put the exports themselves into the folder, or give the folder that it leads to."
            self.sheets.refuse(part, UnreadableError(found.passed_over, todo))
            return
        try:
            scan = scanned.result()
            part = Part(found.name, "", scan.sha256, found.folder)
            self._take(part, found.path, scan)
        except (OSError, UnreadableError) as error:
            self.sheets.refuse(part, error)

    def take_table(self, name: str, grid: ListGrid) -> None:
        """Take a native table handed over as rows; raises ExportsError when it lacks a required column."""
        profile, table = next(pair for pair in each_table(load_profiles()) if pair[1].table == name)
        number, headings = grid.numbered[0]
        match = match_row(number, headings, profile, table)
        if match.missing:
            raise ExportsError(f"The table {name} lacks the column {', '.join(match.missing)}.")
        self.sheets.accept(Part(name, "", ""), grid, match)

    def _take(self, part: Part, path: Path, scan: Scan) -> None:
        if scan.is_empty:
            self.sheets.enter(part, EMPTY, note="nothing in it")
            self.sheets.warn(part, Oddity(0, "The file is empty.", "Export it again, or take it away."))
        elif is_old_office(scan.head):
            message = "This is an old Office file (.xls) or is locked with a password: it cannot be read."
            raise UnreadableError(message, "Save it as XLSX without a password, or as CSV.")
        elif is_zip(scan.head):
            for grid in open_workbook(path.read_bytes()):
                sheet = replace(part, sheet=grid.sheet)
                self._take_sheet(sheet, grid)
                self.sheets.say_all(sheet, grid.oddities)
        elif is_xml(scan.head):
            self._take_xml(part, path.read_bytes())
        else:
            self._take_text(part, text_file(path, scan))

    def _take_sheet(self, part: Part, grid: Grid) -> None:
        try:
            head = head_of(grid)
            if any(cell.strip() for _, cells in head for cell in cells):
                self._take_best(part, [(grid, recognise(head, self._profiles, part.sheet))])
            else:
                self.sheets.enter(part, EMPTY, note=f"nothing in its first {len(head)} rows")
        except UnreadableError as error:
            self.sheets.refuse(part, error)

    def _take_text(self, part: Part, text: TextFile) -> None:
        if text.scan.size < LARGEST_LETTERS and is_letters(content := text.read()):
            self._take_letters(part, content)
            return
        grids = [CsvGrid(text, separator) for separator in SEPARATORS]
        self._take_best(part, [(grid, recognise(_head_or_none(grid), self._profiles)) for grid in grids])
        if text.is_damaged:
            todo = "Export it as UTF-8 (CSV UTF-8 in Excel)."
            self.sheets.warn(part, Oddity(0, "Some characters of this file could not be read.", todo))

    def _take_letters(self, part: Part, text: str) -> None:
        letters = read_letters(part.file, text)
        self.letters.append((part.file, letters))
        self.sheets.enter(part, TEMPLATES, rows=len(letters), system=PLAIN)

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
        made = [(number - 1, [f"Exported on {ctf.made_on}"])] if ctf.made_on else []
        grid = ListGrid([*made, *ctf.grid.numbered])
        self.sheets.accept(
            part, grid, match_row(number, columns, *meant), "row = the pupil's place in the file"
        )

    def _take_best(self, part: Part, tried: Sequence[tuple[Grid, Match | None]]) -> None:
        matched = [(grid, match) for grid, match in tried if match is not None]
        if not matched:
            raise _no_headings([grid for grid, _ in tried])
        grid, match = max(matched, key=lambda pair: (pair[1].is_complete, pair[1].score))
        if match.is_complete:
            self.sheets.accept(part, grid, match)
            self._say_above(part, grid, match)
        else:
            todo = GRID_TODO if match.is_grid else _HEADINGS_TODO
            self.sheets.refuse(part, UnreadableError(nearest(match), todo), match.header_row)

    def _say_above(self, part: Part, grid: Grid, match: Match) -> None:
        """Say where another table stands above the one that was read."""
        if above := table_above(_head_or_none(grid), self._profiles, match):
            message = (
                f"This row holds the headings of a table too ({above.table.table}); what stands below it, up to the headings in row "
                f"{match.header_row}, was not read."
            )
            self.sheets.warn(
                part, Oddity(above.header_row, message, "Put each table into a sheet or file of its own.")
            )


def _no_headings(grids: Sequence[Grid]) -> UnreadableError:
    """Say that no heading was found, and what may be the reason."""
    message = f"No heading in the first {HEAD_ROWS} rows is one that any profile knows."
    heads = [_head_or_none(grid) for grid in grids]
    if any(cells and cells[0].count("|") > 1 for head in heads for _, cells in head):
        return UnreadableError(
            f"{message} Its columns seem to be parted by '|'.",
            "Part the columns by commas, semicolons or tabs: these are read.",
        )
    todo = f"If more than {HEAD_ROWS} rows stand above the headings, delete those. {_HEADINGS_TODO}"
    return UnreadableError(message, todo if any(len(head) == HEAD_ROWS for head in heads) else _HEADINGS_TODO)


def _head_or_none(grid: Grid) -> list[tuple[int, Sequence[str]]]:
    try:
        return head_of(grid)
    except UnreadableError:
        return []  # with this separator the file makes no sense; another may fit
