"""What every reader hands on: rows of text cells, each with the row number that a spreadsheet shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAD_ROWS = 20
"""A header row is looked for among this many rows."""


class UnreadableError(Exception):
    """A file, or a part of one, that cannot be read: becomes a problem, never stops a run."""

    def __init__(self, message: str, todo: str) -> None:
        """Say what is wrong and what to do, in words for a data manager."""
        super().__init__(message)
        self.message = message
        self.todo = todo


class Grid(Protocol):
    """One sheet: a CSV file, a sheet of a workbook, the pupils of a CTF, or a table given as rows."""

    @property
    def sheet(self) -> str:
        """The sheet's name; '' for anything but a workbook."""

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Give every row with its number; raises UnreadableError where reading breaks off."""


@dataclass
class ListGrid:
    """A grid that is already in memory, its rows numbered."""

    numbered: list[tuple[int, Sequence[str]]]
    sheet: str = ""

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Give every row with its number."""
        return iter(self.numbered)


@dataclass(frozen=True)
class Oddity:
    """Something odd that reading came across at a row (0: the sheet as a whole)."""

    row: int
    message: str
    todo: str
    value: str = ""


def head_of(grid: Grid) -> list[tuple[int, Sequence[str]]]:
    """Give the first rows, among which the header row is looked for."""
    return list(islice(grid.rows(), HEAD_ROWS))
