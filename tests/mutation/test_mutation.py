"""Changes to rules: which are made, that a sample of them is noticed, and that those said to make no difference make none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mutation.changes import changes_of, shown
from mutation.judged import trials_of
from mutation.known import equivalents
from mutation.sentences import mutants, plainly
from rulebook.made import RULE, RULESET, load, write

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import rulesets_folder

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = {"hcat-ehe": ("5.1.1", "A.1-no-contact"), "england": ("DEL-F-SPECIAL",)}
"""Rules of which every change is tried in the ordinary tests; `make mutate` tries those of all rules."""

CASES = """\
cases:
  - {name: sent on the last day, on: 2026-01-30, expect: met, due_on: 2026-01-19, events: [2026-01-12 oral_intention_stated, 2026-01-19 intent_letter_sent]}
  - {name: sent a day later, on: 2026-01-30, expect: late, events: [2026-01-12 oral_intention_stated, 2026-01-20 intent_letter_sent]}
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "parent_contacted within 2 school days of risk_known",
            [
                "parent_contacted within 2 school days after risk_known",
                "parent_contacted within 2 school days before risk_known",
                "parent_contacted",
                "parent_contacted within 1 school days of risk_known",
                "parent_contacted within 3 school days of risk_known",
                "parent_contacted within 2 days of risk_known",
            ],
        ),
        (
            "ehe1_sent on or before off_rolled",
            ["ehe1_sent before off_rolled", "ehe1_sent on or after off_rolled", "ehe1_sent"],
        ),
        (
            "not a and (b or c)",
            ["not a or (b or c)", "b or c", "not a", "a and (b or c)", "not a and (b and c)", "not a and c", "not a and b"],
        ),
        (
            "letter covering all of (x, y) by dsl",
            ["letter by dsl", "letter covering all of (x, y)", "letter covering any of (x, y) by dsl",
             "letter covering all of (y) by dsl", "letter covering all of (x) by dsl"],
        ),
        (
            "meeting between 3 days before letter and letter.last",
            [
                "meeting",
                "meeting on or before letter.last",
                "meeting between 2 days before letter and letter.last",
                "meeting between 4 days before letter and letter.last",
                "meeting between 3 days after letter and letter.last",
                "meeting between 3 days before letter and letter",
                "meeting between 3 days before letter and letter.first",
            ],
        ),
        ("sen_provision is e", ["sen_provision is not e"]),
        ("absent >= 10", ["absent > 10", "absent <= 10", "absent >= 9", "absent >= 11"]),
        ("absent <= 0", ["absent < 0", "absent >= 0", "absent <= 1"]),
    ],
)  # fmt: skip
def test_the_changes_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert sorted(mutants(sentence)) == sorted(expected)


@pytest.mark.parametrize("ruleset", sorted(SAMPLE))
def test_a_sentence_and_each_of_its_changes_can_be_read_back(ruleset: str) -> None:
    for rule in load_ruleset(rulesets_folder() / ruleset).rules:
        for sentence in filter(None, (rule.file.when, rule.file.sentence)):
            plain = plainly(sentence)
            assert plainly(plain) == plain
            assert plain not in mutants(sentence)
            assert [words for words in mutants(sentence) if plainly(words) != words] == []


def test_what_is_shown_is_what_differs_with_a_few_words_around_it() -> None:
    assert shown("a b c d e f g", "a b c x e f g", around=2) == "b c [d -> x] e f"
    assert shown("a and b", "b", around=2) == "[a and -> ] b"
    assert shown("a a", "a") == "a [a -> ]"


def test_figures_milestones_groups_and_days_are_changed_too(tmp_path: Path) -> None:
    milestones = (
        "in_force: {from: 2025-09-01}\n"
        "milestones: {said: oral_intention_stated or notification_received}\n"
        "role_groups: {two: [dsl, sendco]}\n"
    )
    rule = RULE.replace("when: oral_intention_stated", "when: said").replace(
        "letter_sent within", "letter_sent by two within"
    )
    found = changes_of(load(tmp_path, {"ruleset.yaml": RULESET + milestones, "letter.yaml": rule}))
    assert {
        ("made:letter letter_time", "[5 school days -> 4 school days]"),
        ("made:letter letter_time", "[5 school days -> 6 school days]"),
        ("made:letter when", "left out"),
        ("made milestone said", "[oral_intention_stated or -> ] notification_received"),
        ("made role group two", "without dsl"),
        ("made in_force", "[from 2025-09-01 -> 2025-09-02]"),
    } <= {c.key for c in found}


def test_an_anchor_that_is_taken_anyway_is_no_change_when_left_out(tmp_path: Path) -> None:
    anchored = RULE.replace("when: ", "anchor: oral_intention_stated\nwhen: ")
    other = RULE.replace("when: ", "anchor: notification_received\nwhen: ")
    for rule, expected in ((anchored, 0), (other, 1)):
        found = changes_of(load(tmp_path, {"letter.yaml": rule}))
        assert len([c for c in found if c.where == "made:letter anchor"]) == expected


@pytest.mark.parametrize("ruleset", sorted(SAMPLE))
def test_each_change_has_words_of_its_own(ruleset: str) -> None:
    keys = [change.key for change in changes_of(load_ruleset(rulesets_folder() / ruleset))]
    assert len(keys) == len(set(keys))
    assert len(keys) > 500


def test_a_change_that_no_case_notices_survives(tmp_path: Path) -> None:
    folder = write(tmp_path, {"letter.yaml": RULE + CASES})
    trials = {trial.change.key: trial for trial in trials_of(folder)}
    survived = {key for key, trial in trials.items() if trial.survived}
    assert not trials["made:letter letter_time", "[5 school days -> 4 school days]"].survived
    assert not trials[
        "made:letter require", "intent_letter_sent [within letter_time of oral_intention_stated -> ]"
    ].survived
    # no case has the letter before the parent spoke, or no word of the parent's at all
    assert survived == {
        ("made:letter require", "intent_letter_sent within letter_time [of -> after] oral_intention_stated"),
        ("made:letter when", "left out"),
    }


def test_a_case_that_fails_without_any_change_is_put_right_first(tmp_path: Path) -> None:
    folder = write(tmp_path, {"letter.yaml": RULE + CASES.replace("expect: late", "expect: met")})
    with pytest.raises(
        RulebookError, match=r"as the rules stand: 1\. Put these right first\..*'sent a day later'"
    ):
        trials_of(folder)


@pytest.mark.parametrize("ruleset", sorted(SAMPLE))
def test_the_cases_of_some_rules_notice_every_change_that_makes_a_difference(ruleset: str) -> None:
    trials = trials_of(rulesets_folder() / ruleset, lambda change: change.only_of(SAMPLE[ruleset]))
    survived = [trial.change.key for trial in trials if trial.survived]
    assert len(trials) > 8
    assert set(survived) <= {one.key for one in equivalents()}


@pytest.mark.parametrize("ruleset", sorted({one.ruleset for one in equivalents()}))
def test_what_is_said_to_make_no_difference_is_a_change_that_no_case_notices(ruleset: str) -> None:
    listed = [one for one in equivalents() if one.ruleset == ruleset]
    keys = [one.key for one in listed]
    assert len(keys) == len(set(keys))
    trials = trials_of(rulesets_folder() / ruleset, lambda change: change.key in keys)
    assert sorted(trial.change.key for trial in trials) == sorted(keys)
    assert [trial.change.key for trial in trials if not trial.survived] == []
    assert [one.why for one in listed if len(one.why) < 40] == []
