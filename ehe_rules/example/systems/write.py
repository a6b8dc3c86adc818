"""Writes a school's exports as its systems give them, and the trust's own lists that go with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ehe_rules.example.blemishes import spoilt
from ehe_rules.example.bulk import write_long
from ehe_rules.example.native import roll_rows
from ehe_rules.example.style import Style, write_csv
from ehe_rules.example.systems.cpoms import ACTIONS, INCIDENTS, log_of
from ehe_rules.example.systems.mis import (
    ARBOR,
    ARBOR_LEFT,
    SIMS,
    SIMS_LEFT,
    leavers,
    on_roll,
    session_marks,
)
from ehe_rules.example.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ehe_rules.example.pupils import Pupil
    from ehe_rules.example.register import Register
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

    Rows = Sequence[dict[str, Cell]]

EXCEL: Final = Style(encoding="utf-8-sig", day_first=True)
LISTS: Final = {"arbor": (ARBOR, ARBOR_LEFT), "sims": (SIMS, SIMS_LEFT)}
LOG_COLUMNS: Final = ("Date", "School", "What", "Who", "With", "Covers", "Pupil", "Note")
REGISTER_COLUMNS: Final = ("School", "UPN", "Off-roll date", "Date added")


def write_systems(
    folder: Path, school: School, pupils: Sequence[Pupil], register: Register, entries: Rows
) -> None:
    """Write a school's lists of students and leavers, its session marks and its safeguarding log."""
    there, left = LISTS[school.system]
    roll = spoilt(school, "pupils", roll_rows(school, pupils))
    write_csv(folder / "students.csv", list(there), on_roll(roll, there), EXCEL)
    write_csv(folder / "leavers.csv", [*there, *left], leavers(roll, {**there, **left}), EXCEL)
    write_long(folder / "session-marks.csv", session_marks(school, register), EXCEL)
    log = log_of(school, entries, pupils)
    if school.style.encoding == "utf-16":
        above = (f"{school.name} ({school.urn})", "Safeguarding log: export of all categories", "")
        sheets = [
            Sheet("Incidents", INCIDENTS, log.incidents, above),
            Sheet("Actions", ACTIONS, log.actions, above),
        ]
        write_workbook(folder / "safeguarding-log.xlsx", sheets)
    else:
        write_csv(folder / "incidents.csv", INCIDENTS, log.incidents, EXCEL)
        write_csv(folder / "actions.csv", ACTIONS, log.actions, EXCEL)


def oversight_sheet(rows: Iterable[Mapping[str, Cell]]) -> Sheet:
    """Give the sheet for what no system holds: the trust's reviews, and what schools log for themselves."""
    lines = [
        {
            "Date": row["date"],
            "School": row.get("school", ""),
            "What": row["event"],
            "Who": row.get("role", ""),
            "With": row.get("with", ""),
            "Covers": row.get("covers", ""),
            "Pupil": row.get("upn", ""),
        }
        for row in rows
    ]
    return Sheet("Oversight log", LOG_COLUMNS, lines, ("Oversight log 2025/26", ""))


def register_sheets(rows: Iterable[Mapping[str, Cell]], above: Sequence[str]) -> list[Sheet]:
    """Give the trust's register as a workbook of two sheets, for those who are away and those who came back."""
    lines = [
        {
            "School": row["school"],
            "UPN": row["upn"],
            "Off-roll date": row["off_roll_date"],
            "Date added": row["entered"],
            "status": row["status"],
        }
        for row in rows
    ]
    back = [line for line in lines if line["status"] == "returned"]
    away = [line for line in lines if line["status"] != "returned"]
    return [Sheet("Current", REGISTER_COLUMNS, away, above), Sheet("Returned", REGISTER_COLUMNS, back, above)]


def own_log(entries: Rows) -> list[dict[str, Cell]]:
    """Give the entries of a school that are about no pupil: those that its safeguarding log cannot hold."""
    return [row for row in entries if not row.get("admission_no")]
