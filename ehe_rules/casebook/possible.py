"""Which verdicts a rule can give, and which of them none of its cases shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.rulebook.statuses import CAN_CLOSE
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

    from ehe_rules.rulebook.ruleset import Rule, Ruleset
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
    cannot_tell, for a blank of it decides nothing; the same of one for an event that `when` asks for. Besides, not_applicable where a
    rule has a `when`, is in force from some day only (the weeks and half terms of the cases' calendar all are), or is a
    case's duty that can end before it is due. A rule that awaits an act
    is looked at as if that were commenced.
    """
    held = rule.file.in_force or (None if KINDS[rule.file.about].grace else ruleset.info.in_force)
    if held is not None and held.from_ is None and not held.awaits:
        return frozenset({"not_applicable"})
    if rule.file.kind == "flag":
        known = {"indicator", "not_applicable"}
        return frozenset(known if _of_its_opener(ruleset, rule) else known | {"cannot_tell"})
    statuses = {"met", "cannot_tell"}
    timed = rule.file.kind == "require" and any(_deadlines(rule.expr))
    if timed:
        statuses |= set() if _never_late(rule.expr) else {"late"}
    if not (timed and (_of_a_column(rule) or _is_asked_for(rule))):
        statuses |= {"not_met", "due"} if timed else {"not_met"}
    if rule.when is not None or held is not None or (timed and _can_close(ruleset, rule)):
        statuses.add("not_applicable")
    return frozenset(statuses)


def _never_late(expression: Expr) -> bool:
    """Whether what is asked for is done by its day or not at all.

    An act that counts whenever it was done (`A or A within P of B`); and the register's agreement, which is dated on the half term's
    last day however late it came about.
    """
    match expression:
        case Either((_, Within(EventRef("register_agreed")))):
            return True
        case Either((Recorded(a), Within(b))):
            return a == b
    return False


def _is_asked_for(rule: Rule) -> bool:
    """Whether the whole duty is a deadline for an event without which the rule concerns nobody: then it is never missing."""
    asked = rule.when.parts if isinstance(rule.when, Both) else (rule.when,)
    return isinstance(rule.expr, Within) and Recorded(rule.expr.a) in asked


def _can_close(ruleset: Ruleset, rule: Rule) -> bool:
    """Whether the subject can close before the rule's duty was due; not where the closing is what the rule asks for."""
    closers = {closer.partition(" ")[0] for closer in ruleset.vocabulary.subjects[rule.file.about].closed_by}
    asked = rule.expr.a if isinstance(rule.expr, Within) else None
    return rule.file.about in CAN_CLOSE and not (isinstance(asked, EventRef) and asked.event in closers)


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
