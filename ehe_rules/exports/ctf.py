"""Common Transfer Files: the pupils of one school's XML file as roll rows, leavers included.

Any version, any namespace or none. Read: the pupil, the school history at the source school (each entry is a
roll row), the SEN provision that has no end date, the enrolment status, being looked after. Marks are not in a
CTF (its attendance is totals), nor is anything about safeguarding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.exports.grid import ListGrid, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

COLUMNS = (
    "school",
    "upn",
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
    """A CTF read: its pupils as a grid with a header row, and its source school (URN '' if not given)."""

    grid: ListGrid
    urn: str
    name: str


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


def is_xml(data: bytes) -> bool:
    """Tell whether a file begins as XML does."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or data[:4] in (
        b"\xff\xfe<\0",
        b"\xfe\xff\0<",
    )


def read_ctf(data: bytes) -> Ctf | None:
    """Read a CTF held in memory; None for XML of another kind, UnreadableError for XML that must not be read.

    A row's number is the pupil's place in the file, from 1.
    """
    root = _parsed(data)
    if _local(root) != "ctfile":
        return None
    header = _child(root, "header")
    source = _school(_child(header, "sourceschool"))
    to = _school(_child(header, "destschool")).cell
    pupils = [pupil for data in _children(root, "ctfpupildata") for pupil in _children(data, "pupil")]
    rows = [
        (number, row) for number, pupil in enumerate(pupils, start=1) for row in _roll_rows(pupil, source, to)
    ]
    # grounds for removal came with version 18: in an older file their absence says nothing
    told = _OF_HISTORY - ({"removal_ground"} if _version(header) < WITH_GROUNDS else set())
    has_history = any(_child(pupil, "schoolhistory") is not None for pupil in pupils)
    kept = [
        column
        for column in COLUMNS
        if column in _ALWAYS or (has_history and column in told) or any(row[column] for _, row in rows)
    ]
    numbered = [(number, [row[column] for column in kept]) for number, row in rows]
    return Ctf(ListGrid([(0, kept), *numbered]), source.urn, source.name)


def _version(header: Element | None) -> int:
    major = re.match(r"\d+", _text(header, "ctfversion"))
    return int(major[0]) if major else WITH_GROUNDS


def _parsed(data: bytes) -> Element:
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 - only where XML is read

    from defusedxml import DefusedXmlException, ElementTree  # noqa: PLC0415 - as above

    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=True)
    except ParseError as error:
        raise UnreadableError(f"This XML is damaged: {error}.", "Export the CTF again.") from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableError(
            "This XML declares entities, a document type or an odd encoding, as no CTF does: it was not read.",
            "Export the CTF again from the MIS.",
        ) from error
    return root


def _roll_rows(pupil: Element, source: _School, destination: str) -> Iterator[dict[str, str]]:
    """Give a row for each time at the source school; one without dates where there is no history of it."""
    basic = _child(pupil, "basicdetails")
    always = {
        "school": source.cell,
        "upn": _text(pupil, "upn"),
        "forename": _text(pupil, "forename"),
        "surname": _text(pupil, "surname"),
        "date_of_birth": _text(pupil, "dob"),
        "sex": _text(pupil, "sex") or _text(pupil, "gender"),
        "year_group": _text(basic, "ncyearactual"),
        "enrolment": _text(basic, "enrolstatus"),
        "sen_provision": _sen(pupil),
        "looked_after": _text(_child(pupil, "lookedafter"), "incare"),
    }
    history = [(entry, _school(entry)) for entry in _children(_child(pupil, "schoolhistory"), "school")]
    here = [entry for entry, school in history if school.is_same(source)]
    elsewhere = [
        (_text(entry, "entrydate"), school.name or school.cell)
        for entry, school in history
        if not school.is_same(source)
    ]
    places: list[Element | None] = [*here] or [None]
    for entry in places:
        entered, left = _text(entry, "entrydate"), _text(entry, "leavingdate")
        before = [place for place in elsewhere if place[0] and place[0] < entered]
        yield always | {
            "entry_date": entered,
            "leaving_date": left,
            "leaving_reason": _text(entry, "leavingreason"),
            "removal_ground": _text(entry, "removalgrounds"),
            "destination": destination if left else "",
            "previous_school": max(before)[1] if before else "",
        }


def _sen(pupil: Element) -> str:
    """Give the SEN provision without an end date; of several the one begun last."""
    current = [
        (_text(sen, "startdate"), _text(sen, "senprovision"))
        for sen in _children(_child(pupil, "senhistory"), "sen")
        if not _text(sen, "enddate")
    ]
    return max(current)[1] if current else ""


def _school(element: Element | None) -> _School:
    urn = _text(element, "urn")
    number = _text(element, "lea") + _text(element, "estab")
    return _School(urn if re.fullmatch(r"\d{6}", urn) else "", number, _text(element, "schoolname"))


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _children(element: Element | None, name: str) -> list[Element]:
    # never `a.find(x) or b`: an element without children counts as false
    return [] if element is None else [child for child in element if _local(child) == name]


def _child(element: Element | None, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _text(element: Element | None, name: str) -> str:
    child = _child(element, name)
    return "" if child is None else (child.text or "").strip()
