"""Rules loaded without their cases are the same rules: only the cases are not read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, write

from ehe_rules.checking import load_rulesets
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import find_ruleset, ruleset_names

if TYPE_CHECKING:
    from pathlib import Path

CASES = """\
cases:
- name: sent in time
  on: 2026-01-30
  events:

# a comment at the edge
  - 2026-01-14 oral_intention_stated
  expect: due
"""


@pytest.mark.parametrize("name", ruleset_names())
def test_the_projects_own_rules_differ_in_nothing_else(name: str) -> None:
    folder = find_ruleset(name)
    whole, bare = load_ruleset(folder), load_ruleset(folder, with_cases=False)
    assert any(rule.file.cases for rule in whole.rules)
    assert [replace(rule, file=rule.file.model_copy(update={"cases": ()})) for rule in whole.rules] == list(
        bare.rules
    )


def test_what_follows_the_cases_is_read_and_stands_on_its_own_line(tmp_path: Path) -> None:
    before, owner, after = RULE.partition("owner: attendance lead\n")
    text = before + CASES + owner + after
    (rule,) = load_ruleset(write(tmp_path, {"letter.yaml": text}), with_cases=False).rules
    assert (rule.file.owner, rule.file.remedy, rule.file.cases) == ("attendance lead", "Send it.", ())
    wrong = write(tmp_path, {"letter.yaml": text.replace("owner: attendance", "owner: &who attendance")})
    line = text.split("\n").index("owner: attendance lead") + 1
    with pytest.raises(RulebookError, match=f"letter.yaml, line {line}: anchors"):
        load_ruleset(wrong, with_cases=False)


def test_a_ruleset_that_is_not_the_projects_own_is_read_whole_all_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path, {"letter.yaml": RULE + CASES.replace("expect", "expct")})
    assert len(load_ruleset(folder, with_cases=False).rules) == 1
    with pytest.raises(RulebookError, match=r"cases\.0\.expect: Field required"):
        load_rulesets([str(folder)], with_cases=False)


def test_a_second_document_is_no_part_of_the_cases(tmp_path: Path) -> None:
    folder = write(tmp_path, {"letter.yaml": RULE + CASES + "---\nx: 1\n"})
    with pytest.raises(RulebookError, match="another document"):
        load_ruleset(folder, with_cases=False)
