"""Dates of leaving are read wherever they stand; where one is not, a warning says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DAY = "20/03/2026"
NEXT = date(2026, 3, 21)


def _at_schools(texts: Iterable[str], name: str = "list.csv") -> dict[str, str | bytes]:
    """Give each text as a file of a school of its own."""
    return {f"{school}/{name}": text for school, text in enumerate(texts, start=100001)}


@pytest.mark.parametrize("names", ["First name,Last name", "Forename,Surname,Reg group", "Forename,Surname"])
def test_a_list_of_pupils_may_say_when_they_left(tmp_path: Path, names: str) -> None:
    headings = ("Leaving date", "Date of leaving", "DOL", "Enrolment end date", "End date", "endDate")
    blank = "," * (names.count(",") - 1)
    # nothing else tells this one from a list of leavers
    ends = DAY if names == "Forename,Surname" else ""
    lists = _at_schools(
        f"UPN,Admission number,{names},{heading}\n{upn(n)},1,A,B{blank},{DAY}\n{upn(n + 50)},2,A,B{blank},{ends}\n"
        for n, heading in enumerate(headings)
    )
    tables = read(tmp_path, lists)
    found = rows(tables, "SELECT file, list(leaving_date ORDER BY row) FROM roll GROUP BY file")
    left = {headings[list(lists).index(file)]: days for file, days in found}
    assert left == {heading: [NEXT, NEXT if ends else None] for heading in headings}
    assert problems(tables) == []


def test_leavers_need_no_reason_where_the_destination_is_given(tmp_path: Path) -> None:
    lists = {
        "Student ID,First name,Last name,Year group,Leaving date,Destination": f"7,A,B,Year 5,{DAY},Home Schooling",
        "Admission no,Leaving date,Destination": f"7,{DAY},Home Schooling",
        "UPN,Forename,Surname,Form,Leaving Date,Destination School": f"{upn(1)},A,B,5A,{DAY},Home Schooling",
        "UPN,First name,Last name,Leaving date,Destination school": f"{upn(2)},A,B,{DAY},Home Schooling",
    }
    files = _at_schools((f"{header}\n{row}\n" for header, row in lists.items()), "leavers.csv")
    tables = read(tmp_path, files)
    found = rows(tables, "SELECT file, leaving_date, destination FROM roll ORDER BY file")
    assert found == [(file, NEXT, "Home Schooling") for file in files]


def test_bromcoms_headings_name_the_school_and_the_end(tmp_path: Path) -> None:
    header = "upn,firstName,lastName,tutorGroup,startDate,endDate,schoolUniqueReferenceNumber"
    tables = read(tmp_path, {"all.csv": f"{header}\n{upn(1)},A,B,5A,01/09/2021,{DAY},100001\n"})
    assert rows(tables, "SELECT school, leaving_date FROM roll") == [("100001", NEXT)]


def test_the_end_of_a_count_of_sessions_is_nobodys_leaving(tmp_path: Path) -> None:
    header = "UPN,First name,Last name,Possible Sessions,Attendance %,Start Date,End Date"
    tables = read(tmp_path, {"100001/summary.csv": f"{header}\n{upn(1)},A,B,90,95,01/01/2026,{DAY}\n"})
    assert rows(tables, "SELECT leaving_date FROM roll") == [(None,)]


def test_how_a_cell_is_to_be_filled_in_is_no_part_of_its_heading(tmp_path: Path) -> None:
    heads = "UPN,First name,Last name,Registration form,Enrolment date (DD/MM/YYYY),Leaving date [yyyy-mm-dd],In care (Y/N)\n"
    tables = read(tmp_path, {"100001/list.csv": f"{heads}{upn(1)},A,B,5A,01/09/2021,{DAY},Y\n"})
    assert rows(tables, "SELECT entry_date IS NULL, leaving_date IS NULL, looked_after FROM roll") == [
        (False, False, "yes")
    ]
    assert not [p for p in problems(tables) if p.row == 1]


def test_a_date_of_leaving_that_is_not_read_is_a_warning(tmp_path: Path) -> None:
    headings = (
        "Date left school",
        "Leaver date",
        "Off-roll date",
        "Unenrolment date",
        "Left on",
        "Roll end date",
        "Leaving date if any",
    )
    lists = _at_schools(
        f"UPN,First name,Last name,Registration form,{heading}\n{upn(n)},A,B,5A,{DAY}\n"
        for n, heading in enumerate(headings)
    )
    found = problems(read(tmp_path, lists))
    assert [(p.file, p.severity, p.row, p.value) for p in found] == [
        (file, "warning", 1, heading) for file, heading in zip(lists, headings, strict=True)
    ]
    assert all("looks like a date of leaving" in p.message for p in found)
    assert all("counts as still on roll" in p.message for p in found)


def test_else_it_is_a_note(tmp_path: Path) -> None:
    noted = {
        "Leaving date,Off-roll date": "Off-roll date",
        "Shoe size": "Shoe size",
        "Leaver form sent": "Leaver form sent",
    }
    lists = _at_schools(
        f"UPN,First name,Last name,{headings}\n{upn(n)},A,B,,\n" for n, headings in enumerate(noted)
    )
    found = problems(read(tmp_path, lists))
    assert [(p.file, p.severity, p.value) for p in found] == [
        (file, "note", heading) for file, heading in zip(lists, noted.values(), strict=True)
    ]


def test_an_end_date_beside_a_reason_for_leaving_is_that_of_leaving_whatever_is_counted_there(
    tmp_path: Path,
) -> None:
    text = f"UPN,First name,Last name,Start date,End date,Reason for leaving,Attendance %\n{upn(1)},A,B,01/09/2021,{DAY},EHE,91\n"
    tables = read(tmp_path, {"100001/list.csv": text})
    assert rows(tables, "SELECT leaving_date FROM roll") == [(NEXT,)]
