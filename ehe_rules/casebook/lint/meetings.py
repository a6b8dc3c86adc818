"""Lint: no rule requires that a meeting takes place which a parent may decline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.casebook.lint.asked import asks_for
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.casebook.lint.finding import Finding, InHand
    from ehe_rules.rulebook.syntax import Expr

MEETINGS = ("meeting_held", "la_home_visit")
"""A parent may decline these; what a rule can require is the offer."""


def meetings(rule: InHand) -> Iterator[Finding]:
    """Yield a finding for each such meeting without which a duty could not be kept, and that `when` does not ask for."""
    if rule.rule.file.kind != "require":
        return
    for event in MEETINGS:
        if _needs(rule.rule.expr, event) and not asks_for(rule.rule.when, s.EventRef(event)):
            yield rule.at(
                "require",
                "meeting",
                f"The rule can only be kept if {event} takes place, which a parent may decline; require the offer, or what follows a "
                "meeting that was held.",
            )


def _needs(expression: Expr, event: str) -> bool:
    """Whether a duty can be kept only if the event was recorded."""
    match expression:
        case s.Both(parts):
            return any(_needs(part, event) for part in parts)
        case s.Either(parts):
            return all(_needs(part, event) for part in parts)
        case s.Recorded(a) | s.Within(a=a) | s.Between(a=a) | s.Order(a=a) | s.Every(a=a):
            return _is_only(a, event)
        case s.Includes(event=ref) | s.OutcomeIs(event=ref):
            return ref.event == event
    return False


def _is_only(ref: s.Ref, event: str) -> bool:
    match ref:
        case s.MilestoneRef(parts=s.RefTree("or", parts)):
            return all(_is_only(part, event) for part in parts)
        case s.MilestoneRef(parts=s.RefTree(parts=parts)):
            return any(_is_only(part, event) for part in parts)
        case s.EventRef(named):
            return named == event
    return False
