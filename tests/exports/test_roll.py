"""The roll: keys, labels, grounds, leaving dates, schools."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from pathlib import Path


def test_the_key_is_the_upn_else_the_admission_number(tmp_path: Path) -> None:
    text = (
        "school,upn,admission_no\n"
        f"100001, {upn(1).lower()} ,7\n"
        "100001,,8\n"
        "100001,UN3,9\n"
        "100001,,7\n"
        "100001,,\n"
    )
    tables = read(tmp_path, {"r.csv": text})
    assert rows(tables, "SELECT row, pupil, upn FROM roll ORDER BY roll") == [
        (2, upn(1), upn(1)),
        (3, "8", None),
        (4, "9", None),
        (5, upn(1), None),
    ]
    assert [(p.severity, p.row) for p in problems(tables)] == [("error", 6), ("note", 4)]


def test_a_upn_that_fails_its_check_is_kept_with_a_warning(tmp_path: Path) -> None:
    tables = read(tmp_path, {"r.csv": "school,upn\n100001,U865346313703\n100001,U865346313703\n"})
    assert rows(tables, "SELECT DISTINCT pupil FROM roll") == [("U865346313703",)]
    warning, note = problems(tables)
    assert (warning.severity, warning.row, warning.value) == ("warning", 2, "U865346313703")
    assert "check letter" in warning.message
    assert "(2 rows" in warning.message
    assert (note.severity, note.row) == ("note", 2)
    assert "stands 2 times in the table pupils, next at r.csv row 3" in note.message


def test_sen_labels(tmp_path: Path) -> None:
    codes = {
        "K - SEN Support": "K",
        "E - EHCP": "E",
        "N - No SEN": "N",
        "k": "K",
        "EHC plan": "E",
        "SEN support": "K",
        "No SEN": "N",
    }
    lines = [f"100001,{upn(n)},{cell}\n" for n, cell in enumerate(codes)]
    tables = read(tmp_path, {"r.csv": f"school,upn,sen_provision\n{''.join(lines)}"})
    found = dict(zip(codes, rows(tables, "SELECT sen_provision FROM roll ORDER BY row"), strict=True))
    assert found == {cell: (code,) for cell, code in codes.items()}


GROUNDS = (
    ("F", "2026-01-20", "f", False),
    ("(f)", "2026-01-20", "f", False),
    ("9(1)(f)", "2026-01-20", "f", False),
    ("reg 9(1)(F)", "2026-01-20", "f", False),
    ("f - home education", "2026-01-20", "f", False),
    ("8(1)(d)", "2024-08-18", "d", False),
    ("8(1)(d)", "2024-08-19", "8(1)(d)", True),
    ("9(1)(f)", "2024-08-18", "9(1)(f)", True),
    ("Home education", "2026-01-20", "home education", False),
)
"""Cell, day of leaving, ground, whether there is a warning."""


def test_grounds_are_letters_of_the_regulation_in_force(tmp_path: Path) -> None:
    lines = [f"100001,{upn(n)},{left},{cell}\n" for n, (cell, left, *_) in enumerate(GROUNDS)]
    tables = read(tmp_path, {"r.csv": f"school,upn,leaving_date,removal_ground\n{''.join(lines)}"})
    grounds = [ground for (ground,) in rows(tables, "SELECT removal_ground FROM roll ORDER BY row")]
    warned = {problem.row for problem in problems(tables, "removal_ground")}
    found = tuple(
        (cell, left, ground, row in warned)
        for row, ((cell, left, *_), ground) in enumerate(zip(GROUNDS, grounds, strict=True), start=2)
    )
    assert found == GROUNDS


MARKS = "school,upn,date,session,code\n" + "".join(
    f"100001,{upn(n)},{day},AM,{code}\n"
    for n, code in ((1, "/"), (2, "/"), (3, "I"))
    for day in ("2026-01-19", "2026-01-20")
)
LEAVERS = "school,upn,leaving_date\n" + "".join(f"100001,{upn(n)},2026-01-20\n" for n in (1, 2, 3, 4))


def test_leavers_present_on_their_leaving_date_are_said(tmp_path: Path) -> None:
    tables = read(tmp_path, {"r.csv": LEAVERS, "m.csv": MARKS})
    (found,) = problems(tables, "leaving_date")
    assert (found.severity, found.file, found.row) == ("warning", "r.csv", 2)
    assert "2 of 3 leavers with marks were present on their leaving date" in found.message
    assert rows(tables, "SELECT DISTINCT leaving_date FROM roll") == [(date(2026, 1, 20),)]


def test_a_profile_of_last_days_takes_the_next_day(tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text(
        "profile: mis\ntables:\n  - table: pupils\n    required: [school, upn, leaving_date]\n    leaving_date: last day on roll\n"
    )
    tables = read(tmp_path / "in", {"r.csv": LEAVERS, "m.csv": MARKS}, profiles=[profile])
    assert rows(tables, "SELECT DISTINCT leaving_date FROM roll") == [(date(2026, 1, 21),)]
    assert problems(tables, "leaving_date") == []


def test_leaving_before_entry_is_said(tmp_path: Path) -> None:
    tables = read(
        tmp_path, {"r.csv": f"school,upn,entry_date,leaving_date\n100001,{upn(1)},2026-01-20,2026-01-19\n"}
    )
    assert [p.message for p in problems(tables)] == ["The leaving date is before the entry date."]


SCHOOLS = "urn,name\n100001,St Jude's Primary\n100002,Oak Academy\n100003,Oak  academy\n"


def test_schools_by_urn_or_name(tmp_path: Path) -> None:
    meant = {"100001": "100001", "st judes PRIMARY": "100001", "100003": "100003"}
    lines = [f"{cell},{upn(n)}\n" for n, cell in enumerate(meant)]
    tables = read(tmp_path, {"s.csv": SCHOOLS, "r.csv": f"school,upn\n{''.join(lines)}"})
    found = rows(tables, "SELECT school FROM roll ORDER BY row")
    assert dict(zip(meant, found, strict=True)) == {cell: (school,) for cell, school in meant.items()}
    assert problems(tables) == []


def test_rows_of_an_unknown_school_are_kept_out_and_listed(tmp_path: Path) -> None:
    said = {
        "100009": "neither the URN nor the name",
        "Oak Academy": "More than one school has this name",
        "": "No school is given",
    }
    lines = [f"{cell},{upn(n)}\n" for n, cell in enumerate(said)]
    tables = read(tmp_path, {"s.csv": SCHOOLS, "r.csv": f"school,upn\n{''.join(lines)}"})
    assert rows(tables, "SELECT count(*) FROM roll") == [(0,)]
    found = sorted(problems(tables), key=lambda problem: problem.row)
    assert [(p.severity, p.file, p.row, p.column, p.value) for p in found] == [
        ("error", "r.csv", row, "school", cell) for row, cell in enumerate(said, start=2)
    ]
    for problem, why in zip(found, said.values(), strict=True):
        assert why in problem.message


def test_without_a_schools_table_urns_and_names_stand(tmp_path: Path) -> None:
    tables = read(
        tmp_path, {"r.csv": f"school,upn\n100001,{upn(1)}\nOak Academy,{upn(2)}\nOAK ACADEMY,{upn(3)}\n"}
    )
    assert rows(tables, "SELECT school, name FROM schools") == [("100001", None), ("OAK ACADEMY", None)]
    assert rows(tables, "SELECT count(*) FROM roll WHERE school = 'OAK ACADEMY'") == [(2,)]


def test_one_number_for_two_children_is_said_without_a_name(tmp_path: Path) -> None:
    text = f"school,upn,admission_no,surname,date_of_birth\n100001,{upn(1)},7,Zebedee,2015-01-01\n100001,{upn(1)},7,Zebedee,2016-01-01\n100001,{upn(2)},7,Yardley,2016-01-01\n"
    found = problems(read(tmp_path, {"r.csv": text}))
    assert [p.column for p in found] == ["admission_no", "upn"]
    assert not any(name in f"{p.message}{p.todo}{p.value}" for p in found for name in ("Zebedee", "Yardley"))
