"""A rule against a subject: in force, when, the part, and one verdict from many."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ehe_rules.rulebook.syntax import (
    Between,
    Both,
    Either,
    Every,
    Not,
    Order,
    Recorded,
    Within,
)
from oracle.deadlines import day_certain
from oracle.every import every
from oracle.facts import holds
from oracle.forms import timed
from oracle.model import NEVER, Outcome, Rule, Verdict
from oracle.record import Record
from oracle.scene import Scene
from oracle.terms import bounds
from oracle.windows import Subject, subjects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ehe_rules.rulebook.syntax import Expr, Ref
    from oracle.model import Kind, Status, Trust, Vocabulary

CHAIN: tuple[Status, ...] = ("not_met", "late", "cannot_tell", "due", "met")
"""Worst first: an `and` takes the lowest, an `or` the highest."""

NOT_APPLICABLE = Outcome("not_applicable")


class Oracle:
    """A trust's records made ready for many rules."""

    def __init__(self, trust: Trust, vocabulary: Vocabulary) -> None:
        """Read every school's record on its audit date."""
        self.records = [Record(trust, school, vocabulary) for school in trust.schools]
        self._subjects: dict[Kind, list[Subject]] = {}

    def subjects(self, about: Kind) -> list[Subject]:
        """All subjects of one kind, school by school."""
        if about not in self._subjects:
            self._subjects[about] = [found for record in self.records for found in subjects(record, about)]
        return self._subjects[about]

    def verdicts(self, rule: Rule) -> list[Verdict]:
        """Give what a rule comes to for each of its subjects, not_applicable included."""
        return [
            Verdict(subject.name, rule.about, subject.record.school, subject.pupil, judge(rule, subject))
            for subject in self.subjects(rule.about)
        ]


def judge(rule: Rule, subject: Subject) -> Outcome:
    """Give what a rule comes to for one subject."""
    anchor_day = _anchor_day(rule, subject)
    first, last = rule.in_force
    if (first is not None and anchor_day < first) or (last is not None and anchor_day > last):
        return NOT_APPLICABLE
    scene = Scene(subject, rule.parameters, anchor_day)
    concerned = True if rule.when is None else condition(rule.when, scene)
    if concerned is None:
        return Outcome("cannot_tell")
    if not concerned:
        return NOT_APPLICABLE
    if rule.part != "require":
        return _condition_part(rule, scene)
    outcome = _required(rule.expr, scene)
    if outcome.status == "due" and subject.excused:
        return NOT_APPLICABLE
    return outcome


def _condition_part(rule: Rule, scene: Scene) -> Outcome:
    """Judge `forbid` and `flag`."""
    found = condition(rule.expr, scene)
    if found is None:
        return Outcome("cannot_tell")
    if rule.part == "forbid":
        return Outcome("not_met" if found else "met")
    return Outcome("indicator") if found else NOT_APPLICABLE


def condition(expr: Expr, scene: Scene, *, negated: bool = False) -> bool | None:
    """Tell whether a condition is true; `not` is pushed down to the forms."""
    if isinstance(expr, Not):
        return condition(expr.part, scene, negated=not negated)
    if isinstance(expr, Both | Either):
        parts = [condition(part, scene, negated=negated) for part in expr.parts]
        deciding = isinstance(expr, Either) != negated
        if deciding in parts:
            return deciding
        return None if None in parts else not deciding
    if isinstance(expr, Recorded | Within | Between | Order | Every):
        status = _timed(expr, scene, duty=False).status
        if status == "cannot_tell":
            return None
        return status in (("late", "not_met") if negated else ("met",))
    found = holds(expr, scene)
    return None if found is None else found != negated


def _timed(form: Recorded | Within | Between | Order | Every, scene: Scene, *, duty: bool) -> Outcome:
    return every(form, scene, duty=duty) if isinstance(form, Every) else timed(form, scene, duty=duty)


def _required(expr: Expr, scene: Scene) -> Outcome:
    """Judge a duty: its status, and the dates of the parts that decided it."""
    judged = _duty(expr, scene)
    if judged.status == "cannot_tell":
        return Outcome("cannot_tell")
    measured = [part for part in judged.deciding if part.due_on is not None or part.days_late is not None]
    leading = min(measured, key=_by_urgency, default=None)
    return Outcome(
        judged.status,
        leading.due_on if leading else None,
        max((part.done_on for part in judged.deciding if part.done_on is not None), default=None),
        leading.days_late if leading else None,
    )


def _by_urgency(part: Outcome) -> tuple[bool, int, date]:
    """Order by the largest `days_late`, then the earliest `due_on`."""
    return part.days_late is None, -(part.days_late or 0), part.due_on or NEVER


class Judged(NamedTuple):
    """What a part comes to, the forms that decided it, and whether a test alone failed it."""

    status: Status
    deciding: list[Outcome]
    by_test: bool = False


def _duty(expr: Expr, scene: Scene) -> Judged:
    """Judge one part: its status, and the forms with that status on a path of that status."""
    if isinstance(expr, Both | Either):
        parts = [_duty(part, scene) for part in expr.parts]
        choose = min if isinstance(expr, Both) else max
        status = choose((part.status for part in parts), key=CHAIN.index)
        paths = [part for part in parts if part.status == status]
        failed = [part for part in paths if part.by_test] if isinstance(expr, Both) else []
        return Judged(status, [form for part in failed or paths for form in part.deciding], bool(failed))
    if isinstance(expr, Recorded | Within | Between | Order | Every):
        outcome = _timed(expr, scene, duty=True)
        return Judged(outcome.status, [outcome])
    found = condition(expr, scene)
    status = "cannot_tell" if found is None else "met" if found else "not_met"
    return Judged(status, [Outcome(status)], by_test=status == "not_met")


def _anchor_day(rule: Rule, subject: Subject) -> date:
    """Find the date that decides which law applies: the anchor's, the only B's, or the subject's own."""
    anchors = {rule.anchor} if rule.anchor is not None else set(_counted_from(rule.expr))
    if len(anchors) != 1:
        return subject.own_date
    return day_certain(bounds(anchors.pop(), subject, counted_from=True)) or subject.record.audit


def _counted_from(expr: Expr) -> Iterator[Ref]:
    """Every B of a part."""
    if isinstance(expr, Both | Either):
        for part in expr.parts:
            yield from _counted_from(part)
    elif isinstance(expr, Not):
        yield from _counted_from(expr.part)
    elif isinstance(expr, Within | Order):
        yield expr.b
    elif isinstance(expr, Between):
        yield expr.start.ref
    elif isinstance(expr, Every):
        yield expr.start
