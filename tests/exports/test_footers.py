"""Lines below a list: no pupils, no entries, no marks; listed with their row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn
from exports.systems import ACTIONS, INCIDENTS, incident, take

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

STUDENTS = "Student ID,UPN,First name,Last name,Date of birth,Enrolment date,Year group\n"
ADA = f"0012,{upn(1)},Ada,Example-A,12/03/2015,01/09/2021,Year 5\n"

FOOTERS = (
    "Total: 1,,,,,,",
    "Total,5,,,,,",
    "Count 1,,,,,,",
    "Total leavers: 1,,,,,,",
    "Number of pupils,,,,,,1",
    "Page 1 of 1,,,,,,",
    ",,,Page 1 of 1,,,",
    ",,,,,,Total 1",
    "Exported by Mrs Ann Example-H on 17/04/2026,,,,,,",
    "Printed,17/04/2026,,,,,",
    "*** End of report ***,,,,,,",
    ",5,,,,,",
    "Year 5,,,,,,",
)  # fmt: skip


def _students(lines: Iterable[str]) -> dict[str, str]:
    """Give each line beneath a list of one pupil, of a school of its own, by the list's file."""
    return {f"{school}/students.csv": line for school, line in enumerate(lines, start=100001)}


def _below(lines: Mapping[str, str]) -> dict[str, str | bytes]:
    return {
        file: f"{STUDENTS}{ADA.replace(upn(1), upn(100 + n))}{line}\n"
        for n, (file, line) in enumerate(lines.items())
    }


def test_a_line_below_a_list_is_no_pupil(tmp_path: Path) -> None:
    lines = _students(f"\n{footer}" for footer in FOOTERS)
    tables = read(tmp_path, _below(lines))
    found = rows(tables, "SELECT file, row, pupil FROM roll ORDER BY ALL")
    assert found == [(file, 2, upn(100 + n)) for n, file in enumerate(lines)]
    listed = problems(tables)
    assert [lines[p.file] for p in listed] == list(lines.values())
    assert {(p.severity, p.row, p.value) for p in listed} == {("note", 4, "")}
    assert all("names no pupil and no day" in p.message for p in listed)


def test_whoever_has_a_number_or_a_name_or_a_day_is_a_pupil(tmp_path: Path) -> None:
    pupils = {
        f",{upn(2)},,,,,": upn(2),
        f",{upn(3).lower()},,,,,": upn(3),
        ",X1000010001,,,,,": "X1000010001",
        "0013,,,,,,": "0013",
        "AB13,,,,,,": "AB13",
        "ABC,,,,,,": "ABC",
        ",TEMPABC,,,,,": "TEMPABC",
        "0013,,,,,,Total": "0013",
        "13,,,Page,,,": "13",
        ",UN1,,,,01/09/2021,": None,
        f"Total,{upn(4)},,,,,": upn(4),
    }
    lines = _students(pupils)
    tables = read(tmp_path, _below(lines))
    found = {lines[file]: pupil for file, pupil in rows(tables, "SELECT file, pupil FROM roll WHERE row = 3")}
    assert found == {line: pupil for line, pupil in pupils.items() if pupil}
    assert not [problem for problem in problems(tables) if "names no pupil and no day" in problem.message]


def test_school_and_upn_suffice_in_the_plain_table(tmp_path: Path) -> None:
    text = f"school,upn\n100001,{upn(1)}\n100001,5\nPage Example Primary,{upn(2)}\n100001,\nTotal: 3,\n"
    tables = read(tmp_path, {"pupils.csv": text})
    assert rows(tables, "SELECT pupil FROM roll ORDER BY row") == [(upn(1),), ("5",), (upn(2),)]
    assert [p.row for p in problems(tables) if "names no pupil and no day" in p.message] == [6]
    assert [p.row for p in problems(tables) if "neither a UPN nor an admission number" in p.message] == [5]


def test_footers_of_logs_give_no_entry_and_no_error(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "100001/incidents.csv": INCIDENTS
        + incident(1, "Parent raised EHE")
        + "Total: 1,,,,,,,\n,,,,,,Page 1 of 1,\n",
        "100001/actions.csv": f"{ACTIONS}1,INC-1,13/01/2026,Meeting held,A\nTotal: 1,,,,\n",
    }
    tables = take(tmp_path, files)
    assert rows(tables, "SELECT count(*) FROM events") == [(2,)]
    found = [
        (p.severity, p.file, p.row) for p in problems(tables) if "names no pupil and no day" in p.message
    ]
    assert found == [
        ("note", "100001/actions.csv", 3),
        ("note", "100001/incidents.csv", 3),
        ("note", "100001/incidents.csv", 4),
    ]
    assert not [p for p in problems(tables) if p.severity == "error"]


def test_an_entry_without_a_day_that_begins_with_report_is_still_an_error(tmp_path: Path) -> None:
    text = INCIDENTS + incident(1, "Parent raised EHE")
    actions = f'{ACTIONS}1,INC-1,,"Report: Meeting held",A\n'
    tables = take(tmp_path, {"100001/incidents.csv": text, "100001/actions.csv": actions})
    assert not [p for p in problems(tables) if "names no pupil and no day" in p.message]


def test_headings_once_more_and_lines_in_columns_that_are_not_read_are_no_pupils(tmp_path: Path) -> None:
    own = "Student,UPN,Leaving date,Reason for leaving\n"
    leaver = f'"Example-B, Birch",{upn(2)},16/01/2026,School transfer\n'
    entries = f"school,upn,event,date\n100001,{upn(1)},meeting_held,2026-01-12\n"
    files = {
        "100001/students.csv": f"{STUDENTS}Year 5,,,,,,\n{ADA}Page 1 of 2,,,,,,\n{STUDENTS}",
        "100001/leavers.csv": f"{own}Year 4,,,\n{leaver}Year 5,,,\n",
        "entries.csv": entries * 2,
    }
    tables = read(tmp_path, files)
    assert rows(tables, "SELECT pupil FROM roll ORDER BY pupil") == sorted([(upn(1),), (upn(2),)])
    assert rows(tables, "SELECT row FROM events ORDER BY row") == [(2,), (4,)]
    listed = {(p.file, p.row) for p in problems(tables) if "names no pupil and no day" in p.message}
    assert listed == {
        *(("100001/students.csv", row) for row in (2, 4, 5)),
        *(("100001/leavers.csv", row) for row in (2, 4)),
        ("entries.csv", 3),
    }
    assert not [p for p in problems(tables) if p.severity == "error"]


def test_footers_of_other_lists(tmp_path: Path) -> None:
    lists: dict[str, str | bytes] = {
        "attendance.csv": f"school,upn,date,session,code\n100001,{upn(1)},2026-01-12,AM,/\nTotal: 1,,,,\nTotal,1,,,1\n",
        "events.csv": f"school,upn,event,date\n100001,{upn(1)},meeting_held,2026-01-12\nTotal: 1,,,\n,Count 1,,\n",
        "la_children.csv": f"upn,notified_on\n{upn(1)},2026-01-16\nTotal: 1,\nCount 1,\n",
        "register.csv": f"School,UPN,Off-roll date\n100001,{upn(1)},16/01/2026\nTotal: 1,,\n,Total 1,\n",
    }
    tables = read(tmp_path, lists)
    for file in lists:
        assert rows(tables, f"SELECT count(*) FROM {file.removesuffix('.csv')}") == [(1,)], file
    assert [(p.severity, p.file, p.row) for p in problems(tables)] == [
        ("note", file, row) for file in lists for row in (3, 4)
    ]
