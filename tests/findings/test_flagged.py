"""What a pattern's finding says: what was found, never the opposite; and what an entry lacks that nearly served."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from ehe_rules import check
from ehe_rules.checking import Checked, load_rulesets
from ehe_rules.reporting.rows import records
from ehe_rules.reporting.verdicts import rules, verdict

SCHOOL = {"school": "900001"}
BORN = {"date_of_birth": "2015-05-05"}
PUPILS = [
    {**SCHOOL, **BORN, "upn": "A900001200001", "entry_date": "2021-09-01"},
    {
        **SCHOOL,
        **BORN,
        "upn": "A900001200002",
        "entry_date": "2021-09-01",
        "leaving_date": "2026-02-02",
        "leaving_reason": "Removed - EHE",
    },
    {
        **SCHOOL,
        **BORN,
        "upn": "A900001200003",
        "entry_date": "2021-09-01",
        "leaving_date": "2026-02-02",
        "removal_ground": "d",
        "leaving_reason": "Moved away",
    },
    {**SCHOOL, **BORN, "upn": "A900001200004", "entry_date": "2021-09-01"},
]
EVENTS = [
    {"upn": "A900001200001", "event": "penalty_notice_warning", "date": "2026-01-12"},
    {"upn": "A900001200001", "event": "support_given", "date": "2026-01-19"},
    {"upn": "A900001200004", "event": "penalty_notice_warning", "date": "2026-01-12"},
    {
        "upn": "A900001200001",
        "event": "notification_received",
        "date": "2026-01-26",
        "until": "2026-01-30",
        "role": "professional",
    },
]


@cache
def checked() -> Checked:
    """Check the tables above."""
    tables = {"pupils": PUPILS, "events": [{**SCHOOL, **event} for event in EVENTS]}
    return check(tables, on=date(2026, 2, 13), engine="columnar")


def found() -> dict[tuple[str, str], dict[str, str]]:
    """Give the findings by rule and the last digit of the UPN."""
    result = checked()
    known = rules(result.rules)
    return {
        (row["rule"], row["upn"][-1:]): {
            **row,
            "shown": verdict({**row, "pupil": "", "case": "", "by": ""}, known, "2026-02-13").title,
        }
        for row in records(result.findings)
    }


@pytest.mark.parametrize(
    ("rule", "pupil", "reason"),
    [
        (
            "WT-SUPPORT-FIRST",
            "1",
            "Support or a contact that offers it is recorded on 19 Jan 2026, a penalty notice warning on 12 Jan 2026.",
        ),
        ("WT-SUPPORT-FIRST", "4", "Support or a contact that offers it is not recorded."),
        ("DEL-D", "3", "A school attendance order is not recorded."),
        (
            "3.5",
            "1",
            "A notice written by a parent is not recorded. Recorded on 26 Jan 2026 is a written notice, but it was not by a parent.",
        ),
        (
            "DEL-F-WRITTEN",
            "2",
            (
                "Whether this rule applies cannot be told. Reason, ground and destination on the roll do not say whether the pupil "
                "left for home education. Record the ground for deletion, and the reason in the trust's own words for it."
            ),
        ),
    ],
)
def test_a_reason_says_what_was_found(rule: str, pupil: str, reason: str) -> None:
    assert found()[rule, pupil]["reason"] == reason


def test_no_finding_says_only_that_something_is_on_record() -> None:
    assert [key for key, row in found().items() if row["reason"] == "On record."] == []


def test_a_pattern_is_named_by_what_was_found_and_a_duty_by_what_is_so_where_it_is_kept() -> None:
    assert found()["WT-SUPPORT-FIRST", "1"]["status"] == "indicator"
    assert found()["WT-SUPPORT-FIRST", "1"]["shown"] == (
        "A penalty notice was spoken of with no support on record before it"
    )
    assert found()["3.5", "1"]["shown"] == found()["3.5", "1"]["title"]


def test_a_reason_for_leaving_in_words_of_its_own_is_listed() -> None:
    said = [row for row in records(checked().problems) if "speak of home education" in row["message"]]
    assert [(row["row"], row["value"]) for row in said] == [("3", "Removed - EHE")]


def test_every_pattern_has_its_sign() -> None:
    flags = [rule for one in load_rulesets(()) for rule in one.rules if rule.file.flag]
    assert flags
    assert [rule.name for rule in flags if not rule.file.sign or rule.file.sign == rule.file.title] == []
