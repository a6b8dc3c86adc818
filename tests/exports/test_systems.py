"""Management systems' exports: Arbor's screens and bulk files, SIMS; a register in a workbook; an oversight log."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, rows, upn, workbook
from exports.systems import SCHOOLS, events, take

if TYPE_CHECKING:
    from pathlib import Path

STUDENTS = f"""\
APPLICATION_ID,STUDENT_ID,UPN,LEGAL_FIRST_NAME,LEGAL_LAST_NAME,DATE_OF_BIRTH,IS_CURRENT,CURRENT_SEN_STATUS
app-1,11,{upn(1)},Aspen,Example-A,2014-01-01,true,K - SEN Support
app-1,12,{upn(2)},Birch,Example-B,2014-01-01,false,N - No SEN
app-1,13,{upn(3)},Cedar,Example-C,2014-01-01,1,
app-1,14,{upn(4)},Dogwood,Example-D,2014-01-01,0,
app-1,15,{upn(5)},Elder,Example-E,2014-01-01,true,
"""
ENROLMENTS = """\
APPLICATION_ID,STUDENT_ID,ENTRY_DATE,LEAVING_DATE,UNENROLMENT_REASON,REMOVAL_GROUNDS
app-1,11,2020-09-01,,,
app-1,12,2020-09-01,2026-01-16,Elective Home Education,9(1)(f)
app-1,15,2020-09-01,2025-10-03,Elective Home Education,f
"""
MARKS = """\
APPLICATION_ID,DATE,PERIOD,STUDENT_ID,MARK_CODE,RAW_MARK,IS_PRESENT
app-1,2026-01-12,AM,11,/,/,1
app-1,2026-01-12,PM,11,\\,\\,1
app-1,2026-01-12,AM,12,I,i2,0
"""


def test_arbors_bulk_files_join_by_student_id(tmp_path: Path) -> None:
    files = {
        "schools.csv": SCHOOLS,
        "students.csv": STUDENTS,
        "enrolments.csv": ENROLMENTS,
        "attendancesession.csv": MARKS,
    }
    tables = take(tmp_path, files)
    told = "SELECT admission_no, upn, forename, entry_date, leaving_date, removal_ground, sen_provision FROM roll"
    assert rows(tables, f"{told} ORDER BY admission_no, entry_date NULLS FIRST") == [
        ("11", upn(1), "Aspen", date(2020, 9, 1), None, None, "K"),
        ("12", upn(2), "Birch", date(2020, 9, 1), date(2026, 1, 17), "f", None),
        ("13", upn(3), "Cedar", None, None, None, None),
        ("14", upn(4), "Dogwood", None, None, None, None),
        ("15", upn(5), "Elder", None, None, None, None),
        ("15", upn(5), "Elder", date(2020, 9, 1), date(2025, 10, 4), "f", None),
    ]
    assert sorted(rows(tables, "SELECT school, pupil, date, session, code FROM attendance")) == sorted(
        [
            ("100001", upn(1), date(2026, 1, 12), "AM", "/"),
            ("100001", upn(1), date(2026, 1, 12), "PM", "\\"),
            ("100001", upn(2), date(2026, 1, 12), "AM", "I"),
        ]
    )
    assert [p for p in problems(tables) if p.severity != "note"] == []


def test_arbors_screens(tmp_path: Path) -> None:
    students = f"First name,Last name,UPN,Year group,Registration form,Enrolment date,In care\nAspen,Example-A,{upn(1)},Year 7,7A,01/09/2025,No\n"
    leavers = f"Legal first name,Legal last name,UPN,Leaving date,Reason for leaving,Destination\nBirch,Example-B,{upn(2)},16/01/2026,Elective Home Education,Home\n"
    marks = f"Student,UPN,Date,Session,Mark\nx,{upn(1)},12/01/2026,AM,/\n"
    tables = take(tmp_path, {"100001/a.csv": students, "100001/b.csv": leavers, "100001/c.csv": marks})
    assert rows(tables, "SELECT file, taken_for, system FROM files") == [
        ("100001/a.csv", "pupils", "arbor"),
        ("100001/b.csv", "pupils", "arbor"),
        ("100001/c.csv", "attendance", "arbor"),
    ]
    assert rows(
        tables,
        "SELECT school, upn, entry_date, leaving_date, leaving_reason, looked_after FROM roll ORDER BY file",
    ) == [
        ("100001", upn(1), date(2025, 9, 1), None, None, "no"),
        ("100001", upn(2), None, date(2026, 1, 17), "Elective Home Education", None),
    ]


def test_leavers_without_marks_on_the_last_day_are_said(tmp_path: Path) -> None:
    header = "First name,Last name,UPN,Leaving date,Reason for leaving\n"
    leavers = header + "".join(f"A,Example-{n},{upn(n)},16/01/2026,Other\n" for n in (1, 2, 3))
    marks = "school,upn,date,session,code\n" + "".join(
        f"100001,{upn(n)},2026-01-{day},AM,/\n" for n, day in ((1, 15), (2, 15), (3, 15), (3, 16), (4, 16))
    )
    tables = take(tmp_path, {"100001/l.csv": leavers, "m.csv": marks})
    (found,) = problems(tables, "leaving_date")
    assert (found.severity, found.file, found.row) == ("warning", "100001/l.csv", 2)
    assert "2 of 3 leavers with marks had none on their leaving date" in found.message


def test_sims_cells_are_read_by_their_code(tmp_path: Path) -> None:
    text = (
        "Admission No,UPN,Legal Surname,Legal Forename,Date of Birth,Gender,Year Group,Reg Group,Enrolment Status,SEN Status,Looked After,School\n"
        f"0007,{upn(1)},Example-A,Aspen,01/02/2013,F,7,7A,C - Current - Single Registration,K - SEN Support,F,Ash Example Primary\n"
        f"0008,{upn(2)},Example-B,Birch,01/02/2013,M,7,7A,S - Current Subsidiary,E - EHCP,T,Ash Example Primary\n"
    )
    leavers = f"UPN,Surname,Forename,Date of Leaving,Reason for Leaving,Destination After Leaving\n{upn(3)},Example-C,Cedar,16/01/2026,EO,Home\n"
    tables = take(tmp_path, {"schools.csv": SCHOOLS, "s.csv": text, "100001/l.csv": leavers})
    assert rows(
        tables,
        "SELECT school, admission_no, sen_provision, enrolment, looked_after, leaving_date FROM roll ORDER BY upn = ?, upn = ?, upn".replace(
            "?", f"'{upn(3)}'", 1
        ).replace("?", f"'{upn(2)}'"),
    ) == [
        ("100001", "0007", "K", "main", "no", None),
        ("100001", "0008", "E", "subsidiary", "yes", None),
        ("100001", None, None, None, None, date(2026, 1, 17)),
    ]
    assert rows(tables, "SELECT DISTINCT system FROM files WHERE taken_for = 'pupils'") == [("sims",)]


def _register(*lines: list[object]) -> bytes:
    return workbook({
        "Current": [
            ["Example Trust: register of home-educated pupils"],
            [],
            ["Pupil", None, "School", "EHE1", "Meeting", None, "Notice received", "Last day named", "Off-roll date"],
            ["Initials", "UPN", None, "sent", "held", "led by"],
            *lines,
        ],
        "Returned": [["Initials", "UPN", "School", "Off-roll date"], ["B.B.", upn(7), "100001", "2025-10-01"]],
    })  # fmt: skip


def test_a_register_in_a_workbook_gives_both_the_register_and_its_dates(tmp_path: Path) -> None:
    line: list[object] = ["A.A.", upn(5), "Beech Example Academy", date(2026, 1, 16), "13/01/2026", "Ann Example-H", "12/01/2026", "16/01/2026", "17/01/2026"]  # fmt: skip
    tables = take(
        tmp_path,
        {
            "schools.csv": SCHOOLS,
            "r.xlsx": _register(line),
            "staff.csv": "name,role\nAnn Example-H,headteacher\n",
        },
    )
    assert rows(tables, "SELECT school, pupil, off_roll_date, status, sheet, row FROM register") == [
        ("100002", upn(5), date(2026, 1, 17), "current", "Current", 5),
        ("100001", upn(7), date(2025, 10, 1), "returned", "Returned", 2),
    ]
    assert events(tables, "school, pupil, event, date, role, until, sheet, row") == [
        ("100002", upn(5), "ehe1_sent", date(2026, 1, 16), [], None, "Current", 5),
        ("100002", upn(5), "meeting_held", date(2026, 1, 13), ["headteacher"], None, "Current", 5),
        ("100002", upn(5), "notification_received", date(2026, 1, 12), [], date(2026, 1, 16), "Current", 5),
    ]
    assert rows(tables, "SELECT event FROM carries WHERE school = '100002' ORDER BY 1") == [
        ("ehe1_sent",), ("meeting_held",), ("notification_received",)
    ]  # fmt: skip
    assert problems(tables) == []


@pytest.mark.parametrize(
    ("cell", "severity"),
    [
        ("N/A", None),
        ("-", None),
        ("TBC", "note"),
        ("12/01/26", "error"),
        ("31/02/2026", "error"),
    ],
)
def test_what_is_no_date_is_listed_not_guessed(tmp_path: Path, cell: str, severity: str | None) -> None:
    line: list[object] = ["A.A.", upn(5), "100002", cell, None, None, None, None, "17/01/2026"]
    tables = take(tmp_path, {"schools.csv": SCHOOLS, "r.xlsx": _register(line)})
    assert events(tables) == []
    assert [(p.severity, p.sheet, p.row, p.value) for p in problems(tables)] == (
        [(severity, "Current", 5, cell)] if severity else []
    )


def test_a_remark_behind_a_date_takes_nothing_from_it_and_a_yes_is_an_error(tmp_path: Path) -> None:
    remarked = (
        "16/01/2026 (email)",
        "16/01/2026 by email",
        "2026-01-16 - AE",
        "Friday 16 January 2026, posted",
    )
    severities = {
        **dict.fromkeys(remarked, "note"),
        "16/01/2026 (tbc)": "note",
        "no": "note",
        "to be sent 16/01/2026": "note",
        **dict.fromkeys(
            ("yes", "done", "\N{CHECK MARK}", "x", "w/c 12/5", "16/01/2026 / 23/01/2026", "by email"), "error"
        ),
    }
    lines: list[list[object]] = [
        ["A.A.", upn(5), "100002", cell, None, None, None, None, "17/01/2026"] for cell in severities
    ]
    tables = take(tmp_path, {"schools.csv": SCHOOLS, "r.xlsx": _register(*lines)})
    assert {row for (row,) in rows(tables, "SELECT row FROM events WHERE date = DATE '2026-01-16'")} == {
        5,
        6,
        7,
        8,
    }
    assert rows(tables, "SELECT count(*) FROM events") == [(4,)]
    listed = [p for p in problems(tables) if p.value in severities]
    assert {p.value: p.severity for p in listed} == severities
    assert all(("cannot be told" in p.message) == (p.severity == "error") for p in listed)
    assert {p.column for p in listed if p.severity == "error"} == {"ehe1 sent"}
    assert rows(tables, "SELECT count(*), count(DISTINCT event) FROM unclear_entries WHERE date IS NULL") == [
        (7, 1)
    ]


def test_a_sheet_of_returned_pupils_needs_no_initials(tmp_path: Path) -> None:
    header = ["UPN", "School", "Off-roll date"]
    book = workbook({
        "Current": [header, [upn(1), "100001", "2026-01-17"]],
        "Returned": [header, [upn(2), "100001", "2025-10-17"]],
    })  # fmt: skip
    tables = take(tmp_path, {"r.xlsx": book})
    assert rows(tables, "SELECT pupil, coalesce(status, 'current') FROM register ORDER BY 2") == [
        (upn(1), "current"),
        (upn(2), "returned"),
    ]


def test_initials_match_nobody(tmp_path: Path) -> None:
    line: list[object] = ["A.A.", None, "100002", "16/01/2026", None, None, None, None, "17/01/2026"]
    tables = take(tmp_path, {"schools.csv": SCHOOLS, "r.xlsx": _register(line)})
    assert rows(tables, "SELECT pupil FROM register WHERE row = 5") == [(None,)]
    assert events(tables) == []
    assert {p.column for p in problems(tables)} == {"upn"}


LOG = "Date,School,What,Who,Pupil,Note,Done\n"


def test_an_oversight_log_counts_what_is_ticked(tmp_path: Path) -> None:
    text = (
        f"{LOG}12/01/2026,100001,Weekly review,dsl,,x,yes\n19/01/2026,100001,Weekly review,,,,\n"
        f"13/01/2026,100001,Focused review case,,{upn(1)},,✓\n14/01/2026,100001,EHE history asked,,7,,x\n"
        "15/01/2026,,Committee summary,,,,done\n"
    )
    tables = take(tmp_path, {"log.csv": text})
    assert sorted(events(tables, "event, school, pupil, source"), key=str) == sorted(
        [
            ("weekly_attendance_review", "100001", None, "oversight log"),
            ("focused_review_case_examined", "100001", upn(1), "oversight log"),
            ("education_history_asked", "100001", "7", "oversight log"),
            ("committee_summary_provided", None, None, "oversight log"),
        ],
        key=str,
    )
    assert rows(tables, "SELECT note FROM files") == [("1 row not counted passed over",)]
    carried = {event for (event,) in rows(tables, "SELECT event FROM carries WHERE school = '100001'")}
    assert "weekly_attendance_review" in carried
    assert "meeting_held" not in carried
