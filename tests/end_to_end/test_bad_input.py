"""Every mistake that exports make has its message, and nothing that could be read is lost because of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import ASH, GOOD, A, problems, run, upn, write

from ehe_rules.errors import ExportsError
from ehe_rules.reporting import render
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.result import Result

MARKED, MISTYPED, STRANGER, RUNNING = upn(4), "B999900120006", upn(7), "=2+5"
"""A pupil whose name holds markup, one whose UPN fails its check, one on no roll, one whose number is a formula."""

SPOILT: dict[str, str | bytes] = {
    **GOOD,
    "schools.csv": GOOD["schools.csv"] + "900003,<i>Elm</i> & =Example,primary,mainstream\n",
    "events.csv": GOOD["events.csv"]
    + f"""\
{ASH},{STRANGER},parent_contacted,2026-02-30,headteacher,,,
{ASH},{STRANGER},parent_contacted,12/01/26,headteacher,,,
999999,{A},parent_contacted,2026-01-12,headteacher,,,
{ASH},{A},parent_contcted,2026-01-12,headteacher,,,
{ASH},{A},<script>alert(1)</script>,2026-01-12,headteacher,,,
{ASH},{STRANGER},risk_identified,2026-01-12,dsl,attendance,genuine,
{ASH},{MARKED},risk_identified,2026-01-12,dsl,attendance,genuine,
{ASH},{MISTYPED},risk_identified,2026-01-12,dsl,attendance,genuine,
""",
    "attendance.csv": GOOD["attendance.csv"] + f"{ASH},{A},2026-01-13,AM,<%>\n{ASH},{A},2026-01-14,AM,/\n",
    "roll of Ash.csv": f"""\
school,upn,admission_no,forename,surname,date_of_birth,Forename
{ASH},{MARKED},,=Elder,Example-<b>D</b>,2014-02-30,Other
{ASH},{MISTYPED},,Fir,Example-F,2014-03-01,Other
{ASH},,{RUNNING},Gorse,Example-G,2014-04-01,Other
""",
    "=log.csv": f"""\
school,admission_no,event,date,role,covers,outcome
{ASH},{RUNNING},risk_identified,2026-01-12,dsl,attendance,genuine
{ASH},{RUNNING},parent_contacted,2026-01-12,headteacher,concern,
""",
    "empty.csv": "",
    "<u>trips</u>.csv": "place,cost\n<b>Zoo</b>,=5\n",
}
"""The good trust with every mistake in it, each after what is good in its file."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run([write(tmp_path_factory.mktemp("good"), GOOD)])


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run([write(tmp_path_factory.mktemp("spoilt"), SPOILT)])


@pytest.fixture(scope="module")
def pages(spoilt: Result) -> dict[str, bytes]:
    return render(spoilt)


@pytest.mark.parametrize(
    ("file", "severity", "row", "column", "value", "message", "todo"),
    [
        ("events.csv", "error", 8, "date", "2026-02-30", "is not a date that exists", "2026-01-31"),
        ("events.csv", "error", 9, "date", "12/01/26", "has two digits", "with the year in full"),
        ("events.csv", "error", 10, "school", "999999", "neither the URN nor the name", "schools table"),
        (
            "events.csv",
            "error",
            11,
            "event",
            "parent_contcted",
            "(nearest: parent_contacted)",
            "Use an event",
        ),
        ("events.csv", "warning", 13, "upn", STRANGER, "is on no roll or leavers list", "correct the UPN"),
        (
            "events.csv",
            "warning",
            15,
            "upn",
            MISTYPED,
            "not a valid UPN (its check letter",
            "Correct the UPN",
        ),
        ("attendance.csv", "warning", 5, "code", "<%>", "not one of the national", "Correct the marks"),
        ("roll of Ash.csv", "error", 1, "forename", "forename", "stands there more than once", "rename"),
        ("roll of Ash.csv", "error", 2, "date_of_birth", "2014-02-30", "it counts as not known", "in full"),
        ("roll of Ash.csv", "warning", 3, "upn", MISTYPED, "not a valid UPN", "Correct the UPN"),
        ("empty.csv", "warning", 0, "", "", "The file is empty.", "Export it again"),
        ("<u>trips</u>.csv", "warning", 0, "", "", "This file was not used. No heading", "--profile"),
    ],
)
def test_a_mistake_is_said_where_it_is_and_what_to_do(  # noqa: PLR0913, PLR0917 - the parts of a problem
    spoilt: Result, file: str, severity: str, row: int, column: str, value: str, message: str, todo: str
) -> None:
    where = {"severity": severity, "row": str(row), "column": column, "value": value}
    found = [p for p in problems(spoilt, file) if {name: p[name] for name in where} == where]
    assert [message in p["message"] and todo in p["todo"] for p in found] == [True], problems(spoilt, file)


def test_every_other_verdict_is_as_it_was(good: Result, spoilt: Result) -> None:
    subjects = set(good.findings["subject"])
    kept = spoilt.findings[spoilt.findings["subject"].isin(subjects)]
    assert len(good.findings) >= 10
    # A school's own subjects count its pupils, whom the spoilt files add to: there the numbers in the reason may move.
    of_pupils = [frame[frame["pupil"] != ""] for frame in (kept, good.findings)]
    assert of_pupils[0].to_numpy().tolist() == of_pupils[1].to_numpy().tolist()
    of_schools = [frame[frame["pupil"] == ""].drop(columns="reason") for frame in (kept, good.findings)]
    assert of_schools[0].to_numpy().tolist() == of_schools[1].to_numpy().tolist()


def test_pupils_whose_rows_have_mistakes_keep_what_could_be_read(spoilt: Result) -> None:
    contact = {
        row["pupil"]: (row["status"], row["done_on"])
        for row in records(spoilt.findings)
        if row["rule"] == "5.1.1"
    }
    assert [contact[pupil] for pupil in (MARKED, MISTYPED)] == [("not_met", "")] * 2
    # spoken with, on a day that cannot be read
    assert contact[STRANGER] == ("cannot_tell", "")
    assert contact[RUNNING] == ("met", "2026-01-12")


def test_all_files_are_listed(spoilt: Result) -> None:
    taken = dict(zip(spoilt.files["file"], spoilt.files["taken_for"], strict=True))
    assert set(taken) == set(SPOILT)
    assert (taken["empty.csv"], taken["<u>trips</u>.csv"]) == ("empty", "not recognised")


def test_the_overview_begins_with_the_files_that_were_not_used(pages: dict[str, bytes]) -> None:
    page = pages["index.html"].decode()
    assert "2 files were not recognised" in page
    assert f"{len(SPOILT) - 2} files or sheets recognised, 2 not" in page


def test_markup_in_cells_and_names_is_shown_not_run(pages: dict[str, bytes]) -> None:
    html = {name: page.decode() for name, page in pages.items() if name.endswith(".html")}
    cells = ("<script>alert", "<i>Elm", "Example-<b>D", "<u>trips", "<%>")
    assert [(name, cell) for name, page in html.items() for cell in cells if cell in page] == []
    assert "&lt;i&gt;Elm&lt;/i&gt; &amp; =Example" in html["index.html"]
    assert "&lt;u&gt;trips&lt;/u&gt;.csv" in html["index.html"]
    ash = html[f"schools/{ASH}.html"]
    assert "=Elder Example-&lt;b&gt;D&lt;/b&gt;" in ash


def test_no_cell_of_the_findings_is_run_by_a_spreadsheet(spoilt: Result, pages: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(pages["findings.csv"].decode(), newline=""), strict=True))
    assert len(rows) == len(spoilt.findings)
    assert [
        cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))
    ] == []
    (met,) = [row for row in rows if row["pupil"] == f"'{RUNNING}" and row["rule"] == "5.1.1"]
    assert met["evidence"] == "'=log.csv:2;=log.csv:3"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"empty.csv": ""}, "empty.csv: empty"),
        ({"trips.csv": "place,cost\nZoo,5\n"}, "trips.csv: No heading in the first 20 rows is one"),
        (
            {"old.csv": "on,rule,school,upn,status\n2026-01-30,5.1.1,1,2,met\n"},
            "old.csv: Nearest to the table",
        ),
    ],
)
def test_files_that_nothing_recognises_stop_the_run_when_alone(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    with pytest.raises(ExportsError, match="The file or sheet given is no export that is known") as raised:
        run([write(tmp_path, files)])
    assert message in str(raised.value)
    assert raised.value.exit_status == 3


def test_a_missing_folder_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ExportsError, match="there is no such file or folder") as raised:
        run([tmp_path / "nowhere"])
    assert raised.value.exit_status == 3
