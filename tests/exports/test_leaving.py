"""Dates of leaving are read wherever they stand; where one is not, a warning says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, read, rows, upn

if TYPE_CHECKING:
    from pathlib import Path

DAY = "20/03/2026"
NEXT = date(2026, 3, 21)


@pytest.mark.parametrize(
    "heading", ["Leaving date", "Date of leaving", "DOL", "Enrolment end date", "End date", "endDate"]
)
@pytest.mark.parametrize("names", ["First name,Last name", "Forename,Surname,Reg group", "Forename,Surname"])
def test_a_list_of_pupils_may_say_when_they_left(tmp_path: Path, heading: str, names: str) -> None:
    blank = "," * names.count(",")
    text = f"UPN,Admission number,{names},{heading}\n{upn(1)},1,A,B{blank[1:]},{DAY}\n{upn(2)},2,A,B{blank[1:]},\n"
    if names == "Forename,Surname":
        text = text.replace(f"{upn(2)},2,A,B,\n", f"{upn(2)},2,A,B,{DAY}\n")
    tables = read(tmp_path, {"100001/list.csv": text})
    left = [day for (day,) in rows(tables, "SELECT leaving_date FROM roll ORDER BY row")]
    assert left == [NEXT, NEXT if names == "Forename,Surname" else None]
    assert problems(tables) == []


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "Student ID,First name,Last name,Year group,Leaving date,Destination",
            f"7,A,B,Year 5,{DAY},Home Schooling",
        ),
        ("Admission no,Leaving date,Destination", f"7,{DAY},Home Schooling"),
        (
            "UPN,Forename,Surname,Form,Leaving Date,Destination School",
            f"{upn(1)},A,B,5A,{DAY},Home Schooling",
        ),
        ("UPN,First name,Last name,Leaving date,Destination school", f"{upn(1)},A,B,{DAY},Home Schooling"),
    ],
)
def test_leavers_need_no_reason_where_the_destination_is_given(tmp_path: Path, header: str, row: str) -> None:
    tables = read(tmp_path, {"100001/leavers.csv": f"{header}\n{row}\n"})
    assert rows(tables, "SELECT leaving_date, destination FROM roll") == [(NEXT, "Home Schooling")]


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


@pytest.mark.parametrize(
    "heading",
    [
        "Date left school",
        "Leaver date",
        "Off-roll date",
        "Unenrolment date",
        "Left on",
        "Roll end date",
        "Leaving date if any",
    ],
)
def test_a_date_of_leaving_that_is_not_read_is_a_warning(tmp_path: Path, heading: str) -> None:
    text = f"UPN,First name,Last name,Registration form,{heading}\n{upn(1)},A,B,5A,{DAY}\n"
    tables = read(tmp_path, {"100001/list.csv": text})
    (found,) = problems(tables)
    assert (found.severity, found.row, found.value) == ("warning", 1, heading)
    assert "looks like a date of leaving" in found.message
    assert "counts as still on roll" in found.message


@pytest.mark.parametrize(
    ("headings", "heading"),
    [
        ("Leaving date,Off-roll date", "Off-roll date"),
        ("Shoe size", "Shoe size"),
        ("Leaver form sent", "Leaver form sent"),
    ],
)
def test_else_it_is_a_note(tmp_path: Path, headings: str, heading: str) -> None:
    text = f"UPN,First name,Last name,{headings}\n{upn(1)},A,B,,\n"
    tables = read(tmp_path, {"100001/list.csv": text})
    assert [(p.severity, p.value) for p in problems(tables)] == [("note", heading)]


def test_an_end_date_beside_a_reason_for_leaving_is_that_of_leaving_whatever_is_counted_there(
    tmp_path: Path,
) -> None:
    text = f"UPN,First name,Last name,Start date,End date,Reason for leaving,Attendance %\n{upn(1)},A,B,01/09/2021,{DAY},EHE,91\n"
    tables = read(tmp_path, {"100001/list.csv": text})
    assert rows(tables, "SELECT leaving_date FROM roll") == [(NEXT,)]
