"""A trust as native export tables: rows of text cells under the contract's headings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from oracle.model import ROLL_DATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oracle.model import Event, RollRow, Trust

UPN_LENGTH = 13
"""A pupil key of that length is a UPN, any other an admission number."""

Rows = list[dict[str, str]]


def to_frames(trust: Trust) -> dict[str, Rows]:
    """Write every table that was supplied and has rows; of the roll only the columns that were."""
    tables: dict[str, Rows] = {
        "schools": [{"urn": school.urn, "name": school.name} for school in trust.schools],
        "exports": [
            {
                "table": export.table,
                "school": export.school or "",
                "exported_on": _cell(export.exported_on),
                "carries": _cell(export.carries),
            }
            for export in trust.exports
        ],
        "calendar": [
            {
                "academic_year": row.academic_year,
                "half_term": str(row.number),
                "first_day": _cell(row.first_day),
                "last_day": _cell(row.last_day),
                "school": row.school or "",
            }
            for row in trust.calendar
        ],
        "closures": [{"date": _cell(c.day), "school": c.school or ""} for c in trust.closures],
        "attendance": [
            {
                "school": mark.school,
                **_who(mark.pupil),
                "date": _cell(mark.day),
                "session": mark.session,
                "code": mark.code,
            }
            for mark in trust.marks or ()
        ],
    }
    if trust.roll_columns is not None:
        tables["pupils"] = [_roll_row(row, trust.roll_columns) for row in trust.roll]
    if trust.events_supplied:
        tables["events"] = [_event(event) for event in trust.events]
    return {name: rows for name, rows in tables.items() if rows}


def _roll_row(row: RollRow, columns: Iterable[str]) -> dict[str, str]:
    given = {
        column: _cell(row.dates.get(column)) if column in ROLL_DATES else row.words.get(column, "")
        for column in sorted(columns)
    }
    return {"school": row.school, **_who(row.pupil), **given}


def _event(event: Event) -> dict[str, str]:
    return {
        "school": event.school,
        **_who(event.pupil),
        "event": event.event,
        "date": _cell(event.day),
        "recorded": _cell(event.recorded),
        "role": _cell(event.role),
        "with": _cell(event.with_),
        "covers": _cell(event.covers),
        "to": _cell(event.to),
        "outcome": event.outcome,
        "until": _cell(event.until),
        "tag": event.tag,
        "ref": event.ref,
    }


def _who(pupil: str) -> dict[str, str]:
    has_upn = len(pupil) == UPN_LENGTH
    return {"upn": pupil if has_upn else "", "admission_no": "" if has_upn else pupil}


def _cell(value: date | frozenset[str] | None) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return ";".join(sorted(value)) if value else ""
