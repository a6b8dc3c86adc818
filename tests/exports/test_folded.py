"""Lists without dates of coming and going beside lists that have them, and grids of marks that look like such lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from pathlib import Path

DATED = (
    "First name,Last name,UPN,Enrolment date,Leaving date\n"
    f"Aspen,Example-A,{upn(1)},01/09/2020,\n"
    f"Birch,Example-B,{upn(2)},01/09/2020,16/01/2026\n"
    f"Cedar,Example-C,{upn(3)},01/09/2020,16/01/2026\n"
)
VULNERABLE = "First name,Last name,UPN,SEN status,Social worker\n"


def test_a_list_without_dates_is_no_time_on_roll_beside_one_that_has_them(tmp_path: Path) -> None:
    files = {
        "100001/p.csv": DATED,
        "100001/q.csv": VULNERABLE
        + f"Aspen,Example-A,{upn(1)},K,Yes\nBirch,Example-B,{upn(2)},E,Yes\nElder,Example-E,{upn(5)},N,No\n",
        # made after Cedar had left: what is so then may not have been so before
        "100001/r.csv": f"Exported on 05/02/2026\n{VULNERABLE}Cedar,Example-C,{upn(3)},E,Yes\nAspen,Example-A,{upn(1)},E,\n",
        "100001/x.xml": "<CTfile><Header><DateTime>2026-01-20T10:00:00</DateTime><SourceSchool><URN>100001</URN></SourceSchool></Header>"
        f"<CTFpupilData><Pupil><UPN>{upn(1)}</UPN><DOB>2014-01-01</DOB></Pupil></CTFpupilData></CTfile>",
    }
    tables = read(tmp_path, files)
    came = date(2020, 9, 1)
    assert rows(
        tables,
        "SELECT upn, entry_date, leaving_date, sen_provision, social_worker FROM roll ORDER BY upn[2:]",
    ) == [
        (
            upn(1),
            came,
            None,
            None,
            "yes",
        ),  # two lists say K and E, and of one it is not known when it was made
        (upn(2), came, date(2026, 1, 17), "E", "yes"),
        (upn(3), came, date(2026, 1, 17), None, None),
        (upn(5), None, None, "N", "no"),
    ]
    assert rows(tables, f"SELECT date_of_birth FROM roll WHERE upn = '{upn(1)}'") == [(date(2014, 1, 1),)]
    notes = [(p.severity, p.file, p.row) for p in problems(tables, "entry_date")]
    assert notes == [("note", "100001/q.csv", 2), ("note", "100001/r.csv", 3), ("note", "100001/x.xml", 1)]


def test_a_grid_of_marks_is_no_roll(tmp_path: Path) -> None:
    grids = {
        "names.csv": f"First name,Last name,UPN,12/01/2026 AM,12/01/2026 PM\nAspen,Example-A,{upn(1)},/,\\\n",
        "days.csv": f"Student,UPN,12/01/2026,13/01/2026\nAspen Example-A,{upn(1)},/\\,II\n",
        "halves.csv": f"school,upn,date,am,pm\n100001,{upn(1)},2026-01-12,/,\\\n",
        "p.csv": f"school,upn,entry_date,2026-01-12,2026-01-13\n100001,{upn(1)},2020-09-01,/,/\n",
    }
    tables = read(tmp_path, grids)
    assert rows(tables, "SELECT file FROM roll") == [("p.csv",)]
    refused = [p for p in problems(tables) if "grids are not read" in p.message]
    assert [p.file for p in refused] == ["days.csv", "halves.csv", "names.csv"]
    assert all("a row for each session" in p.todo for p in refused)
