"""A small bar chart of withdrawals, as the numbers that the template draws. It needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.reporting.rows import Row

WIDTH, HEIGHT = 360, 150
_LEFT, _TOP, _BASE = 6, 22, 112
_WIDEST = 34


@dataclass(frozen=True)
class Bar:
    """One half term: its numbers and dates for the table, its place and size for the chart (in units of the drawing).

    `seen`: the roll was supplied and exported after it began; of any other nothing is known.
    """

    name: str
    year: str
    dates: str
    number: int
    unclear: int
    starts_at: str
    rise: bool
    covered: bool
    seen: bool
    current: bool
    middle: int
    x: int
    y: int
    width: int
    height: int

    @property
    def look(self) -> str:
        """How the bar is drawn: this half term stands out, and so does one of which not all leavers are on record."""
        return "now" if self.current else "past" if self.covered else "partly"


def bars(half_terms: Sequence[Row]) -> list[Bar]:
    """Return the bars of half terms in order, all on one scale that begins at nothing."""
    most = max([4, *(int(row["withdrawals"]) for row in half_terms)])
    step = (WIDTH - 2 * _LEFT) // max(len(half_terms), 1)
    width = min(step * 3 // 5, _WIDEST)
    found = []
    for place, row in enumerate(half_terms):
        number = int(row["withdrawals"])
        height = number * (_BASE - _TOP) // most
        middle = _LEFT + place * step + step // 2
        found.append(
            Bar(
                name=f"HT {row['half_term']}",
                year=row["academic_year"],
                dates=f"{words.day(row['first_day'])} to {words.day(row['last_day'])}",
                number=number,
                unclear=int(row["unclear"]) + int(row["unsaid"] or 0),
                starts_at=row["starts_at"],
                rise=row["rise"] == "yes",
                covered=row["covered"] == "yes",
                seen=row["seen"] != "no",
                current=row["is_current"] == "yes",
                middle=middle,
                x=middle - width // 2,
                y=_BASE - height,
                width=width,
                height=height,
            )
        )
    return found
