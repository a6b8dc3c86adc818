"""XLSX workbooks: every sheet, cells as the text a reader of the sheet would see, traps checked first."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ehe_rules.exports.grid import Oddity, UnreadableError
from ehe_rules.exports.packing import BROKEN, unpacked_safely

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence

    from openpyxl.workbook.workbook import Workbook

MOST_SEARCHED = 256 << 20
"""Bytes: a larger sheet, held in memory to look for blank formulas, would take more than that is worth."""
MOST_ROWS = 1_048_576

_BLANK_FORMULA = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)")


@dataclass
class SheetGrid:
    """One sheet of an open workbook."""

    worksheet: Any
    sheet: str
    oddities: list[Oddity] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Give every row with its number, rows without any cell included."""
        from ehe_rules.exports.sheet_rows import rows_of  # noqa: PLC0415 - with it comes openpyxl

        number = 0
        try:
            for number, texts in rows_of(self.worksheet):
                if number > MOST_ROWS:
                    break
                yield number, texts
        except BROKEN as error:
            raise UnreadableError(
                f"Reading the sheet broke off after row {number}.", "Open it in Excel, save it and try again."
            ) from error


def open_workbook(data: bytes) -> list[SheetGrid]:
    """Open a workbook held in memory and give its sheets; raises UnreadableError for what must not be opened."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; only where a workbook is read

    parts = unpacked_safely(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and drop-downs that it does not keep
            book: Workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = [SheetGrid(sheet, sheet.title) for sheet in book.worksheets]
    except BROKEN as error:
        raise UnreadableError(
            "This workbook is damaged and cannot be opened.",
            "Open it in Excel and save it again, or export again.",
        ) from error
    _note_blank_formulas(parts, sheets)
    return sheets


def _note_blank_formulas(parts: zipfile.ZipFile, sheets: list[SheetGrid]) -> None:
    """Formulas are never calculated here; one without a stored result would read as a blank cell."""
    for grid in sheets:
        path = str(getattr(grid.worksheet, "_worksheet_path", "")).lstrip("/")
        try:
            if parts.getinfo(path).file_size > MOST_SEARCHED:
                continue
            count = len(_BLANK_FORMULA.findall(parts.read(path)))
        except BROKEN:
            continue  # reading the rows will say what is wrong
        if count:
            grid.oddities.append(
                Oddity(
                    0,
                    f"{count} formula(s) in this sheet have no stored result: those cells were read as blank.",
                    "Open the workbook in Excel, save it and run again.",
                )
            )
