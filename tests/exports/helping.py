"""Writes small invented exports, reads them, and gives what came of them as plain values."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from ehe_rules.exports import Words, load
from ehe_rules.exports.upn import check_letter
from ehe_rules.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ehe_rules.exports import Tables

WORDS = Words(
    events={
        "meeting_held": {},
        "risk_identified": {"covers": ["attendance", "anxiety"], "outcome": ["early_sign", "genuine"]},
        "notification_received": {
            "until": "last day",
            "covers": ["home_education_stated", "last_day_stated"],
        },
        "la_informed": {"to": ["school_la", "home_la"]},
        "transition_meeting_held": {"covers": ["ehe_history"]},
        "weekly_attendance_review": {},
        "trust_half_term_review": {},
        "la_contact": {},
    },
    roles=["headteacher", "head_of_school", "dsl", "parent"],
    reasons=["lifestyle", "mental_health"],
    scopes={
        "meeting_held": "case",
        "risk_identified": "case",
        "notification_received": "case",
        "la_informed": "case",
        "transition_meeting_held": "pupil",
        "weekly_attendance_review": "school",
        "trust_half_term_review": "trust",
        "la_contact": "la",
    },
)


def upn(serial: int) -> str:
    """Give an invented UPN that passes its check."""
    twelve = f"810204624{serial:03d}"
    return check_letter(twelve) + twelve


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files, by their path within the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(
    folder: Path, files: Mapping[str, str | bytes], words: Words = WORDS, profiles: Sequence[Path] = ()
) -> Tables:
    """Write files and read the folder."""
    return load([write(folder, files)], words, profiles)


def rows(tables: Tables, select: str) -> list[tuple[Any, ...]]:
    """Give what a statement selects."""
    return tables.con.execute(select).fetchall()


def problems(tables: Tables, column: str | None = None) -> list[Problem]:
    """Give the problems, perhaps of one column only."""
    found = [Problem(*row) for row in rows(tables, "SELECT * EXCLUDE (school, of_many) FROM problems")]
    return [problem for problem in found if column is None or problem.column == column]


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Give an XLSX with these sheets; None leaves a cell out."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(list(row))
    held = BytesIO()
    book.save(held)
    return held.getvalue()
