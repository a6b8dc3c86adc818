"""Names of staff become roles; a name that is not known is unknown, and is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, rows, upn
from exports.systems import INCIDENTS, STAFF, events, incident, take

if TYPE_CHECKING:
    from pathlib import Path

NATIVE = "school,upn,event,date,role,with\n"
LED = "Incident Date,UPN,Category,Summary,Led By,Present\n"


def test_a_name_is_told_whatever_its_order_and_title(tmp_path: Path) -> None:
    names = (
        "Sam Example-S",
        "sam  example-s",
        "Example-S, Sam",
        "Ms S. Example-S; Mr Sam Example-S",
        "EXAMPLE-S, Mr Sam (DSL)",
    )
    lines = [f'12/01/2026,{upn(n)},EHE,Meeting held,"{name}",\n' for n, name in enumerate(names)]
    tables = take(tmp_path, {"100001/a.csv": LED + "".join(lines), "staff.csv": STAFF})
    found = dict(zip(names, rows(tables, "SELECT role FROM events ORDER BY row"), strict=True))
    assert found == dict.fromkeys(names, (["dsl", "sendco"],))


def test_a_schools_own_row_goes_before_one_for_all(tmp_path: Path) -> None:
    line = f"12/01/2026,{upn(1)},EHE,Meeting held,Sam Example-S,Ann Example-H\n"
    tables = take(tmp_path, {"100001/a.csv": LED + line, "100002/a.csv": LED + line, "staff.csv": STAFF})
    assert rows(tables, 'SELECT school, role, "with", unsure FROM events ORDER BY school') == [
        ("100001", ["dsl", "sendco"], ["headteacher"], []),
        ("100002", ["class_teacher"], ["headteacher"], []),
    ]


def test_an_unknown_name_is_unknown_and_said_once(tmp_path: Path) -> None:
    lines = "".join(f'1{day}/01/2026,{upn(1)},EHE,Meeting held,"Stranger, Kit; dsl",\n' for day in range(3))
    tables = take(tmp_path, {"100001/a.csv": LED + lines, "staff.csv": STAFF})
    assert events(tables, "role, list_contains(unsure, 'role')") == [(["dsl"], True)] * 3
    (found,) = problems(tables, "role")
    assert (found.severity, found.row, found.value) == ("warning", 2, "Stranger, Kit")
    assert "entries: 3, the first in row 2" in found.message
    assert "staff table" in found.todo


def test_a_name_on_the_roll_is_not_repeated(tmp_path: Path) -> None:
    roll = f"school,upn,forename,surname\n100001,{upn(1)},Aspen,Example-A\n"
    line = f"12/01/2026,{upn(1)},EHE,Meeting held,,Aspen Example-A\n"
    tables = take(tmp_path, {"100001/a.csv": LED + line, "roll.csv": roll})
    (found,) = problems(tables, "with")
    assert found.value == ""
    assert "Aspen" not in found.message


def test_who_typed_an_entry_is_only_perhaps_who_did_it(tmp_path: Path) -> None:
    tables = take(
        tmp_path,
        {
            "100001/a.csv": INCIDENTS + incident(1, "x", sub="Meeting held", by="Ann Example-H"),
            "staff.csv": STAFF,
        },
    )
    assert events(tables, "role, list_contains(unsure, 'role')") == [(["headteacher"], True)]


def test_a_profile_may_say_that_who_typed_it_did_it(tmp_path: Path) -> None:
    profile = tmp_path / "own.yaml"
    profile.write_text(
        "profile: own\ntables:\n  - table: events\n    required: [date, category, author]\n    either: [upn]\n"
        "    author_is: the doer\n    headings: {date: On, category: Kind, author: Who}\n"
        "    entries: [{category: Meeting, event: meeting_held}]\n"
    )
    text = f"On,Kind,Who,UPN\n12/01/2026,Meeting,Ann Example-H,{upn(1)}\n13/01/2026,Meeting,Kit Stranger,{upn(1)}\n14/01/2026,Meeting,,{upn(1)}\n"
    tables = take(tmp_path / "in", {"100001/a.csv": text, "staff.csv": STAFF}, [profile])
    assert events(tables, "role, list_contains(unsure, 'role')") == [
        (["headteacher"], False),
        ([], True),
        ([], True),
    ]


def test_a_parents_letter_is_not_of_whoever_typed_it(tmp_path: Path) -> None:
    tables = take(
        tmp_path,
        {"100001/a.csv": INCIDENTS + incident(1, "EHE notice", by="Ann Example-H"), "staff.csv": STAFF},
    )
    assert events(tables, "role, list_contains(unsure, 'role')") == [([], True)]


def test_a_role_before_the_entry(tmp_path: Path) -> None:
    roles = {
        "HoS: Meeting held": ["head_of_school"],
        "SLT / DSL: Meeting held": ["dsl", "senior_leader"],
        "EHE: sendco: Meeting held": ["sendco"],
        "Note: Meeting held": None,
        "HoS / Aunt: Meeting held": None,
    }
    lines = [incident(n, text, by="Kit Stranger") for n, text in enumerate(roles, 1)]
    tables = take(tmp_path, {"100001/a.csv": INCIDENTS + "".join(lines)})
    found = {
        list(roles)[row - 2]: (role, "role" in unsure)
        for row, role, unsure in rows(tables, "SELECT row, role, unsure FROM events")
    }
    assert found == {text: (role, False) for text, role in roles.items() if role is not None}


def test_a_native_role_may_be_a_name_of_the_staff_table(tmp_path: Path) -> None:
    text = NATIVE + f'100001,{upn(1)},meeting_held,2026-01-12,"dsl, Ann Example-H","Example-S, Sam"\n'
    tables = take(tmp_path, {"e.csv": text, "staff.csv": STAFF})
    assert events(tables, 'role, "with", unsure') == [(["dsl", "headteacher"], ["dsl", "sendco"], [])]
    assert problems(tables) == []


def test_an_unknown_native_word_is_unknown_too(tmp_path: Path) -> None:
    text = NATIVE + f"100001,{upn(1)},meeting_held,2026-01-12,headtecher,\n"
    tables = take(tmp_path, {"e.csv": text})
    assert events(tables, "role, unsure") == [([], ["role"])]
    assert [(p.row, p.value) for p in problems(tables)] == [(2, "headtecher")]
