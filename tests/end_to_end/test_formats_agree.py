"""The same schools exported as plain tables and by their systems: the same verdicts, wherever the systems can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from end_to_end.helping import run

from ehe_rules.example import EXAMPLE_ON, write_example
from ehe_rules.example.plan import plans
from ehe_rules.example.pupils import pupils_of
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from ehe_rules.result import Result

SEED, PUPILS = 2026, 60
NOT_LISTED = "not_applicable"

CARRIED = {
    *("5.1.1", "5.2.7-no-answer", "5.3.1", "5.4.1", "6.5"),
    *("DEL-F-WRITTEN", "DEL-F-PREMATURE", "DEL-VALID-GROUND", "DEL-NO-BACKDATE"),
}
"""Rules about what both exports hold in full."""


class Verdict(NamedTuple):
    """What a finding says, but for its words and its evidence."""

    status: str
    due_on: str = ""
    done_on: str = ""
    days_late: str = ""


class Formats(NamedTuple):
    """The results of the same trust in both forms."""

    native: Result
    systems: Result


@pytest.fixture(scope="module")
def formats(tmp_path_factory: pytest.TempPathFactory) -> Formats:
    folder = tmp_path_factory.mktemp("formats")
    results = []
    for form in Formats._fields:
        write_example(folder / form, SEED, pupils=PUPILS, form=form)
        results.append(run([folder / form], on=EXAMPLE_ON))
    return Formats(*results)


def verdicts(result: Result) -> dict[tuple[str, str], Verdict]:
    return {
        (row["rule"], row["subject"]): Verdict(row["status"], row["due_on"], row["done_on"], row["days_late"])
        for row in records(result.findings)
    }


def test_every_file_of_the_systems_is_recognised(formats: Formats) -> None:
    taken = {row["file"]: row["system"] for row in records(formats.systems.files)}
    assert {
        name.split("/")[-1]: system for name, system in taken.items() if not name.startswith("trust/")
    } == {
        "students.csv": "sims",  # the last school's; the others' lists are Arbor's
        "leavers.csv": "sims",
        "session-marks.csv": "arbor",
        "incidents.csv": "cpoms",
        "actions.csv": "cpoms",
        "safeguarding-log.xlsx": "cpoms",
    }
    assert taken["trust/oversight-log.xlsx"] == "oversight-log"
    assert taken["trust/register.xlsx"] == "register-workbook"
    errors = [row for row in records(formats.systems.problems) if row["severity"] == "error"]
    assert {row["column"] for row in errors} == {"date_of_birth", "entry_date"}, "those spoilt on purpose"


EITHER = {"RET-SICK-15D"}
"""Rules that either of two things keeps, of which the systems' exports hold only one."""


def agrees(rule: str, native: Verdict, systems: Verdict) -> bool:
    """Tell whether the systems say the same, or too little: never another deadline, nor a later day of doing.

    Where one of several things done is not certain in its date, the day is that of the others. A rule of EITHER
    may be still due there until its day, though the other thing was done.
    """
    if systems.status == "cannot_tell":
        return True
    if rule in EITHER and systems.status == "due" and native.status == "met":
        return systems.due_on == native.due_on >= EXAMPLE_ON.isoformat()
    same = systems.status == native.status and systems.due_on in ("", native.due_on)
    return same and systems.days_late in ("", native.days_late) and systems.done_on <= native.done_on


def test_what_the_systems_cannot_say_is_cannot_tell_and_nothing_else_differs(formats: Formats) -> None:
    native, systems = (verdicts(result) for result in formats)
    not_listed = Verdict("not_applicable")
    # A case that rests on one entry alone, of a kind that a system cannot hold, is no case there.
    listed = [{row["subject"]: row["opened_by"] for row in records(result.subjects)} for result in formats]
    shared = {*listed[0]} & {*listed[1]}
    assert {listed[0][subject] for subject in {*listed[0]} - shared} <= {
        "la_return_made",
        "reasonable_enquiry_made",
    }
    assert {*listed[1]} <= shared
    pairs = {
        key: (native.get(key, not_listed), systems.get(key, not_listed))
        for key in sorted({*native, *systems})
        if key[1] in shared
    }
    assert {key: pair for key, pair in pairs.items() if not agrees(key[0], *pair)} == {}
    decided = [
        key for key in pairs if native.get(key, not_listed).status not in ("cannot_tell", "not_applicable")
    ]
    told = [key for key in decided if pairs[key][1].status != "cannot_tell"]
    assert len(told) > 2 * len(decided) / 3, "most of it can be told from either"


def test_what_both_hold_is_judged_alike_to_the_day(formats: Formats) -> None:
    native, systems = (
        {key: verdict for key, verdict in verdicts(result).items() if key[0] in CARRIED} for result in formats
    )
    assert {key[0] for key in native} == CARRIED
    assert systems == native


def test_each_story_gives_what_was_worked_out_by_hand(formats: Formats) -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for row in records(formats.native.findings):
        found.setdefault((row["rule"], row["upn"]), set()).add(row["status"])
    expected = {
        (told.story.title, rule): (pupil.upn, status)
        for plan in plans(6, PUPILS)
        for pupil in pupils_of(plan, SEED)
        if (told := pupil.told)
        for rule, status in told.story.gives.items()
    }
    assert len(expected) >= 150
    assert {key: found.get((key[1], upn)) for key, (upn, _) in expected.items()} == {
        key: {status} for key, (_, status) in expected.items()
    }
