"""An incident edited between two exports: the later counts if it is known which that is; both places are said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from exports.helping import problems, rows, upn
from exports.systems import INCIDENTS, events, real_words, take

from ehe_rules.exports import from_frames

if TYPE_CHECKING:
    from pathlib import Path

MARCH, APRIL = "100001/march.csv", "100001/april.csv"
EXPORTS = "table,file,exported_on\nevents,march.csv,2026-03-31\nevents,100001/April.csv,30/04/2026\n"


def _line(number: int, day: str, sub: str, *, category: str = "EHE", pupil: int = 1) -> str:
    return f'{number},{day}/03/2026,{day}/03/2026,{upn(pupil)},"{category}",{sub},x,\n'


BEFORE = _line(1, "02", "Meeting offered") + _line(2, "03", "Meeting held") + _line(3, "04", "Barrier")
AFTER = _line(1, "06", "Meeting offered") + _line(2, "03", "Meeting declined") + _line(3, "04", "Barrier")


@pytest.mark.parametrize(
    ("files", "march", "april"),
    [
        ({"exports.csv": EXPORTS}, "", ""),
        ({}, "Exported on 31/03/2026\n", "CPOMS,Generated: 30 April 2026 at 09:14\n"),
        (
            {"exports.csv": EXPORTS.splitlines()[0] + "\nevents,april.csv,2026-04-30\n"},
            "Printed by A Example 31/03/2026\n",
            "",
        ),
    ],
)
def test_the_later_export_counts(tmp_path: Path, files: dict[str, str], march: str, april: str) -> None:
    tables = take(tmp_path, {**files, MARCH: march + INCIDENTS + BEFORE, APRIL: april + INCIDENTS + AFTER})
    assert events(tables, "event, date, file") == [
        ("barrier_recorded", date(2026, 3, 4), APRIL),
        ("meeting_declined", date(2026, 3, 3), APRIL),
        # of another category: each export may show a part of the incident
        ("meeting_held", date(2026, 3, 3), MARCH),
        ("meeting_offered", date(2026, 3, 6), APRIL),
    ]
    head = 1 + bool(march)
    found = problems(tables, "incident")
    assert [(p.severity, p.file, p.row, p.value) for p in found] == [
        ("warning", MARCH, head + 1, "1"),
        ("warning", MARCH, head + 2, "2"),
    ]
    assert f"in {APRIL} row {2 + bool(april)}, which was exported later (30 April 2026)" in found[0].message


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        # one number, two children: two entries
        (_line(1, "02", "Barrier"), _line(1, "06", "Barrier", pupil=2), [2, 6]),
        # a later chronology of one child says nothing of the other
        (_line(1, "02", "Barrier") + _line(1, "02", "Barrier", pupil=2), _line(1, "06", "Barrier"), [2, 6]),
        # an incident in two rows may be in one of them only because the later export was cut
        (_line(1, "02", "Barrier") + _line(1, "02", "Meeting held"), _line(1, "02", "Barrier"), [2, 2]),
    ],
)
def test_no_entry_is_lost_to_one_that_is_another(
    tmp_path: Path, before: str, after: str, days: list[int]
) -> None:
    tables = take(tmp_path, {"exports.csv": EXPORTS, MARCH: INCIDENTS + before, APRIL: INCIDENTS + after})
    assert sorted(day.day for (day,) in events(tables, "date")) == days


def test_what_an_export_covers_is_not_when_it_was_made(tmp_path: Path) -> None:
    march, april = (
        f"Incidents exported, created between {day}\n"
        for day in ("01/09/2025 and 30/04/2026", "01/01/2026 and 31/03/2026")
    )
    tables = take(tmp_path, {MARCH: march + INCIDENTS + BEFORE, APRIL: april + INCIDENTS + AFTER})
    assert [date_of for (date_of,) in events(tables, "date") if date_of.day in {2, 6}] == [
        date(2026, 3, 2),
        date(2026, 3, 6),
    ]


def test_if_it_cannot_be_told_both_stay(tmp_path: Path) -> None:
    tables = take(tmp_path, {MARCH: INCIDENTS + BEFORE, APRIL: INCIDENTS + AFTER})
    assert events(tables, "event, date") == [
        ("barrier_recorded", date(2026, 3, 4)),
        ("meeting_declined", date(2026, 3, 3)),
        ("meeting_held", date(2026, 3, 3)),
        ("meeting_offered", date(2026, 3, 2)),
        ("meeting_offered", date(2026, 3, 6)),
    ]
    found = problems(tables, "incident")
    assert [(p.severity, p.file, p.row, p.value) for p in found] == [
        ("warning", MARCH, 2, "1"),
        ("warning", MARCH, 3, "2"),
    ]
    assert (
        f"in {APRIL} row 2, and it cannot be told which of the two is right: both count" in found[0].message
    )
    assert "exports.csv" in found[0].todo


def test_the_same_incident_in_two_files_is_one_and_no_matter(tmp_path: Path) -> None:
    rows_of_one = _line(1, "02", "Meeting offered") + _line(1, "02", "", category="Attendance")
    joined = _line(1, "02", "Meeting offered", category="Attendance; EHE")
    tables = take(tmp_path, {MARCH: INCIDENTS + rows_of_one, APRIL: INCIDENTS + joined})
    assert events(tables, "event, date") == [("meeting_offered", date(2026, 3, 2))]
    assert problems(tables, "incident") == []


def test_another_schools_incident_of_the_number_is_another(tmp_path: Path) -> None:
    files = {
        "100001/a.csv": INCIDENTS + _line(1, "02", "Barrier"),
        "100002/a.csv": INCIDENTS + _line(1, "06", "Barrier", pupil=2),
    }
    tables = take(tmp_path, files)
    assert len(events(tables)) == 2
    assert problems(tables, "incident") == []


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    tables = take(tmp_path, {"exports.csv": EXPORTS, MARCH: INCIDENTS + BEFORE})
    (found,) = problems(tables, "file")
    assert (found.severity, found.file, found.row, found.value) == (
        "warning",
        "exports.csv",
        3,
        "100001/April.csv",
    )
    assert rows(tables, "SELECT count(*) FROM exports") == [(2,)]


def test_an_empty_table_of_exports_is_no_matter() -> None:
    assert problems(from_frames({"exports": [], "pupils": []}, real_words())) == []
