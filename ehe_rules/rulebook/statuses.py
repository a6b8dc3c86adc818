"""Which statuses a rule can ever give, so that a case that expects another one is refused where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.rulebook.syntax import Between, Both, Either, Every, Not, Order, Within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.rulebook.model import InForce, RuleFile
    from ehe_rules.rulebook.syntax import Expr

AT_ONCE = ("after", "on or after")
"""Orders that are met or not met at once: no time runs out."""

CAN_CLOSE = ("case", "la_child", "la_plan", "la_complaint")
"""Subjects that can close before something was due, which is then due no more."""

CURRENT = ("school_week", "school_half_term", "trust", "trust_term")
"""Periods that count while they run: what they ask for is due until they end, even if it has no deadline of its own."""


def can_give(file: RuleFile, expression: Expr, default_in_force: InForce | None) -> frozenset[str]:
    """Return every status that some record could bring a rule to.

    Only a duty with a deadline can be late, and due only that or the duty of a period that runs; only a flag is an indicator; `not_applicable` needs a `when`, a flag, a first or
    last day in force, or a deadline that the closing of its subject can end. No case knows waivers.
    """
    if file.kind == "flag":
        return frozenset({"indicator", "not_applicable", "cannot_tell"})
    statuses = {"met", "not_met", "cannot_tell"}
    timed = file.kind == "require" and any(_timed(expression))
    if timed:
        statuses |= {"late", "due"}
    if file.kind == "require" and file.about in CURRENT and any(_asks(expression)):
        statuses.add("due")
    held = file.in_force or default_in_force
    if file.when or held is not None or (timed and file.about in CAN_CLOSE):
        statuses.add("not_applicable")
    return frozenset(statuses)


def _asks(expression: Expr) -> Iterator[bool]:
    """Yield true for each form that is no condition under `not`."""
    if isinstance(expression, Both | Either):
        for part in expression.parts:
            yield from _asks(part)
    else:
        yield not isinstance(expression, Not)


def _timed(expression: Expr) -> Iterator[bool]:
    match expression:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _timed(part)
        case Within() | Between() | Every():
            yield True
        case Order(relation=relation):
            yield relation not in AT_ONCE
