"""The few forms that an engine judges, and the terms that facts must hold for them (docs/language.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ehe_rules.facts.terms import Amount, Deadline, FirstFrom, Gaps, Term, TermList, filled, leaves
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.rulebook.ruleset import Rule

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


def add_terms(rule: CompiledRule, terms: TermList) -> None:
    """Add all that the rule needs to the list of terms."""
    if rule.anchor is not None:
        for leaf in leaves(rule.anchor):
            terms.add(leaf)
    for part in (rule.when, rule.part):
        for form in forms_of(part) if part is not None else ():
            for term in terms_of(form):
                terms.add(term)
            if isinstance(form, Timed) and form.limit.in_school_days:
                for date in _dates(form.a):
                    terms.count(date)


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
            if (said := filled(a)) is not None:
                yield said
        case Recurring(gaps):
            yield gaps
        case Tested(test):
            yield test
        case Counted(number, _, amount):
            yield number
            if amount.anchor is not None:
                yield from leaves(amount.anchor)


def _dates(dated: Dated) -> Iterator[s.EventRef | s.FieldRef | FirstFrom]:
    if isinstance(dated, Joined):
        for part in dated.parts:
            yield from _dates(part)
    elif isinstance(dated, FirstFrom):
        yield dated
    else:
        yield from leaves(dated)
