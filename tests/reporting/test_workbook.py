"""findings.xlsx, the reviewer's workbook, read back as a spreadsheet program reads it."""

from __future__ import annotations

import io
import re
import time
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import canonicalize
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.packaging import core
from openpyxl.utils import get_column_letter
from reporting.sample import (
    AMBER,
    BLAKE,
    ELM,
    FINDINGS,
    MANIFEST,
    OAK,
    PUPILS,
    SUBJECTS,
    A,
    case,
    finding,
    person,
    sample,
)

from ehe_rules.reporting import render, write
from ehe_rules.reporting.index import Surroundings, index_page
from ehe_rules.reporting.redact import Redactor
from ehe_rules.reporting.rows import schools
from ehe_rules.reporting.run import run
from ehe_rules.reporting.school import Shared, school_page
from ehe_rules.reporting.verdicts import rules
from ehe_rules.reporting.workbook.data import ranges
from ehe_rules.reporting.workbook.draw import draw_list
from ehe_rules.reporting.workbook.findings import IN_BULK
from ehe_rules.reporting.workbook.heights import lines
from ehe_rules.reporting.workbook.packing import _canonical_sheet
from ehe_rules.reporting.workbook.sheets import Column, Sheet, day, number
from ehe_rules.reporting.workbook.styles import add_styles

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from ehe_rules.result import Result

LISTS = [
    "Summary", "Schools", "Schools by part", "Must not happen", "To do", "Findings", "Undecided", "Patterns",
    "Leavers", "Data problems", "Files", "Rules",
]  # fmt: skip
HEADINGS = 3
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def xlsx(result: Result) -> bytes:
    return render(result, formats=["xlsx"])["findings.xlsx"]


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


@cache
def of_sample() -> Workbook:
    return opened(xlsx(sample()))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """Return the rows of a sheet's table by heading."""
    headings, *cells = sheet.iter_rows(min_row=HEADINGS, values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in cells]


def cells(sheet: Worksheet, heading: str) -> list[Cell]:
    """Return the cells under a heading."""
    at = [cell.value for cell in sheet[HEADINGS]].index(heading)
    return [row[at] for row in sheet.iter_rows(min_row=HEADINGS + 1)]  # type: ignore[misc] # no merged cells there


def test_the_sheets_come_in_the_order_in_which_they_are_read() -> None:
    assert of_sample().sheetnames == ["Cover", *LISTS]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_a_table_with_filters_frozen_headings_and_a_page_set_up_for_print(name: str) -> None:
    sheet = of_sample()[name]
    (table,) = sheet.tables.values()
    width = [cell.value for cell in sheet[HEADINGS]]
    assert table.autoFilter.ref == table.ref
    assert table.ref == f"A{HEADINGS}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
    assert [column.name for column in table.tableColumns] == width
    assert len({str(heading).casefold() for heading in width}) == len(width)
    assert re.fullmatch(rf"[A-Z]+{HEADINGS + 1}", str(sheet.freeze_panes))
    assert sheet.print_title_rows == f"${HEADINGS}:${HEADINGS}"
    assert sheet.page_setup.orientation == "landscape"
    fit = sheet.sheet_properties.pageSetUpPr
    assert fit is not None
    assert (fit.fitToPage, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (True, 1, 0)
    header, footer = sheet.oddHeader, sheet.oddFooter
    assert header is not None
    assert footer is not None
    assert (header.left.text, footer.right.text) == ("&A", "Page &P of &N")
    assert all(sheet.column_dimensions[get_column_letter(at)].width >= 7 for at in range(1, len(width) + 1))
    assert all(cell.alignment.wrap_text for cell in sheet[HEADINGS + 1])


def test_the_parts_name_tables_once_and_give_their_headings_as_the_cells_do() -> None:
    with ZipFile(io.BytesIO(xlsx(sample()))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.testzip() is None
        parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own
    tables = [part for name, part in parts.items() if name.startswith("xl/tables/")]
    assert len(tables) == len(LISTS)
    for attribute in ("id", "name", "displayName"):
        assert len({table.get(attribute) for table in tables}) == len(tables)
    headings = {
        tuple(cell.findtext(f"{MAIN}is/{MAIN}t") for cell in row)
        for name, part in parts.items()
        if name.startswith("xl/worksheets/sheet")
        for row in part.iterfind(f"{MAIN}sheetData/{MAIN}row[@r='{HEADINGS}']")
    }
    for table in tables:
        assert tuple(column.get("name") for column in table.iter(f"{MAIN}tableColumn")) in headings
        assert re.fullmatch(r"table_[a-z_]+", str(table.get("displayName")))


def test_the_same_result_gives_the_same_bytes_whatever_the_clock_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = xlsx(sample())
    later = datetime.now(tz=UTC) + timedelta(days=1000)
    moment = later.timestamp()
    parts = time.localtime(moment)
    monkeypatch.setattr(time, "time", lambda: moment)
    monkeypatch.setattr(time, "localtime", lambda *_: parts)
    clock = SimpleNamespace(now=lambda *_, **__: later.replace(tzinfo=None), utcnow=lambda: later)
    monkeypatch.setattr(core, "datetime", SimpleNamespace(datetime=clock, timezone=SimpleNamespace(utc=UTC)))
    assert core.DocumentProperties().created == later.replace(tzinfo=None)
    assert xlsx(sample()) == first
    with ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert (
            re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", archive.read("docProps/core.xml").decode())
            == ["2026-01-30T00:00:00Z"] * 2
        )


def test_to_do_is_the_worklists_of_all_schools_in_their_words_and_order() -> None:
    result = sample()
    known, this_run = rules(result.rules), run(result.manifest)
    shared = Shared([], [], Redactor())
    found = rows(of_sample()["To do"])
    for school in schools(result):
        page = school_page(school, this_run, known, shared)
        asked = [
            (work.child.name if work.child else "The school as a whole", item.when, item.action)
            for work in page.to_do[0]
            for item in work.items
        ]
        listed = [
            (row["Child"], row["When"], row["What to do"]) for row in found if row["School"] == school.name
        ]
        assert listed == asked
    assert [row["Child"] for row in found[:3]] == ["Blake Sample", "Drew Invented", "Drew Invented"]
    assert found[0]["When"] == "Was due Fri 16 Jan"
    assert found[0]["Date"] == datetime(2026, 1, 16)  # noqa: DTZ001 - a day has no time zone
    assert found[0]["Comes first because"] == "Social worker"
    assert [row["Child"] for row in found if row["School"] == "The trust"] == ["The trust as a whole"]


def test_what_several_children_need_outside_any_case_stands_once_at_the_end() -> None:
    upns = [f"Z90000000777{at}" for at in range(3)]
    blank = [
        finding("6.5", "not_met", about="leaver", school=OAK, upn=upn, pupil=upn, subject=f"leaver/{OAK}/{upn}", reason="The reason for leaving is blank.")
        for upn in upns
    ]  # fmt: skip
    people = [person(OAK, upn, "Finley", f"Example-{upn[-1]}", "5") for upn in upns]
    book = opened(xlsx(sample(findings=[*FINDINGS, *blank], pupils=[*PUPILS, *people])))
    last = rows(book["To do"])[-1]
    assert (last["Child"], last["UPN"], last["What to do"]) == (
        "4 children",
        None,
        "Fill in the reason for leaving.",
    )
    assert "Finley Example-0 (Year 5)" in str(last["Why"])
    assert [row["UPN"] for row in rows(book["Findings"]) if row["Rule"] == "hcat-ehe 6.5"] == [
        *upns,
        "Z900000009999",
    ]


def test_findings_lists_what_needs_a_reader_and_nothing_that_is_met_or_a_pattern() -> None:
    found = rows(of_sample()["Findings"])
    read = [row for row in FINDINGS if row["status"] not in ("met", "indicator")]
    assert sorted((row["Rule"], row["UPN"], row["Why"]) for row in found if row["UPN"]) == sorted(
        (
            f"{row['ruleset']} {row['rule']}",
            row["upn"],
            "\n".join(filter(None, (row["reason"], row.get("note", "")))),
        )
        for row in read
        if row.get("upn")
    )
    assert len(found) == len(read)
    assert [row["Status"] for row in found if row["Rule"] == "hcat-ehe 3.1"] == ["Not on record"]
    assert [row["Status"] for row in found if row["Rule"] == "hcat-ehe 8.1"] == ["On record"]
    (pattern,) = rows(of_sample()["Patterns"])
    assert (pattern["Child"], pattern["Rule"]) == ("Blake Sample", "hcat-ehe 8.2")


def test_dates_are_dates_and_numbers_are_numbers() -> None:
    findings = of_sample()["Findings"]
    due = [cell for cell in cells(findings, "Due by") if cell.value is not None]
    assert due
    assert {(type(cell.value), cell.number_format) for cell in due} == {(datetime, "dd mmm yyyy")}
    assert {type(cell.value) for cell in cells(findings, "Days late")} == {int, type(None)}
    schools_sheet = of_sample()["Schools"]
    assert [(cell.value, cell.number_format) for cell in cells(schools_sheet, "URN")] == [
        (900002, "0"),
        (900001, "0"),
    ]
    assert day("31/31/2026") == "31/31/2026"
    assert day("1666-09-02") == "1666-09-02"
    assert [number(text) for text in ("12", "0012", "twelve", "")] == [12, "0012", "twelve", ""]


def test_rates_are_those_of_the_overview_and_percentages_only_where_there_are_enough() -> None:
    result = sample()
    page = index_page(
        result, run(result.manifest), schools(result), rules(result.rules), Surroundings(Redactor(), [])
    )
    found = {row["Part"]: row for row in rows(of_sample()["Summary"])}
    assert list(found) == [tally.part.capitalize() for tally in page.parts]
    for tally in page.parts:
        row = found[tally.part.capitalize()]
        assert (row["Done in time"], row["Done late"], row["Not met"]) == (
            tally.met,
            tally.late,
            tally.not_met,
        )
        shown = f"{row['In time, of decided']:.0%}" if row["In time, of decided"] is not None else None
        assert shown == (tally.in_time.percent if tally.in_time.of >= 5 else None)
    assert found["Stage 1"]["Decided"] == 6
    assert found["Stage 1"]["In time, of decided"] == 0.17
    assert {row["Could be decided"] for row in rows(of_sample()["Schools by part"])} == {None}


def test_schools_stand_in_order_of_name_and_their_counts_are_those_of_their_pages() -> None:
    elm, oak = rows(of_sample()["Schools"])
    assert (elm["School"], oak["School"]) == ("Elm Invented School", "Oak Invented Academy")
    assert (oak["Cases"], oak["Left for home education"], oak["On record against"], oak["Patterns"]) == (
        4,
        1,
        1,
        1,
    )
    assert elm["Cannot tell"] == 1
    assert (oak["Left this half term"], oak["Focused review"]) == (1, "No rise")
    assert elm["Focused review"] == "No comparison possible"


def test_checks_of_every_child_on_roll_are_counted_apart() -> None:
    book = opened(xlsx(flood(30)))
    elm = rows(book["Schools"])[0]
    assert (elm["Cannot tell"], elm["Every child on roll: cannot tell"]) == (1, 30)
    assert [
        row["Cannot tell"] for row in rows(book["Summary"]) if row["Part"] == "Stage 2, every child on roll"
    ] == [30]


def test_two_schools_of_one_name_are_told_apart() -> None:
    twins = [{"school": urn, "name": "Saint Example"} for urn in (OAK, ELM)]
    book = opened(xlsx(sample(schools=twins)))
    assert [row["School"] for row in rows(book["Schools"])] == [
        f"Saint Example ({OAK})",
        f"Saint Example ({ELM})",
    ]


def flood(number: int) -> Result:
    """Return a sample in which so many checks of one school wait for one column."""
    waiting = [
        finding("5.2.1", "cannot_tell", about="pupil", school=ELM, upn=upn, pupil=upn, subject=f"pupil/{ELM}/{upn}", reason="No export of this school has a role column.")
        for upn in (f"Z90000{at:07}" for at in range(number))
    ]  # fmt: skip
    return sample(findings=[*FINDINGS, *waiting])


def test_what_waits_in_bulk_for_one_thing_is_one_line() -> None:
    book = opened(xlsx(flood(IN_BULK + 1)))
    assert len(rows(book["Findings"])) == len(rows(of_sample()["Findings"]))
    first = rows(book["Undecided"])[0]
    assert (first["School"], first["Checks"]) == ("Elm Invented School", IN_BULK + 1)
    few = opened(xlsx(flood(IN_BULK)))
    assert len(rows(few["Findings"])) == len(rows(of_sample()["Findings"])) + IN_BULK


def test_what_is_met_is_counted_by_rule() -> None:
    found = {row["Rule"]: row for row in rows(of_sample()["Rules"])}
    assert found["hcat-ehe 6.5"]["Met, or nothing on record"] == 1
    assert found["hcat-ehe 5.1.1"]["Not met, or on record"] == 2
    assert [row["Nothing on record"] for row in rows(of_sample()["Must not happen"])] == [1]


def test_leavers_have_the_dates_of_their_cases() -> None:
    (leaver,) = rows(of_sample()["Leavers"])
    assert (leaver["Child"], leaver["UPN"]) == ("Blake Sample", BLAKE)
    assert leaver["Case opened"] == datetime(2025, 12, 1)  # noqa: DTZ001 - a day has no time zone
    assert leaver["Off roll"] == datetime(2026, 1, 16)  # noqa: DTZ001 - as above
    assert leaver["Home education shown by"] == "Removal ground"


def test_a_leaver_of_whom_the_record_does_not_say_why_is_listed_and_counted_as_such() -> None:
    dates = {"off_rolled_on": "2026-01-28"}
    amber, blake, casey, *rest = SUBJECTS
    changed = [amber | dates | {"ehe": "no"}, blake, casey | dates | {"ehe": "unknown"}, *rest]
    book = opened(xlsx(sample(subjects=changed)))
    assert [(row["Child"], row["Home education shown by"]) for row in rows(book["Leavers"])] == [
        ("Blake Sample", "Removal ground"),
        ("Casey Testcase", "Not known whether for home education"),
    ]
    oak = next(row for row in rows(book["Schools"]) if row["School"] == "Oak Invented Academy")
    assert oak["Left for home education"] == 1
    assert oak["Left, not known whether for home education"] == 1


def test_data_problems_name_every_row_and_files_begin_with_those_not_recognised() -> None:
    found = rows(of_sample()["Data problems"])
    assert [row["Kind"] for row in found] == ["Error", "Warning", "Note"]
    assert (found[1]["File"], found[1]["Rows"]) == ("cpoms.csv", "7, 9")
    assert AMBER in str(found[0]["Problem"])  # the workbook is for the reviewer, who has to find the row
    assert rows(of_sample()["Files"])[0]["File"] == "notes.csv"
    assert ranges([9, 4, 3, 5, 12, 9]) == "3 to 5, 9, 12"
    assert ranges(range(1, 400, 2)).endswith(" and 140 more places")


def test_the_cover_says_what_was_run_and_that_it_is_personal_data() -> None:
    sheet = of_sample()["Cover"]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for said in (
        "it is personal data",
        "No calendar was supplied",
        "HCAT EHE procedure (hcat-ehe, version 1)",
        "Two engines (columnar and durable) judged independently; 19 verdicts compared",
        "3 files or sheets recognised, 1 not",
        "1 file or sheet was not recognised",
    ):
        assert said in text
    on = next(row[1] for row in sheet.iter_rows() if row[0].value == "Audit date")
    assert (on.value, on.number_format) == (datetime(2026, 1, 30), "dd mmm yyyy")  # noqa: DTZ001 - a day
    left_out = sample(
        manifest={**MANIFEST, "since": {"date": "2025-11-01", "subjects_left_out": {OAK: {"case": 2}}}}
    )
    values = [cell.value for cell in opened(xlsx(left_out))["Cover"]["B"]]
    said = "Cases that closed and leavers who left before 1 Nov 2025 are left out, as asked for: 2 cases."
    assert any(str(value).startswith(said) for value in values)


def test_a_text_stays_a_text_whatever_it_begins_with() -> None:
    texts = ["=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1", "=", "#REF!", "TRUE", "12", "2026-01-01"]
    given = [finding("5.1.1", "not_met", A, reason=text) for text in texts]
    found = {str(cell.value): cell for cell in cells(opened(xlsx(sample(findings=given)))["Findings"], "Why")}
    assert set(found) == set(texts)
    assert {cell.data_type for cell in found.values()} == {"s"}
    assert {text for text, cell in found.items() if cell.quotePrefix} == set(texts[:6])


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_a_workbook_that_opens(text: str) -> None:
    workbook = Workbook()
    add_styles(workbook)
    sheet = workbook.create_sheet("List")
    draw_list(
        sheet,
        Sheet("List", text, text, [Column("One", 9), Column("Two", 9, "date")], [(text, text)], text),
        "t_a",
        "",
    )
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.value is None or isinstance(cell.value, str) for row in sheet.iter_rows() for cell in row)
    written = io.BytesIO()
    workbook.save(written)
    load_workbook(written)


def test_what_xml_cannot_hold_and_what_is_too_long_is_replaced_or_cut_and_said_so() -> None:
    row = finding("5.1.1", "not_met", A, reason="a\x00b\uffffc\r\nd", title="x" * 40_000)
    sheet = opened(xlsx(sample(findings=[row])))["Findings"]
    assert cells(sheet, "Why")[0].value == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\nd"
    assert str(cells(sheet, "What the rule asks")[0].value).endswith("(cut here; findings.csv has all of it)")
    named = [*(one for one in PUPILS if one["upn"] != AMBER), PUPILS[0] | {"surname": "y" * 40_000}]
    child = cells(opened(xlsx(sample(findings=[row], pupils=named)))["Findings"], "Child")[0].value
    assert str(child).endswith("y ... (cut here)")


def test_an_admission_number_is_not_called_a_upn() -> None:
    def without_upn(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row | {"upn": "", "pupil": "0504"} if row.get("pupil") == AMBER else row for row in rows]

    result = sample(
        findings=without_upn(FINDINGS), subjects=without_upn(SUBJECTS), pupils=without_upn(PUPILS)
    )
    upns = {row["UPN"] for row in rows(opened(xlsx(result))["Findings"]) if row["Child"] == "Amber Example"}
    assert upns == {"admission no 0504"}
    page = render(result)[f"schools/{OAK}.html"].decode()
    assert "Year 9, admission no 0504" in page
    assert "UPN 0504" not in page


def test_a_list_beyond_the_limit_says_how_many_rows_are_not_listed() -> None:
    sheet = Sheet(
        "List", "A list", "Of things.", [Column("One", 9)], [(at,) for at in range(1_234)], "", most=4
    )
    workbook = Workbook()
    add_styles(workbook)
    drawn = workbook.create_sheet("List")
    draw_list(drawn, sheet, "table_list", "")
    assert drawn.max_row == HEADINGS + 4
    assert drawn["A2"].value == (
        "The first 4 rows are listed; 1,230 more are not: findings.csv has them all. Of things."
    )
    assert drawn.tables["table_list"].ref == "A3:A7"


def test_nothing_to_list_is_said_and_makes_no_table() -> None:
    nothing = sample(
        findings=[], subjects=[], timeline=[], problems=[], files=[], pupils=[], rules=[], schools=[]
    )
    book = opened(xlsx(nothing))
    assert book.sheetnames == ["Cover", *LISTS]
    assert not any(sheet.tables for sheet in book)
    assert book["To do"]["A3"].value == "Nothing is overdue or coming up in what was supplied."


def test_names_of_sheets_tables_and_styles_hold_nothing_of_a_pupil() -> None:
    with ZipFile(io.BytesIO(xlsx(sample()))) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/sheet"):
                text = name + archive.read(name).decode()
                assert not re.search(r"Z9\d{10}|Sample|Amber|Blake|Invented", text), name


def test_a_child_of_no_school_is_not_lost() -> None:
    upn = "Z900000007777"
    found = finding(
        "6.5", "not_met", about="leaver", upn=upn, pupil=upn, subject=f"leaver//{upn}", reason="Blank."
    )
    book = opened(xlsx(sample(findings=[found], pupils=[person("", upn, "Finley", "Example", "5")])))
    assert [(row["School"], row["Child"]) for row in rows(book["Findings"])] == [
        ("The trust", "Finley Example")
    ]


def test_a_text_takes_as_many_lines_as_its_words_need() -> None:
    assert lines("Done late", 10) == 1
    assert lines("one two three", 6) == 3
    assert lines("a\nb\n\nc", 10) == 4
    assert lines("x" * 24, 10) == 3


def test_it_is_written_with_the_other_outputs_and_linked_from_the_overview(tmp_path: Path) -> None:
    written = write(sample(), tmp_path)
    assert tmp_path / "findings.xlsx" in written
    assert (tmp_path / "findings.xlsx").stat().st_mode & 0o777 == 0o600
    assert '<a href="findings.xlsx">findings.xlsx</a>' in (tmp_path / "index.html").read_text()
    alone = render(sample(), formats=["html"])
    assert b'"findings.xlsx"' not in alone["index.html"]
    assert "findings.xlsx" not in alone


def test_a_case_of_long_ago_is_listed_with_its_own_dates() -> None:
    old = case(OAK, AMBER, "2019-09-02", "risk_identified", off_rolled_on="2019-10-01")
    book = opened(xlsx(sample(subjects=[*SUBJECTS, old])))
    assert date(2019, 10, 1) in {
        row["Off roll"].date() for row in rows(book["Leavers"]) if isinstance(row["Off roll"], datetime)
    }


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=1),
    st.sampled_from(
        ["", "&<>\"'", " \t\n ", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")]
    ),
)
@settings(max_examples=30, deadline=None)
def test_a_sheet_is_made_canonical_as_the_standard_says(texts: list[str], odd: str) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for text in texts:
        page.append([f"{odd}{text}", 1.5, date(2026, 1, 30), True, None])
    page["A1"].hyperlink = f"https://example.org/?a=1&b={len(texts)}"
    page.freeze_panes = "B2"
    page.merge_cells("G1:H2")
    assert page.oddHeader is not None
    page.oddHeader.center.text = odd
    written = io.BytesIO()
    book.save(written)
    with ZipFile(written) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert _canonical_sheet(sheet) == canonicalize(sheet)


def test_every_sheet_of_the_workbook_is_canonical() -> None:
    with ZipFile(io.BytesIO(render(sample())["findings.xlsx"])) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 10
    assert all(sheet == canonicalize(sheet) for sheet in sheets)
