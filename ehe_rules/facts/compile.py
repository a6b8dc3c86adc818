"""From a rule's tree to the forms that an engine judges: lengths resolved, `not` pushed down to the forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ehe_rules.facts.forms import (
    After,
    CompiledRule,
    Counted,
    Dated,
    Form,
    Group,
    Held,
    Joined,
    Negated,
    Part,
    Present,
    Recurring,
    Tested,
    Timed,
)
from ehe_rules.facts.terms import Amount, Deadline, FirstFrom, Gaps, as_anchor, leaves
from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.parameters import length_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ehe_rules.rulebook.model import InForce
    from ehe_rules.rulebook.parameters import Parameter
    from ehe_rules.rulebook.ruleset import Rule


def compile_rule(
    rule: Rule, parameters: Mapping[str, Parameter], default_in_force: InForce | None
) -> CompiledRule:
    """Return the rule with its lengths resolved and its conditions in negation normal form."""
    anchor = rule.anchor if rule.anchor is not None else _only_b(rule.expr)
    anchor = as_anchor(anchor) if anchor is not None else None
    builder = _Builder(parameters, anchor)
    part = builder.part(rule.expr) if rule.file.kind == "require" else builder.condition(rule.expr)
    when = builder.condition(rule.when) if rule.when is not None else None
    held = rule.file.in_force or default_in_force
    in_force = None if held is None else (_day(held.from_), _day(held.to))
    return CompiledRule(rule, rule.file.about, rule.file.kind, when, part, anchor, in_force)


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal() - 719163


def _only_b(expr: s.Expr) -> s.Ref | None:
    found = list(dict.fromkeys(_bs(expr)))
    return found[0] if len(found) == 1 else None


def _bs(expr: s.Expr) -> Iterator[s.Ref]:
    match expr:
        case s.Within(b=b) | s.Order(b=b):
            yield as_anchor(b)
        case s.Every(start=start):
            yield as_anchor(start)
        case s.Between(start=start):
            yield as_anchor(start.ref)
        case s.Not(part):
            yield from _bs(part)
        case s.Both(parts) | s.Either(parts):
            for part in parts:
                yield from _bs(part)


class _Builder:
    def __init__(self, parameters: Mapping[str, Parameter], anchor: s.Ref | None) -> None:
        self.parameters = parameters
        self.anchor = anchor

    def part(self, expr: s.Expr) -> Part:
        """Return a duty; what stands under `not` is a condition."""
        match expr:
            case s.Both(parts) | s.Either(parts):
                return _group("and" if isinstance(expr, s.Both) else "or", [self.part(p) for p in parts])
            case s.Not(part):
                return _held(self.condition(part, negated=True))
        return self.form(expr)

    def condition(self, expr: s.Expr, *, negated: bool = False) -> Part:
        """Return a condition, `not` pushed down to the forms."""
        match expr:
            case s.Both(parts) | s.Either(parts):
                joined: Literal["and", "or"] = "and" if isinstance(expr, s.Both) != negated else "or"
                return _group(joined, [self.condition(p, negated=negated) for p in parts])
            case s.Not(part):
                return self.condition(part, negated=not negated)
        return Negated(self.form(expr)) if negated else self.form(expr)

    def form(self, leaf: s.Leaf) -> Form:  # noqa: PLR0911 - one for each form
        match leaf:
            case s.Recorded(a):
                return Present(a, leaf)
            case s.Within(a, length, side, b):
                return self._within(leaf, a, length, side, b)
            case s.Between(a, start, end):
                first, last = self._moment(start, opens=True), self._moment(end)
                return Timed(_first_from(a, first), last, needs=first, no_limit=("met", "due"), source=leaf)
            case s.Order(a, relation, b):
                return _order(leaf, a, relation, Deadline(as_anchor(b)))
            case s.Every(a, length, start, until):
                events = tuple(e for e in leaves(a) if isinstance(e, s.EventRef))
                return Recurring(
                    Gaps(events, self._amount(length), as_anchor(start), self._moment(until)), leaf
                )
            case s.Compare(number, operator, bound):
                return Counted(number, operator, self._bound(bound), leaf)
        return Tested(leaf, leaf)

    def _within(self, leaf: s.Within, a: s.Ref, length: s.Length, side: str, b: s.Ref) -> Form:
        counted_from, amount = as_anchor(b), self._amount(length)
        if side == "before":
            same = Amount(((None, 0),), amount.unit) if amount.unit == "school days" else None
            early = Deadline(counted_from, amount, "before", opens=amount.unit == "school days")
            return Timed(a, Deadline(counted_from, same), early=early, no_limit=("due", "due"), source=leaf)
        limit = Deadline(counted_from, amount)
        return Timed(_first_from(a, Deadline(counted_from)) if side == "after" else a, limit, source=leaf)

    def _moment(self, moment: s.Moment, *, opens: bool = False) -> Deadline:
        ref = as_anchor(moment.ref)
        if moment.shift is None:
            return Deadline(ref)
        amount = self._amount(moment.shift)
        return Deadline(ref, amount, moment.direction, opens=opens and amount.unit == "school days")

    def _amount(self, length: s.Length) -> Amount:
        if length.name is None:
            return Amount(((None, length.value),), length.unit)
        parameter = self.parameters[length.name]
        values = tuple((_day(v.from_), length_of(v.value)[0]) for v in parameter.values)
        return Amount(
            values, length_of(parameter.values[0].value)[1], self.anchor if len(values) > 1 else None
        )

    def _bound(self, bound: s.Bound) -> Amount:
        if bound.name is None:
            return Amount(((None, bound.value),), "days")
        values = tuple((_day(v.from_), int(v.value)) for v in self.parameters[bound.name].values)
        return Amount(values, "days", self.anchor if len(values) > 1 else None)


def _group(joined_by: Literal["and", "or"], parts: list[Part]) -> Group:
    """Join parts; an `and` inside an `and` is one `and`."""
    flat = [
        q for p in parts for q in (p.parts if isinstance(p, Group) and p.joined_by == joined_by else (p,))
    ]
    return Group(joined_by, tuple(flat))


def _held(part: Part) -> Part:
    """Mark what is left of conditions inside a duty."""
    if isinstance(part, Group):
        return _group(part.joined_by, [_held(p) for p in part.parts])
    return part if isinstance(part, (Negated, Held)) else Held(part)


def _first_from(a: s.Ref, start: Deadline) -> Dated:
    if isinstance(a, s.MilestoneRef):
        parts = tuple(_first_from(p, start) for p in a.parts.parts)
        return parts[0] if len(parts) == 1 else Joined(a.parts.joined_by, parts)
    return FirstFrom(a, start)


def _order(leaf: s.Order, a: s.Ref, relation: s.Relation, b: Deadline) -> Form:
    if relation in ("after", "on or after"):
        return After(a, b, strict=relation == "after", source=leaf)
    if relation == "on":
        return Timed(a, b, early=b, no_limit=("cannot_tell", "due"), source=leaf)
    return Timed(a, b, day_before=relation == "before", no_limit=("met", "due"), source=leaf)
