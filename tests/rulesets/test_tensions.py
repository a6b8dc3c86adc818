"""Each tension between policy, law and practice has its examples; the sharpest are judged on one record by both sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from rulesets.tensions import TENSIONS, Shown

from ehe_rules import check
from ehe_rules.exports.upn import check_letter
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import Rule, rulesets_folder

if TYPE_CHECKING:
    import pandas as pd

EACH = [(tension, shown) for tension, (_, cases) in TENSIONS.items() for shown in cases]
TERMS = (
    ("2025-09-02", "2025-10-24"),
    ("2025-11-03", "2025-12-19"),
    ("2026-01-05", "2026-02-13"),
    ("2026-02-23", "2026-03-27"),
    ("2026-04-13", "2026-05-22"),
    ("2026-06-01", "2026-07-17"),
)
CALENDAR = [
    {"academic_year": "2025/26", "half_term": str(n), "first_day": first, "last_day": last}
    for n, (first, last) in enumerate(TERMS, start=1)
]


@cache
def rules() -> dict[str, Rule]:
    folders = sorted(path.parent for path in rulesets_folder().glob("*/ruleset.yaml"))
    return {rule.id: rule for folder in folders for rule in load_ruleset(folder).rules}


def test_every_tension_has_an_example() -> None:
    assert list(TENSIONS) == [f"T{n}" for n in range(1, 15)]
    assert all(cases for _, cases in TENSIONS.values())


@pytest.mark.parametrize(("tension", "shown"), EACH)
def test_the_case_that_shows_a_tension_is_there_and_says_so(tension: str, shown: Shown) -> None:
    rule, case, status = shown
    found = [", ".join(c.expect) for c in rules()[rule].file.cases if c.name == case]
    assert found == [status], TENSIONS[tension][0]


Marks = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Record:
    """One pupil at a school of its own; an event is written as `2026-01-20 notification_received 2026-01-30`."""

    left: str
    ground: str
    events: list[str]
    marks: Marks = field(default_factory=list)


ABSENT, LATE, ILL = "O", "U", "I"
TEN_O = [("2025-11-10", "2025-11-21", ABSENT)]
U_AMONG_THEM = [
    ("2025-11-10", "2025-11-17", ABSENT),
    ("2025-11-18", "2025-11-18", LATE),
    ("2025-11-19", "2025-11-21", ABSENT),
]
FIVE_O = [("2025-11-17", "2025-11-21", ABSENT)]
ILL_AMONG_THEM = [
    ("2025-11-10", "2025-11-14", ABSENT),
    ("2025-11-17", "2025-11-17", ILL),
    ("2025-11-18", "2025-11-21", ABSENT),
]
FOUR_O = [("2025-11-18", "2025-11-21", ABSENT)]
RETURNS = "2025-09-30 attendance_return_made"


def before(marks: Marks) -> Marks:
    """Return marks with every session before them present."""
    return [("2025-09-02", str(date.fromisoformat(marks[0][0]) - timedelta(1)), "/"), *marks]


def stayed(marks: Marks) -> Record:
    return Record("", "", [RETURNS], [*before(marks), ("2025-11-24", "2026-02-12", "/")])


def deleted(ground: str, marks: Marks, *events: str) -> Record:
    return Record("2025-11-24", ground, [RETURNS, *events], before(marks))


RECORDS = {
    "nothing offered": Record(
        "2026-02-02",
        "f",
        ["2026-01-20 notification_received 2026-01-30", "2026-02-02 ehe1_sent"],
        [("2025-09-02", "2026-01-30", "/")],
    ),
    "offered a week late": Record(
        "2026-02-02",
        "f",
        [
            "2026-01-20 notification_received 2026-01-23",
            "2026-01-28 parent_contacted",
            "2026-01-28 intent_letter_sent",
            "2026-01-28 meeting_offered",
        ],
        [("2025-09-02", "2026-01-23", "/"), ("2026-01-26", "2026-01-30", ABSENT)],
    ),
    **{f"deleted, {name}": deleted("i", marks) for name, marks in (("ten O", TEN_O), ("U", U_AMONG_THEM))},
    **{
        f"stayed, {name}": stayed(marks)
        for name, marks in (
            ("ten O", TEN_O),
            ("U", U_AMONG_THEM),
            ("five O", FIVE_O),
            ("I", ILL_AMONG_THEM),
            ("four O", FOUR_O),
        )
    },
    "leave until the first day": deleted("h", TEN_O, "2025-11-03 leave_granted 2025-11-10"),
}


def urn(name: str) -> str:
    return str(900001 + list(RECORDS).index(name))


def days(first: str, last: str) -> list[date]:
    """Return the school days from one day to another."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    every = [start + timedelta(n) for n in range((end - start).days + 1)]
    return [day for day in every if day.isoweekday() < 6 and any(a <= str(day) <= b for a, b in TERMS)]


@cache
def findings() -> pd.DataFrame:
    """Return what both rulesets find, on 13 February 2026, in all these records: one check, for each costs seconds."""
    tables: dict[str, list[dict[str, str]]] = {"schools": [], "calendar": CALENDAR}
    tables |= {"pupils": [], "events": [], "attendance": []}
    for name, record in RECORDS.items():
        twelve = f"999{urn(name)}001"
        who = {"school": urn(name), "upn": f"{check_letter(twelve)}{twelve}"}
        tables["schools"].append(
            {"urn": urn(name), "name": f"Example School {urn(name)}", "type": "mainstream"}
        )
        row = {"date_of_birth": "2013-05-10", "entry_date": "2024-09-02", "year_group": "8"}
        tables["pupils"].append({**who, **row, "leaving_date": record.left, "removal_ground": record.ground})
        parts = [[*line.split(), ""][:3] for line in record.events]
        tables["events"] += [
            {**who, "date": day, "event": event, "until": until} for day, event, until in parts
        ]
        tables["attendance"] += [
            {**who, "date": str(day), "session": session, "code": code}
            for first, last, code in record.marks
            for day in days(first, last)
            for session in ("AM", "PM")
        ]
    return check(tables, on=date(2026, 2, 13), engine="columnar").findings


def found(name: str, rule: str, column: str = "status") -> list[str]:
    rows = findings()
    return list(rows.loc[(rows["school"] == urn(name)) & (rows["rule"] == rule), column])


def test_the_law_met_and_the_policy_missed_are_both_said() -> None:
    """T1: the name went on its day although nothing had been offered."""
    assert found("nothing offered", "DEL-F-LATE") == ["met"]
    assert found("nothing offered", "5.3.1") == ["not_met"]
    (note,) = found("nothing offered", "5.3.1", "note")
    assert "england:DEL-F-LATE" in note
    assert "the law sets the day" in note


def test_waiting_for_the_policys_stages_does_not_silence_the_law() -> None:
    """T1: everything was offered, a week after the name should have gone."""
    assert found("offered a week late", "DEL-F-LATE") == ["late"]
    assert found("offered a week late", "5.3.1") == ["met"]


@pytest.mark.parametrize(
    ("absence", "return_owed", "threshold"),
    [
        ("ten O", True, True),
        # U belongs to the ten days of the return and to the threshold
        ("U", True, True),
        # ten sessions are the threshold's; five days are nobody's ten
        ("five O", False, True),
        # a day of illness parts the ten days and does not touch the threshold
        ("I", False, True),
        # eight sessions, four days
        ("four O", False, False),
    ],
)
def test_ten_days_and_ten_sessions_are_counted_apart(
    absence: str, *, return_owed: bool, threshold: bool
) -> None:
    """T8: the monthly return counts days running, the national threshold sessions in ten school weeks."""
    assert ("not_met" in found(f"stayed, {absence}", "RET-ATT-10SD")) == return_owed
    assert (found(f"stayed, {absence}", "WT-PN-10IN10") == ["indicator"]) == threshold


@pytest.mark.parametrize(("absence", "run"), [("ten O", 10), ("U", 3)])
def test_the_run_of_ground_i_is_another_one(absence: str, run: int) -> None:
    """T8: twenty days are asked for, and U, which counts for the return, cuts them."""
    (reason,) = found(f"deleted, {absence}", "DEL-I-20SD", "reason")
    assert f"stood at {run} school day" in reason
    assert "not_met" in found(f"deleted, {absence}", "RET-ATT-10SD")
    assert found(f"deleted, {absence}", "DEL-H-10SD") == []


def test_the_days_after_a_leave_are_counted_from_its_end_alone() -> None:
    """T8: ten days of O reach the return's ten; of these only nine follow the leave."""
    (reason,) = found("leave until the first day", "DEL-H-10SD", "reason")
    assert "9 school days of absence followed the end of the leave" in reason
    assert "not_met" in found("leave until the first day", "RET-ATT-10SD")
