"""What is missing of an event: who can hold it, what an entry leaves out, what the tool cannot date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY
from ehe_rules.facts.known import ROLL_EVENTS
from ehe_rules.facts.record.seen import only_where_logged, steps_of_cases
from ehe_rules.facts.refs import TABLE_OF
from ehe_rules.findings.numbers import NOT_COUNTED
from ehe_rules.findings.unknowns.authority import is_of_authority, of_authority, place
from ehe_rules.findings.unknowns.oversight import of_oversight
from ehe_rules.findings.words import plain
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.findings.record import Record

_SICK = "Sessions without a mark could be of illness: with them there may be thirty such sessions (fifteen days) in one school year. Complete the register."
MAY_BE_HIDDEN = {
    "sick_fifteen_days": _SICK,
    "sick_year_begun": _SICK,
    "illness_pattern": "Sessions without a mark could be of illness: they may make a pattern, or change the day on which it was reached. Complete the register.",
    "anxiety_pattern": "Sessions without a mark could be anxiety-coded: they may make a pattern, or change the day on which it was reached. Complete the register.",
    "penalty_threshold_reached": "Sessions without a mark could be unauthorised: they may bring the ten sessions, or change the day of the tenth. Complete the register.",
}
COMMENTS = NOT_COUNTED["anxiety_sessions"]
"""Why the day of a pattern is not certain, where marks were supplied."""

_DATED_BY = {"off_rolled": "leaving_date", "left_roll": "leaving_date", "on_rolled": "entry_date"}
"""Columns of the roll without which nothing is known of the day."""

FEW = 3
"""So many kinds of entry are named; of more their number."""

ATTRIBUTES = {"by": "role", "to": "to", "covering": "covers", "as": "outcome"}
ASKED = {
    "role": "who did it (role)",
    "with": "who else was there (with)",
    "covers": "what it covered",
    "to": "whom it went to",
    "outcome": "how it ended (outcome)",
    "tag": "its tag",
}


def why_event(ref: s.EventRef, record: Record) -> Iterator[str]:
    """Say why an event, or its date, is not known; nothing where it is."""
    school = record.facts["school"]
    low, high = (
        (record.facts.get(f"{record.terms.prefix(ref)}_{b}") for b in ("lo", "hi"))
        if ref in record.terms.numbers
        else (None, None)
    )
    if low is not None and low == high:
        return
    if doubts := list(_unclear(ref, record)):
        yield from doubts
        return
    of_marks = TABLE_OF.get(ref.event) == "attendance"
    if is_of_authority(record):
        yield from of_authority(ref, record) or _narrowed(ref, record)
    elif overseen := of_oversight(ref, record):
        yield from overseen
    elif of_marks and (school, "attendance", "") not in record.supply.columns:
        yield "Attendance marks were not supplied for this school. Add the attendance export."
    elif ref.event in ROLL_EVENTS:
        yield _of_roll(ref, record, low)
    elif not has_entry(ref, record):
        yield from _not_logged(ref, record)
    elif ref.which in ("until", "entered"):
        what = "names no last day" if ref.which == "until" else "does not say when it was entered"
        yield f"The entry of {plain(ref.event)} {what}. Record it in the entry."
    else:
        yield from _narrowed(ref, record)


def _of_roll(ref: s.EventRef, record: Record, low: int | None) -> str:
    """Say why an event that the tool dates itself, from roll or marks, is not certain."""
    if record.facts["roll"] is None:
        supplied = record.facts["roll_supplied"]
        return (
            "The pupil is not on the roll that was supplied."
            if supplied
            else "The roll was not supplied for this school."
        )
    column = _DATED_BY.get(ref.event)
    if column and (record.facts["school"], "pupils", column) not in record.supply.columns:
        return f"The roll was supplied without {plain(column)}. Add that column to the export."
    if ref.event in MAY_BE_HIDDEN:
        return COMMENTS if ref.event == "anxiety_pattern" and low == ANY else MAY_BE_HIDDEN[ref.event]
    said_by = "The marks do" if TABLE_OF.get(ref.event) == "attendance" else "The roll does"
    return f"{said_by} not say for certain: {record.supply.vocabulary.derived[ref.event].means}."


def _unclear(ref: s.EventRef, record: Record) -> Iterator[str]:
    """Say which entries leave open when, or whether, they were made."""
    for event, scope, undated in sorted(record.unclear):
        if event == ref.event or (ref.event == s.ANY_ENTRY and scope == "case"):
            yield (
                f"An entry of {plain(event)} has no date that can be read: ticked without a date, or not dated in full. Write the date, with the year in full."
                if undated
                else f"What is ticked beside {plain(event)} says neither yes nor no. Write yes, or the day on which it was done."
            )


def _not_logged(ref: s.EventRef, record: Record) -> Iterator[str]:
    """Say why it means nothing that the school's log has no such entry, if it means nothing."""
    school = record.facts["school"]
    if ref.event == s.ANY_ENTRY:
        steps = steps_of_cases(record.supply.vocabulary)
        if unheld := [step for step in steps if (school, step) not in record.supply.kinds]:
            yield _not_all_held(unheld, len(steps))
    elif (school, ref.event) not in record.supply.kinds:
        yield f"No export supplied for this school can hold {plain(ref.event)}. Record it in an oversight log, or export it."
    elif only_where_logged(record.supply.vocabulary, ref.event):
        yield f"The school logs {plain(ref.event)} nowhere, so that none is logged says nothing. Record it in an oversight log."


def _not_all_held(unheld: list[str], steps: int) -> str:
    """Say which kinds of entry on a case no export can hold: all, or some of those that there are."""
    if len(unheld) == steps:
        return "No export supplied for this school can hold an entry on a case. Add the safeguarding system's export."
    more = f" and {len(unheld) - FEW} more kinds" if len(unheld) > FEW else ""
    return (
        f"Other entries on the case may not be in what was supplied: no export of this school can hold {', '.join(map(plain, unheld[:FEW]))}{more}. "
        "Record them in an oversight log, or export them."
    )


def _narrowed(ref: s.EventRef, record: Record) -> Iterator[str]:
    for narrow in ref.narrows:
        attribute = ATTRIBUTES[narrow.by]
        if unread(ref, attribute, record):
            yield not_understood(ref, attribute)
        elif (record.facts["school"], ref.event, attribute) not in record.supply.attributes:
            yield f"No entry of {plain(ref.event)} {place(record)} says {ASKED[attribute]}. Record it in the entry."


def unread(ref: s.EventRef, attribute: str, record: Record) -> bool:
    """Tell whether an entry says something of the attribute that was not understood (see exports/entries.py)."""
    return any(e.event == ref.event and attribute in e.unsure for e in record.entries)


def not_understood(ref: s.EventRef, attribute: str) -> str:
    """Say what to do about an attribute that was not understood."""
    todo = {
        "role": "Add the name to the staff table, or begin the entry with the role.",
        "with": "Add the name to the staff table.",
        "covers": "Name the letter or form in the entry, and list it among the templates.",
    }.get(attribute, "Record it in the entry.")
    return f"It cannot be told from an entry of {plain(ref.event)} {ASKED[attribute]}. {todo}"


def has_entry(ref: s.EventRef, record: Record) -> bool:
    """Tell whether any entry of the event counts for the subject, narrowed or not."""
    return any(e.event == ref.event for e in record.entries)
