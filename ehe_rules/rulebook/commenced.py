"""Acts that are enacted and not commenced: rules that await one are in no binding run, and can be previewed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.names import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ehe_rules.rulebook.ruleset import Rule, Ruleset


def awaited_by(rule: Rule) -> str:
    """Return the act whose commencement a rule awaits, such as `cwsa-2026`; blank if it awaits none."""
    return rule.file.in_force.awaits if rule.file.in_force is not None else ""


def acts_of(rulesets: Sequence[Ruleset]) -> list[str]:
    """Return the acts that rules of these rulesets await, sorted."""
    return sorted({awaited_by(rule) for ruleset in rulesets for rule in ruleset.rules} - {""})


def binding(ruleset: Ruleset) -> Ruleset:
    """Return a ruleset without the rules that await an act: those that findings come from."""
    return replace(ruleset, rules=tuple(rule for rule in ruleset.rules if not awaited_by(rule)))


def as_if_commenced(ruleset: Ruleset, acts: Collection[str]) -> Ruleset:
    """Return a ruleset with the rules alone that await one of `acts`, in force as the ruleset's other rules are."""
    held = {"in_force": ruleset.info.in_force}
    rules = tuple(
        replace(rule, file=rule.file.model_copy(update=held))
        for rule in ruleset.rules
        if awaited_by(rule) in acts
    )
    return replace(ruleset, rules=rules)


def whole_as_if_commenced(ruleset: Ruleset) -> Ruleset:
    """Return a ruleset with all its rules, every act commenced: as the rules' own cases are judged."""
    waiting = {rule.name: rule for rule in as_if_commenced(ruleset, acts_of([ruleset])).rules}
    return replace(ruleset, rules=tuple(waiting.get(rule.name, rule) for rule in ruleset.rules))


def check_acts(acts: Sequence[str], rulesets: Sequence[Ruleset]) -> list[str]:
    """Return the acts asked for, each once, sorted; raise RulebookError for one that no rule awaits."""
    known = acts_of(rulesets)
    for act in acts:
        if act not in known:
            hint = nearest(act, known) or f" There is: {', '.join(known) or 'none'}."
            raise RulebookError(f"No rule of these rulesets awaits the commencement of '{act}'.{hint}")
    return sorted(set(acts))
