"""The children of one school as its DSL knows them: by name and year, with what puts them first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting.redact import UPN

if TYPE_CHECKING:
    from ehe_rules.reporting.rows import Row, SchoolRows

_FLAGS = {
    "child_protection": "Child protection plan",
    "social_worker": "Social worker",
    "looked_after": "Looked after",
}
_SEN = {"E": "EHC plan", "K": "SEN support"}
_OPEN_CONCERN = "Open safeguarding concern"
_CONSIDERED = ("safeguarding_considered", "welfare_considered")
_CONCERN = re.compile(r"(?<!no )\bconcern\b")


@dataclass(frozen=True)
class Child:
    """One child. `flags` put the child first on every list; `needs` are shown beside the name.

    `upn` is blank where the school knows the child by an admission number only: then `key` is that.
    """

    key: str
    name: str
    order: tuple[str, ...]
    year: str
    upn: str
    flags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The UPN; where there is none the admission number, called by its name."""
        return self.upn or f"admission no {self.key}"

    @property
    def known_by(self) -> str:
        """The number with what it is: `UPN A123456789012`, `admission no 0504`."""
        return f"UPN {self.upn}" if self.upn else self.number

    @property
    def first(self) -> bool:
        """Whether the child comes before others: a social worker, a plan or an open concern."""
        return bool(self.flags)


def children(school: SchoolRows) -> dict[str, Child]:
    """Return the school's children by `pupil` key; children met only in findings have no name."""
    concern = _with_open_concern(school)
    found: dict[str, Child] = {}
    for row in [*school.pupils, *school.subjects, *school.findings]:
        key = row["pupil"]
        if key and key not in found:
            found[key] = _child(row, open_concern=key in concern)
    return found


def _child(row: Row, *, open_concern: bool) -> Child:
    forename, surname = row.get("forename", "").strip(), row.get("surname", "").strip()
    name = f"{forename} {surname}".strip()
    flags = [words for column, words in _FLAGS.items() if row.get(column, "").lower() == "yes"]
    sen = _SEN.get(row.get("sen_provision", "").upper())
    return Child(
        key=row["pupil"],
        name=name or "Name not supplied",
        order=(surname.casefold(), forename.casefold(), row["pupil"])
        if name
        else ("\N{REPLACEMENT CHARACTER}", row["pupil"]),
        year=year_words(row.get("year_group", "")),
        upn=row["upn"] or (row["pupil"] if UPN.fullmatch(row["pupil"]) else ""),
        flags=(*flags, _OPEN_CONCERN) if open_concern else tuple(flags),
        needs=(sen,) if sen else (),
    )


def year_words(year_group: str) -> str:
    """`Year 9` for 9, Y9 or 09; Reception for R; anything else as given; '' for blank."""
    text = year_group.strip()
    number = re.fullmatch(r"(?:y|year)?\s*0*(\d{1,2})", text, re.IGNORECASE)
    if number:
        return f"Year {number[1]}"
    return "Reception" if text.upper() == "R" else text


def _with_open_concern(school: SchoolRows) -> set[str]:
    """Return the pupils with a case that is open and in which a consideration found a concern."""
    open_cases = {
        row["subject"]: row["pupil"]
        for row in school.subjects
        if row["about"] == "case" and not row["closed_on"]
    }
    return {
        open_cases[entry["case"]]
        for entry in school.timeline
        if entry["case"] in open_cases and entry["event"] in _CONSIDERED and _CONCERN.search(entry["words"])
    }
