"""Cells that look like a key and are none, one number for two children in two systems, and the folder that speaks for blank cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from pathlib import Path

NO_UPN = (
    "N/A",
    "NA",
    "TBC",
    "tba",
    "none",
    "Unknown",
    "not known",
    "-",
    "#N/A",
    "#REF!",
    "0",
    "UN1",
    "Birch Exampleton",
)


def test_what_stands_for_no_upn_makes_no_two_children_one(tmp_path: Path) -> None:
    listed = [(cell, number) for number, cell in enumerate(NO_UPN, 1)]
    files = {
        "p.csv": "school,upn,admission_no\n"
        + "".join(f"100001,{cell},{number}\n" for cell, number in listed)
        + "#N/A,N/A,90\n",
        "m.csv": "school,upn,admission_no,date,session,code\n"
        + "100001,TBC,3,2026-01-06,AM,/\n" * 2
        + "100001,Cedar Exampleton,,2026-01-06,AM,/\n",
        "o.csv": "Date,School,What,Who,Pupil\n06/01/2026,100001,Meeting held,dsl,Aspen Exampleton\n06/01/2026,100001,Meeting held,dsl,4\n",
    }
    tables = read(tmp_path, files)
    assert rows(tables, "SELECT pupil, upn FROM roll ORDER BY row") == [
        (str(number), None) for _, number in listed
    ]
    assert rows(tables, "SELECT DISTINCT pupil FROM attendance") == [("3",)]
    assert rows(tables, "SELECT pupil FROM events") == [("4",)]
    told = {(p.file, p.row): p for p in problems(tables) if p.severity != "error"}
    assert sorted(told) == [
        ("m.csv", 2),
        ("m.csv", 4),
        ("o.csv", 2),
        *(("p.csv", row) for row in range(2, 15)),
    ]
    assert "(2 rows; this is the first)" in told["m.csv", 2].message
    for place in (("m.csv", 4), ("o.csv", 2), ("p.csv", 14)):
        assert told[place].severity == "warning"
        assert "looks like a name" in told[place].message
        assert told[place].value.endswith("Exampleton")
    assert not any("Exampleton" in f"{p.message}{p.todo}" for p in problems(tables))
    assert [(p.file, p.row) for p in problems(tables, "school")] == [("p.csv", 15)]


def test_a_number_that_two_systems_give_to_two_children_matches_neither(tmp_path: Path) -> None:
    files = {
        "100001/st.csv": f"STUDENT_ID,UPN,IS_CURRENT\n12,{upn(2)},true\n77,{upn(1)},true\n",
        "100001/sims.csv": f"Admission No,UPN,Legal Surname,Legal Forename,Reg Group,Admission Date\n12,{upn(1)},Ex,A,7A,01/09/2020\n"
        f"13,{upn(2)},Ex,B,7A,01/09/2020\n",
        "100001/m.csv": "Student ID,Date,Session,Mark\n12,12/01/2026,AM,/\n77,12/01/2026,AM,/\n",
    }
    tables = read(tmp_path, files)
    assert rows(tables, "SELECT DISTINCT pupil FROM attendance ORDER BY 1") == [("12",), (upn(1),)]
    (said,) = problems(tables, "admission_no")
    assert (said.severity, said.file, said.row, said.value) == ("warning", "100001/sims.csv", 2, "12")


def test_the_folder_speaks_for_blank_cells(tmp_path: Path) -> None:
    files = {
        "100001/c.csv": f"Incident ID,Incident Date,UPN,Category,Subcategory,Incident,School\n1,05/01/2026,{upn(1)},EHE,Meeting held,x,100002\n"
        f"2,06/01/2026,{upn(1)},EHE,Meeting held,x,\n",
        "100001/p.csv": f"school,upn\n,{upn(1)}\n100002,{upn(2)}\n",
        "100001/m.csv": f"school,upn,date,session,code\n,{upn(1)},2026-01-06,AM,/\n",
        "100001/e.csv": f"school,upn,event,date\n,{upn(1)},meeting_held,2026-01-07\n,,la_contact,2026-01-08\n",
    }
    tables = read(tmp_path, files)
    assert rows(tables, "SELECT day(date), school FROM events ORDER BY date") == [
        (5, "100002"),
        (6, "100001"),
        (7, "100001"),
        (8, None),
    ]
    assert rows(tables, "SELECT school FROM roll UNION ALL SELECT school FROM attendance") == [
        ("100001",),
        ("100002",),
        ("100001",),
    ]
    assert problems(tables, "school") == []
