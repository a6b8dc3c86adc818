"""The tool's own reports, left among the exports: never an export, and a note says what they are."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from exports.helping import WORDS, problems, rows, upn, workbook, write
from openpyxl import load_workbook

from ehe_rules.errors import ExportsError
from ehe_rules.exports import load
from ehe_rules.result import CONTRACT_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

ROLL = f"school,upn\n100001,{upn(1)}\n"
LEAVERS = [["Every child who left"], ["URN", "UPN", "Off roll"], ["100001", upn(1), "2026-01-12"]]
REPORT_SHEETS = {name: [["x"]] for name in ("Cover", "To do", "Findings", "Data problems")}
FINDINGS = f"{','.join(CONTRACT_COLUMNS)},title\n"
PAGES = {"index.html": "", "schools/100001.html": ""}
MANIFEST = json.dumps({"tool": {"name": "ehe-rules"}, "outputs": PAGES})


def _by_its_maker(maker: str) -> bytes:
    book = load_workbook(BytesIO(workbook({"Leavers": LEAVERS})))
    book.properties.creator = maker
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_report_among_the_exports_is_passed_over(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            "roll.csv": ROLL,
            "reports/manifest.json": MANIFEST,
            **{f"reports/{page}": "<html>school,upn,off-roll date</html>" for page in PAGES},
            "copied.xlsx": _by_its_maker("ehe-rules"),
            "findings.csv": FINDINGS,
            "saved anew.csv": "\ufeff" + FINDINGS.replace(",", ";"),
            "saved by another.xlsx": workbook({**REPORT_SHEETS, "Leavers": LEAVERS}),
            "findings.json": '{"ruleset": ["hcat-ehe"], "on": "2026-03-20", "findings": [\n]}\n',
            # of the same names, and yet no report
            "Leavers.xlsx": _by_its_maker("Ann Example"),
            "100001/manifest.json": '{"files": []}',
        },
    )
    tables = load([folder], WORDS)
    taken = rows(tables, "SELECT file, taken_for FROM files ORDER BY file")
    assert taken == [
        ("100001/manifest.json", "not recognised"),
        ("Leavers.xlsx", "register"),
        ("roll.csv", "pupils"),
    ]
    notes = {p.file: p.message for p in problems(tables) if p.severity == "note" and "report" in p.message}
    assert sorted(notes) == [
        "copied.xlsx",
        "findings.csv",
        "findings.json",
        "reports/manifest.json",
        "saved anew.csv",
        "saved by another.xlsx",
    ]
    assert "with the 2 files that it lists" in notes["reports/manifest.json"]


def test_a_folder_of_reports_alone_is_no_folder_of_exports(tmp_path: Path) -> None:
    with pytest.raises(ExportsError, match=r"findings\.csv: This is no export but part of a report"):
        load([write(tmp_path, {"findings.csv": FINDINGS})], WORDS)
