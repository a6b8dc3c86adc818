"""Files are told by their header row; what is not recognised is listed with the nearest table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exports.helping import WORDS, problems, read, rows, upn, write

from ehe_rules.errors import ExportsError
from ehe_rules.exports import load

if TYPE_CHECKING:
    from pathlib import Path

ROLL = f"school,upn\n100001,{upn(1)}\n"


HEADED = {
    "schools": ("URN, Name", "100001,Ash Example Primary"),
    "exports": ("table,exported_on", "events,2026-01-30"),
    "calendar": (
        "Academic Year;Half-term;First day;Last day",
        "2025/26;3;2026-01-05;2026-02-13",
    ),
    "closures": ("Date\tLabel", "2026-01-20\tINSET"),
    "pupils": ("SCHOOL,UPN,Date of Birth", f"100001,{upn(1)},2015-01-31"),
    "attendance": ("school,upn,date,session,code", f"100001,{upn(1)},2026-01-12,AM,/"),
    "events": ("school,upn,event,date", f"100001,{upn(1)},meeting_held,2026-01-12"),
    "staff": ("name,role", "A. Person,dsl"),
    "register": ("school,upn,off-roll date,status", f"100001,{upn(1)},2026-01-12,live"),
    "la_children": ("upn,notified on,ehc plan", f"{upn(1)},2026-01-12,no"),
}


def test_each_table_is_told_by_its_headings(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{n}.dat": f"{header}\n{row}\n" for n, (header, row) in enumerate(HEADED.values())
    }
    tables = read(tmp_path, files)
    told = rows(tables, "SELECT taken_for, system, header_row, rows FROM files ORDER BY file")
    assert told == [(table, "native", 1, 1) for table in HEADED]
    assert problems(tables) == []


def test_marks_of_admission_numbers_alone_are_told_too(tmp_path: Path) -> None:
    tables = read(
        tmp_path, {"whatever.dat": "school,admission no,date,session,code\n100001,7,2026-01-12,AM,/\n"}
    )
    assert rows(tables, "SELECT taken_for, system, header_row, rows FROM files") == [
        ("attendance", "native", 1, 1)
    ]
    assert problems(tables) == []


def test_title_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    tables = read(tmp_path, {"r.csv": f"Leavers\nprinted on 1 May\n\n{ROLL}"})
    assert rows(tables, "SELECT header_row FROM files") == [(4,)]
    assert rows(tables, "SELECT row FROM roll") == [(5,)]


def test_a_table_of_one_required_column_needs_every_heading_known(tmp_path: Path) -> None:
    tables = read(tmp_path, {"r.csv": ROLL, "trips.csv": "date,label,cost\n2026-01-12,Zoo,5\n"})
    (found,) = problems(tables)
    assert found.file == "trips.csv"
    assert "these headings are not part of it: cost" in found.message


EXPECTED = "on,ruleset,rule,school,upn,status,due_on,done_on,days_late"
ENOUGH = ("shoe size,house", "forename,surname,shoe size,house,locker,bus,club,tray")


def test_a_list_that_merely_names_school_and_pupil_is_no_roll(tmp_path: Path) -> None:
    nearest = {
        EXPECTED: "register",
        "school,upn,shoe size,house,locker": "pupils",
        "school,upn,forename,shoe size,house,locker,bus": "pupils",
    }
    cells = {"school": "100001", "upn": upn(2)}
    others = {
        f"other {n}.csv": f"{header}\n{','.join(cells.get(name, 'x') for name in header.split(','))}\n"
        for n, header in enumerate(nearest)
    }
    why = f"school,upn,a,b,c\n100001,{upn(2)},,,\n"
    tables = read(tmp_path, {"r.csv": ROLL, **others, "why.csv": why})
    assert rows(tables, "SELECT DISTINCT taken_for FROM files WHERE file <> 'r.csv'") == [("not recognised",)]
    assert rows(tables, "SELECT count(*) FROM roll") == [(1,)]
    *found, short = problems(tables)
    assert [p.file for p in found] == list(others)
    for problem, table in zip(found, nearest.values(), strict=True):
        assert f"Nearest to the table {table} (native), but" in problem.message
    assert short.file == "why.csv"
    assert (
        "too few of its headings are part of it (school, upn) and too many are not (a, b, c)" in short.message
    )


def test_a_roll_may_have_columns_of_its_own(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{n}.csv": f"school,upn,{unknown}\n100001,{upn(n)},{',' * unknown.count(',')}\n"
        for n, unknown in enumerate(ENOUGH)
    }
    tables = read(tmp_path, files)
    assert rows(tables, "SELECT file, taken_for FROM files ORDER BY file") == [(f, "pupils") for f in files]
    assert rows(tables, "SELECT pupil FROM roll ORDER BY file") == [(upn(0),), (upn(1),)]


def test_a_profiles_own_headings_are_no_chance(tmp_path: Path) -> None:
    profile = """
    profile: log
    tables:
      - table: events
        required: [school, event, date]
        either: [admission_no]
        constants: {school: "100001"}
        headings: {event: What, date: When, admission_no: Whose}
    """
    path = write(tmp_path, {"log.yaml": profile}) / "log.yaml"
    header = "Whose,What,When,a,b,c,d,e,f,g"
    tables = read(
        tmp_path / "in", {"e.csv": f"{header}\n7,meeting_held,2026-01-12,,,,,,,\n"}, profiles=[path]
    )
    assert rows(tables, "SELECT taken_for, system FROM files") == [("events", "log")]
    assert rows(tables, "SELECT school, pupil, event FROM events") == [("100001", "7", "meeting_held")]


def test_a_file_that_lacks_a_heading_names_the_nearest_table(tmp_path: Path) -> None:
    tables = read(
        tmp_path, {"r.csv": ROLL, "e.csv": "school,event,recorded\n100001,meeting_held,2026-01-12\n"}
    )
    (found,) = problems(tables)
    assert (
        "Nearest to the table events (native), but these headings are missing: date, upn or admission_no"
        in found.message
    )
    assert "--profile" in found.todo


def test_headings_given_twice_are_said_and_the_first_is_read(tmp_path: Path) -> None:
    tables = read(tmp_path, {"r.csv": f"school,UPN,Forename,forename\n100001,{upn(1)},First,Second\n"})
    (found,) = problems(tables)
    assert (found.severity, found.row, found.column) == ("error", 1, "Forename")
    assert "more than once" in found.message
    assert rows(tables, "SELECT forename FROM roll") == [("First",)]


def test_headings_not_known_are_said_with_what_they_may_be(tmp_path: Path) -> None:
    tables = read(tmp_path, {"r.csv": f"school,upn,leaving dat,shoe size\n100001,{upn(1)},2026-01-12,4\n"})
    assert [(p.severity, p.column) for p in problems(tables)] == [
        ("warning", "leaving dat"),
        ("note", "shoe size"),
    ]
    assert "is it meant for leaving_date?" in problems(tables)[0].message
    assert rows(tables, "SELECT heading, column_name FROM headings ORDER BY position")[2:] == [
        ("leaving dat", ""),
        ("shoe size", ""),
    ]


def test_hidden_and_lock_files_are_left_alone(tmp_path: Path) -> None:
    tables = read(
        tmp_path,
        {"a/b/r.csv": ROLL, ".git/x.csv": ROLL, "~$book.xlsx": b"x", ".DS_Store": b"x", "Thumbs.db": b"x"},
    )
    assert rows(tables, "SELECT file FROM files") == [("a/b/r.csv",)]


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("ash", "beech"):
        write(tmp_path / folder, {"roll.csv": ROLL})
    tables = load([tmp_path / "beech", tmp_path / "ash", tmp_path / "ash" / "roll.csv"], WORDS)
    assert rows(tables, "SELECT file FROM files ORDER BY file") == [("ash/roll.csv",), ("beech/roll.csv",)]


def test_a_single_file_goes_by_its_name(tmp_path: Path) -> None:
    tables = load([write(tmp_path, {"sub/r.csv": ROLL}) / "sub" / "r.csv"], WORDS)
    assert rows(tables, "SELECT file FROM files") == [("r.csv",)]


def test_a_missing_folder_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ExportsError, match="no such file or folder") as raised:
        load([tmp_path / "nowhere"], WORDS)
    assert raised.value.exit_status == 3


def test_an_empty_folder_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ExportsError, match="no files to read"):
        load([tmp_path], WORDS)


def test_nothing_recognised_stops_the_run_and_says_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(ExportsError, match="None of the 2 files") as raised:
        read(tmp_path, {"a.txt": "hello\n", "b.csv": ""})
    assert "a.txt: No heading" in str(raised.value)
    assert "b.csv: empty" in str(raised.value)
