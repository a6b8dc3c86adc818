"""Conditions mean the same to us and to durable-rules, and keep their meaning when they are cut."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import pytest
from engines.random_facts import seeded
from engines.sentences import all_rules

from ehe_rules.engines.durable import available
from ehe_rules.engines.durable_conditions import (
    ALWAYS,
    NEVER_SO,
    All,
    AnyOf,
    Compare,
    Condition,
    Extreme,
    as_durable,
    at_most,
    before,
    branches,
    either,
    equal,
    every,
    negated,
)
from ehe_rules.engines.durable_plan import MOST_BRANCHES, MOST_TOGETHER, Plan, plan_for
from ehe_rules.facts.build import list_terms

if TYPE_CHECKING:
    from random import Random

Fact = dict[str, int]


def holds(condition: Condition, fact: Fact) -> bool:
    """Say what a condition means, in the plainest way."""
    if isinstance(condition, Compare):
        right = (fact[condition.right] if condition.right else 0) + condition.plus
        return fact[condition.left] <= right if condition.relation == "<=" else fact[condition.left] >= right
    parts = [holds(part, fact) for part in condition.parts]
    return all(parts) if isinstance(condition, All) else any(parts)


def random_condition(rng: Random, depth: int) -> Condition:
    if depth and rng.random() < 0.7:
        parts = [random_condition(rng, depth - 1) for _ in range(rng.randint(1, 3))]
        return every(*parts) if rng.random() < 0.5 else either(*parts)
    right = rng.choice((None, "a", "b", "c", "d"))
    return Compare(rng.choice("abcd"), rng.choice(("<=", ">=")), right, rng.randint(-3, 3))


def random_fact(rng: Random) -> Fact:
    return {
        name: rng.choice((-100_000_000, 200_000_000, rng.randint(-3, 3), rng.randint(-3, 3)))
        for name in "abcd"
    }


def test_a_negated_condition_holds_exactly_where_it_does_not() -> None:
    rng = seeded(1)
    for _ in range(300):
        condition, fact = random_condition(rng, 3), random_fact(rng)
        assert holds(negated(condition), fact) is not holds(condition, fact)


@pytest.mark.parametrize("which", ["earliest", "latest"])
@pytest.mark.parametrize("other", ["earliest", "latest"])
def test_milestones_are_taken_apart_into_comparisons(which: str, other: str) -> None:
    rng = seeded(2)
    pick = {"earliest": min, "latest": max}
    x, y = Extreme(which, ("a", "b")), Extreme(other, ("c", "d", 1))  # type: ignore[arg-type]
    for _ in range(300):
        fact = random_fact(rng)
        left, right = pick[which](fact["a"], fact["b"]), pick[other](fact["c"], fact["d"], 1)
        assert holds(at_most(x, y, 2), fact) == (left <= right + 2)
        assert holds(before(x, y), fact) == (left < right)
        assert holds(equal(x, y), fact) == (left == right)


def test_what_is_certain_needs_no_comparison() -> None:
    assert at_most(1, 2) == ALWAYS
    assert before(2, 2) == NEVER_SO
    assert every(ALWAYS, at_most("a", 1)) == at_most("a", 1)
    assert every(NEVER_SO, at_most("a", 1)) == NEVER_SO
    assert either(ALWAYS, at_most("a", 1)) == ALWAYS


def test_no_rule_and_no_ruleset_can_fire_too_often() -> None:
    rules = all_rules()
    plan = plan_for(rules, list_terms(rules))
    for ruleset in [ruleset for rulesets in plan.rounds for ruleset in rulesets]:
        counts = [_multiplied_out(condition) for _, _, condition in ruleset["rules"]]
        assert max(counts) <= MOST_BRANCHES
        assert sum(counts) <= MOST_TOGETHER


def test_branches_are_those_that_durable_rules_makes() -> None:
    a, b = at_most("a", 1), at_most("b", 1)
    assert branches(All((AnyOf((a, b)), AnyOf((b, a)), a))) == 4
    assert branches(AnyOf((All((a, b)), a))) == 2


def _multiplied_out(condition: dict[str, Any]) -> int:
    """Count the branches of a condition in JSON."""
    if "$or" in condition:
        return sum(map(_multiplied_out, condition["$or"]))
    return prod(map(_multiplied_out, condition.get("$and", [])))


@pytest.mark.skipif(not available(), reason="durable-rules is not installed here")
def test_durable_rules_reads_a_condition_as_we_do() -> None:
    from ehe_rules.engines.durable_worker import judge  # noqa: PLC0415 - it needs durable-rules

    rng = seeded(3)
    conditions = [c for c in (random_condition(rng, 3) for _ in range(60)) if branches(c) <= MOST_BRANCHES]
    facts = [random_fact(rng) for _ in range(100)]
    rounds = [
        [{"reads": list("abcd"), "rules": [[f"v{i}", 1, as_durable(c)]]} for i, c in enumerate(conditions)]
    ]
    names = {f"v{i}": f"rule {i}" for i in range(len(conditions))}
    plan = Plan(list("abcd"), dict.fromkeys(names, -1), rounds, names)
    rows = [[n, *fact.values()] for n, fact in enumerate(facts)]
    for (batch,) in [list(judge(vars(plan), rows))]:
        for (n, found), fact in zip(batch, facts, strict=True):
            expected = {f"rule {i}": 1 for i, c in enumerate(conditions) if holds(c, fact)}
            assert (n, found) == (n, expected)
