"""XLSX workbooks: every sheet, cells as the text a reader of the sheet would see, traps checked first."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from ehe_rules.exports.grid import Oddity, UnreadableError
from ehe_rules.exports.packing import BROKEN, unpacked_safely

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence

    from openpyxl.workbook.workbook import Workbook

MOST_COLUMNS = 300
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
        self.worksheet.reset_dimensions()  # a sheet may claim to reach XFD1048576: read what is there
        number = 0
        text: list[str] = []
        blank: object = None
        try:
            for number, cells in enumerate(self.worksheet.iter_rows(max_col=MOST_COLUMNS), start=1):
                if number > MOST_ROWS:
                    break
                # one and the same tuple stands for every row that the sheet leaves out
                if cells is not blank:
                    blank, text = cells, _texts(cells)
                yield number, text
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


def _texts(cells: Sequence[Any]) -> list[str]:
    """Give a row's cells as text, without the empty ones that openpyxl fills every row up with."""
    last = len(cells)
    while last and cells[last - 1].value is None:
        last -= 1
    return [_as_text(cell) for cell in cells[:last]]


def _as_text(cell: Any) -> str:  # noqa: ANN401 - openpyxl's cells of many classes
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S") if value.time() != time.min else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _number(value: float, number_format: str | None) -> str:
    """Numbers that were text: 100001.0 is a URN, and 7 shown as 0007 an admission number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and number_format and set(number_format) == {"0"}:
        return str(value).zfill(len(number_format))
    return str(value) if isinstance(value, int) else repr(value)
