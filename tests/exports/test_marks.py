"""Marks: codes and their days, sessions, and problems grouped by file and code."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn

from ehe_rules.exports.marks import read_codes

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "school,upn,date,session,code,comment\n"


def _mark(code: str, day: str = "2026-01-12", session: str = "AM", comment: str = "") -> str:
    return f"100001,{upn(1)},{day},{session},{code},{comment}\n"


def test_the_national_codes_by_class() -> None:
    current = [code for code in read_codes() if code[3] is None]
    assert len(current) == 34
    assert Counter(kind for _, kind, _, _ in current) == {
        "PRES": 3,
        "AEA": 5,
        "AUTH": 10,
        "UNAUTH": 4,
        "NPA": 10,
        "ADMIN": 2,
    }
    assert {(code, last) for code, _, _, last in read_codes() if last} == {
        ("H", "2024-08-18"),
        ("J", "2024-08-18"),
        ("Y", "2024-08-18"),
        ("F", "2013-08-31"),
    }


def test_every_code_in_force_is_read_without_a_problem(tmp_path: Path) -> None:
    codes = [code for code, _, _, last in read_codes() if last is None]
    text = HEADER + "".join(
        _mark(code, f"2026-0{1 + n // 20}-{1 + n % 20:02d}") for n, code in enumerate(codes)
    )
    tables = read(tmp_path, {"m.csv": text})
    assert {row[0] for row in rows(tables, "SELECT code FROM attendance")} == set(codes)
    assert problems(tables) == []


@pytest.mark.parametrize(
    ("code", "day", "said"),
    [
        ("@", "2026-01-12", "not one of the national"),
        ("H", "2024-08-19", "not in use"),
        ("Y3", "2024-08-18", "not in use"),
        ("-", "2026-01-12", "not one"),
    ],
)
def test_unknown_codes_are_kept_and_said_once_for_a_file(
    tmp_path: Path, code: str, day: str, said: str
) -> None:
    text = HEADER + _mark("/", "2026-01-13") + _mark(code, day) + _mark(code, day, "PM")
    tables = read(tmp_path, {"m.csv": text})
    (found,) = problems(tables)
    assert (found.severity, found.row, found.column, found.value) == ("warning", 3, "code", code)
    assert said in found.message
    assert "(2 marks; this is the first)" in found.message
    assert rows(tables, f"SELECT count(*) FROM attendance WHERE code = '{code}'") == [(2,)]


def test_one_mark_is_not_counted_as_marks(tmp_path: Path) -> None:
    (found,) = problems(read(tmp_path, {"m.csv": HEADER + _mark("@", "2026-01-13")}))
    assert found.message.endswith("attendance codes. The mark was kept, in no class.")


def test_old_codes_are_known_on_their_days(tmp_path: Path) -> None:
    tables = read(tmp_path, {"m.csv": HEADER + _mark("H", "2024-07-01") + _mark("J", "2024-08-18")})
    assert problems(tables) == []
    assert rows(tables, "SELECT code, class, valid_from, valid_to FROM codes WHERE code = 'H'") == [
        ("H", "AUTH", None, date(2024, 8, 18))
    ]


def test_sessions_labels_and_comments(tmp_path: Path) -> None:
    text = HEADER + _mark("i - Illness", session="am", comment="anxious") + _mark("\\", session="Afternoon")
    tables = read(tmp_path, {"m.csv": text})
    assert rows(tables, "SELECT session, code, comment FROM attendance ORDER BY row") == [
        ("AM", "I", "anxious"),
        ("PM", "\\", None),
    ]


def test_rows_that_are_no_marks_are_listed(tmp_path: Path) -> None:
    text = (
        HEADER
        + _mark("/", session="3")
        + _mark("")
        + "100001,,2026-01-12,AM,/,\n"
        + _mark("/", "30/02/2026")
        + _mark("/", "30/02/2026", "PM")
    )
    tables = read(tmp_path, {"m.csv": text})
    assert rows(tables, "FROM attendance") == []
    assert [(p.severity, p.row, p.column) for p in problems(tables)] == [
        ("error", 2, "session"),
        ("error", 4, "upn"),
        ("error", 5, "date"),
        ("note", 3, "code"),
    ]
    assert "(2 rows like this; this is the first.)" in problems(tables, "date")[0].message


def test_two_marks_for_one_session_are_kept_and_said(tmp_path: Path) -> None:
    text = HEADER + _mark("/") + _mark("/") + _mark("I", session="PM") + _mark("O", session="PM")
    tables = read(tmp_path, {"m.csv": text})
    assert rows(tables, "SELECT count(*) FROM attendance") == [(4,)]
    assert [(p.severity, p.row) for p in problems(tables)] == [("warning", 4), ("note", 2)]
    assert "the codes differ" in problems(tables)[0].message
