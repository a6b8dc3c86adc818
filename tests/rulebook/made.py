"""Small rulesets, written into a folder for one test, and the names that its sentences may use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ehe_rules.rulebook.language import parse, parse_milestone
from ehe_rules.rulebook.load import load_ruleset, load_vocabulary
from ehe_rules.rulebook.names import LanguageError, Names
from ehe_rules.rulebook.parameters import Parameter
from ehe_rules.rulebook.ruleset import Ruleset, rulesets_folder
from ehe_rules.rulebook.syntax import Expr, MilestoneRef

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ehe_rules.rulebook.vocabulary import Vocabulary

RULESET = "title: Made for a test\nsource: nowhere\nversion: '1'\n"
PARAMETERS = "letter_time:\n  value: 5 school days\n  reason: for a test\n"
RULE = """\
title: The letter is sent
clauses: x:1
about: case
part: stage 1
authority: policy
force: must
severity: high
when: oral_intention_stated
require: intent_letter_sent within letter_time of oral_intention_stated
owner: attendance lead
remedy: Send it.
"""
MILESTONES = {
    "risk_known": "risk_identified as any of (genuine, not_said) or oral_intention_stated",
    "stage_1_offered": "parent_contacted and intent_letter_sent",
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a ruleset with one rule, `letter.yaml`; `files` add to it or take the place of its files."""
    made = {"ruleset.yaml": RULESET, "parameters.yaml": PARAMETERS, "letter.yaml": RULE, **files}
    for name, text in made.items():
        path = folder / "made" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "made"


def load(folder: Path, files: Mapping[str, str]) -> Ruleset:
    """Write a ruleset and load it."""
    return load_ruleset(write(folder, files))


def rule_with(old: str, new: str) -> dict[str, str]:
    """Give the rule's file with some of its words replaced."""
    assert old in RULE
    return {"letter.yaml": RULE.replace(old, new)}


@cache
def vocabulary() -> Vocabulary:
    """Read the vocabulary that comes with the tool."""
    return load_vocabulary(rulesets_folder())


def names() -> Names:
    """Give the names of a ruleset with a length, a number and two milestones."""
    values = {"letter_time": "5 school days", "enough": "3"}
    parameters = {
        name: Parameter.model_validate({"value": v, "reason": "for a test"}) for name, v in values.items()
    }
    known = Names(vocabulary(), parameters, dict(vocabulary().role_groups))
    for name, text in MILESTONES.items():
        known.milestones[name] = MilestoneRef(name, parse_milestone(text, known))
    return known


def tree(text: str) -> Expr:
    """Parse a sentence."""
    return parse(text, names())


def trouble(text: str) -> tuple[int, str]:
    """Give the offset and the words of what is wrong with a sentence."""
    try:
        found = parse(text, names())
    except LanguageError as error:
        return error.offset, error.message
    raise AssertionError(found)
