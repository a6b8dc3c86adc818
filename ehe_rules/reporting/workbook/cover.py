"""The cover: what was checked against what, what stands on each sheet, and how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.rows import counts
from ehe_rules.reporting.workbook.sheets import Line, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.reporting.workbook.material import Material
    from ehe_rules.reporting.workbook.sheets import Sheet

TITLE = "Elective home education: what the records show"
PERSONAL = (
    "This workbook names children: it is personal data, some of it special category data. Keep it with the safeguarding "
    "records, share it only with those who need it, send it only by a secure route, and delete it as the retention schedule says."
)
_STATUSES = {
    "not_met": ("Not met", "Its time has passed and it is not recorded as the rule asks; or something that must not happen is on record."),
    "late": ("Done late", "Done after the last day allowed."),
    "due": ("Due", "Not recorded yet, and there is still time."),
    "cannot_tell": ("Cannot tell", "What was supplied does not say. It counts neither as done nor as not done."),
    "waived": ("Waived", "A waiver in force covers it."),
    "indicator": ("Pattern", "Something that a person should look at; never a failing."),
    "met": ("Met", "The record shows it, by the last day allowed where there is one; or nothing is on record against it. Counted, not listed. How well it was done is for a person to judge."),
}  # fmt: skip


def cover(material: Material, sheets: Sequence[Sheet]) -> list[Line]:
    """Return the cover line by line."""
    run, files = material.overview.run, material.overview.files
    return [
        Line(value=PERSONAL),
        *(Line(value=notice) for notice in run.notices),
        *_unrecognised(len(files.unrecognised)),
        Line("What was checked"),
        Line("Audit date", day(run.on)),
        Line("", "Nothing dated later was looked at."),
        *(Line("Checked against" if at == 0 else "", name) for at, name in enumerate(run.rulesets)),
        Line("Schools", len(material.overview.schools)),
        Line("Files", f"{words.plural(len(files.recognised), 'file or sheet', 'files or sheets')} recognised, {len(files.unrecognised)} not"),
        *([Line("Engines", run.engines)] if run.engines else []),
        *(Line("Chosen for this run" if at == 0 else "", said) for at, said in enumerate(run.choices.said())),
        Line("What is on each sheet"),
        *(Line(sheet.name, f"{sheet.title} ({words.plural(len(sheet.rows), 'row')})") for sheet in sheets),
        Line("What was found, and what each word means"),
        *_found(material),
        Line("How to use it"),
        Line("", "Read the row that the evidence names before anything is done: a finding may be wrong because the record is. Correct a record at its source, never here."),
        Line("", "This is an aid to a professional's judgement. It is not legal advice, it is no measure of a school, a family or a child, and no decision about a child follows from it alone."),
        Line("", "findings.csv holds every verdict, with evidence; each school's page has the timelines of its cases."),
    ]  # fmt: skip


def _unrecognised(number: int) -> list[Line]:
    if not number:
        return []
    were = words.plural(number, "file or sheet was", "files or sheets were")
    return [Line(value=f"{were} not recognised, so nothing in {'it' if number == 1 else 'them'} was read. The sheet Files names {'it' if number == 1 else 'them'}.")]  # fmt: skip


def _found(material: Material) -> list[Line]:
    number = counts(material.result.findings, "status")
    return [
        Line(name, f"{number.get((status,), 0):,}. {meaning}")
        for status, (name, meaning) in _STATUSES.items()
        if status != "waived" or (status,) in number
    ]
