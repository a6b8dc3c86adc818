"""A leaving date that cannot be read: what depends on it cannot be told, and the child is neither on roll nor a leaver."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from end_to_end.helping import run

from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

UPN = "R810204624001"
FILES = {
    "p.csv": "school,upn,entry_date,leaving_date,leaving_reason,removal_ground\n"
    f"100001,{UPN},2020-09-01,17/01/26,Elective Home Education,f\n",
    "ev.csv": "school,upn,event,date,role,until\n"
    f"100001,{UPN},risk_identified,2026-01-06,dsl,\n100001,{UPN},notification_received,2026-01-14,parent,2026-01-16\n",
    "m.csv": "school,upn,date,session,code\n"
    + "".join(
        f"100001,{UPN},2026-01-{day:02},{half},/\n"
        for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)
        for half in ("AM", "PM")
    ),
}


def test_what_depends_on_a_leaving_that_cannot_be_read_cannot_be_told(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run([tmp_path], on=date(2026, 2, 6))
    theirs = {
        row["rule"]: (row["about"], row["status"]) for row in records(result.findings) if row["upn"] == UPN
    }
    assert {about for about, _ in theirs.values()} == {"case"}
    assert {theirs[rule][1] for rule in ("1.1", "5.3.1", "5.4.1", "DEL-F-NO-DATE")} == {"cannot_tell"}
    assert "due" not in {status for _, status in theirs.values()}
    assert not {"DEL-F-LATE", "CODE-GAP"} & {
        rule for rule, (_, status) in theirs.items() if status == "not_met"
    }


def test_days_that_cannot_be_are_listed(tmp_path: Path) -> None:
    files = FILES | {
        "p.csv": "school,upn,date_of_birth,entry_date\n"
        f"100001,{UPN},2015-02-02,2010-09-01\n100001,F810204624002,2031-02-02,2032-09-01\n",
        "ev.csv": f"school,upn,event,date\n100001,{UPN},meeting_held,1912-01-01\n100001,{UPN},meeting_held,1912-01-02\n",
        "m.csv": "school,upn,date,session,code\n"
        + "".join(f"100001,{UPN},{day},AM,/\n" for day in ("2026-01-05", "1926-01-12", "2062-01-12")),
        "exports.csv": "table,exported_on\npupils,2099-01-01\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run([tmp_path], on=date(2026, 2, 6))
    told = [
        (p["file"], p["row"], p["column"], p["value"])
        for p in records(result.problems)
        if "date" in p["message"] or "born" in p["message"]
    ]
    for place in (
        ("p.csv", "3", "date_of_birth", "2031-02-02"),
        ("p.csv", "2", "entry_date", "2010-09-01"),
        ("ev.csv", "2", "date", "1912-01-01"),
        ("m.csv", "3", "date", "1926-01-12"),
        ("m.csv", "4", "date", "2062-01-12"),
        ("exports.csv", "0", "exported_on", "2099-01-01"),
    ):
        assert place in told
    assert any(p["message"].startswith("2 entry(ies)") for p in records(result.problems))
