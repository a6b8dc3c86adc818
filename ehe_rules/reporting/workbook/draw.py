"""Draws the sheets with openpyxl: tables with filters, frozen headings, and a page that can be printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ehe_rules.reporting.statuses import Status
from ehe_rules.reporting.workbook.cells import Pen
from ehe_rules.reporting.workbook.heights import height, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from ehe_rules.reporting.workbook.sheets import Line, Sheet, Value

_TITLE, _LEAD, _HEADINGS = 1, 2, 3
_WIDE = 200
"""Characters; a sheet wider than this is set on A3, or its print would be too small to read."""
_A3, _A4 = 8, 9
_BUTTON = 3
"""Characters; the room that the button of a filter takes from a heading."""
_SHORT = 6
"""Characters; a text no longer than this stands on one line of any column."""
_HEADING_OF = {"number": "heading right", "percent": "heading right"}
_COVER_WIDTHS = (24, 110)


def draw_list(sheet: Worksheet, content: Sheet, table: str, foot: str) -> None:
    """Draw one list; `table` is the name of its table, `foot` stands at the foot of each printed page."""
    widths = [column.width for column in content.columns]
    _set_page(sheet, foot, wide=sum(widths) > _WIDE)
    pen = Pen(sheet)
    pen.put(_TITLE, 1, content.title, "title")
    _merged(pen, _LEAD, content.said, "lead", widths)
    if not content.rows:
        pen.put(_HEADINGS, 1, content.empty, "section")
        return
    for at, column in enumerate(content.columns, start=1):
        sheet.column_dimensions[_letter(at)].width = column.width
        pen.put(_HEADINGS, at, column.heading, _HEADING_OF.get(column.kind, "heading"))
    _fit(
        sheet,
        _HEADINGS,
        [column.heading for column in content.columns],
        [width - _BUTTON for width in widths],
    )
    for row, values in enumerate(content.listed, start=_HEADINGS + 1):
        for at, (value, column) in enumerate(zip(values, content.columns, strict=True), start=1):
            pen.put(row, at, value, column.kind, in_csv=column.in_csv)
        _fit(sheet, row, values, widths)
    sheet.freeze_panes = f"{_letter(content.keep + 1)}{_HEADINGS + 1}"
    sheet.print_title_rows = f"{_HEADINGS}:{_HEADINGS}"
    _add_table(sheet, table, len(content.columns), len(content.listed))


def draw_cover(sheet: Worksheet, title: str, lines: Sequence[Line], foot: str) -> None:
    """Draw the cover: the title, then line by line."""
    _set_page(sheet, foot, wide=False)
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_view.showGridLines = False
    for at, width in enumerate(_COVER_WIDTHS, start=1):
        sheet.column_dimensions[_letter(at)].width = width
    pen = Pen(sheet)
    pen.put(_TITLE, 1, title, "title")
    for row, line in enumerate(lines, start=_TITLE + 2):
        if line.label and line.value is None:
            pen.put(row, 1, line.label, "section")
            sheet.row_dimensions[row].height = height(2)
        elif line.label is None:
            _merged(pen, row, str(line.value), "warning", _COVER_WIDTHS)
        else:
            pen.put(row, 1, line.label, "label")
            pen.put(row, 2, line.value, "day" if isinstance(line.value, date) else "value")
            _fit(sheet, row, (line.label, line.value), _COVER_WIDTHS)


def _merged(pen: Pen, row: int, text: str, kind: str, widths: Sequence[float]) -> None:
    """Write a text across all columns. No program finds the height of merged cells by itself."""
    pen.put(row, 1, text, kind)
    pen.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(widths))
    _fit(pen.sheet, row, [text], [sum(widths)])


def _fit(sheet: Worksheet, row: int, values: Sequence[Value], widths: Sequence[float]) -> None:
    """Make a row as high as its longest text needs."""
    texts = [value.words if isinstance(value, Status) else value for value in values]
    needed = [
        lines(text, width)
        for text, width in zip(texts, widths, strict=True)
        if isinstance(text, str) and len(text) > _SHORT
    ]
    sheet.row_dimensions[row].height = height(max(needed, default=1))


def _add_table(sheet: Worksheet, name: str, columns: int, rows: int) -> None:
    from openpyxl.worksheet.table import (  # noqa: PLC0415 - slow to import; only where a workbook is written
        Table,
        TableStyleInfo,
    )

    table = Table(displayName=name, ref=f"A{_HEADINGS}:{_letter(columns)}{_HEADINGS + rows}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _set_page(sheet: Worksheet, foot: str, *, wide: bool) -> None:
    """Set the page: landscape, as wide as the sheet, the headings on every page, its name above and its number below."""
    from openpyxl.worksheet.header_footer import (  # noqa: PLC0415 - slow to import; only where a workbook is written
        HeaderFooterItem,
    )
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 - as above

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if wide else _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    margins.header = margins.footer = 0.3
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text, header.right.text = "&A", "Personal data of children"
    footer.left.text, footer.right.text = foot, "Page &P of &N"
    sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter = header, footer


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow to import; only where a workbook is written

    return get_column_letter(column)
