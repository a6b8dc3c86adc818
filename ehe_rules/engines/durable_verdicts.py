"""A rule as goals for durable-rules: first what each of its forms comes to, then its one verdict.

A goal sets a number of the fact (`f3`: the status of a duty's form on the chain; `c3`, `not3`: the truth of a condition's
form or of its `not`; `v3`: the verdict of a rule) to a value where its condition holds. The conditions of a form rest on the facts; those of a
verdict on the numbers of its forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.engines.chain import CANNOT_TELL, CHAIN, DUE, LATE, MET, NOT_MET
from ehe_rules.engines.durable_conditions import (
    ALWAYS,
    NEVER_SO,
    Condition,
    at_most,
    either,
    every,
    negated,
)
from ehe_rules.engines.durable_forms import FormReader
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import FALSE, NEVER, TRUE, UNKNOWN
from ehe_rules.rulebook.statuses import CURRENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ehe_rules.facts.terms import TermList

STATUSES = (*CHAIN, "indicator")
"""The verdicts by number; a rule without one is silent: it does not apply."""
INDICATOR = len(CHAIN)
SILENT = -1


@dataclass(frozen=True)
class Goal:
    """`number` becomes `value` where the condition holds."""

    number: str
    value: int
    condition: Condition


class RuleReader:
    """Turns the rules about one kind of subject into goals; a form that several rules share is judged once."""

    def __init__(self, rules: Sequence[c.CompiledRule], terms: TermList) -> None:
        """Read the rules; `goals`, `otherwise` (each number's value where no goal holds) and `verdicts` are then filled."""
        self.forms = FormReader(terms, current=any(rule.about in CURRENT for rule in rules))
        self.goals: list[Goal] = []
        self.otherwise: dict[str, int] = {}
        self.verdicts: dict[str, str] = {}
        self._names: dict[tuple[object, ...], str] = {}
        for i, rule in enumerate(rules):
            number = f"v{i}"
            self.verdicts[number] = rule.id
            self.otherwise[number] = SILENT
            self.goals += [Goal(number, value, condition) for value, condition in self._verdict(rule)]

    def _verdict(self, rule: c.CompiledRule) -> Iterator[tuple[int, Condition]]:
        held = self._in_force(rule)
        applies = self._at_least(rule.when, TRUE) if rule.when is not None else ALWAYS
        perhaps = self._at_least(rule.when, UNKNOWN) if rule.when is not None else ALWAYS
        unsure = every(held, perhaps, negated(applies))
        chosen = self._duty(rule.part) if rule.kind == "require" else self._finding(rule)
        for status, condition in chosen:
            speaks = every(held, applies, condition)
            yield status, either(unsure, speaks) if status == CANNOT_TELL else speaks

    def _in_force(self, rule: c.CompiledRule) -> Condition:
        if rule.in_force is None:
            return ALWAYS
        first, last = rule.in_force
        return NEVER_SO if first is None else self.forms.on_anchor(rule.anchor, first, last)

    def _duty(self, part: c.Part) -> Iterator[tuple[int, Condition]]:
        """Yield for each status the condition that the duty comes to it: at least so good, and no better."""
        reached = [*(self._as_good_as(part, status) for status in range(len(CHAIN))), NEVER_SO]
        for status, condition in enumerate(reached[:-1]):
            exactly = every(condition, negated(reached[status + 1]))
            # Closed before it was due: a rule still due when its case closed does not concern the case any more.
            yield status, every(exactly, at_most(NEVER, "freeze_day")) if status == DUE else exactly

    def _finding(self, rule: c.CompiledRule) -> Iterator[tuple[int, Condition]]:
        """Yield for each status the condition that a prohibition or an indicator comes to it."""
        true, perhaps = self._at_least(rule.part, TRUE), self._at_least(rule.part, UNKNOWN)
        yield CANNOT_TELL, every(perhaps, negated(true))
        if rule.kind == "forbid":
            yield NOT_MET, true
            yield MET, negated(perhaps)
        else:
            yield INDICATOR, true

    def _as_good_as(self, part: c.Part, status: int) -> Condition:
        """Return whether a duty is at least so good on the chain."""
        if isinstance(part, c.Group):
            parts = [self._as_good_as(p, status) for p in part.parts]
            return every(*parts) if part.joined_by == "and" else either(*parts)
        if isinstance(part, c.Negated | c.Held):
            # What stands under `not` (or under two) is true (met), unknown (cannot_tell) or false (not_met).
            truth = TRUE if status > CANNOT_TELL else UNKNOWN if status > NOT_MET else FALSE
            return self._at_least(part, truth)
        return at_most(status, self._status(part)) if status > NOT_MET else ALWAYS

    def _at_least(self, part: c.Part, truth: int) -> Condition:
        """Return whether a condition is at least so true (unknown lies between false and true)."""
        if truth == FALSE:
            return ALWAYS
        if isinstance(part, c.Group):
            parts = [self._at_least(p, truth) for p in part.parts]
            return every(*parts) if part.joined_by == "and" else either(*parts)
        return at_most(truth, self._truth(part))

    def _status(self, form: c.Form) -> str:
        """Return the number that holds the status of a duty's form; where nothing is certain it cannot be told."""
        name, new = self._named("f", form)
        if new:
            certain = self.forms.certain(form, duty=True)
            self.otherwise[name] = CANNOT_TELL
            self.goals += [Goal(name, status, condition) for status, condition in certain.items()]
        return name

    def _truth(self, part: c.Form | c.Negated | c.Held) -> str:
        """Return the number that holds the truth of a condition's form, or of its `not`; both are false while it is due."""
        form = part.form if isinstance(part, c.Negated | c.Held) else part
        is_not = isinstance(part, c.Negated)
        name, new = self._named("not" if is_not else "c", form)
        if new:
            yes = (LATE, NOT_MET) if is_not else (MET,)
            certain = self.forms.certain(form, duty=False)
            self.otherwise[name] = UNKNOWN
            self.goals += [Goal(name, TRUE if status in yes else FALSE, x) for status, x in certain.items()]
        return name

    def _named(self, use: str, form: c.Form) -> tuple[str, bool]:
        """Return the number for one use of a form, and whether it is new; the words that it was written in do not count."""
        said = tuple(value for field, value in vars(form).items() if field != "source")
        key = (use, type(form), *said)
        new = key not in self._names
        return self._names.setdefault(key, f"{use}{len(self._names)}"), new
