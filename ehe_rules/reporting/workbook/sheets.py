"""What a sheet of the reviewer's workbook holds, before a spreadsheet library sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from ehe_rules.reporting import words
from ehe_rules.reporting.rates import FEWEST_FOR_PERCENTAGES, Share
from ehe_rules.reporting.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS = 5_000
"""A sheet lists no more rows than this: nobody reads further, and findings.csv is complete."""

Value = str | int | float | date | Status | None
"""What a cell can hold. A `Status` shows its words on its colour; None and '' are blank."""

Kind = Literal["text", "identifier", "number", "date", "percent"]
"""What a column holds. An identifier is a number that nobody adds up, such as a URN."""


@dataclass(frozen=True)
class Column:
    """A column: its heading (unique on the sheet), its width in characters, and what its cells hold.

    `in_csv`: findings.csv has all of what stands there, should it be too long for a cell.
    """

    heading: str
    width: float
    kind: Kind = "text"
    in_csv: bool = False


@dataclass(frozen=True)
class Sheet:
    """One list: a title, a line that says what it is, and a table.

    `keep` is the number of columns that stay in sight when the reader moves to the right; `empty` is what
    stands in place of a table without rows; `most` and `rest` say what is done about rows beyond a limit.
    """

    name: str
    title: str
    lead: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    empty: str
    keep: int = 1
    rest: str = "findings.csv has them all"
    most: int = MOST_ROWS

    @property
    def listed(self) -> Sequence[Sequence[Value]]:
        """The rows that are listed."""
        return self.rows[: self.most]

    @property
    def said(self) -> str:
        """The line under the title: what the sheet is and, if not every row is listed, that it is so."""
        if len(self.rows) <= self.most:
            return self.lead
        left_out = len(self.rows) - self.most
        return f"The first {self.most:,} rows are listed; {words.plural(left_out, 'more is', 'more are')} not: {self.rest}. {self.lead}"


def unless_blank(sheet: Sheet, heading: str) -> Sheet:
    """Return the sheet without the column of this heading, should it stand there with nothing or only noughts in it."""
    at = next((n for n, column in enumerate(sheet.columns) if column.heading == heading), None)
    if at is None or any(row[at] for row in sheet.rows):
        return sheet
    rows = [(*row[:at], *row[at + 1 :]) for row in sheet.rows]
    return replace(sheet, columns=(*sheet.columns[:at], *sheet.columns[at + 1 :]), rows=rows)


@dataclass(frozen=True)
class Line:
    """One line of the cover: a heading (label only), a label with what belongs to it, or a warning (text only)."""

    label: str | None = None
    value: Value = None


def day(iso: str) -> Value:
    """Return an ISO date as a date; what is no date, or one that a spreadsheet does not know, stays text."""
    found = words.parsed(iso[:10])
    return found if found and found.year > FIRST_YEAR else iso


FIRST_YEAR = 1900
"""Spreadsheets count days from here, and get January and February 1900 wrong."""


def number(text: str) -> Value:
    """Return a whole number as one; anything else (a URN with a leading zero) stays text."""
    return int(text) if text.isascii() and text.isdigit() and str(int(text)) == text else text


def percent(share: Share, *, enough: bool) -> float | None:
    """Return a share as a fraction of 1, rounded as the pages do; None where percentages would mislead."""
    if not enough or share.of < FEWEST_FOR_PERCENTAGES:
        return None
    return int(share.percent.removesuffix("%")) / 100


def lines(*parts: str) -> str:
    """Return the parts that are not blank, each on a line of its own."""
    return "\n".join(part for part in parts if part)
