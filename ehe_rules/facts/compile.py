"""From a rule's tree to the few forms that an engine judges, and to the terms that facts must hold for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ehe_rules.facts.terms import Amount, Deadline, FirstFrom, Gaps, Term, TermList, as_anchor, leaves
from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.model import length_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ehe_rules.rulebook.load import Rule
    from ehe_rules.rulebook.model import InForce, Parameter

Outcome = Literal["met", "late", "due", "not_met", "cannot_tell"]


@dataclass(frozen=True)
class Joined:
    """`and` or `or` of dates: a milestone whose parts are the first entries on or after a moment."""

    joined_by: Literal["and", "or"]
    parts: tuple[Dated, ...]


Dated = s.EventRef | s.FieldRef | s.MilestoneRef | FirstFrom | Joined


@dataclass(frozen=True)
class Timed:
    """A by a limit: every form with a deadline.

    `limit` is the last moment allowed (a day less if `day_before`); before `early` A does not count; `needs` must
    be recorded at all. `no_limit` says what holds while the limit is not recorded: (with A, without A).
    """

    a: Dated
    limit: Deadline
    day_before: bool = False
    early: Deadline | None = None
    needs: Deadline | None = None
    no_limit: tuple[Outcome, Outcome] = ("cannot_tell", "cannot_tell")
    source: s.Leaf | None = None


@dataclass(frozen=True)
class After:
    """A after B (or on it, if not `strict`)."""

    a: Dated
    b: Deadline
    strict: bool
    source: s.Leaf | None = None


@dataclass(frozen=True)
class Present:
    """A is recorded."""

    a: Dated
    source: s.Leaf | None = None


@dataclass(frozen=True)
class Recurring:
    """A every P from B until C."""

    gaps: Gaps
    source: s.Leaf | None = None


@dataclass(frozen=True)
class Tested:
    """A truth value that facts hold."""

    test: s.Includes | s.OutcomeIs | s.Is | s.IsRecorded
    source: s.Leaf | None = None


@dataclass(frozen=True)
class Counted:
    """A number compared with a number (its dated values as an Amount without a unit of its own)."""

    number: s.Number
    operator: s.Operator
    amount: Amount
    source: s.Leaf | None = None


Form = Timed | After | Present | Recurring | Tested | Counted


@dataclass(frozen=True)
class Negated:
    """`not` of a form; nothing else is ever negated."""

    form: Form


@dataclass(frozen=True)
class Held:
    """A form that stands under `not` twice: a condition still, met if true and not_met if false."""

    form: Form


@dataclass(frozen=True)
class Group:
    """`and` or `or` of parts."""

    joined_by: Literal["and", "or"]
    parts: tuple[Part, ...]


Part = Form | Negated | Held | Group


@dataclass(frozen=True)
class CompiledRule:
    """A rule as the engines judge it."""

    rule: Rule
    about: str
    kind: Literal["require", "forbid", "flag"]
    when: Part | None
    part: Part
    anchor: s.Ref | None
    in_force: tuple[int | None, int | None] | None

    @property
    def id(self) -> str:
        """`ruleset:rule`."""
        return self.rule.id


def compile_rule(rule: Rule, parameters: Mapping[str, Parameter], default_in_force: InForce | None) -> CompiledRule:
    """Return the rule with its lengths resolved and its conditions in negation normal form."""
    anchor = rule.anchor if rule.anchor is not None else _only_b(rule.expr)
    anchor = as_anchor(anchor) if anchor is not None else None
    builder = _Builder(parameters, anchor)
    part = builder.part(rule.expr) if rule.file.kind == "require" else builder.condition(rule.expr)
    when = builder.condition(rule.when) if rule.when is not None else None
    held = rule.file.in_force or default_in_force
    in_force = None if held is None else (_day(held.from_), _day(held.to))
    return CompiledRule(rule, rule.file.about, rule.file.kind, when, part, anchor, in_force)


def add_terms(rule: CompiledRule, terms: TermList) -> None:
    """Add all that the rule needs to the list of terms."""
    if rule.anchor is not None:
        for leaf in leaves(rule.anchor):
            terms.add(leaf)
    for part in (rule.when, rule.part):
        for form in forms_of(part) if part is not None else ():
            for term in terms_of(form):
                terms.add(term)


def forms_of(part: Part) -> Iterator[Form]:
    """Yield the forms of a part, in order."""
    if isinstance(part, Group):
        for below in part.parts:
            yield from forms_of(below)
    elif isinstance(part, (Negated, Held)):
        yield part.form
    else:
        yield part


def terms_of(form: Form) -> Iterator[Term]:
    """Yield the terms that a form needs."""
    match form:
        case Timed(a, limit, _, early, needs):
            yield from _dates(a)
            yield from (d for d in (limit, early, needs) if d is not None)
        case After(a, b):
            yield from _dates(a)
            yield b
        case Present(a):
            yield from _dates(a)
        case Recurring(gaps):
            yield gaps
        case Tested(test):
            yield test
        case Counted(number, _, amount):
            yield number
            if amount.anchor is not None:
                yield from leaves(amount.anchor)


def _dates(dated: Dated) -> Iterator[Term]:
    if isinstance(dated, Joined):
        for part in dated.parts:
            yield from _dates(part)
    elif isinstance(dated, FirstFrom):
        yield dated
    else:
        yield from leaves(dated)


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
        """A duty; what stands under `not` is a condition."""
        match expr:
            case s.Both(parts) | s.Either(parts):
                return _group("and" if isinstance(expr, s.Both) else "or", [self.part(p) for p in parts])
            case s.Not(part):
                return _held(self.condition(part, negated=True))
        return self.form(expr)

    def condition(self, expr: s.Expr, *, negated: bool = False) -> Part:
        """A condition, `not` pushed down to the forms."""
        match expr:
            case s.Both(parts) | s.Either(parts):
                joined: Literal["and", "or"] = "and" if isinstance(expr, s.Both) != negated else "or"
                return _group(joined, [self.condition(p, negated=negated) for p in parts])
            case s.Not(part):
                return self.condition(part, negated=not negated)
        return Negated(self.form(expr)) if negated else self.form(expr)

    def form(self, leaf: s.Leaf) -> Form:
        match leaf:
            case s.Recorded(a):
                return Present(a, leaf)
            case s.Within(a, length, side, b):
                return self._within(leaf, a, length, side, b)
            case s.Between(a, start, end):
                first, last = self._moment(start), self._moment(end)
                return Timed(_first_from(a, first), last, needs=first, no_limit=("met", "due"), source=leaf)
            case s.Order(a, relation, b):
                return _order(leaf, a, relation, Deadline(as_anchor(b)))
            case s.Every(a, length, start, until):
                events = tuple(e for e in leaves(a) if isinstance(e, s.EventRef))
                return Recurring(Gaps(events, self._amount(length), as_anchor(start), self._moment(until)), leaf)
            case s.Compare(number, operator, bound):
                return Counted(number, operator, self._bound(bound), leaf)
        return Tested(leaf, leaf)

    def _within(self, leaf: s.Within, a: s.Ref, length: s.Length, side: str, b: s.Ref) -> Form:
        counted_from, amount = as_anchor(b), self._amount(length)
        if side == "before":
            same = Amount(((None, 0),), amount.unit) if amount.unit == "school days" else None
            early = Deadline(counted_from, amount, "before")
            return Timed(a, Deadline(counted_from, same), early=early, no_limit=("due", "due"), source=leaf)
        limit = Deadline(counted_from, amount)
        return Timed(_first_from(a, Deadline(counted_from)) if side == "after" else a, limit, source=leaf)

    def _moment(self, moment: s.Moment) -> Deadline:
        ref = as_anchor(moment.ref)
        return Deadline(ref, None if moment.shift is None else self._amount(moment.shift), moment.direction)

    def _amount(self, length: s.Length) -> Amount:
        if length.name is None:
            return Amount(((None, length.value),), length.unit)
        parameter = self.parameters[length.name]
        values = tuple((_day(v.from_), length_of(v.value)[0]) for v in parameter.values)
        return Amount(values, length_of(parameter.values[0].value)[1], self.anchor if len(values) > 1 else None)

    def _bound(self, bound: s.Bound) -> Amount:
        if bound.name is None:
            return Amount(((None, bound.value),), "days")
        values = tuple((_day(v.from_), int(v.value)) for v in self.parameters[bound.name].values)
        return Amount(values, "days", self.anchor if len(values) > 1 else None)


def _group(joined_by: Literal["and", "or"], parts: list[Part]) -> Group:
    """Join parts; an `and` inside an `and` is one `and`."""
    flat = [q for p in parts for q in (p.parts if isinstance(p, Group) and p.joined_by == joined_by else (p,))]
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
