"""The small tables: exports, calendar, closures, staff, registers, schools."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from pathlib import Path


def test_calendar_rows_and_their_problems(tmp_path: Path) -> None:
    text = (
        "academic_year,half_term,first_day,last_day,school\n"
        "2025-2026,1,2025-09-03,24/10/2025,\n"
        "2025/27,2,2025-11-03,2025-12-19,\n"
        "2025/26,7,2025-11-03,2025-12-19,\n"
        "2025/26,2,2025-12-19,2025-11-03,\n"
        "2025/26,two,2025-11-03,2025-12-19,\n"
        "2025/26,2,2025-11-31,2025-12-19,\n"
    )
    tables = read(tmp_path, {"c.csv": text})
    assert rows(tables, "FROM calendar") == [("2025/26", 1, date(2025, 9, 3), date(2025, 10, 24), None)]
    assert [(p.severity, p.row, p.column) for p in problems(tables)] == [
        ("error", 3, "academic_year"),
        ("error", 4, "half_term"),
        ("error", 5, "first_day"),
        ("error", 6, "half_term"),
        ("error", 7, "first_day"),
    ]


def test_a_closure_of_an_unknown_school_is_not_taken_for_all_schools(tmp_path: Path) -> None:
    files = {
        "s.csv": "urn,name\n100001,Ash\n",
        "c.csv": "date,label,school\n2026-01-12,boiler,Elm\n2026-01-13,snow,\n2026-01-14,INSET,Ash\n",
    }
    tables = read(tmp_path, dict(files))
    assert rows(tables, "SELECT date, school FROM closures") == [
        (date(2026, 1, 13), None),
        (date(2026, 1, 14), "100001"),
    ]
    assert [p.row for p in problems(tables, "school")] == [2]


def test_exports_rows(tmp_path: Path) -> None:
    text = "table,school,exported_on,carries\nEvents,,2026-01-30,meeting held; risk_identfied\npupil,,2026-01-30,\nLA children,100001,,\n"
    tables = read(tmp_path, {"x.csv": text})
    assert rows(tables, "FROM exports") == [
        ("events", None, date(2026, 1, 30), None, ["meeting_held"]),
        ("la_children", "100001", None, None, None),
    ]
    assert [(p.severity, p.row, p.column) for p in problems(tables)] == [
        ("error", 3, "table"),
        ("warning", 2, "carries"),
    ]
    assert "nearest: pupils" in problems(tables)[0].message
    assert "nearest: risk_identified" in problems(tables)[1].message


def test_staff_roles(tmp_path: Path) -> None:
    tables = read(tmp_path, {"s.csv": "name,role\nA. Person,DSL; head of school\nB. Person,caretaker\n"})
    assert rows(tables, "SELECT name, role FROM staff") == [
        ("A. Person", ["dsl", "head_of_school"]),
        ("B. Person", []),
    ]
    assert [(p.severity, p.value) for p in problems(tables)] == [("warning", "caretaker")]


def test_register_rows_keep_their_place_though_a_date_is_wrong(tmp_path: Path) -> None:
    text = f"school,upn,off_roll_date\n100001,{upn(1)},20/01/2026\n100001,{upn(2)},31/02/2026\n100001,{upn(3)},\n100001,,2026-01-20\n"
    tables = read(tmp_path, {"g.csv": text})
    assert rows(tables, "SELECT row, pupil, off_roll_date FROM register") == [
        (2, upn(1), date(2026, 1, 20)),
        (3, upn(2), None),
        (4, upn(3), None),
        (5, None, date(2026, 1, 20)),
    ]
    assert [(p.severity, p.row, p.column) for p in problems(tables)] == [
        ("error", 3, "off_roll_date"),
        ("warning", 4, "off_roll_date"),
        ("warning", 5, "upn"),
    ]


def test_la_children_keep_the_school_as_the_authority_writes_it(tmp_path: Path) -> None:
    files = {
        "s.csv": "urn,name\n100001,Ash\n",
        "l.csv": f"upn,notified_on,ehc_plan,school\n{upn(1)},2026-01-12,Y,ash\n{upn(2)},2026-01-12,no,Elm Grammar\n",
    }
    tables = read(tmp_path, dict(files))
    assert rows(tables, "SELECT pupil, ehc_plan, school FROM la_children") == [
        (upn(1), "yes", "100001"),
        (upn(2), "no", "Elm Grammar"),
    ]
    assert problems(tables) == []


def test_schools_given_twice(tmp_path: Path) -> None:
    text = 'urn,name,on_roll,pilot_area\n100001,Ash,"1,204",Yes\n100001,Ash,"1,204",Yes\n100002,Elm,few,no\n100002,Alder,310,no\nOAK,Oak,,\n'
    tables = read(tmp_path, {"s.csv": text})
    assert rows(tables, "SELECT school, name, on_roll, pilot_area FROM schools") == [
        ("100001", "Ash", 1204, "yes"),
        ("100002", "Alder", 310, "no"),
        ("OAK", "Oak", None, None),
    ]
    assert [(p.severity, p.row, p.column, p.value) for p in problems(tables)] == [
        ("warning", 4, "on_roll", "few"),
        ("warning", 4, "urn", "100002"),
        ("warning", 6, "urn", "OAK"),
        ("note", 2, "", ""),
    ]
