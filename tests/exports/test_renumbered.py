"""Entries under a UPN that is not the roll's: by the admission number or the former UPN, and said; never another pupil's."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


NUMBERED = (
    ("temporary", "0012", "first", "This UPN is temporary and on no roll"),
    ("not valid", "0012", "first", "This UPN is not valid and on no roll"),
    # perhaps a past pupil's, and another system's number for the pupil
    ("unknown", "0012", "unknown", ""),
    ("second", "0012", "second", ""),
    ("of another school", "0012", "of another school", ""),
    ("temporary", "0099", "temporary", ""),
    ("temporary", "", "temporary", ""),
)
"""Whose UPN stands in the row, its admission number, whose entry it is, and what is said of it."""


def _upns(place: int) -> dict[str, str]:
    """Give the UPNs of one situation, each with pupils of its own."""
    names = ("first", "second", "of another school", "unknown")
    twelve = f"810204624{place:02}T"
    found = {name: upn(100 + 10 * place + n) for n, name in enumerate(names)}
    return {**found, "temporary": check_letter(twelve) + twelve, "not valid": "A" + found["unknown"][1:]}


def test_a_upn_of_no_roll_gives_way_to_the_schools_own_number(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for place, (number, admission, *_) in enumerate(NUMBERED):
        upns, school = _upns(place), 100001 + 2 * place
        row = f"{school},{upns[number]},{admission}"
        files |= {
            f"{place}/events.csv": f"{EVENTS}{row},meeting_held,2026-01-12\n{row},meeting_held,2026-01-13\n",
            f"{place}/marks.csv": f"school,upn,admission_no,date,session,code\n{row},2026-01-12,AM,/\n",
            f"{place}/roll.csv": f"school,upn,admission_no\n{school},{upns['first']},0012\n{school},{upns['second']},0013\n"
            f"{school + 1},{upns['of another school']},0012\n",
        }
    tables = read(tmp_path, files)
    taken = [p for p in problems(tables, "upn") if "was taken for that pupil's" in p.message]
    strangers = [p.file for p in problems(tables) if "on no roll or leavers list" in p.message]
    for place, (number, _, pupil, said) in enumerate(NUMBERED):
        upns, (events, marks) = _upns(place), (f"{place}/events.csv", f"{place}/marks.csv")
        for table, file in (("events", events), ("attendance", marks)):
            found = rows(tables, f"SELECT DISTINCT pupil::VARCHAR FROM {table} WHERE file = '{file}'")
            assert found == [(upns[pupil],)], NUMBERED[place]
        notes = [p for p in taken if p.file in {events, marks}]
        assert [(p.severity, p.file, p.row, p.value) for p in notes] == (
            [("note", events, 2, upns[number]), ("note", marks, 2, upns[number])] if said else []
        ), NUMBERED[place]
        assert all(problem.message.startswith(said) for problem in notes)
        if said:
            assert "(2 rows; this is the first)" in notes[0].message
            assert not {events, marks} & {*strangers}


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
