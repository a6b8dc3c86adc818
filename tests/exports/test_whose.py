"""Whose file is it: a column, the system's own number, the folder, a title; else nobody's, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn, workbook
from exports.systems import SCHOOLS, take

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ehe_rules.exports import Tables

HEADINGS = "First name,Last name,UPN,Leaving date,Reason for leaving"
LEAVER = f"Eve,Example-E,{upn(1)},16/01/2026,Other\n"


def _leavers(above: Sequence[str], place: str = "") -> dict[str, str | bytes]:
    """Give a list with one leaver, another in each, for each line above the headings."""
    return {
        f"{place}{number}.csv": f"{line}\n\n{HEADINGS}\n{LEAVER.replace(upn(1), upn(number))}"
        for number, line in enumerate(above, 1)
    }


def _schools(tables: Tables) -> dict[str, str]:
    """Give the school of each list of one leaver."""
    found = rows(tables, "SELECT file, school FROM roll ORDER BY ALL")
    assert len(found) == len(dict(found))
    return dict(found)


def test_a_column_is_a_urn_a_name_or_a_laestab(tmp_path: Path) -> None:
    cells = (
        "100001",
        "Ash Example Primary",
        "ash example primary",
        "8102046",
        "810/2046",
        "810 2046",
        "8102046.0",
        "100001.0",
    )
    lines = [f"{LEAVER.strip().replace(upn(1), upn(n))},{cell}\n" for n, cell in enumerate(cells, 1)]
    tables = take(tmp_path, {"schools.csv": SCHOOLS, "100002/a.csv": f"{HEADINGS},School\n{''.join(lines)}"})
    found = {cells[row - 2]: school for row, school in rows(tables, "SELECT row, school FROM roll")}
    assert found == dict.fromkeys(cells, "100001")


TITLES = (
    "Leavers of Ash Example Primary",
    "URN: 100001",
    "School,100001",
    "100001 - leavers",
    "Leavers (100001)",
    "Leavers [URN 100001]",
    "100001.0",
    "DfE number 810/2046",
    "Printed 16/01/2026,,Ash Example Primary",
)


def test_a_title_above_the_headings_says_it_where_no_folder_does(tmp_path: Path) -> None:
    lists = _leavers(TITLES)
    tables = take(tmp_path, {"schools.csv": SCHOOLS, **lists})
    assert {lists[file]: school for file, school in _schools(tables).items()} == dict.fromkeys(
        lists.values(), "100001"
    )


def test_a_folder_goes_before_a_title_and_the_two_are_said(tmp_path: Path) -> None:
    lists = _leavers(TITLES, "100002/")
    tables = take(tmp_path, {"schools.csv": SCHOOLS, **lists})
    assert _schools(tables) == dict.fromkeys(lists, "100002")
    found = problems(tables, "school")
    assert {lists[p.file] for p in found} == set(lists.values())
    assert len(found) == len(lists)
    assert {(p.severity, p.value) for p in found} == {("warning", "100001")}
    said = "names 100001, the folder that the file lies in 100002: the rows were taken for 100002"
    assert all(said in p.message for p in found)


def test_a_title_that_names_the_folders_school_too_is_no_matter(tmp_path: Path) -> None:
    titles = ("Ash Example Primary", "Joiners of Ash Example Primary from Beech Example Academy")
    lists = _leavers(titles, "100001/")
    tables = take(tmp_path, {"schools.csv": SCHOOLS, **lists})
    assert _schools(tables) == dict.fromkeys(lists, "100001")
    assert problems(tables) == []


@pytest.mark.parametrize("schools", [SCHOOLS, ""])
def test_a_number_in_a_sentence_names_no_school(tmp_path: Path, schools: str) -> None:
    titles = ("Report run 100002 rows", "Rows: 100002", "Run 16/01/2026 100002", "Order 1000021")
    lists = _leavers(titles, "100001/")
    tables = take(tmp_path, lists | ({"schools.csv": schools} if schools else {}))
    assert _schools(tables) == dict.fromkeys(lists, "100001")
    assert problems(tables) == []


def test_a_folder_of_six_digits_that_is_no_school_leaves_it_to_the_title(tmp_path: Path) -> None:
    text = f"Ash Example Primary\n{HEADINGS}\n{LEAVER}"
    tables = take(tmp_path, {"schools.csv": SCHOOLS, "202601/a.csv": text})
    assert rows(tables, "SELECT school FROM roll") == [("100001",)]
    (found,) = problems(tables)
    assert "202601, which is not in the schools table: the rows were taken for 100001" in found.message


def test_else_the_folder(tmp_path: Path) -> None:
    places = ("100002/a.csv", "100002/autumn/a.csv", "all/100002/a.csv")
    lists = dict(zip(places, _leavers(["Leavers 2025/26"] * len(places)).values(), strict=True))
    assert _schools(take(tmp_path, lists)) == dict.fromkeys(places, "100002")


def test_the_folder_that_was_given_may_be_the_schools(tmp_path: Path) -> None:
    tables = take(tmp_path / "100002", {"a.csv": f"{HEADINGS}\n{LEAVER}"})
    assert _schools(tables) == {"a.csv": "100002"}


def test_a_systems_number_counts_where_the_schools_table_knows_it(tmp_path: Path) -> None:
    header = "APPLICATION_ID,STUDENT_ID,LEAVING_DATE,UNENROLMENT_REASON\n"
    files: dict[str, str | bytes] = {
        "schools.csv": SCHOOLS,
        "arbor.csv": "APPLICATION_ID,NAME,ABBREVIATED_NAME\napp-2,Beech Example Academy,Beech\n",
        "leavers.csv": f"{header}app-1,1,2026-01-16,Other\napp-2,2,2026-01-16,Other\napp-3,3,2026-01-16,Other\n",
    }
    tables = take(tmp_path, files)
    assert rows(tables, "SELECT school, pupil FROM roll ORDER BY ALL") == [("100001", "1"), ("100002", "2")]
    (found,) = problems(tables, "school")
    assert "its 1 row could not be used" in found.message


def test_nobodys_file_is_read_and_said_and_nothing_guessed(tmp_path: Path) -> None:
    said = {
        "": "No column, no title above the headings and no folder",
        "Ash Example Primary and Beech Example Academy": "More than one school is named",
    }
    lists = _leavers(list(said))
    tables = take(tmp_path, {"schools.csv": SCHOOLS, **lists})
    assert rows(tables, "SELECT count(*) FROM roll") == [(0,)]
    assert (
        rows(tables, "SELECT taken_for, rows FROM files WHERE file <> 'schools.csv'") == [("pupils", 1)] * 2
    )
    found = {p.file: p for p in problems(tables)}
    assert sorted(found) == sorted(lists)
    assert len(problems(tables)) == len(lists)
    for file, why in zip(lists, said.values(), strict=True):
        assert found[file].severity == "error"
        assert why in found[file].message
        assert "its 1 row could not be used" in found[file].message
        assert "folder named with the school's URN" in found[file].todo


@pytest.mark.parametrize("schools", ["urn,name\n100001.0,Ash Example Primary\n", ""])
def test_a_urn_with_a_point_and_a_nought_is_the_urn_in_every_table(tmp_path: Path, schools: str) -> None:
    files: dict[str, str | bytes] = {
        "pupils.csv": f"school,upn,admission_no\n100001.0,{upn(1)},12.0\n100001,{upn(2)},13\n",
        "events.csv": "school,upn,admission_no,event,date\n100001.0,,12,meeting_held,2026-01-12\n",
        "marks.csv": f"school,upn,date,session,code\n100001.0,{upn(2)},2026-01-12,AM,/\n",
        "calendar.csv": "academic_year,half_term,first_day,last_day,school\n2025/26,3,2026-01-05,2026-02-13,100001.0\n",
        "exports.csv": "table,school,exported_on\nevents,100001.0,2026-01-30\n",
        "register.csv": f"school,upn,off_roll_date\n100001.0,{upn(2)},2026-01-12\n",
        "staff.csv": "name,role,school\nA Example,dsl,100001.0\n",
        "incidents.csv": f"School,UPN,Category,Date,Incident\n100001.0,{upn(2)},EHE,13/01/2026,Meeting held\n",
    }
    if schools:
        files["schools.csv"] = schools
    tables = take(tmp_path, files)
    assert rows(tables, "SELECT school FROM schools") == [("100001",)]
    for table in ("roll", "events", "attendance", "calendar", "exports", "register", "staff"):
        assert rows(tables, f"SELECT DISTINCT school::VARCHAR FROM {table}") == [("100001",)], table
    assert rows(tables, "SELECT pupil FROM events WHERE file = 'events.csv'") == [(upn(1),)]
    assert [p for p in problems(tables) if p.severity == "error"] == []


def test_a_folders_urn_that_the_schools_table_lacks_is_said(tmp_path: Path) -> None:
    tables = take(tmp_path, {"schools.csv": SCHOOLS, "100009/a.csv": f"{HEADINGS}\n{LEAVER}"})
    (found,) = problems(tables, "school")
    assert (found.severity, found.value) == ("error", "100009")


LISTED = f"Student ID,UPN,First name,Last name,Enrolment date,Year group\n7,{upn(1)},A,B,01/09/2021,Year 5\n"


def test_a_number_beside_the_word_school_or_a_name_is_a_urn(tmp_path: Path) -> None:
    titles = ("School: 100001", "Ash Site 100001", "100001 Ash Site")
    lists = {
        f"{n}.csv": f"{title}\n{LISTED.replace(upn(1), upn(n)).replace('7,', f'{n},', 1)}"
        for n, title in enumerate(titles, 1)
    }
    tables = read(tmp_path, {"s.csv": "urn,name\n100001,Ash\n", **lists})
    assert _schools(tables) == dict.fromkeys(lists, "100001")


def test_a_month_is_no_school_where_a_title_names_one(tmp_path: Path) -> None:
    tables = read(tmp_path, {"202604/a.csv": f"URN 100001\n{LISTED}"})
    assert rows(tables, "SELECT school FROM roll") == [("100001",)]


def test_a_sheet_may_be_named_after_its_school(tmp_path: Path) -> None:
    def sheet(serial: int) -> list[list[str]]:
        return [
            ["UPN", "Initials", "Off-roll date", "EHE1 sent"],
            [upn(serial), "A.E.", "2026-01-17", "2026-01-16"],
        ]

    names = ("Ash Example Primary", "100002", "202526", "Current")
    book = workbook({name: sheet(number) for number, name in enumerate(names, start=1)})
    tables = take(tmp_path, {"schools.csv": SCHOOLS, "r.xlsx": book})
    assert rows(tables, "SELECT sheet, school FROM register ORDER BY ALL") == [
        ("100002", "100002"),
        ("Ash Example Primary", "100001"),
    ]
    found = {p.sheet: p.message for p in problems(tables, "school")}
    assert sorted(found) == ["202526", "Current"]
    # its row stands in the register and is an event too, and is one row
    assert "its 1 row could not be used" in found["Current"]
