"""A case as a person would tell it: the verdict that must follow, and the record that it follows from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ehe_rules.casebook.entry_lines import read_entry
from ehe_rules.findings import words as w

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ehe_rules.casebook.found import Found
    from ehe_rules.casebook.place import Row
    from ehe_rules.rulebook.model import Status

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SPAN = re.compile(r"(?<=\d)\.\.(?=\d)")
TABLES = {
    "events": "the log of events",
    "pupils": "the roll",
    "attendance": "attendance marks",
    "register": "the live register",
}
PEOPLE = ("role", "with")
SAID_OF_AN_ENTRY = {
    "role": "by {}",
    "with": "with {}",
    "covers": "covering {}",
    "to": "to {}",
    "outcome": "recorded as {}",
    "until": "naming {}",
    "recorded": "entered {}",
    "reason": "reason {}",
    "tag": "under the tag {}",
    "source": "in {}",
    "ref": "reference {}",
    "pupil": "of pupil {}",
}
"""How each attribute of an entry is said, in this order."""


@dataclass(frozen=True)
class CaseTold:
    """A case in words: its name, the verdicts that must follow, and the record, a line for each thing in it."""

    name: str
    expected: tuple[Status, ...]
    lines: tuple[str, ...]


def tell_case(found: Found) -> CaseTold:
    """Return a case in words. Raises RulebookError, with file and line, for an entry that cannot be read."""
    case = found.case
    return CaseTold(
        case.name, case.expect, (f"Looked at on {w.said(case.on)}.", *_record(found), *_outcome(found))
    )


def _record(found: Found) -> Iterator[str]:
    """Yield what is on record, and what was not supplied."""
    case = found.case
    yield from _entries(case.events, found, "events")
    for where, rows in (
        ("the roll", case.roll),
        ("the live register", case.trust_register),
        ("the authority's register", case.child),
    ):
        for row in rows or ():
            yield f"On {where}: {_columns(row)}."
    if case.roll == ():
        yield "The pupil is not on the roll."
    for line in case.marks:
        days, _, code = line.partition(" ")
        yield f"Marked {code}: {_days(SPAN.sub(' to ', days))}."
    if case.school:
        yield f"The school: {_columns(case.school)}."
    for export in case.exports:
        said = {column: cell for column, cell in export.items() if column != "table"}
        yield f"The export of {TABLES.get(export.get('table', ''), 'a table')}: {_columns(said)}."
    if case.without:
        yield f"Not supplied: {', '.join(_left_out(name) for name in case.without)}."
    for name, value in sorted(case.set.items()):
        yield f"The trust has set {w.plain(name)} to {value}."


def _outcome(found: Found) -> Iterator[str]:
    """Yield the dates that the verdict carries, where the case asks for them."""
    case = found.case
    if case.due_on is not None:
        yield f"Last day allowed: {w.said_with_weekday(case.due_on)}."
    if case.done_on is not None:
        yield f"Done: {w.said(case.done_on)}."
    if case.days_late:
        yield f"Days late, counted as the deadline is: {case.days_late}."


def _entries(lines: Sequence[str], found: Found, key: str) -> Iterator[str]:
    place = found.place.at(key)
    for number, line in enumerate(lines):
        yield _entry(read_entry(line, found.ruleset.vocabulary, place.at(number)))


def _entry(row: Row) -> str:
    said = [
        text.format(_people(row[attribute]) if attribute in PEOPLE else _values(row[attribute]))
        for attribute, text in SAID_OF_AN_ENTRY.items()
        if row.get(attribute)
    ]
    what = ", ".join([w.plain(row["event"]), *said]).replace("of pupil none", "naming no pupil")
    return f"{w.said(date.fromisoformat(row['date']))}: {what}."


def _people(cell: str) -> str:
    return w.whom(cell.split(";"), every=True)


def _values(cell: str) -> str:
    return w.listed((_days(word.strip()) for word in cell.split(";")), "and")


def _columns(row: Mapping[str, str]) -> str:
    return "; ".join(
        f"{w.plain(column)}: {_values(cell) if cell else 'blank'}" for column, cell in row.items()
    )


def _left_out(name: str) -> str:
    table, _, column = name.partition(".")
    return f"{w.plain(column)} on the roll" if column else TABLES.get(table, w.plain(table))


def _days(text: str) -> str:
    """Return a text with its dates as people write them."""
    return DAY.sub(lambda day: w.said(date.fromisoformat(day[0])), text)
