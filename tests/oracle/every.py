"""`A every P from B until C`: the gaps between entries, one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING

from ehe_rules.rulebook.syntax import EventRef, FieldRef, MilestoneRef
from oracle.deadlines import BOTH, NO, YES, ByDate, BySchoolDay, Deadline, day_certain
from oracle.forms import moment_bounds
from oracle.model import DAY, NEVER, Outcome
from oracle.readings import CANNOT_TELL
from oracle.scene import is_entry
from oracle.terms import bounds, more_unseen, qualifying, table_dates

if TYPE_CHECKING:
    from datetime import date

    from ehe_rules.rulebook.syntax import Every, Ref
    from oracle.deadlines import Maybe
    from oracle.model import Status
    from oracle.scene import Scene


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
    closed = scene.subject.case.closed_on if scene.subject.case else None
    others = min(closed or NEVER, scene.subject.ends_duties.hi, scene.audit + DAY)
    if start is None or (until.lo != until.hi and until.lo < others) or dates is None:
        return CANNOT_TELL
    span = _span(scene, start, until.hi, *dates)
    if span is None:
        return CANNOT_TELL
    found = _read(form, scene, span, duty=duty)
    # A leaving that is not known could only have shortened the span, entries that no export can hold only its gaps: only
    # what was kept to all the same is decided.
    left = scene.subject.ends_duties
    sure = left.lo == left.hi and not _more_unseen(form.a, scene)
    return found if found.status == "met" or sure else CANNOT_TELL


def _more_unseen(ref: Ref, scene: Scene) -> bool:
    if isinstance(ref, MilestoneRef):
        return any(_more_unseen(part, scene) for part in ref.parts.parts)
    return isinstance(ref, EventRef) and more_unseen(ref, scene.subject)


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
    found = qualifying(ref, scene.subject) if scene.subject.record.events_supplied else None
    return None if found is None else ({e.day for e in found.sure}, {e.day for e in found.maybe})


def _span(scene: Scene, start: date, until: date, sure: set[date], maybe: set[date]) -> Span | None:
    """Read the span as far as it can go; None where an entry in it may or may not qualify."""
    closed = scene.subject.case.closed_on if scene.subject.case else None
    stops = min(until, closed or NEVER, scene.subject.ends_duties.hi)
    end = min(stops, scene.audit)
    if any(start <= day <= end for day in maybe - sure):
        return None
    inside = sorted(day for day in sure if start <= day <= end)
    return Span(start, end, stops > scene.audit, end == closed and scene.subject.excused, tuple(inside))


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
        return _to_come(form, scene, span) if span.open else Outcome("met")
    inside = scene.calendar.knows(span.start) and scene.calendar.knows(span.end)
    if scene.length(form.length).unit == "school days" and not inside and span.start < span.end:
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
    if status in ("not_met", "late") and _unseen(form, scene, gaps[-1]):
        # silence up to the span's end counts only as far as the exports tell
        too_long = [gap for gap in too_long if gap is not gaps[-1]]
        status = "late" if too_long else "cannot_tell"
    due_on = current.due_on if current else min((gap.due_on for gap in too_long if gap.due_on), default=None)
    done_on = span.entries[-1] if span.entries else None
    measured = [current] if status == "not_met" and current else too_long if status == "late" else []
    return Outcome(status, due_on, done_on, _largest([gap.excess for gap in measured]))


def _unseen(form: Every, scene: Scene, last: Gap) -> bool:
    """Whether the last gap was too long only after the exports of its entries, or of what ends the span."""
    told = min(table_dates(form.a, scene.subject), table_dates(form.until.ref, scene.subject))
    return last.kept != YES and last.limit.last_day.hi > told


def _to_come(form: Every, scene: Scene, span: Span) -> Outcome:
    """Judge a span that begins after the audit date: its first entry is due."""
    gap = _gaps(form, scene, replace(span, end=span.start))[0]
    return Outcome("due", gap.due_on)


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
