"""Every rule of every ruleset passes its cases, by both engines, and shows each status that it can give."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, load, rule_with

from ehe_rules.casebook import CaseResult, run_cases
from ehe_rules.casebook.possible import missing_statuses, possible_statuses
from ehe_rules.engines.durable import available
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import Ruleset, rulesets_folder

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("dudley-la", "england", "hcat-ehe")
DUTY = {"met", "not_met", "cannot_tell", "late", "due", "not_applicable"}


@cache
def rulesets() -> list[Ruleset]:
    return [load_ruleset(rulesets_folder() / name) for name in NAMES]


@cache
def results() -> list[CaseResult]:
    return run_cases([ruleset.folder for ruleset in rulesets()])


@pytest.mark.parametrize("rule", [rule.id for ruleset in rulesets() for rule in ruleset.rules])
def test_a_rule_passes_its_cases(rule: str) -> None:
    own = [result for result in results() if result.rule == rule]
    assert own
    assert [result.why for result in own if not result.passed] == []


def test_both_engines_judged_the_cases() -> None:
    expected = ("columnar", "durable") if available() else ("columnar",)
    assert {result.engines for result in results()} == {expected}


@pytest.mark.parametrize("ruleset", rulesets(), ids=lambda ruleset: ruleset.name)
def test_every_status_that_a_rule_can_give_is_shown_by_a_case(ruleset: Ruleset) -> None:
    assert [missing.message for missing in missing_statuses(ruleset)] == []


@pytest.mark.parametrize("ruleset", rulesets(), ids=lambda ruleset: ruleset.name)
def test_the_name_of_a_case_is_a_short_sentence(ruleset: Ruleset) -> None:
    names = [case.name for rule in ruleset.rules for case in rule.file.cases]
    assert [name for name in names if len(name) > 100 or len(name.split()) < 3 or name.endswith(".")] == []


def statuses(folder: Path, files: dict[str, str]) -> set[str]:
    ruleset = load(folder, files)
    return set(possible_statuses(ruleset, ruleset.rules[0]))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("about: case", "about: case", DUTY),
        ("require: intent_letter_sent within letter_time of", "require: intent_letter_sent before", DUTY),
        (
            "require: intent_letter_sent within letter_time of",
            "forbid: meeting_held before",
            DUTY - {"late", "due"},
        ),
        # `after` asks for an order, not for a deadline; what stands under `not` is true or false
        (
            "require: intent_letter_sent within letter_time of",
            "require: meeting_held after",
            DUTY - {"late", "due"},
        ),
        ("require: intent_letter_sent within", "require: not meeting_held within", DUTY - {"late", "due"}),
        ("when: oral_intention_stated\n", "in_force: {from: 2026-01-01}\n", DUTY),
        # without `when` a case may still close before its duty was due
        ("when: oral_intention_stated\n", "", DUTY),
        ("about: case\n", "about: leaver\n", DUTY),
    ],
)
def test_the_statuses_that_a_rule_can_give(tmp_path: Path, old: str, new: str, expected: set[str]) -> None:
    assert statuses(tmp_path, rule_with(old, new)) == expected


def test_a_leaver_rule_without_conditions_always_applies(tmp_path: Path) -> None:
    text = RULE.replace("about: case", "about: leaver").replace("when: oral_intention_stated\n", "")
    assert statuses(tmp_path, {"letter.yaml": text}) == DUTY - {"not_applicable"}


@pytest.mark.parametrize(
    ("about", "duty", "expected"),
    [
        # a leaver's day of entry is recorded or not known: it is never still to come
        ("leaver", "leaving_entered within 1 school day of left_roll", DUTY - {"due", "not_met"}),
        ("leaver", "leaving_entered on or before left_roll", DUTY - {"due", "not_met"}),
        ("leaver", "leaving_entered within 1 school day after left_roll", DUTY),
        ("case", "leaving_entered within 1 school day of left_roll", DUTY),
        ("case", "entry_entered within 1 school day of left_roll", DUTY - {"due", "not_met"}),
    ],
)
def test_a_deadline_for_a_dated_column(tmp_path: Path, about: str, duty: str, expected: set[str]) -> None:
    lines = RULE.replace("about: case", f"about: {about}").splitlines(keepends=True)
    text = "".join(f"require: {duty}\n" if line.startswith("require:") else line for line in lines)
    assert statuses(tmp_path, {"letter.yaml": text}) == expected


def test_an_indicator_is_neither_met_nor_failed(tmp_path: Path) -> None:
    text = RULE.replace("force: must", "force: indicator").replace("require:", "flag:")
    assert statuses(tmp_path, {"letter.yaml": text}) == {"indicator", "not_applicable", "cannot_tell"}


def test_an_indicator_about_its_own_entry_is_always_known(tmp_path: Path) -> None:
    about = RULE.replace("about: case", "about: advice").replace("force: must", "force: indicator")
    lines = [line for line in about.splitlines(keepends=True) if not line.startswith(("when:", "require:"))]
    for flag, expected in (
        ("professional_recommended_ehe", {"indicator", "not_applicable"}),
        ("confirmation_requested", {"indicator", "not_applicable", "cannot_tell"}),
        ("professional_recommended_ehe covering agency", {"indicator", "not_applicable", "cannot_tell"}),
    ):
        assert statuses(tmp_path, {"letter.yaml": "".join([*lines, f"flag: {flag}\n"])}) == expected


def test_what_no_case_shows_is_listed_with_the_file(tmp_path: Path) -> None:
    cases = "cases:\n  - {name: sent in time, on: 2026-01-30, expect: [met, late]}\n"
    found = missing_statuses(load(tmp_path, {"letter.yaml": RULE + cases}))
    assert [missing.status for missing in found] == ["cannot_tell", "due", "not_applicable", "not_met"]
    path = tmp_path / "made" / "letter.yaml"
    assert found[0].message == f"{path}: no case shows the rule made:letter as 'cannot_tell'; add one."


def test_the_overdue_deletion_asks_to_confirm_before_it_speaks_of_deleting() -> None:
    """An order to delete could take the place of a child who sits in class, or come before the named day."""
    loaded = load_ruleset(rulesets_folder() / "england")
    remedy = next(r.file.remedy for r in loaded.rules if r.name == "DEL-F-LATE")
    assert remedy.startswith("Confirm with the parent")
    assert remedy.index("the day that the parent named has passed") < remedy.index("delete the name")
    assert "delete now" not in remedy.lower()
    assert "today" not in remedy
