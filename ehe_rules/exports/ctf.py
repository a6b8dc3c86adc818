"""Common Transfer Files: the pupils of one school's XML file as roll rows, leavers included.

Any version, any namespace or none. Read: the pupil, the school history at the source school (each entry is a
roll row), the SEN provision that has no end date, the enrolment status, being looked after. Marks are not in a
CTF (its attendance is totals), nor is anything about safeguarding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.exports.grid import ListGrid
from ehe_rules.exports.xml_tree import child, children, local, parsed, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

COLUMNS = (
    "school",
    "upn",
    "former_upn",
    "forename",
    "surname",
    "date_of_birth",
    "sex",
    "year_group",
    "enrolment",
    "sen_provision",
    "looked_after",
    "entry_date",
    "leaving_date",
    "leaving_reason",
    "removal_ground",
    "destination",
    "previous_school",
)
_OF_HISTORY = {
    "entry_date",
    "leaving_date",
    "leaving_reason",
    "removal_ground",
    "destination",
    "previous_school",
}
_ALWAYS = {"school", "upn"}
WITH_GROUNDS = 18


@dataclass(frozen=True)
class Ctf:
    """A CTF read: its pupils as a grid with a header row, and its source school (URN '' if not given).

    `made_on` is the day that its header gives ('' if none).
    """

    grid: ListGrid
    urn: str
    name: str
    made_on: str


@dataclass(frozen=True)
class _School:
    urn: str
    number: str  # LA and establishment: 9334259
    name: str

    @property
    def cell(self) -> str:
        return self.urn or self.name or self.number

    def is_same(self, other: _School) -> bool:
        for mine, others in ((self.urn, other.urn), (self.number, other.number)):
            if mine and others:
                return mine == others
        return bool(self.name) and self.name.casefold() == other.name.casefold()


def read_ctf(data: bytes) -> Ctf | None:
    """Read a CTF held in memory; None for XML of another kind, UnreadableError for XML that must not be read.

    A row's number is the pupil's place in the file, from 1.
    """
    root = parsed(data)
    if local(root) != "ctfile":
        return None
    header = child(root, "header")
    source = _school(child(header, "sourceschool"))
    to = _school(child(header, "destschool")).cell
    pupils = [pupil for block in children(root, "ctfpupildata") for pupil in children(block, "pupil")]
    rows = [
        (number, row) for number, pupil in enumerate(pupils, start=1) for row in _roll_rows(pupil, source, to)
    ]
    # grounds for removal came with version 18: in an older file their absence says nothing
    told = _OF_HISTORY - ({"removal_ground"} if _version(header) < WITH_GROUNDS else set())
    has_history = any(child(pupil, "schoolhistory") is not None for pupil in pupils)
    kept = [
        column
        for column in COLUMNS
        if column in _ALWAYS or (has_history and column in told) or any(row[column] for _, row in rows)
    ]
    numbered = [(number, [row[column] for column in kept]) for number, row in rows]
    return Ctf(ListGrid([(0, kept), *numbered]), source.urn, source.name, text(header, "datetime")[:10])


def _version(header: Element | None) -> int:
    major = re.match(r"\d+", text(header, "ctfversion"))
    return int(major[0]) if major else WITH_GROUNDS


def _roll_rows(pupil: Element, source: _School, destination: str) -> Iterator[dict[str, str]]:
    """Give a row for each time at the source school; one without dates where there is no history of it."""
    basic = child(pupil, "basicdetails")
    always = {
        "school": source.cell,
        "upn": text(pupil, "upn"),
        "former_upn": text(basic, "formerupn"),
        "forename": text(pupil, "forename"),
        "surname": text(pupil, "surname"),
        "date_of_birth": text(pupil, "dob"),
        "sex": text(pupil, "sex") or text(pupil, "gender"),
        "year_group": text(basic, "ncyearactual"),
        "enrolment": text(basic, "enrolstatus"),
        "sen_provision": _sen(pupil),
        "looked_after": text(child(pupil, "lookedafter"), "incare"),
    }
    history = [(entry, _school(entry)) for entry in children(child(pupil, "schoolhistory"), "school")]
    here = [entry for entry, school in history if school.is_same(source)]
    elsewhere = [
        (text(entry, "entrydate"), school.name or school.cell)
        for entry, school in history
        if not school.is_same(source)
    ]
    places: list[Element | None] = [*here] or [None]
    for entry in places:
        entered, left = text(entry, "entrydate"), text(entry, "leavingdate")
        before = [place for place in elsewhere if place[0] and place[0] < entered]
        yield always | {
            "entry_date": entered,
            "leaving_date": left,
            "leaving_reason": text(entry, "leavingreason"),
            "removal_ground": text(entry, "removalgrounds"),
            "destination": destination if left else "",
            "previous_school": max(before)[1] if before else "",
        }


def _sen(pupil: Element) -> str:
    """Give the SEN provision without an end date; of several the one begun last."""
    current = [
        (text(sen, "startdate"), text(sen, "senprovision"))
        for sen in children(child(pupil, "senhistory"), "sen")
        if not text(sen, "enddate")
    ]
    return max(current)[1] if current else ""


def _school(element: Element | None) -> _School:
    urn = text(element, "urn")
    number = text(element, "lea") + text(element, "estab")
    return _School(urn if re.fullmatch(r"\d{6}", urn) else "", number, text(element, "schoolname"))
