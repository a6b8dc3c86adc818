"""Three-valuedness by trying: the days a date can be, and what all of them agree on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from oracle.calendar import WORLD
from oracle.model import ANY, DAY, NEVER, Bounds, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ehe_rules.rulebook.syntax import Length
    from oracle.model import Status
    from oracle.scene import Scene

YEAR = timedelta(days=366)
CANNOT_TELL = Outcome("cannot_tell")
"""What cannot be told carries no dates."""


class Reading(NamedTuple):
    """What one consistent reading of the record comes to."""

    status: Status
    days_late: int | None = None


def candidates(bounds: Bounds, scene: Scene, lengths: Iterable[Length] = ()) -> list[date]:
    """List the days to try for a date: its ends, and every notable day between them."""
    if bounds.lo == bounds.hi:
        return [bounds.lo]
    lowest = WORLD[0] - YEAR if bounds.lo == ANY else bounds.lo
    ends = [bounds.hi, lowest]
    return [*ends, *(day for day in _notable(scene, tuple(lengths)) if lowest < day < bounds.hi)]


def _notable(scene: Scene, lengths: tuple[Length, ...]) -> list[date]:
    """List the record's days, the audit date, the edges of the calendar; and all of them shifted; and around them."""
    subject = scene.subject
    plain = {scene.audit, scene.calendar.first, scene.calendar.last, WORLD[1] + YEAR}
    for entry in subject.entries:
        plain.add(entry.day)
        until = entry.source.until if entry.source is not None else None
        plain |= {day for day in (entry.recorded, until) if day is not None}
    if subject.spell is not None:
        plain |= set(subject.spell.row.dates.values())
    if subject.case is not None and subject.case.closed_on is not None:
        plain.add(subject.case.closed_on)
    plain |= {subject.record.exported_on(table) for table in ("pupils", "events")}
    plain |= {term.last for term in scene.calendar.half_terms}
    shifted = {
        end
        for day in plain
        for length in lengths
        for bounds in (scene.after(day, length), scene.before(day, length))
        for end in bounds
        if end not in (ANY, NEVER)
    }
    return sorted({near for day in plain | shifted for near in (day - DAY, day, day + DAY)})


def agree(readings: Iterator[Reading], due_on: date | None, done_on: date | None) -> Outcome:
    """Decide what all readings agree on; `cannot_tell` as soon as two of them differ."""
    first = next(readings)
    late = first.days_late
    for reading in readings:
        if reading.status != first.status:
            return CANNOT_TELL
        late = late if reading.days_late == late else None
    if first.status == "cannot_tell":
        return CANNOT_TELL
    return Outcome(first.status, due_on, done_on, late if first.status in ("late", "not_met") else None)
