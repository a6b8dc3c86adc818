"""What a rule can ever give: a case that expects anything else is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, load

from ehe_rules.rulebook.statuses import can_give

if TYPE_CHECKING:
    from pathlib import Path

AT_ONCE = {"met", "not_met", "cannot_tell", "not_applicable"}
TIMED = AT_ONCE | {"late", "due"}
WHEN = "when: oral_intention_stated\n"
DUTY = "require: intent_letter_sent within letter_time of oral_intention_stated"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (DUTY, TIMED),
        ("require: intent_letter_sent", AT_ONCE),
        ("require: intent_letter_sent after oral_intention_stated", AT_ONCE),
        ("require: intent_letter_sent on or after oral_intention_stated", AT_ONCE),
        ("require: intent_letter_sent on oral_intention_stated", TIMED),
        ("require: intent_letter_sent on or before off_rolled", TIMED),
        ("require: intent_letter_sent between oral_intention_stated and off_rolled", TIMED),
        ("require: actions_reviewed every letter_time from oral_intention_stated until off_rolled", TIMED),
        (
            "require: parent_contacted or intent_letter_sent within letter_time of oral_intention_stated",
            TIMED,
        ),
        # Under `not` a deadline is a condition: it is true or it is not.
        (
            "require: not (intent_letter_sent within letter_time of oral_intention_stated)",
            AT_ONCE,
        ),
        ("forbid: intent_letter_sent before oral_intention_stated", AT_ONCE),
        ("flag: intent_letter_sent", {"indicator", "not_applicable", "cannot_tell"}),
    ],
)
def test_only_a_duty_with_a_deadline_is_late_or_due(
    tmp_path: Path, sentence: str, expected: set[str]
) -> None:
    text = RULE.replace(DUTY, sentence)
    if sentence.startswith("flag"):
        text = text.replace("force: must", "force: indicator")
    rule = load(tmp_path, {"letter.yaml": text}).rules[0]
    assert can_give(rule.file, rule.expr, None) == expected


@pytest.mark.parametrize(
    ("about", "sentence", "expected"),
    [
        ("school_half_term", "require: headteacher_one_to_one", {"met", "not_met", "cannot_tell", "due"}),
        (
            "trust_term",
            "require: headteacher_one_to_one.count >= 2",
            {"met", "not_met", "cannot_tell", "due"},
        ),
        ("school_week", "require: not headteacher_one_to_one", {"met", "not_met", "cannot_tell"}),
        ("trust", "forbid: headteacher_one_to_one", {"met", "not_met", "cannot_tell"}),
        ("school", "require: headteacher_one_to_one", {"met", "not_met", "cannot_tell"}),
        ("school_month", "require: headteacher_one_to_one", {"met", "not_met", "cannot_tell"}),
    ],
)
def test_what_a_period_asks_for_is_due_while_it_runs(
    tmp_path: Path, about: str, sentence: str, expected: set[str]
) -> None:
    text = RULE.replace(WHEN, "").replace(DUTY, sentence).replace("about: case", f"about: {about}")
    rule = load(tmp_path, {"letter.yaml": text}).rules[0]
    assert can_give(rule.file, rule.expr, None) == expected


@pytest.mark.parametrize(
    ("about", "sentence", "more", "applies_to_all"),
    [
        ("case", "require: intent_letter_sent", "", True),
        ("leaver", "require: intent_letter_sent on or before left_roll", "", True),
        ("case", "require: intent_letter_sent on or before off_rolled", "", False),
        ("case", "require: intent_letter_sent", "in_force: {from: 2025-09-01}\n", False),
    ],
)
def test_not_applicable_needs_something_that_can_leave_a_subject_out(
    tmp_path: Path, about: str, sentence: str, more: str, *, applies_to_all: bool
) -> None:
    text = RULE.replace(WHEN, more).replace(DUTY, sentence).replace("about: case", f"about: {about}")
    rule = load(tmp_path, {"letter.yaml": text}).rules[0]
    assert ("not_applicable" not in can_give(rule.file, rule.expr, None)) == applies_to_all
