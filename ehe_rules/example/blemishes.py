"""A few cells spoilt on purpose, so that the page on data problems has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ehe_rules.example.trust import pattern_of

if TYPE_CHECKING:
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School


@dataclass(frozen=True)
class Blemish:
    """One cell: in which school's table, in which of its rows (from 0), and what stands there instead."""

    school: str
    table: str
    row: int
    column: str
    value: str


BLEMISHES: Final = (
    Blemish("900001", "pupils", 4, "forename", "=Aster"),
    Blemish("900002", "pupils", 3, "date_of_birth", "12/05/15"),
    Blemish("900002", "pupils", 5, "entry_date", "31/02/2024"),
    Blemish("900003", "pupils", 6, "forename", "<b>Aster</b>"),
    Blemish("900003", "attendance", 100, "code", "%"),
    Blemish("900005", "attendance", 40, "code", "AA"),
)
"""All in rows of ordinary pupils, so that no story depends on them."""


def blemishes_of(school: School, table: str) -> list[Blemish]:
    """Give the blemishes of one table of a school."""
    return [
        blemish for blemish in BLEMISHES if blemish.school == pattern_of(school) and blemish.table == table
    ]


def spoilt(school: School, table: str, rows: list[dict[str, Cell]]) -> list[dict[str, Cell]]:
    """Give the rows of one table of a school with its blemishes put in."""
    marks = {(blemish.row, blemish.column): blemish.value for blemish in blemishes_of(school, table)}
    return [
        {column: marks.get((place, column), cell) for column, cell in row.items()}
        for place, row in enumerate(rows)
    ]
