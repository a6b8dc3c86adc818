"""A sheet's rows as texts, from openpyxl's own parser of worksheets; cells of text, most of any export, go a shorter way."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import INLINE_STRING, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_COLUMNS = 300
_PLAIN_TEXT = f"{{{SHEET_MAIN_NS}}}t"
_DIGITS = "0123456789"
_BLANK: Sequence[str] = ()


def rows_of(worksheet: Any) -> Iterator[tuple[int, Sequence[str]]]:  # noqa: ANN401 - openpyxl tells little of its read-only sheets
    """Give every row of a sheet opened read-only with its number, rows that are left out included, cells as a reader sees them.

    However far the sheet claims to reach, what is there is read. Raises what openpyxl does on damaged sheets (`BROKEN`).
    """
    book, due = worksheet.parent, 1
    with worksheet._get_source() as source:  # noqa: SLF001 - openpyxl's parser has no other door
        parser = _Parser(
            source,
            worksheet._shared_strings,  # noqa: SLF001 - as above
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - as above
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - as above
        )
        for number, cells in parser.parse():
            yield from ((left_out, _BLANK) for left_out in range(due, number))
            if number >= due:
                yield number, _texts(worksheet, cells)
            due = max(due, number + 1)


class _Parser(WorkSheetParser):
    """Takes text out of a cell at once, where it is in one piece: its number format and style say nothing of it."""

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - an XML element of any library
        kind, place, text = element.get("t"), element.get("r"), None
        if kind == "s":
            if (index := element.findtext(VALUE_TAG)) and index.isdecimal():
                text = self.shared_strings[int(index)]
        elif kind == "inlineStr":
            inline = element.find(INLINE_STRING)
            if inline is not None and len(inline) == 1 and inline[0].tag == _PLAIN_TEXT:
                text = inline[0].text or ""
        if text is None or not place:
            return super().parse_cell(element)
        self.col_counter = _column(place.rstrip(_DIGITS))
        return {"column": self.col_counter, "value": text}


@cache
def _column(letters: str) -> int:
    return column_index_from_string(letters)


def _texts(worksheet: Any, cells: list[dict[str, Any]]) -> list[str]:  # noqa: ANN401 - as above
    """Give a row's cells as text, up to the last that has a value."""
    texts: list[str] = []
    for cell in cells:
        value, place = cell["value"], cell["column"] - 1
        if value is not None and place < MOST_COLUMNS:
            texts += [""] * (place + 1 - len(texts))
            texts[place] = (
                value if isinstance(value, str) else _as_text(value, ReadOnlyCell(worksheet, **cell))
            )
    return texts


def _as_text(value: object, cell: ReadOnlyCell) -> str:
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
