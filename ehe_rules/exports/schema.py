"""The tables of the native profile: what each column holds, and what the finished tables look like."""

from __future__ import annotations

from typing import Literal

Kind = Literal["text", "school", "date", "yes_no", "known", "integer", "words"]
"""known = yes, no or unknown; words = a list of vocabulary words; school = a URN or a school's name."""

NATIVE: dict[str, dict[str, Kind]] = {
    "schools": {
        "urn": "text",
        "name": "text",
        "la": "text",
        "la_code": "text",
        "phase": "text",
        "type": "text",
        "on_roll": "integer",
        "pilot_area": "yes_no",
        "laestab": "text",
        "code": "text",
    },
    "exports": {
        "table": "text",
        "school": "school",
        "exported_on": "date",
        "covers_from": "date",
        "carries": "words",
    },
    "calendar": {
        "academic_year": "text",
        "half_term": "integer",
        "first_day": "date",
        "last_day": "date",
        "school": "school",
    },
    "closures": {"date": "date", "label": "text", "school": "school"},
    "pupils": {
        "school": "school",
        "upn": "text",
        "admission_no": "text",
        "forename": "text",
        "surname": "text",
        "date_of_birth": "date",
        "sex": "text",
        "year_group": "text",
        "entry_date": "date",
        "leaving_date": "date",
        "leaving_entered": "date",
        "leaving_reason": "text",
        "removal_ground": "text",
        "destination": "text",
        "sen_provision": "text",
        "previous_ehe": "known",
        "social_worker": "yes_no",
        "child_protection": "yes_no",
        "placed_by_la": "yes_no",
        "disability": "yes_no",
        "looked_after": "yes_no",
        "entry_entered": "date",
        "enrolment": "text",
        "family_id": "text",
        "previous_school": "text",
        "home_la": "text",
    },
    "attendance": {
        "school": "school",
        "upn": "text",
        "admission_no": "text",
        "date": "date",
        "session": "text",
        "code": "text",
        "comment": "text",
    },
    "events": {
        "school": "school",
        "upn": "text",
        "admission_no": "text",
        "event": "text",
        "date": "date",
        "recorded": "date",
        "role": "words",
        "with": "words",
        "covers": "words",
        "to": "words",
        "outcome": "text",
        "until": "date",
        "reason": "text",
        "tag": "text",
        "source": "text",
        "ref": "text",
        "note": "text",
    },
    "staff": {"name": "text", "role": "words", "school": "school"},
    "register": {
        "school": "school",
        "upn": "text",
        "off_roll_date": "date",
        "entered": "date",
        "status": "text",
    },
    "la_children": {
        "upn": "text",
        "notified_on": "date",
        "date_of_birth": "date",
        "ehc_plan": "yes_no",
        "school": "school",
        "status": "text",
    },
}

SYSTEM: dict[str, str] = {
    "action": "the number of an action under an incident",
    "author": "who typed the entry",
    "category": "what the system files the entry under; several may be joined",
    "deleted": "whether or when the entry was deleted: then it is no entry",
    "former_upn": "the UPN that the pupil had before: entries under it are the pupil's",
    "form": "the registration group: tells one list from another, is not kept",
    "incident": "the number of the incident",
    "initials": "a pupil's initials: tell a register, match nobody, are not kept",
    "is_current": "whether the pupil is on roll",
    "linked": "further pupils whom the entry is about",
    "of_file": "the file that a row of the exports table speaks of",
    "short_name": "a school's short name: tells a list, is not kept",
    "school_code": "the system's own number for the school",
    "state": "what became of the entry: open, closed, deleted",
    "subcategory": "the category below the category",
    "template": "the letter or form that was used",
    "text": "the entry as written: read by patterns, never kept",
    "ticked": "whether it was done",
    "title": "the entry's heading: read by patterns, never kept",
    "whose": "the pupil's UPN or admission number, whichever stands there",
}
"""Columns of a system's own that a profile may name beside those of the table: read, then turned into those."""

CARRIED: dict[str, tuple[str, ...]] = {
    "events": ("author", "template", "unsaid", "unclear"),
    "exports": ("of_file",),
    "pupils": ("is_current", "former_upn"),
}
"""Columns that a stage table has beside the native ones, for the steps after it.

`author` holds names, `template` the names of known letters, `unsaid` the attributes that the export cannot say; `unclear` is filled
where a cell leaves open whether the entry was made at all.
"""

MUST_HAVE: dict[str, tuple[str, ...]] = {
    "schools": ("urn",),
    "exports": ("table",),
    "calendar": ("academic_year", "half_term", "first_day", "last_day"),
    "closures": ("date",),
    "pupils": ("school",),
    "attendance": ("school", "date", "session"),
    "events": ("event", "date"),
    "staff": ("name",),
    "register": ("school",),
    "la_children": (),
}
"""Columns without which a row says nothing: a row that lacks one is listed and left out.

A register row whose date cannot be read stays, its date unknown: leaving it out would look as if
the child were not on the register.
"""


def staged_columns(table: str) -> dict[str, Kind]:
    """Give the columns of a stage table: the native ones, then those that only this step knows."""
    return {**NATIVE[table], **dict.fromkeys(CARRIED.get(table, ()), "text")}


def quoted(name: str) -> str:
    """Give a column's name as SQL wants it (`table`, `with` and `to` are words of SQL)."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Give a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def columns_of(table: str, *kinds: Kind) -> list[str]:
    """Give the columns of a native table that are of these kinds, in their order."""
    return [column for column, kind in NATIVE[table].items() if kind in kinds]
