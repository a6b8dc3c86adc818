"""Entries under a UPN that is not the roll's: by the admission number or the former UPN, and said; never another pupil's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn

from ehe_rules.exports.upn import check_letter

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY = check_letter("81020462407T") + "81020462407T"
ROLL = f"school,upn,admission_no\n100001,{upn(1)},0012\n100001,{upn(2)},0013\n100002,{upn(3)},0012\n"
EVENTS = "school,upn,admission_no,event,date\n"
CTF = """<CTfile><Header><CTFversion>25.0</CTFversion><SourceSchool><URN>100001</URN></SourceSchool></Header><CTFpupilData>{}</CTFpupilData>
</CTfile>"""


def _pupil(serial: int, former: str) -> str:
    return (
        f"<Pupil><UPN>{upn(serial)}</UPN><BasicDetails><FormerUPN>{former}</FormerUPN></BasicDetails></Pupil>"
    )


@pytest.mark.parametrize(
    ("number", "admission", "pupil", "said"),
    [
        (TEMPORARY, "0012", upn(1), "This UPN is temporary and on no roll"),
        ("A" + upn(9)[1:], "0012", upn(1), "This UPN is not valid and on no roll"),
        # perhaps a past pupil's, and another system's number for the pupil
        (upn(9), "0012", upn(9), ""),
        (upn(2), "0012", upn(2), ""),
        (upn(3), "0012", upn(3), ""),
        (TEMPORARY, "0099", TEMPORARY, ""),
        (TEMPORARY, "", TEMPORARY, ""),
    ],
)
def test_a_upn_of_no_roll_gives_way_to_the_schools_own_number(
    tmp_path: Path, number: str, admission: str, pupil: str, said: str
) -> None:
    files = {
        "roll.csv": ROLL,
        "events.csv": f"{EVENTS}100001,{number},{admission},meeting_held,2026-01-12\n100001,{number},{admission},meeting_held,2026-01-13\n",
        "marks.csv": f"school,upn,admission_no,date,session,code\n100001,{number},{admission},2026-01-12,AM,/\n",
    }
    tables = read(tmp_path, files)
    assert rows(tables, "SELECT DISTINCT pupil FROM events") == [(pupil,)]
    assert rows(tables, "SELECT DISTINCT pupil::VARCHAR FROM attendance") == [(pupil,)]
    found = [p for p in problems(tables, "upn") if "was taken for that pupil's" in p.message]
    assert [(p.severity, p.file, p.row, p.value) for p in found] == (
        [("note", "events.csv", 2, number), ("note", "marks.csv", 2, number)] if said else []
    )
    assert all(problem.message.startswith(said) for problem in found)
    if said:
        assert "(2 rows; this is the first)" in found[0].message
        assert not [p for p in problems(tables) if "on no roll or leavers list" in p.message]


def test_an_admission_number_of_two_pupils_tells_neither(tmp_path: Path) -> None:
    roll = f"school,upn,admission_no\n100001,{upn(1)},12\n100001,{upn(2)},12\n"
    tables = read(
        tmp_path, {"r.csv": roll, "e.csv": f"{EVENTS}100001,{TEMPORARY},12,meeting_held,2026-01-12\n"}
    )
    assert rows(tables, "SELECT pupil FROM events") == [(TEMPORARY,)]


def test_a_ctfs_former_upn_is_the_pupils(tmp_path: Path) -> None:
    files = {
        "ctf.xml": CTF.format(_pupil(1, TEMPORARY) + _pupil(2, upn(3)) + _pupil(4, upn(1))),
        "e.csv": f"{EVENTS}100001,{TEMPORARY},,meeting_held,2026-01-12\n100001,{upn(3)},,meeting_held,2026-01-13\n"
        f"100001,{upn(1)},,meeting_held,2026-01-14\n",
        "register.csv": f"school,upn,off_roll_date\n100001,{TEMPORARY},2026-01-16\n",
    }
    tables = read(tmp_path, files)
    assert rows(tables, "SELECT pupil FROM events ORDER BY row") == [(upn(1),), (upn(2),), (upn(1),)]
    assert rows(tables, "SELECT pupil, upn FROM register") == [(upn(1), TEMPORARY)]
    found = [p for p in problems(tables, "upn") if "was taken for that pupil's" in p.message]
    assert [(p.severity, p.row, p.value) for p in found] == [("note", 2, TEMPORARY), ("note", 3, upn(3))]
    assert all(p.message.startswith("This is the former UPN of a pupil on the roll") for p in found)


def test_a_former_upn_of_two_pupils_tells_neither(tmp_path: Path) -> None:
    files = {
        "ctf.xml": CTF.format(_pupil(1, TEMPORARY) + _pupil(2, TEMPORARY)),
        "e.csv": f"{EVENTS}100001,{TEMPORARY},,meeting_held,2026-01-12\n",
    }
    assert rows(read(tmp_path, files), "SELECT pupil FROM events") == [(TEMPORARY,)]


def test_lists_of_pupils_may_say_the_former_upn(tmp_path: Path) -> None:
    files = {
        "100001/list.csv": f"UPN,Former UPN,First name,Last name\n{upn(1)},{TEMPORARY},A,B\n{upn(2)},UN1,A,B\n",
        "e.csv": f"{EVENTS}100001,{TEMPORARY},,meeting_held,2026-01-12\n",
    }
    assert rows(read(tmp_path, files), "SELECT pupil FROM events") == [(upn(1),)]
