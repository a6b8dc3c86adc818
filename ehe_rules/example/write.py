"""Writes the example trust's exports into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.example.entries import entry_rows, trust_rows
from ehe_rules.example.native import write_native
from ehe_rules.example.oversight import export_rows, register_rows, school_rows
from ehe_rules.example.people import staff_rows
from ehe_rules.example.plan import plans
from ehe_rules.example.pupils import Pupil, pupils_of
from ehe_rules.example.register import marks_since, register_of
from ehe_rules.example.style import write_csv
from ehe_rules.example.systems.forms import templates_text
from ehe_rules.example.systems.write import oversight_sheet, own_log, register_sheets, write_systems
from ehe_rules.example.terms import calendar_rows, closure_rows
from ehe_rules.example.trust import PATTERNS, TRUST, School
from ehe_rules.example.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ehe_rules.example.style import Cell

NATIVE, SYSTEMS, MIXED = FORMS = ("native", "systems", "mixed")
"""Forms of the exports: the plain tables, what the schools' systems give, or each school in its own way."""


def write_example(  # noqa: PLR0913 - a trust's measures, each with its default
    folder: Path,
    seed: int = 2026,
    *,
    schools: int = len(PATTERNS),
    pupils: int | None = None,
    cases: int | None = None,
    years: int | None = None,
    form: str = MIXED,
) -> None:
    """Write the exports of the invented trust into `folder`, made if need be.

    The same seed gives the same bytes on any machine. `schools` beyond the sixth repeat the first six, with
    pupils of their own; `pupils` are about so many ordinary pupils in all (500 a school unless given); `cases` is
    how many pupils have a story (each school's stories once, unless given). Marks are those of this
    academic year, or of so many `years` up to the audit date. `form` is one of FORMS. Files of the
    same names are written over. Raises ValueError for a trust that cannot be, and OSError when the folder
    cannot be written.
    """
    if form not in FORMS:
        raise ValueError(f"the example is written as {', '.join(FORMS)}, not as {form!r}")
    since = marks_since(years)
    trust = {plan.school: pupils_of(plan, seed) for plan in plans(schools, pupils, cases)}
    logged: dict[School, list[dict[str, Cell]]] = {}
    for school, theirs in trust.items():
        own = folder / school.urn
        own.mkdir(parents=True, exist_ok=True)
        register = register_of(school, theirs, seed, since)
        entries = entry_rows(school, theirs, register)
        if _from_systems(school, form):
            write_systems(own, school, theirs, register, entries)
            logged[school] = own_log(entries)
        else:
            write_native(own, school, theirs, register, entries)
    _write_lists(folder / "trust", trust, since)
    _write_oversight(folder / "trust", trust, logged)


def _from_systems(school: School, form: str) -> bool:
    return form == SYSTEMS or (form == MIXED and school.exports_from_systems)


def _write_lists(folder: Path, pupils: dict[School, list[Pupil]], since: date) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    schools = list(pupils)
    columns = ["urn", "name", "la", "la_code", "phase", "type", "on_roll", "pilot_area"]
    write_csv(folder / "schools.csv", columns, school_rows(pupils))
    columns = ["table", "school", "exported_on", "covers_from", "carries"]
    write_csv(folder / "exports.csv", columns, export_rows(schools, since))
    columns = ["academic_year", "half_term", "first_day", "last_day", "school"]
    write_csv(folder / "calendar.csv", columns, calendar_rows(schools, since))
    write_csv(folder / "closures.csv", ["date", "label", "school"], closure_rows())
    write_csv(folder / "staff.csv", ["name", "role", "school"], staff_rows(schools))


def _write_oversight(
    folder: Path, pupils: dict[School, list[Pupil]], logged: dict[School, list[dict[str, Cell]]]
) -> None:
    """Write what the trust itself keeps: its reviews, its register, and for systems' exports what goes with them."""
    title = (TRUST, "Live register of withdrawals to home education", "")
    register = register_rows(pupils)
    if logged:
        rows = [*trust_rows(), *(row for own in logged.values() for row in own)]
        write_workbook(folder / "oversight-log.xlsx", [oversight_sheet(rows)])
        (folder / "templates.yaml").write_text(templates_text(), encoding="utf-8", newline="\n")
        write_workbook(folder / "register.xlsx", register_sheets(register, title))
        return
    columns = ["school", "upn", "event", "date", "role", "with", "covers"]
    write_csv(folder / "trust-events.csv", columns, trust_rows())
    columns = ["school", "upn", "off_roll_date", "entered", "status"]
    write_workbook(folder / "register.xlsx", [Sheet("Register", columns, register, title)])
