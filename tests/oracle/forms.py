"""The forms that ask for a date: recorded, within, between, and the orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ehe_rules.rulebook.syntax import Between, EventRef, Length, Moment, Order, Recorded, Within
from oracle.calendar import WORLD
from oracle.deadlines import ByDate, ByDayOfNumber, BySchoolDay, day_certain
from oracle.model import DAY, NEVER, UNKNOWN, Bounds, Outcome, on
from oracle.readings import Reading, agree, candidates
from oracle.scene import is_entry
from oracle.terms import bounds, first_from, is_filled, table_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ehe_rules.rulebook.syntax import Ref
    from oracle.deadlines import Deadline
    from oracle.scene import Scene

SOME_DAY = date(9000, 1, 1)
"""Stands for a day past the calendar, not known which."""

TimedForm = Recorded | Within | Between | Order


@dataclass(frozen=True)
class Form:
    """A form met by a subject. As a `duty` it heeds cases closed before it was due."""

    scene: Scene
    a: Ref
    duty: bool

    @property
    def closing(self) -> date | None:
        """The day on which running duties ended without a failing (None: no such closing, or a condition)."""
        subject = self.scene.subject
        return subject.case.closed_on if self.duty and subject.excused and subject.case else None

    def ended_before_due(self, a: date, deadline: Deadline | None) -> Iterator[bool]:
        """Tell whether the case closed with this not done and not out of time (None: no deadline yet)."""
        closing = self.closing
        if closing is None or a <= closing:
            yield False
        elif deadline is None:
            yield True
        else:
            yield from deadline.holds(closing)

    def failing(self, a: date, deadline: Deadline, reading: Reading) -> Iterator[Reading]:
        """Read a failing: none for certain where a leaving, of which it is not known why, may have closed the case before it was due."""
        subject, gone = self.scene.subject, None
        if self.duty and subject.case and subject.spell and subject.spell.ehe == "unknown":
            left, closed = subject.spell.left, subject.case.closed_on or NEVER
            if left.lo == left.hi and subject.case.opened_on <= left.lo <= closed:
                gone = left.lo
        if gone is None or a <= gone:
            yield reading
        else:
            for in_time in deadline.holds(gone):
                yield Reading("cannot_tell") if in_time else reading

    def against(self, a: date, deadline: Deadline) -> Iterator[Reading]:
        """Read A against a deadline that stands: met, late, due, not_met."""
        for ended in self.ended_before_due(a, deadline):
            if ended:
                yield Reading("due")
            elif a != NEVER:
                for in_time in deadline.holds(a):
                    late = Reading("late", deadline.excess(a))
                    yield from [Reading("met")] if in_time else self.failing(a, deadline, late)
            else:
                for running in deadline.holds(self.scene.audit):
                    yield from [Reading("due")] if running else self._missed(deadline)

    def _missed(self, deadline: Deadline) -> Iterator[Reading]:
        """Read what is missing: silence counts only up to the day of the export."""
        late = deadline.excess(self.scene.audit)
        exported = table_dates(self.a, self.scene.subject)
        if deadline.last_day.hi <= exported:
            yield from self.failing(NEVER, deadline, Reading("not_met", late))
        elif deadline.last_day.lo > exported:
            yield Reading("cannot_tell")
        else:
            yield from (Reading("not_met", late), Reading("cannot_tell"))

    def open_ended(self, a: date, missing: Reading, done: Reading) -> Iterator[Reading]:
        """Read A where there is no deadline yet: B is not recorded."""
        for ended in self.ended_before_due(a, None):
            yield Reading("due") if ended else (missing if a == NEVER else done)


def timed(form: TimedForm, scene: Scene, *, duty: bool) -> Outcome:
    """Give the status of a form about dates."""
    if isinstance(form, Recorded):
        return _recorded(form, scene)
    if isinstance(form, Within):
        return _within(form, Form(scene, form.a, duty))
    if isinstance(form, Between):
        return _between(form, Form(scene, form.a, duty))
    return _order(form, Form(scene, form.a, duty))


def _recorded(form: Recorded, scene: Scene) -> Outcome:
    a = bounds(form.a, scene.subject)
    if isinstance(form.a, EventRef) and form.a.which in ("until", "entered"):
        told = is_filled(form.a, scene.subject)
        reading = Reading("cannot_tell" if told is None else "met" if told else "not_met")
        return agree(iter((reading,)), None, day_certain(a))
    readings = (Reading("not_met" if day == NEVER else "met") for day in (a.hi, a.lo))
    return agree(readings, None, day_certain(a))


def _within(form: Within, over: Form) -> Outcome:
    """Judge `A within P of B`, `after B`, `before B`."""
    scene = over.scene
    lengths = [scene.length(form.length)]
    b = bounds(form.b, scene.subject, counted_from=True)

    def dated(day: date) -> Bounds:
        if form.side == "after" and day != NEVER:
            return first_from(form.a, day, scene.subject)
        return bounds(form.a, scene.subject)

    def readings() -> Iterator[Reading]:
        for day in candidates(b, scene, lengths):
            for a in candidates(dated(day), scene, lengths):
                yield from _within_reading(form, over, a, day)

    certain = day_certain(b)
    due_on = day_certain(_within_deadline(form, scene, certain).last_day) if certain else None
    return agree(readings(), due_on, _done(b, dated))


def _within_deadline(form: Within, scene: Scene, b: date) -> Deadline:
    """Give the deadline that B makes: B + P, or B itself of `within P before B`."""
    length = scene.length(form.length)
    if length.unit == "school days":
        number = scene.calendar.number(b)
        return BySchoolDay(scene.calendar, number if form.side == "before" else number.plus(length.value))
    if form.side == "before":
        return ByDate(on(b))
    return ByDate(scene.after(b, length, entry=is_entry(form.b)))


def _within_reading(form: Within, over: Form, a: date, b: date) -> Iterator[Reading]:
    """Judge one reading of both dates."""
    if b == NEVER:
        if form.side == "before":
            yield from over.open_ended(a, Reading("due"), Reading("due"))
        else:
            yield Reading("cannot_tell")
    elif form.side == "before" and a != NEVER:
        yield from _before(form, over, a, b)
    else:
        yield from over.against(a, _within_deadline(form, over.scene, b))


def _before(form: Within, over: Form, a: date, b: date) -> Iterator[Reading]:
    """Judge `A within P before B`, both recorded: earlier than B - P is not_met, whatever came later; after B is late."""
    scene = over.scene
    length = scene.length(form.length)
    deadline = _within_deadline(form, scene, b)
    if length.unit == "school days":
        numbers = scene.calendar.number(a).plus(length.value)
        holds = BySchoolDay(scene.calendar, numbers).holds(b)
    else:
        start = scene.before(b, length, entry=is_entry(form.b))
        # only an entry's own half term or term may begin after it: that of a holiday is the one to come
        ahead = is_entry(form.b) and length.unit in ("half terms", "terms") and length.value == 0
        latest = start.hi if ahead else min(start.hi, b)
        holds = frozenset({a >= start.lo, a >= latest}) if a <= b else frozenset({True})
    for in_time in holds:
        if in_time:
            yield from over.against(a, deadline)
        else:
            for ended in over.ended_before_due(a, deadline):
                early = Reading("not_met", overdue(deadline, over.scene))
                yield from [Reading("due")] if ended else over.failing(a, deadline, early)


def overdue(deadline: Deadline, scene: Scene) -> int | None:
    """Tell by how much a deadline has passed on the audit date, if it has."""
    excess = deadline.excess(scene.audit)
    return excess if excess is not None and excess > 0 else None


def _between(form: Between, over: Form) -> Outcome:
    """Judge `A between START and END`: the first A on or after the start, met if by the end."""
    scene = over.scene
    lengths = [scene.length(moment.shift) for moment in (form.start, form.end) if moment.shift]
    start, end = moment_bounds(form.start, scene, opens=True), moment_bounds(form.end, scene)
    by_number = bool(form.end.shift) and scene.length(form.end.shift or Length()).unit == "school days"

    def deadline(day: date) -> Deadline:
        return ByDayOfNumber(scene.calendar, on(day)) if by_number else ByDate(on(day))

    def dated(day: date) -> Bounds:
        return bounds(form.a, scene.subject) if day == NEVER else first_from(form.a, day, scene.subject)

    def readings() -> Iterator[Reading]:
        for first in candidates(start, scene, lengths):
            for last in candidates(end, scene, lengths):
                for a in candidates(dated(first), scene, lengths):
                    if first == NEVER:
                        yield Reading("cannot_tell")
                    elif last == NEVER:
                        yield from over.open_ended(a, Reading("due"), Reading("met"))
                    else:
                        yield from over.against(a, deadline(last))

    return agree(readings(), day_certain(end), _done(start, dated))


def moment_bounds(moment: Moment, scene: Scene, *, opens: bool = False) -> Bounds:
    """Bound a date that is perhaps shifted. In school days it is a number: a span `opens` with that number's first day and ends with its last."""
    whole = bounds(moment.ref, scene.subject, counted_from=True)
    if moment.shift is None:
        return whole
    length = scene.length(moment.shift)
    shift: Callable[..., Bounds] = scene.after if moment.direction == "after" else scene.before
    if length.unit == "school days":
        shift = scene.before if opens else scene.after
        length = replace(length, value=length.value * (1 if (moment.direction == "before") == opens else -1))
    entry = is_entry(moment.ref)
    lo = UNKNOWN.lo if whole.lo == UNKNOWN.lo else shift(whole.lo, length, entry=entry).lo
    hi = shift(whole.hi, length, entry=entry).hi
    # Entry on roll in a holiday looks ahead, in half terms and terms only.
    ahead = entry and length.unit in ("half terms", "terms")
    if moment.direction == "before" and not ahead:
        hi = min(hi, max(lo, whole.hi))
    # What is recorded and shifted past the calendar is some day, not never.
    return Bounds(lo, SOME_DAY if hi == NEVER and whole.hi != NEVER else hi)


def _order(form: Order, over: Form) -> Outcome:
    """Judge `A before B` and the other orders."""
    subject = over.scene.subject
    a_bounds, b_bounds = bounds(form.a, subject), bounds(form.b, subject, counted_from=True)
    read = _follows if form.relation in ("after", "on or after") else _precedes

    def readings() -> Iterator[Reading]:
        for b in candidates(b_bounds, over.scene):
            for a in candidates(a_bounds, over.scene):
                yield from read(form, over, a, b)

    b = day_certain(b_bounds)
    due_on = None if b is None or read is _follows else b - DAY if form.relation == "before" else b
    return agree(readings(), due_on, day_certain(a_bounds))


def _follows(form: Order, over: Form, a: date, b: date) -> Iterator[Reading]:
    """Judge `A after B`, `A on or after B`: no deadline, so it is not met until it is."""
    del over
    if a == NEVER:
        yield Reading("not_met")
    elif b == NEVER:
        yield Reading("cannot_tell")
    else:
        in_order = a > b or (a == b and form.relation == "on or after")
        yield Reading("met" if in_order else "not_met")


def _precedes(form: Order, over: Form, a: date, b: date) -> Iterator[Reading]:
    """Judge `A before B`, `A on or before B`, `A on B`."""
    if b == NEVER:
        yield from over.open_ended(
            a, Reading("due"), Reading("cannot_tell" if form.relation == "on" else "met")
        )
    elif form.relation == "on" and a < b:
        for ended in over.ended_before_due(a, ByDate(on(b))):
            early = Reading("not_met", overdue(ByDate(on(b)), over.scene))
            yield from [Reading("due")] if ended else over.failing(a, ByDate(on(b)), early)
    else:
        yield from over.against(a, ByDate(on(b - DAY if form.relation == "before" else b)))


def _done(b: Bounds, dated: Callable[[date], Bounds]) -> date | None:
    """Give A's date where it is certain, whatever B is between its bounds."""
    lowest = dated(b.lo)
    highest = lowest if b.lo == b.hi else dated(min(b.hi, WORLD[1]))
    return day_certain(lowest) if lowest == highest else None
