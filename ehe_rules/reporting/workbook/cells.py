"""Puts values into cells. A text stays a text, whatever it begins with; it never becomes a formula."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING, Any

from ehe_rules.reporting.statuses import Status
from ehe_rules.reporting.workbook.styles import style_name

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from ehe_rules.reporting.workbook.sheets import Value

LONGEST = 32_000
"""Characters; a cell of a spreadsheet holds 32,767."""

# What XML cannot hold; a spreadsheet program would call the whole file damaged.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet makes a formula of these as soon as somebody edits the cell, unless it is marked as text.
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t")


class Pen:
    """Writes the cells of one sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        """Take the sheet of a workbook that has the styles."""
        self.sheet = sheet
        self._styles: dict[str, Any] = {}

    def put(self, row: int, column: int, value: Value, kind: str, *, in_csv: bool = False) -> None:
        """Write a value in the style of its kind; a status in that of its look, a text under a date or number as text.

        A text that no cell holds is cut, and says where the rest is if findings.csv has it (`in_csv`).
        """
        if isinstance(value, Status):
            kind = value.look
            value = value.words
        elif isinstance(value, str) and kind in ("date", "number", "percent"):
            kind = "text"
        cell = self.sheet.cell(row, column)
        self._dress(cell, kind)
        if isinstance(value, str):
            text = _text(value, in_csv=in_csv)
            if text:
                cell.value = text
                cell.data_type = "s"
                if text.startswith(_LOOKS_LIKE_A_FORMULA):
                    cell.quotePrefix = True
        elif value is not None:
            cell.value = value

    def _dress(self, cell: Any, kind: str) -> None:  # noqa: ANN401 - openpyxl's cells of several classes
        """Give the cell its style: by name the first time, for openpyxl looks all names through at every cell."""
        if kind in self._styles:
            cell._style = copy(self._styles[kind])  # noqa: SLF001 - what setting it by name comes to
        else:
            cell.style = style_name(kind)
            self._styles[kind] = copy(cell._style)  # noqa: SLF001 - as above


def _text(value: str, *, in_csv: bool) -> str:
    text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} ... (cut here{'; findings.csv has all of it' if in_csv else ''})"
