"""Every clause of a document beside the rules that execute it, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.model import SEVERITIES
from ehe_rules.rulebook.ruleset import find_ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ehe_rules.rulebook.documents import Clause
    from ehe_rules.rulebook.model import Severity
    from ehe_rules.rulebook.ruleset import Rule, Ruleset


@dataclass(frozen=True)
class Covered:
    """One clause with the rules that execute it.

    `rules` cite the clause; `executed` are, pattern by pattern of its `executed_by`, the rules of the law that carry
    it. `open_` says in a sentence each what is missing; a clause that is accounted for has none.
    """

    ruleset: str
    clause: Clause
    rules: tuple[Rule, ...]
    executed: tuple[tuple[str, tuple[Rule, ...]], ...]
    open_: tuple[str, ...]

    @property
    def every_rule(self) -> tuple[Rule, ...]:
        """The rules that cite the clause, then those that carry it, each once."""
        found = [*self.rules, *(rule for _, rules in self.executed for rule in rules)]
        return tuple({rule.id: rule for rule in found}.values())

    @property
    def cases(self) -> int:
        """How many cases its rules have together."""
        return sum(len(rule.file.cases) for rule in self.every_rule)

    @property
    def severity(self) -> Severity | None:
        """The gravest severity of its rules; None where it has no rule."""
        given = {rule.file.severity for rule in self.every_rule}
        return next((severity for severity in SEVERITIES if severity in given), None)


def coverage(rulesets: Sequence[Ruleset]) -> list[Covered]:
    """Return a row for each clause of these rulesets, in the order of ruleset and document.

    A ruleset that one of them builds on is looked up too, so that its rules count; its own clauses are listed only
    if it is among `rulesets`.
    """
    rules = [rule for ruleset in with_those_beneath(rulesets) for rule in ruleset.rules]
    return [
        _covered(ruleset.name, clause, rules) for ruleset in rulesets for clause in ruleset.clauses.values()
    ]


def with_those_beneath(rulesets: Sequence[Ruleset]) -> list[Ruleset]:
    """Return these rulesets and, after them, those that they build on, each once.

    Raises RulebookError where one of those is not there.
    """
    found = {ruleset.name: ruleset for ruleset in rulesets}
    for ruleset in rulesets:
        for name in ruleset.info.builds_on:
            if name not in found:
                found[name] = load_ruleset(find_ruleset(name))
    return list(found.values())


def _covered(ruleset: str, clause: Clause, rules: Sequence[Rule]) -> Covered:
    own = tuple(rule for rule in rules if clause.id in rule.file.clauses)
    executed = tuple(
        (pattern, tuple(rule for rule in rules if fnmatchcase(rule.id, pattern)))
        for pattern in clause.executed_by
    )
    return Covered(ruleset, clause, own, executed, tuple(_open(clause, own, executed)))


def _open(
    clause: Clause, rules: tuple[Rule, ...], executed: tuple[tuple[str, tuple[Rule, ...]], ...]
) -> Iterator[str]:
    """Say what a clause lacks: a rule where records can decide it, a reason and a pointer where they cannot."""
    for pattern, found in executed:
        if not found:
            yield f"'{pattern}' in executed_by names no rule."
    if clause.check == "none":
        if rules:
            yield f"It is marked none, but {rules[0].id} executes it."
    elif not rules and not any(found for _, found in executed):
        yield "No rule executes it."
    if clause.check != "data":
        if not clause.why:
            yield "It does not say why records cannot decide it (why)."
        if not clause.look_at:
            yield "It does not say what a person should look at instead (look_at)."
