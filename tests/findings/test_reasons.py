"""What reasons say, each of a pupil of its own: one ruleset and one check for all of them."""

from __future__ import annotations

from datetime import date

import pytest

from ehe_rules import check
from ehe_rules.findings.told import Several
from ehe_rules.findings.told.supposed import supposed
from ehe_rules.reporting.rows import records

RULESET = {
    "ruleset.yaml": "title: T\nsource: S\nversion: '1'\n",
    "clauses.yaml": '- {id: "t:1", where: p. 1, about: case, says: S, check: partly, why: w, look_at: l}\n',
    "parameters.yaml": """\
answer_time: {reason: r, values: [{value: 2 school days}, {from: 2026-02-01, value: 4 school days}]}
contacts: {reason: r, values: [{value: 1}, {from: 2026-02-01, value: 2}]}
""",
}
RULE = """\
title: T
clauses: {clause}
about: case
authority: policy
force: must
severity: high
owner: headteacher
remedy: Do it.
when: {when}
require: {require}
"""
RULES = {
    "time": ("risk_identified", "parent_contacted within answer_time of risk_identified"),
    "near": (
        "risk_identified",
        "phone_attempted by dsl as spoke_declined within 5 school days of risk_identified",
    ),
    "every": (
        "meeting_held",
        "support_given every 5 school days from meeting_held until notification_received",
    ),
    "until_left": ("meeting_held", "support_given every 5 school days from meeting_held until off_rolled"),
    "prohibited": ("risk_identified", "FORBID phone_attempted"),
    "both": (
        "risk_identified",
        "parent_contacted within 60 school days of risk_identified and support_given within 60 school days of risk_identified",
    ),
    "either": ("meeting_held", "not parent_contacted or support_given within 5 days of meeting_held"),
    "short": (
        "notification_received",
        "parent_contacted within 2 days of notification_received or (short_notice and support_given within 2 days of notification_received)",
    ),
    "number": ("risk_identified", "parent_contacted.count >= contacts"),
}
CALENDAR = [
    {"academic_year": "2025/26", "half_term": "3", "first_day": "2026-01-05", "last_day": "2026-02-13"},
    {"academic_year": "2025/26", "half_term": "4", "first_day": "2026-02-23", "last_day": "2026-03-27"},
]
BOTH_WAYS = [
    ("A1", "spoke_declined"),
    ("A1", "no_answer"),
    ("A3", "no_answer"),
    ("A3", "spoke_declined"),
]
EVENTS = [
    ("A4", "meeting_held", "2026-01-12", {}),
    ("A3", "risk_identified", "2026-01-12", {}),
    ("A5", "notification_received", "2026-02-02", {"until": "2026-02-12"}),
    # a figure that changes on 1 Feb
    ("A1", "risk_identified", "2026-01-12", {}),
    ("A1", "parent_contacted", "2026-01-15", {}),
    ("A2", "risk_identified", "2026-02-02", {}),
    ("A2", "parent_contacted", "2026-02-09", {}),
    # one day's entries, in either order of rows
    *((a, "phone_attempted", "2026-01-14", {"role": "attendance_lead", "outcome": o}) for a, o in BOTH_WAYS),
]

Reasons = dict[tuple[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Reasons:
    """Give the findings by rule and pupil."""
    folder = tmp_path_factory.mktemp("rules")
    for name, text in RULESET.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, (when, require) in RULES.items():
        text = RULE.format(clause="t:1", when=when, require=require).replace("require: FORBID", "forbid:")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    school = {"school": "900001"}
    tables = {
        "schools": [{"urn": "900001", "name": "Example School"}],
        "calendar": CALENDAR,
        "pupils": [
            {**school, "upn": upn, "entry_date": "2024-09-03"} for upn in sorted({e[0] for e in EVENTS})
        ],
        "events": [
            {**school, "upn": upn, "event": event, "date": day, **cells} for upn, event, day, cells in EVENTS
        ],
    }
    changes = [f"{folder.name}:{rule}" for rule in RULES]
    result = check(
        tables, on=date(2026, 3, 20), rulesets=[str(folder)], engine="columnar", changes_of=changes
    )
    return {(row["rule"], row["upn"]): row for row in records(result.findings)}


def test_a_figure_is_the_one_that_held_on_the_day_counted_from(found: Reasons) -> None:
    assert "within 2 school days of" in found["time", "A1"]["reason"]
    assert "within 4 school days of" in found["time", "A2"]["reason"]
    assert (found["number", "A1"]["status"], found["number", "A2"]["status"]) == ("met", "not_met")
    assert found["number", "A1"]["reason"].endswith(">= 1.")
    assert found["number", "A2"]["reason"].endswith(">= 2.")


def test_of_entries_on_one_day_the_nearest_is_named_whatever_the_order_of_rows(found: Reasons) -> None:
    reasons = [found["near", pupil]["reason"] for pupil in ("A1", "A3")]
    assert reasons[0] == reasons[1]
    assert reasons[0].endswith("is an attempt by phone, but it was not by the DSL.")


def test_that_its_quality_is_for_a_person_to_judge_is_said_of_what_is_met_alone(found: Reasons) -> None:
    judged = {row["status"] for row in found.values() if "for a person to judge" in row["note"]}
    assert {row["status"] for row in found.values()} > judged == {"met"}


def test_why_another_way_was_not_open_is_left_out(found: Reasons) -> None:
    assert found["short", "A5"]["status"] == "not_met"
    assert found["short", "A5"]["reason"].startswith("Contact with the parent is not recorded; it was due")
    assert "notice or more" not in found["short", "A5"]["reason"]


def test_that_nobody_knows_of_a_leaving_is_said_of_what_recurs(found: Reasons) -> None:
    lacks = "Cannot tell. The roll was supplied without the leaving date"
    add = "Add that column to the export."
    assert found["until_left", "A4"]["reason"] == f"{lacks}. {add}"
    assert found["every", "A4"]["reason"] == f"{lacks}, so that a leaving may have ended this duty. {add}"


@pytest.mark.parametrize(
    ("rule", "pupil", "status", "change"),
    [
        (
            "near",
            "A1",
            "not_met",
            (
                "It would be met if this were so: an attempt by phone recorded as spoke declined by the DSL came within 5 school days "
                "of a risk entry (by Mon 19 Jan 2026). Done now, it would be late."
            ),
        ),
        (
            "time",
            "A2",
            "late",
            (
                "Nothing done now changes that it was late. It would be met if this were so: contact with the parent came within "
                "2 school days (from 1 Feb 2026: 4 school days) of a risk entry (by Sun 8 Feb 2026)."
            ),
        ),
        (
            "both",
            "A3",
            "due",
            (
                "There is still time. It would be met if all of these were so: contact with the parent came within 60 school days of "
                "a risk entry; support came within 60 school days of a risk entry."
            ),
        ),
        (
            "both",
            "A1",
            "due",
            "There is still time. It could be met if this were so: support came within 60 school days of a risk entry.",
        ),
        (
            "prohibited",
            "A1",
            "not_met",
            "It would be met if this were not so: an attempt by phone is on record.",
        ),
        ("prohibited", "A2", "met", "It would not be met if this were so: an attempt by phone is on record."),
        (
            "either",
            "A4",
            "met",
            "It would not be met if this were not so: contact with the parent is not on record.",
        ),
        (
            "every",
            "A4",
            "cannot_tell",
            "It would be met if this were so: support came at least every 5 school days from the EHE meeting until the parent's written notice.",
        ),
    ],
)
def test_what_would_change_a_verdict_is_what_its_parts_lack_or_rest_on(
    found: Reasons, rule: str, pupil: str, status: str, change: str
) -> None:
    assert (found[rule, pupil]["status"], found[rule, pupil]["change"]) == (status, change)


def test_what_is_supposed_of_several_is_said_for_all_and_within_brackets() -> None:
    either = Several("one", ("a", Several("all", ("b", "c"))))
    assert supposed(either, so=True) == "if one of these were so: a; (b, and c)."
    assert supposed(either, so=False) == "if one of these were not so: a; (b, or c)."
    assert supposed(Several("all", ("a", "b")), so=False) == "if none of these were so: a; b."
