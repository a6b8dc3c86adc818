"""From goals to rulesets that durable-rules can carry: few branches in each rule, few rules in each ruleset.

durable-rules fires once for each branch of an `or` that holds and multiplies an `or` inside an `and` out; where one fact
satisfies 65 branches it fires nothing at all (error 303). So a condition with many branches is cut: its parts become
numbers of their own (`b7`: 1 where the part holds) that an earlier round judges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ehe_rules.engines.durable_conditions import (
    NEVER_SO,
    All,
    AnyOf,
    Compare,
    Condition,
    as_durable,
    branches,
    either,
    every,
    names_in,
)
from ehe_rules.engines.durable_verdicts import Goal, RuleReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.facts.terms import TermList

MOST_BRANCHES = 12
"""Of one rule."""
MOST_RULES = 12
"""Of one durable ruleset: the fastest size."""
MOST_TOGETHER = 48
"""Branches of all rules of one durable ruleset: even if every one of them held, it would fire."""
MOST_NUMBERS = 200
"""That the rules of one durable ruleset read: over 255 in one fact fail."""

Ruleset = dict[str, Any]
"""`reads`: the numbers that its rules read; `rules`: (number, value, condition in JSON)."""


@dataclass(frozen=True)
class Plan:
    """All that the child process needs to judge one kind of subject; plain lists and dicts."""

    facts: list[str]
    """The columns of the facts, in the order in which they are handed over."""
    otherwise: dict[str, int]
    """What a number is where no rule sets it."""
    rounds: list[list[Ruleset]]
    """Each round reads the facts and what earlier rounds found."""
    verdicts: dict[str, str]
    """The rule whose verdict a number holds."""


def plan_for(rules: Sequence[CompiledRule], terms: TermList) -> Plan:
    """Return how durable-rules is to judge the rules about one kind of subject."""
    read = RuleReader(rules, terms)
    cut = _Cut()
    goals = [Goal(g.number, g.value, cut.lighter(g.condition)) for g in read.goals if g.condition != NEVER_SO]
    goals = [*cut.goals, *goals]
    otherwise = {**read.otherwise, **dict.fromkeys((g.number for g in cut.goals), 0)}
    rounds = [list(_rulesets(together)) for together in _in_rounds(goals, otherwise)]
    facts = {name for g in goals for name in names_in(g.condition)} - set(otherwise)
    return Plan(sorted(facts), otherwise, rounds, read.verdicts)


@dataclass
class _Cut:
    """Cuts conditions into parts with few branches each."""

    goals: list[Goal] = field(default_factory=list)
    _names: dict[Condition, str] = field(default_factory=dict)

    def lighter(self, condition: Condition) -> Condition:
        if isinstance(condition, Compare) or branches(condition) <= MOST_BRANCHES:
            return condition
        join = every if isinstance(condition, All) else either
        parts = [self.lighter(part) for part in condition.parts]
        while branches(join(*parts)) > MOST_BRANCHES and any(branches(p) > 1 for p in parts):
            heaviest = max(range(len(parts)), key=lambda i: branches(parts[i]))
            parts[heaviest] = self._apart(parts[heaviest])
        if len(parts) > MOST_BRANCHES and isinstance(condition, AnyOf):
            chunks = [parts[i : i + MOST_BRANCHES] for i in range(0, len(parts), MOST_BRANCHES)]
            return self.lighter(AnyOf(tuple(self._apart(AnyOf(tuple(chunk))) for chunk in chunks)))
        return join(*parts)

    def _apart(self, condition: Condition) -> Condition:
        """Return the condition that a number of its own is 1, which stands for the part."""
        if condition not in self._names:
            self._names[condition] = f"b{len(self._names)}"
            self.goals.append(Goal(self._names[condition], 1, condition))
        return Compare(self._names[condition], ">=", None, 1)


def _in_rounds(goals: Sequence[Goal], found: Mapping[str, int]) -> list[list[Goal]]:
    """Return the goals in rounds: each after all that sets the numbers it reads."""
    waiting: dict[str, list[Goal]] = {name: [] for name in found}
    reads: dict[str, set[str]] = {name: set() for name in found}
    for goal in goals:
        waiting[goal.number].append(goal)
        reads[goal.number].update(name for name in names_in(goal.condition) if name in found)
    rounds = []
    while waiting:
        ready = [number for number in waiting if reads[number].isdisjoint(waiting)]
        rounds.append([g for number in ready for g in waiting.pop(number)])
    return [goals_of_round for goals_of_round in rounds if goals_of_round]


def _rulesets(goals: Iterable[Goal]) -> Iterator[Ruleset]:
    """Yield durable rulesets, each small enough whatever a fact says."""
    held: list[Goal] = []
    together, reads = 0, set[str]()
    for goal in goals:
        added, read = branches(goal.condition), set(names_in(goal.condition))
        full = len(held) == MOST_RULES or together + added > MOST_TOGETHER or len(reads | read) > MOST_NUMBERS
        if held and full:
            yield _as_ruleset(held, reads)
            held, together, reads = [], 0, set()
        held.append(goal)
        together += added
        reads |= read
    if held:
        yield _as_ruleset(held, reads)


def _as_ruleset(goals: Sequence[Goal], reads: Iterable[str]) -> Ruleset:
    rules = [[g.number, g.value, as_durable(g.condition)] for g in goals]
    return {"reads": sorted(reads), "rules": rules}
