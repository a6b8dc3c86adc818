"""A whole rule in sentences: whom it concerns, when, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.findings import words as w
from ehe_rules.findings.told.dates import date_told
from ehe_rules.findings.told.forms import condition, duty
from ehe_rules.findings.told.spoken import ABOUT, ASKS
from ehe_rules.findings.told.tree import Told, several
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.rulebook.ruleset import Rule, Ruleset


@dataclass(frozen=True)
class RuleTold:
    """A rule in sentences.

    `whom` is whom or what it looks at, `when` what must be so of them (None: nothing), `opening` how `asks` begins.
    `milestones` are the names of those that it speaks of, in order of mention.
    """

    whom: str
    when: Told | None
    opening: str
    asks: Told
    milestones: tuple[str, ...]


def tell(rule: Rule, ruleset: Ruleset) -> RuleTold:
    """Return a rule in sentences, its figures as they hold (where they are dated, with their days)."""
    asks = _duty(rule.expr, ruleset) if rule.file.kind == "require" else _condition(rule.expr, ruleset)
    when = None if rule.when is None else _condition(rule.when, ruleset)
    trees = [rule.expr] if rule.when is None else [rule.when, rule.expr]
    named = dict.fromkeys(name for tree in trees for ref in _refs(tree) for name in milestone_names(ref))
    about = rule.file.about
    return RuleTold(
        ABOUT.get(about, f"Each {w.plain(about)}"), when, ASKS[rule.file.kind], asks, tuple(named)
    )


def milestone_told(milestone: s.MilestoneRef) -> Told:
    """Return what a milestone stands for: any, or all, of what it is made of."""
    parts = (_part(part) for part in milestone.parts.parts)
    return several("all" if milestone.parts.joined_by == "and" else "one", parts)


def milestone_names(ref: s.Ref) -> Iterator[str]:
    """Yield the name of a milestone, or those within one that has none."""
    if isinstance(ref, s.MilestoneRef):
        if ref.name:
            yield ref.name
        else:
            for part in ref.parts.parts:
                yield from milestone_names(part)


def _part(ref: s.Ref) -> Told:
    return milestone_told(ref) if isinstance(ref, s.MilestoneRef) and not ref.name else date_told(ref)


def _duty(expr: s.Expr, ruleset: Ruleset) -> Told:
    match expr:
        case s.Both(parts):
            return several("all", (_duty(part, ruleset) for part in parts))
        case s.Either(parts):
            return several("one", (_duty(part, ruleset) for part in parts))
        case s.Not():
            return _condition(expr, ruleset)
    return duty(expr, ruleset)


def _condition(expr: s.Expr, ruleset: Ruleset, *, holds: bool = True) -> Told:
    """Return a condition in words; `not` is carried down to the forms, as the evaluators do."""
    match expr:
        case s.Not(part):
            return _condition(part, ruleset, holds=not holds)
        case s.Both(parts) | s.Either(parts):
            every = isinstance(expr, s.Both) == holds
            return several("all" if every else "one", (_condition(p, ruleset, holds=holds) for p in parts))
    return condition(expr, ruleset, holds=holds)


def _refs(expr: s.Expr) -> Iterator[s.Ref]:
    """Yield the dates that a rule speaks of, in order."""
    match expr:
        case s.Not(part):
            yield from _refs(part)
        case s.Both(parts) | s.Either(parts):
            for part in parts:
                yield from _refs(part)
        case s.Recorded(a):
            yield a
        case s.Within(a=a, b=b) | s.Order(a=a, b=b):
            yield from (a, b)
        case s.Between(a=a, start=start, end=end):
            yield from (a, start.ref, end.ref)
        case s.Every(a=a, start=begins, until=until):
            yield from (a, begins, until.ref)
