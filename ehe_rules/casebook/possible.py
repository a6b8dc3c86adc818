"""Which verdicts a rule can give, and which of them none of its cases shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ehe_rules.rulebook.syntax import (
    Between,
    Both,
    Either,
    EventRef,
    Every,
    FieldRef,
    Order,
    Recorded,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.rulebook.load import Rule, Ruleset
    from ehe_rules.rulebook.syntax import Expr

DEADLINE_ORDERS = ("before", "on or before")
"""`on`, `after` and `on or after` ask for a day, not for a deadline: whether they can be late depends on the rest."""


class Missing(NamedTuple):
    """A status that a rule can give and that none of its cases shows."""

    rule: Rule
    status: str

    @property
    def message(self) -> str:
        """The gap in words, with the rule's file."""
        return f"{self.rule.path}: no case shows the rule {self.rule.id} as '{self.status}'; add one."


def possible_statuses(ruleset: Ruleset, rule: Rule) -> frozenset[str]:
    """Return the statuses that a rule's cases must show, each at least once.

    A duty: met, not_met and cannot_tell; late and due if it has a deadline. A prohibition: met, not_met and
    cannot_tell. An indicator: indicator, not_applicable and cannot_tell (not where it looks only at the entry that the
    subject is about). A deadline for a dated column: met, late and
    cannot_tell, for a blank of it decides nothing. Besides, not_applicable where a rule has a
    `when`, is in force from some day only, or is a case's duty that can end before it is due.
    """
    held = rule.file.in_force or ruleset.info.in_force
    if held is not None and held.from_ is None:
        return frozenset({"not_applicable"})
    if rule.file.kind == "flag":
        known = {"indicator", "not_applicable"}
        return frozenset(known if _of_its_opener(ruleset, rule) else known | {"cannot_tell"})
    statuses = {"met", "cannot_tell"}
    timed = rule.file.kind == "require" and any(_deadlines(rule.expr))
    if timed:
        statuses.add("late")
    if not (timed and _of_a_column(rule)):
        statuses |= {"not_met", "due"} if timed else {"not_met"}
    if rule.when is not None or held is not None or (timed and rule.file.about == "case"):
        statuses.add("not_applicable")
    return frozenset(statuses)


def _of_a_column(rule: Rule) -> bool:
    """Whether the whole duty is a deadline for a dated column that every such subject has, blank or not."""
    match rule.expr:
        case Within(FieldRef(column), _, "of") | Order(FieldRef(column), "before" | "on or before"):
            return rule.file.about == "leaver" or not column.startswith("leaving_")
    return False


def _of_its_opener(ruleset: Ruleset, rule: Rule) -> bool:
    """Whether an indicator asks only for the entry that makes the subject, which is recorded wherever there is one."""
    opener = ruleset.vocabulary.subjects[rule.file.about].one_per
    return rule.when is None and rule.expr == Recorded(EventRef(opener))


def missing_statuses(ruleset: Ruleset) -> list[Missing]:
    """Return what the cases of a ruleset leave unshown, in order of rule and status."""
    return [
        Missing(rule, status)
        for rule in ruleset.rules
        for status in sorted(possible_statuses(ruleset, rule) - _shown(rule))
    ]


def _shown(rule: Rule) -> set[str]:
    return {status for case in rule.file.cases for status in case.expect}


def _deadlines(expression: Expr) -> Iterator[bool]:
    """Yield, for each form that is a duty of its own (nothing under `not`), whether it has a deadline."""
    match expression:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _deadlines(part)
        case Within() | Between() | Every():
            yield True
        case Order(relation=relation):
            yield relation in DEADLINE_ORDERS
