"""A tree written in the language's own words parses to the same tree."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.random_rules import random_rule
from oracle.text import milestone_texts, ref_text, to_text
from rulebook.made import vocabulary

from ehe_rules.rulebook.language import parse, parse_milestone
from ehe_rules.rulebook.names import Names
from ehe_rules.rulebook.parameters import Parameter
from ehe_rules.rulebook.syntax import MilestoneRef, Recorded

PARAMETERS = {
    name: Parameter.model_validate({"value": value, "reason": "drawn"})
    for name, value in {"time_1": "5 days", "time_2": "5 days", "enough": "3"}.items()
}


@given(seed=st.integers(min_value=0, max_value=2**32 - 1), depth=st.integers(min_value=0, max_value=4))
@settings(max_examples=150, deadline=None)
def test_a_random_rule_survives_its_words(seed: int, depth: int) -> None:
    rule = random_rule(Random(seed), depth=depth)  # noqa: S311 - test data, not a secret
    names = Names(vocabulary(), PARAMETERS, {})
    for name, text in milestone_texts(rule.expr, rule.when, rule.anchor).items():
        names.milestones[name] = MilestoneRef(name, parse_milestone(text, names))
    for tree in (rule.expr, rule.when):
        if tree is not None:
            assert parse(to_text(tree), names) == tree
    if rule.anchor is not None:
        assert parse(ref_text(rule.anchor), names) == Recorded(rule.anchor)
