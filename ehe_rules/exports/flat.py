"""Logs with an incident and an action in each row: the one sheet is both tables, the incident's columns and the action's.

The incident's part then stands in as many rows as it has actions, and is one entry all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ehe_rules.exports.headings import match_row

if TYPE_CHECKING:
    from ehe_rules.exports.match import Match

_OF_BOTH = (
    "school",
    "school_code",
    "upn",
    "admission_no",
    "linked",
    "category",
    "incident",
    "deleted",
    "state",
)
"""Columns that say of the action what they say of its incident; any other belongs to one of the two."""

_WHOSE = {"upn", "admission_no", "incident"}


def actions_in(match: Match) -> Match | None:
    """Give the columns of a sheet of incidents that are an action's; None where no action has a day and words of its own."""
    if not match.table.entries or "category" not in match.table.required:
        return None
    taken = set(match.columns.values())
    for table in match.profile.tables:
        if table.entries and "category" not in table.required:
            found = match_row(match.header_row, match.headings, match.profile, table)
            own = {c: place for c, place in found.columns.items() if c in _OF_BOTH or place not in taken}
            if {"date", "text"} <= own.keys() and not _WHOSE.isdisjoint(own):
                return replace(found, columns=own, unknown=())
    return None
