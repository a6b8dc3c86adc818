"""Headings that are not read, and what to say of them: most matter little; without the date of leaving all are on roll."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ehe_rules.exports.headings import ends_period
from ehe_rules.exports.profile_table import squash
from ehe_rules.exports.recognise import nearest_column
from ehe_rules.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ehe_rules.exports.ledger import Part
    from ehe_rules.exports.match import Match
    from ehe_rules.problems import Severity

_OFF_ROLL = "leav|left|offroll|unenrol|deregist"
_LEAVING = re.compile(
    rf"(date|day)\w*({_OFF_ROLL})|({_OFF_ROLL})\w*(date|day|on)$|(leaving|leavers?|offroll)date|^(enrolment|enrollment|roll|school|pupil|student)?enddate$|^dol$"
)
_OF_THE_ENTRY = re.compile("entered|recorded|created|added|expected")


def unread(part: Part, match: Match, read: Collection[str]) -> Iterator[Problem]:
    """Give what to say of each heading that was not read; `read` are those that were."""
    for heading in (heading for heading in match.unknown if heading not in read):
        severity, message, todo = _leaving() if _is_leaving(heading, match) else _other(heading, match)
        said = f"The heading {heading!r} {message}"
        yield Problem(severity, part.file, part.sheet, match.header_row, heading, heading, said, todo)


def _is_leaving(heading: str, match: Match) -> bool:
    """Tell whether a roll's heading looks like that of the day on which a pupil left, and none else was read as that."""
    name = squash(heading)
    is_roll = match.table.table == "pupils" and "leaving_date" not in match.columns
    is_day = _LEAVING.search(name) is not None and not _OF_THE_ENTRY.search(name)
    return is_roll and is_day and not ends_period(name, map(squash, match.headings))


def _leaving() -> tuple[Severity, str, str]:
    message = (
        "looks like a date of leaving, and the column was not read: whoever has left counts as still on roll."
    )
    todo = "If it is, call it 'leaving date', or name it in a profile of your own under leaving_date (docs/exports.md)."
    return "warning", message, todo


def _other(heading: str, match: Match) -> tuple[Severity, str, str]:
    near = nearest_column(heading, match.table)
    meant = near is not None and near not in match.columns
    asked = f" (is it meant for {near}?)" if meant else ""
    message = f"is not one of the table {match.table.table}{asked}: the column was not read."
    todo = f"If it is, call it {near}." if meant else "Nothing, unless the column matters."
    return "warning" if meant else "note", message, todo
