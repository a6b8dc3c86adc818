"""Pupils who have left on a day that is not known: neither on roll nor leavers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from pathlib import Path

LISTED = "First name,Last name,UPN,Enrolment date,Leaving date,Currently enrolled\n"


def test_a_leaving_date_that_cannot_be_read_is_no_stay(tmp_path: Path) -> None:
    dates = ["16/01/26", "31/06/2026", "N/A", "-", "31/12/9999", ""]
    listed = "".join(f"A,B,{upn(n)},01/09/2020,{day},\n" for n, day in enumerate(dates, 1))
    tables = read(tmp_path, {"100001/p.csv": LISTED + listed})
    assert rows(tables, "SELECT leaving_unknown, count(*) FROM roll GROUP BY ALL ORDER BY ALL") == [
        (False, 4),
        (True, 2),
    ]
    assert [(p.severity, p.row, p.message) for p in problems(tables)] == [
        (
            "error",
            2,
            "The year of this leaving date has two digits: the pupil counts neither as on roll nor as a leaver until it can be read.",
        ),
        (
            "error",
            3,
            "This leaving date is not a date that exists, day first or ISO: the pupil counts neither as on roll nor as a leaver until it can be read.",
        ),
    ]


def test_who_is_said_to_be_on_roll_no_more_is_listed(tmp_path: Path) -> None:
    files = {
        # Birch may have left; Cedar did; Elder is current in one list and not in the other
        "100001/screen.csv": f"{LISTED}A,B,{upn(1)},01/09/2020,,Yes\nB,B,{upn(2)},01/09/2020,,No\nC,B,{upn(3)},01/09/2020,16/01/2026,No\n"
        f"E,B,{upn(5)},01/09/2020,,\n",
        "100001/students.csv": "STUDENT_ID,UPN,LEGAL_FIRST_NAME,LEGAL_LAST_NAME,IS_CURRENT\n"
        f"11,{upn(1)},A,B,true\n13,{upn(3)},C,B,false\n14,{upn(4)},D,B,false\n15,{upn(5)},E,B,false\n",
        "100002/sims.csv": "UPN,Legal Surname,Legal Forename,Reg Group,Admission Date,Enrolment Status\n"
        f"{upn(6)},B,F,7A,01/09/2020,C\n{upn(7)},B,G,7A,01/09/2020,P - Previous\n{upn(8)},B,H,7A,01/09/2020,Leaver\n",
        "m.csv": f"school,upn,date,session,code\n100001,{upn(4)},2026-01-06,AM,/\n",
    }
    tables = read(tmp_path, files)
    unknown = [2, 4, 5, 7, 8]
    assert rows(tables, "SELECT upn FROM roll WHERE leaving_unknown ORDER BY upn[2:]") == [
        (upn(n),) for n in unknown
    ]
    assert rows(tables, "SELECT count(*) FROM roll") == [(8,)]
    assert [(p.severity, p.file, p.row, p.message[:12]) for p in problems(tables)] == [
        ("warning", "100001/screen.csv", 3, "2 pupil(s), "),
        ("warning", "100002/sims.csv", 3, "2 pupil(s), "),
        ("note", "100001/students.csv", 4, "1 pupil(s), "),
    ]
