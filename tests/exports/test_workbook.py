"""Workbooks: sheets, title rows, real dates, numbers that were text, and files built to do harm."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn, workbook
from openpyxl import Workbook

from ehe_rules.exports import packing
from ehe_rules.exports.grid import UnreadableError
from ehe_rules.exports.workbook import open_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NINE_THIRTY = datetime.fromisoformat("2026-01-12T09:30")
ROLL = f"school,upn\n100001,{upn(1)}\n"


def test_two_sheets_with_title_rows_and_real_dates(tmp_path: Path) -> None:
    book = workbook(
        {
            "Current": [
                ["Register of pupils"],
                [],
                ["School", "UPN", "Entry date", "Social worker"],
                [100001, upn(1), date(2024, 9, 2), True],
                [100001, upn(2), "02/09/2024", "no"],
            ],
            "Log": [
                ["school", "upn", "event", "date"],
                [100001.0, upn(1), "Meeting held", NINE_THIRTY],
            ],
            "Sheet3": [],
        }
    )
    tables = read(tmp_path, {"book.xlsx": book})
    assert rows(tables, "SELECT sheet, header_row, taken_for, rows FROM files") == [
        ("Current", 3, "pupils", 2),
        ("Log", 1, "events", 1),
        ("Sheet3", 0, "empty", 0),
    ]
    assert rows(tables, "SELECT row, entry_date, social_worker FROM roll ORDER BY row") == [
        (4, date(2024, 9, 2), "yes"),
        (5, date(2024, 9, 2), "no"),
    ]
    assert rows(tables, "SELECT school, event, date, sheet, row FROM events") == [
        ("100001", "meeting_held", date(2026, 1, 12), "Log", 2)
    ]
    assert problems(tables) == []


def test_numbers_shown_with_zeros_keep_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["school", "upn", "admission_no"])
    sheet.append([100001, None, 7])
    sheet["C2"].number_format = "0000"
    sheet.append([100001, None, 8])
    held = BytesIO()
    book.save(held)
    tables = read(tmp_path, {"book.xlsx": held.getvalue()})
    assert rows(tables, "SELECT pupil FROM roll ORDER BY row") == [("0007",), ("8",)]


def test_a_date_that_is_only_a_number_is_not_guessed(tmp_path: Path) -> None:
    book = workbook({"Roll": [["school", "upn", "entry_date"], [100001, upn(1), 45537]]})
    (found,) = problems(read(tmp_path, {"book.xlsx": book}))
    assert (found.column, found.value, found.sheet, found.row) == ("entry_date", "45537", "Roll", 2)


def test_a_formula_without_a_stored_result_is_said(tmp_path: Path) -> None:
    book = workbook({"Roll": [["school", "upn", "forename"], [100001, upn(1), "=1+1"]]})
    (found,) = problems(read(tmp_path, {"book.xlsx": book}))
    assert found.severity == "error"
    assert "1 formula(s) in this sheet have no stored result" in found.message


def test_a_sheet_that_claims_to_be_enormous_is_read(tmp_path: Path) -> None:
    """Its extent is A1:XFD1048576; fast readers die of it."""
    book = _changed(
        workbook({"Roll": [["school", "upn"], [100001, upn(1)]]}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('ref="A1:B2"', 'ref="A1:XFD1048576"'),
    )
    assert rows(read(tmp_path, {"book.xlsx": book}), "SELECT row FROM roll") == [(2,)]


def test_a_cell_in_the_last_row_and_column_does_no_harm(tmp_path: Path) -> None:
    book = _changed(
        workbook({"Roll": [["school", "upn"], [100001, upn(1)]]}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            "</sheetData>",
            '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
        ),
    )
    assert rows(read(tmp_path, {"book.xlsx": book}), "SELECT row FROM roll") == [(2,)]


def test_a_workbook_that_swells_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    monkeypatch.setattr(packing, "SMALL_BYTES", 1_000_000)
    with pytest.raises(UnreadableError, match="would unpack to 3,000,011 bytes"):
        open_workbook(held.getvalue())


@pytest.mark.parametrize("damage", ["cut", "other zip", "broken sheet"])
def test_damaged_workbooks_are_listed_beside_good_files(tmp_path: Path, damage: str) -> None:
    good = workbook({"Roll": [["school", "upn"], [100001, upn(1)]]})
    if damage == "cut":
        bad = good[: len(good) // 2]
    elif damage == "broken sheet":
        bad = _changed(
            good, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", "</nothing>")
        )
    else:
        held = BytesIO()
        with zipfile.ZipFile(held, "w") as parts:
            parts.writestr("roll.csv", ROLL)
        bad = held.getvalue()
    tables = read(tmp_path, {"roll.csv": ROLL, "bad.xlsx": bad})
    found = [p for p in problems(tables) if p.file == "bad.xlsx"]
    assert found
    assert all(p.severity in {"error", "warning"} and p.todo for p in found)
    assert rows(tables, "SELECT DISTINCT pupil FROM roll WHERE file = 'roll.csv'") == [(upn(1),)]


def test_rows_before_a_break_are_kept(tmp_path: Path) -> None:
    book = _changed(
        workbook({"Roll": [["school", "upn"], *([100001, upn(n)] for n in range(40))]}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('<row r="32"', "<row r=<"),
    )
    tables = read(tmp_path, {"book.xlsx": book})
    (found,) = problems(tables)
    assert (found.severity, found.sheet, found.message) == (
        "error",
        "Roll",
        "Reading the sheet broke off after row 31.",
    )
    assert rows(tables, "SELECT count(*), max(row) FROM roll") == [(30, 31)]


_CELLS = """
<row r="2"><c r="A2" t="inlineStr"><is><t>plain</t></is></c><c r="C2" t="inlineStr"><is><r><t>in </t></r><r><t>pieces</t></r></is></c></row>
<row r="5"><c r="B5" t="inlineStr"><is><t>read</t><rPh sb="0" eb="1"><t>aloud</t></rPh></is></c><c r="D5" t="s"><v>0</v></c></row>
<row r="4"><c r="A4" t="inlineStr"><is><t>out of order</t></is></c></row>
<row r="6"><c t="inlineStr"><is><t>without</t></is></c><c t="inlineStr"><is><t>a place</t></is></c><c t="s"><v>1</v></c></row>
<row r="7"><c r="B7" t="inlineStr"><is><t/></is></c><c r="C7" t="inlineStr"/><c r="D7" t="s"><v></v></c><c r="E7" t="b"><v>1</v></c></row>
<row r="8"><c r="A8"><v>7</v></c><c r="B8" t="e"><v>#N/A</v></c><c r="C8" t="str"><v>worked out</v></c><c r="KO8" t="s"><v>1</v></c></row>
<row><c r="A9" t="inlineStr"><is><t>first</t></is></c><c r="A9" t="inlineStr"><is><t>twice</t></is></c></row>"""

_SHARED = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>kept once</t></si><si><r><t>kept once, </t></r><r><t>in pieces</t></r></si></sst>"""


def test_cells_of_every_sort_are_read_as_openpyxl_reads_them() -> None:
    """Text goes a way of our own, which must lead to the same place."""
    book = _changed(
        workbook({"Sheet": [["one", "two"]]}),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</sheetData>", f"{_CELLS}</sheetData>"),
    )
    (grid,) = open_workbook(_with_texts_kept_once(book))
    grid.worksheet.reset_dimensions()
    meant = [
        ["" if value is None else "yes" if value is True else str(value) for value in row]
        for row in grid.worksheet.iter_rows(values_only=True, max_col=300)
    ]
    given = [[*cells, *[""] * (300 - len(cells))] for _, cells in grid.rows()]
    assert given == meant
    assert [number for number, _ in grid.rows()] == list(range(1, 10))


def _with_texts_kept_once(book: bytes) -> bytes:
    """Add the part in which Excel keeps texts; openpyxl writes each into its cell."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    held = BytesIO(_changed(book, "[Content_Types].xml", lambda xml: xml.replace("</Types>", told)))
    with zipfile.ZipFile(held, "a") as parts:
        parts.writestr("xl/sharedStrings.xml", _SHARED)
    return held.getvalue()


def _changed(book: bytes, part: str, change: Callable[[str], str]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return held.getvalue()


def test_a_table_above_the_one_that_is_read_is_listed(tmp_path: Path) -> None:
    cells = [
        ["school", "upn", "entry_date"],
        ["100001", upn(1), "2021-09-01"],
        [],
        ["school", "upn", "event", "date"],
    ]
    tables = read(
        tmp_path, {"b.xlsx": workbook({"Both": [*cells, ["100001", upn(1), "meeting_held", "2026-01-12"]]})}
    )
    assert rows(tables, "SELECT taken_for, header_row, rows FROM files") == [("events", 4, 1)]
    (found,) = problems(tables)
    assert (found.severity, found.file, found.sheet, found.row) == ("warning", "b.xlsx", "Both", 1)
    assert "(pupils); what stands below it, up to the headings in row 4, was not read" in found.message
