"""`A every P from B until C`: the gaps between entries, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from ehe_rules.rulebook.syntax import EventRef, FieldRef, MilestoneRef
from oracle.deadlines import BOTH, NO, YES, ByDate, BySchoolDay, Deadline, day_certain
from oracle.forms import moment_bounds
from oracle.model import NEVER, Outcome
from oracle.readings import CANNOT_TELL, candidates
from oracle.scene import is_entry
from oracle.terms import bounds, qualifying, table_dates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ehe_rules.rulebook.syntax import Every, Ref
    from oracle.deadlines import Maybe
    from oracle.model import Status
    from oracle.scene import Scene

MANY = 6
"""Up to so many doubtful entries every combination is tried; of more, none, each and all."""


@dataclass(frozen=True)
class Span:
    """One reading of the span and of the entries in it.

    `open`: only the audit date ended it. `excused`: the case closed on its last day, by risk_resolved or by
    leaving for another reason.
    """

    start: date
    end: date
    open: bool
    excused: bool
    entries: tuple[date, ...]


@dataclass(frozen=True)
class Gap:
    """The time from one entry (or B) to the next (or the span's end), and how long it may be."""

    first: date
    last: date
    limit: Deadline

    @property
    def kept(self) -> Maybe:
        """Whether it is no longer than P; an empty one never is."""
        return YES if self.first == self.last else self.limit.holds(self.last)

    @property
    def excess(self) -> int | None:
        """By how much it is longer."""
        return self.limit.excess(self.last)

    @property
    def due_on(self) -> date | None:
        """The last day on which it could have ended in time."""
        return day_certain(self.limit.last_day)


def every(form: Every, scene: Scene, *, duty: bool) -> Outcome:
    """Give the status of a recurrent form."""
    start = day_certain(bounds(form.start, scene.subject, counted_from=True))
    until = moment_bounds(form.until, scene)
    dates = _dates(form.a, scene)
    if start is None or until.lo != until.hi or dates is None:
        return CANNOT_TELL
    outcomes = [_read(form, scene, span, duty=duty) for span in _spans(scene, start, until.lo, *dates)]
    first = outcomes[0]
    if first.status == "cannot_tell" or any(found.status != first.status for found in outcomes):
        return CANNOT_TELL
    return Outcome(
        first.status,
        first.due_on if len({found.due_on for found in outcomes}) == 1 else None,
        first.done_on if len({found.done_on for found in outcomes}) == 1 else None,
        first.days_late if len({found.days_late for found in outcomes}) == 1 else None,
    )


def _dates(ref: Ref, scene: Scene) -> tuple[set[date], set[date]] | None:
    """Find the days of A for certain and perhaps; None where a kind in it was not supplied."""
    if isinstance(ref, MilestoneRef):
        parts = [_dates(part, scene) for part in ref.parts.parts]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return set().union(*(sure for sure, _ in known)), set().union(*(maybe for _, maybe in known))
    plain = isinstance(ref, EventRef) and ref.which == "first" and ref.event not in ("left_roll", "on_rolled")
    if isinstance(ref, FieldRef) or not plain:
        whole = bounds(ref, scene.subject)
        return None if whole.lo != whole.hi else ({whole.lo} - {NEVER}, set())
    found = qualifying(ref, scene.subject)
    return None if found is None else ({e.day for e in found.sure}, {e.day for e in found.maybe})


def _spans(scene: Scene, start: date, until: date, sure: set[date], maybe: set[date]) -> Iterator[Span]:
    """Read the span in every way that the record allows."""
    closed = scene.subject.case.closed_on if scene.subject.case else None
    for left in candidates(scene.subject.ends_duties, scene):
        stops = min(until, closed or NEVER, left)
        end = min(stops, scene.audit)
        doubtful = sorted(day for day in maybe - sure if start <= day <= end)
        sizes = range(len(doubtful) + 1) if len(doubtful) <= MANY else (0, 1, len(doubtful))
        for size in sizes:
            for chosen in combinations(doubtful, size):
                inside = sorted(day for day in sure | set(chosen) if start <= day <= end)
                excused = end == closed and scene.subject.excused
                yield Span(start, end, stops > scene.audit, excused, tuple(inside))


def _gaps(form: Every, scene: Scene, span: Span) -> list[Gap]:
    """List the gaps in order."""
    length = scene.length(form.length)

    def limit(day: date, *, entry: bool) -> Deadline:
        if length.unit == "school days":
            return BySchoolDay(scene.calendar, scene.calendar.number(day).plus(length.value))
        return ByDate(scene.after(day, length, entry=entry))

    marks = [span.start, *span.entries, span.end]
    return [
        Gap(first, last, limit(first, entry=place == 0 and is_entry(form.start)))
        for place, (first, last) in enumerate(pairwise(marks))
    ]


def _read(form: Every, scene: Scene, span: Span, *, duty: bool) -> Outcome:
    """Judge one reading: worst first, not_met (overdue now), late (a gap was too long), due, met."""
    if span.end < span.start:
        return Outcome("met")
    inside = scene.calendar.knows(span.start) and scene.calendar.knows(span.end)
    if scene.length(form.length).unit == "school days" and not inside:
        return CANNOT_TELL
    gaps = _gaps(form, scene, span)
    closed, current = (gaps[:-1], gaps[-1]) if span.open else (gaps, None)
    too_long = [gap for gap in closed if gap.kept == NO]
    doubtful = any(gap.kept == BOTH for gap in closed)
    lates = {True} if too_long else {False, True} if doubtful else {False}
    waiting = not span.entries and (span.open or (duty and span.excused))
    found = {
        _status(late=late, overdue=not fresh, waiting=waiting)
        for late, fresh in product(lates, current.kept if current else YES)
    }
    status = found.pop() if len(found) == 1 else "cannot_tell"
    if (
        status == "not_met"
        and current
        and duty
        and current.limit.last_day.hi > table_dates(form.a, scene.subject)
    ):
        status = "late" if too_long else "cannot_tell"
    due_on = current.due_on if current else min((gap.due_on for gap in too_long if gap.due_on), default=None)
    done_on = span.entries[-1] if span.entries else None
    measured = [current] if status == "not_met" and current else too_long if status == "late" else []
    return Outcome(status, due_on, done_on, _largest([gap.excess for gap in measured]))


def _largest(excesses: list[int | None]) -> int | None:
    """Give the largest, if all are certain."""
    known = [excess for excess in excesses if excess is not None]
    return max(known) if known and len(known) == len(excesses) else None


def _status(*, late: bool, overdue: bool, waiting: bool) -> Status:
    """Name the status of a span whose gaps are judged."""
    if overdue:
        return "not_met"
    if late:
        return "late"
    return "due" if waiting else "met"
