"""A ruleset needs no more than its rules, their figures and their milestones; a rule no more than its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.casebook import run_cases
from ehe_rules.rulebook.load import load_ruleset

if TYPE_CHECKING:
    from pathlib import Path

RULESET = """
title: A short ruleset
milestones:
  parent_indicated: oral_intention_stated or notification_received or risk_identified covering parent_said
"""
PARAMETERS = """
letter_time: {unit: school days, values: [{from: 2024-09-01, value: 5}, {from: 2026-01-19, value: 3}], reason: a figure}
"""
RULE = """
title: The intent-to-EHE letter is sent and invites the parent to a meeting   # states the compliant state
clauses: [hcat:5.1.3]
about: case
stage: 1
authority: policy            # law | statutory_guidance | guidance | policy
force: must
severity: high
duty_of: school
in_force: {from: 2025-09-01} # from: null = enacted, not commenced
when: parent_indicated       # a milestone: never the school's own risk entry
require: >
  intent_letter_sent covering all of (responsibilities, meeting_invitation) within letter_time of parent_indicated
owner: attendance lead
remedy: Send the letter and log it under the EHE tag.
cases:
  - name: sent on the last day allowed
    on: 2026-01-30
    events:
      - 2026-01-12 oral_intention_stated
      - 2026-01-19 intent_letter_sent covers responsibilities, meeting_invitation
    expect: met
    due_on: 2026-01-19
  - name: the later, shorter figure holds for a later case
    on: 2026-01-30
    events:
      - 2026-01-20 oral_intention_stated
      - 2026-01-26 intent_letter_sent covers responsibilities, meeting_invitation
    expect: late
    due_on: 2026-01-25
    days_late: 1
"""


def written(folder: Path, rule: str) -> Path:
    for name, text in (("ruleset", RULESET), ("parameters", PARAMETERS), ("5.1.3", rule)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_short_ruleset_loads_and_its_cases_hold(tmp_path: Path) -> None:
    results = run_cases([written(tmp_path, RULE)], engine="columnar")
    assert [(r.case, r.why) for r in results if not r.passed] == []
    assert len(results) == 2
    assert load_ruleset(tmp_path).rules[0].file.rate_part == "stage 1"


def test_enacted_and_not_commenced_is_never_applicable(tmp_path: Path) -> None:
    rule = RULE.replace("{from: 2025-09-01}", "{from: null}")
    results = run_cases([written(tmp_path, rule)], engine="columnar")
    assert [v.status for r in results for v in r.got] == ["not_applicable", "not_applicable"]


def test_a_key_left_blank_is_left_out(tmp_path: Path) -> None:
    rule = RULE.replace("when: parent_indicated       #", "when:  #")
    assert load_ruleset(written(tmp_path, rule)).rules[0].when is None
