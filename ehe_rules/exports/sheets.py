"""Takes recognised sheets: their rows into the stage, and what each was taken for into the ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ehe_rules.exports.beside import Beside
from ehe_rules.exports.flat import actions_in
from ehe_rules.exports.grid import Oddity, UnreadableError, head_of
from ehe_rules.exports.ledger import Ledger, Part
from ehe_rules.exports.stage import prepare
from ehe_rules.exports.text import CsvGrid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.grid import Grid
    from ehe_rules.exports.match import Match
    from ehe_rules.exports.stage import Staged
    from ehe_rules.problems import ProblemLog

NOT_RECOGNISED = "not recognised"
_YEARS = re.compile(r"\b20[0-4]\d{3}\b")


@dataclass(frozen=True)
class _Taken:
    """A sheet that is being staged, and what is to be entered of it when that is done."""

    number: int
    part: Part
    grid: Grid
    match: Match
    note: str
    staged: Future[Staged]
    part_of: int | None = None


class Sheets:
    """The sheets of all files: `taken` says which were recognised and as what, by their number; `used` counts those staged."""

    def __init__(self, con: DuckDBPyConnection, log: ProblemLog) -> None:
        """Create the tables that this step fills."""
        self._ledger = Ledger(con, log)
        self._beside = Beside(con)
        self._waited_for: list[_Taken] = []
        self.taken: list[tuple[int, Match]] = []
        self.used = 0
        prepare(con)

    def accept(self, part: Part, grid: Grid, match: Match, note: str = "") -> None:
        """Take a sheet that is recognised; `note` is what to say of it besides."""
        match = replace(match, table=match.table.on_sheet(part.sheet))
        actions = actions_in(match)
        number = self._stage(part, grid, match, note)
        self._ledger.enter_headings(number, part, match, actions)
        if actions is not None:
            self._stage(part, grid, actions, note, part_of=number)

    def _stage(self, part: Part, grid: Grid, match: Match, note: str, part_of: int | None = None) -> int:
        """Take a sheet's rows, or its actions' part of them, and give the number that they have."""
        number = self._ledger.next()
        self.taken.append((number, match))
        taken = _Taken(number, part, grid, match, note, self._beside.stage(number, grid, match), part_of)
        if taken.staged.done():
            self._settle(taken)
        else:
            self._waited_for.append(taken)
        return number

    def _settle(self, taken: _Taken) -> None:
        """Enter what became of a sheet's rows."""
        part, grid, match = taken.part, taken.grid, taken.match
        try:
            staged = taken.staged.result()
        except (OSError, UnreadableError) as error:
            self.refuse(part, error, number=taken.number)
            return
        self.used += 1
        number = "1 row" if staged.skipped == 1 else f"{staged.skipped} rows"
        skipped = f"{number} {_why_skipped(match)} passed over" if staged.skipped else ""
        self._ledger.enter(
            taken.number,
            part,
            match.table.table,
            match,
            rows=staged.rows,
            note="; ".join(filter(None, [taken.note, skipped])),
            titles=_titles(grid, match) if _says_when_made(match) or not match.names_school else (),
            part_of=taken.part_of,
        )
        if staged.broken:
            self._ledger.say("error", part, Oddity(0, staged.broken.message, staged.broken.todo))
        if isinstance(grid, CsvGrid):
            self._ledger.say_all(part, grid.oddities)

    def enter(self, part: Part, taken_for: str, *, rows: int = 0, note: str = "", system: str = "") -> None:
        """Enter a sheet of which no row is staged."""
        self._ledger.enter(self._ledger.next(), part, taken_for, rows=rows, note=note, system=system)

    def refuse(
        self, part: Part, error: UnreadableError | OSError, header_row: int = 0, number: int | None = None
    ) -> None:
        """Enter a sheet that cannot be used, and say why."""
        message, todo = _why(error)
        number = self._ledger.next() if number is None else number
        self._ledger.enter(number, part, NOT_RECOGNISED, note=message)
        self.warn(part, Oddity(header_row, f"This file was not used. {message}", todo))

    def warn(self, part: Part, odd: Oddity) -> None:
        """Say of a sheet what a person should look at."""
        self._ledger.say("warning", part, odd)

    def say_all(self, part: Part, oddities: Sequence[Oddity]) -> None:
        """Say what reading came across: errors, for cells may have been lost."""
        self._ledger.say_all(part, oddities)

    def finish(self) -> None:
        """Wait for what is still being staged, and write down what each sheet was taken for."""
        self._beside.close()
        for taken in self._waited_for:
            self._settle(taken)
        self._waited_for.clear()
        self._ledger.finish()


def _why_skipped(match: Match) -> str:
    """Say why the profile passes over rows of a sheet."""
    if match.table.others == "skip":
        return "of other categories"
    return "marked as deleted" if {"deleted", "state"} & set(match.table.not_if) else "not counted"


def _why(error: UnreadableError | OSError) -> tuple[str, str]:
    if isinstance(error, UnreadableError):
        return error.message, error.todo
    return f"The file cannot be read ({error.strerror}).", "Check that you may open it."


def _says_when_made(match: Match) -> bool:
    """Tell whether it matters when the sheet was made: of two logs, or two lists of pupils, the later counts."""
    return bool(match.table.entries) or match.table.table == "pupils"


def _titles(grid: Grid, match: Match) -> list[str]:
    """Give the cells above the headings and the sheet's name, of which one may say whose it is, or when it was made."""
    above = [cells for number, cells in head_of(grid) if number < match.header_row]
    # "202526" is a year before it is any school's number
    named = [] if _YEARS.search(grid.sheet) else [[grid.sheet]]
    return [cell.strip() for cells in [*above, *named] for cell in cells if cell.strip()]
