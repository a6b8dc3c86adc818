"""Cases as rows of the native tables: one invented pupil at a school of its own for each case.

Whatever a case does not leave out counts as supplied, with or without rows: the `exports` table says so for its school.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.casebook.entry_lines import read_entry
from ehe_rules.casebook.mark_lines import read_marks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ehe_rules.casebook.found import Found
    from ehe_rules.casebook.place import Place, Row
    from ehe_rules.casebook.school_days import CaseCalendar

SUPPLIED = ("pupils", "events", "attendance", "register")
ON_ROLL: Row = {
    "entry_date": "2024-09-02",
    "date_of_birth": "2013-05-10",
    "year_group": "8",
    "enrolment": "main",
}
"""The pupil of a case that says nothing else: in year 8, on roll since September 2024."""

OF_AUTHORITY: Row = {"notified_on": "2026-01-12", "date_of_birth": "2013-05-10", "ehc_plan": "no"}
"""The child of a case about an authority's own records that says nothing else."""


MOST_PUPILS = 99
"""So many invented pupils a case can have."""


def upn_of(school: str, number: int = 1) -> str:
    """Return the UPN of an invented pupil of a case's school (local authority 999 is none): the first, unless said."""
    from ehe_rules.exports.upn import check_letter  # noqa: PLC0415 - with its package come heavy modules

    digits = f"999{school}{number:03}"
    return f"{check_letter(digits)}{digits}"


def tables_of(cases: Iterable[Found], calendar: CaseCalendar) -> dict[str, list[Row]]:
    """Return the native tables that hold these cases side by side.

    Raises RulebookError, with file and line, for whatever a case says wrongly.
    """
    tables: dict[str, list[Row]] = {name: [] for name in ("schools", "exports", *SUPPLIED, "la_children")}
    left_out = dict.fromkeys(SUPPLIED, True)
    for found in cases:
        tables["schools"].append(_school(found))
        tables["exports"] += _exports(found)
        tables["pupils"] += _roll(found)
        tables["events"] += _events(found)
        tables["attendance"] += _marks(found, calendar)
        tables["register"] += _trust_register(found)
        tables["la_children"] += _la_children(found)
        left_out = {name: out and name in found.case.without for name, out in left_out.items()}
    # A table given without rows would count as supplied: what every case leaves out is not given at all.
    left_out["la_children"] = not tables["la_children"]
    given = {name: rows for name, rows in tables.items() if not left_out.get(name, False)}
    return {**given, "calendar": calendar.rows(), "closures": calendar.closure_rows()}


def columns_left_out(found: Found) -> list[str]:
    """Return the columns of the roll that a case leaves out (`without: pupils.leaving_date`)."""
    return [name.partition(".")[2] for name in found.case.without if "." in name]


def _native(table: str) -> Iterable[str]:
    from ehe_rules.exports.schema import NATIVE  # noqa: PLC0415 - as above

    return NATIVE[table]


def _checked(given: Row, table: str, place: Place) -> Row:
    for column in given:
        place.at(column).known(column, _native(table), f"a column of {table}")
    return given


def _school(found: Found) -> Row:
    own = _checked(found.case.school, "schools", found.place.at("school"))
    return {"urn": found.school, "name": f"Example School {found.school}", "type": "mainstream", **own}


def _exports(found: Found) -> list[Row]:
    place = found.place.at("exports")
    rows = []
    for n, row in enumerate(found.case.exports):
        _checked(row, "exports", place.at(n))
        place.at(n).known(row.get("table", ""), SUPPLIED, "a table that a case supplies")
        rows.append({**row, "school": found.school})
    said = {row["table"] for row in rows}
    silent = [name for name in SUPPLIED if name not in said and name not in _without(found)]
    return [*rows, *({"table": name, "school": found.school} for name in silent)]


def _without(found: Found) -> set[str]:
    place = found.place.at("without")
    allowed = {*SUPPLIED, *(f"pupils.{column}" for column in _native("pupils"))}
    for n, name in enumerate(found.case.without):
        place.at(n).known(name, allowed, "a table or a column of the roll that can be left out")
    return set(found.case.without)


def _roll(found: Found) -> list[Row]:
    place = found.place.at("roll")
    if _is_of_authority(found) and found.case.roll is None:
        return []
    if "pupils" in found.case.without:
        if found.case.roll:
            raise place.error("a case without pupils has no roll.")
        return []
    blank = dict.fromkeys(_native("pupils"), "")
    given = ({},) if found.case.roll is None else found.case.roll
    left_out = dict.fromkeys(columns_left_out(found), "")
    return [
        {**blank, **ON_ROLL, **_of_pupil(found, row, "pupils", place.at(n)), **left_out}
        for n, row in enumerate(given)
    ]


def _of_pupil(found: Found, given: Row, table: str, place: Place) -> Row:
    """Return a row with school and UPN: of the case's pupil, or of another of its invented pupils (`pupil: 2`)."""
    rest = {column: value for column, value in given.items() if column != "pupil"}
    number = given.get("pupil", "1")
    own = {"school": found.school, "upn": _upn(found.school, number, place)}
    return {**_checked(rest, table, place), **own}


def _upn(school: str, number: str, place: Place) -> str:
    """Return the UPN of the case's invented pupil of that number; blank for `none`."""
    if number == "none":
        return ""
    if not number.isdigit() or not 1 <= int(number) <= MOST_PUPILS:
        raise place.error(
            f"'{number}' is no pupil of the case; number them 1 to {MOST_PUPILS}, or write none."
        )
    return upn_of(school, int(number))


def _trust_register(found: Found) -> list[Row]:
    """Return the rows of the trust's live register; a row without a pupil's number is the case's pupil's."""
    place = found.place.at("trust_register")
    if "register" in found.case.without and found.case.trust_register:
        raise place.error("a case without register has no rows of it.")
    blank = dict.fromkeys(_native("register"), "")
    return [
        {**blank, **_of_pupil(found, row, "register", place.at(n))}
        for n, row in enumerate(found.case.trust_register)
    ]


def _events(found: Found) -> list[Row]:
    place, vocabulary = found.place.at("events"), found.ruleset.vocabulary
    if "events" in found.case.without and found.case.events:
        raise place.error("a case without events lists none.")
    return [
        {"school": found.school, **_whose(found, read_entry(line, vocabulary, place.at(n)), place.at(n))}
        for n, line in enumerate(found.case.events)
    ]


def _whose(found: Found, entry: Row, place: Place) -> Row:
    """Return an entry with its pupil's UPN for the pupil's number."""
    number = entry.pop("pupil", "1")
    return {**entry, "upn": _upn(found.school, number, place)}


def _la_children(found: Found) -> list[Row]:
    """Return the rows of an authority's register: one child, unless the case says otherwise, where the rule is about its records."""
    place = found.place.at("child")
    if not _is_of_authority(found):
        if found.case.child is not None:
            raise place.error("only a case about an authority's own records has a child on its register.")
        return []
    blank = dict.fromkeys(_native("la_children"), "")
    given = ({},) if found.case.child is None else found.case.child
    return [
        {**blank, **OF_AUTHORITY, **_of_pupil(found, row, "la_children", place.at(n))}
        for n, row in enumerate(given)
    ]


def _is_of_authority(found: Found) -> bool:
    return found.rule.file.about == "authority" or found.rule.file.about.startswith("la_")


def _marks(found: Found, calendar: CaseCalendar) -> list[Row]:
    place = found.place.at("marks")
    if "attendance" in found.case.without and found.case.marks:
        raise place.error("a case without attendance has no marks.")
    own = {"school": found.school, "upn": upn_of(found.school)}
    return [
        {**own, **row}
        for n, line in enumerate(found.case.marks)
        for row in read_marks(line, calendar, place.at(n))
    ]
