"""The cases of one pupil: when each opens and closes, and the window in which entries count for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oracle.model import ANY, DAY

if TYPE_CHECKING:
    from datetime import date

    from oracle.record import Record, Spell


@dataclass
class Case:
    """One case. `closed_by`: a closing event, `left` (for another reason), `re-entry`, or None while open."""

    opened_on: date
    opened_by: str
    closed_on: date | None = None
    closed_by: str | None = None
    first: date | None = None
    last: date | None = None


def cases_of(record: Record, pupil: str) -> list[Case]:
    """Find all cases of a pupil, orphans included, with their windows."""
    happenings = _happenings(record, pupil)
    cases = _walk(record, pupil, happenings, orphan=None)
    orphan = _first_orphan(record, pupil, cases)
    if orphan is not None:
        cases = _walk(record, pupil, happenings, orphan=orphan)
    for place, case in enumerate(cases):
        case.first = _window_start(record, pupil, case, cases[place - 1] if place else None)
    for place, case in enumerate(cases):
        following = cases[place + 1].first if place + 1 < len(cases) else None
        case.last = following - DAY if following is not None else record.audit
    return cases


def spell_at(record: Record, pupil: str, day: date) -> Spell | None:
    """Give the spell of the latest entry on roll on or before a day; before the first entry, the first."""
    spells = record.spells(pupil)
    begun = [spell for spell in spells if spell.first <= day]
    return begun[-1] if begun else (spells[0] if spells else None)


def begun_by(record: Record, pupil: str, day: date) -> list[Spell]:
    """Give the spells begun by a day for a case: one that began on the day of a leaving begins after that day."""
    return [
        spell
        for spell in record.spells(pupil)
        if (spell.first < day if spell.same_day else spell.first <= day)
    ]


def _happenings(record: Record, pupil: str) -> dict[date, set[str]]:
    """List what opens or closes cases, by day: events, `off_rolled`, `left` (for another reason)."""
    found: dict[date, set[str]] = {}
    wanted = set(record.vocabulary.openers) | set(record.vocabulary.closers)
    for event in record.events_of(pupil):
        if event.event in wanted:
            found.setdefault(event.day, set()).add(event.event)
    for spell in record.spells(pupil):
        if spell.left.lo == spell.left.hi and spell.ehe != "unknown" and spell.left.lo <= record.audit:
            found.setdefault(spell.left.lo, set()).add("off_rolled" if spell.ehe == "yes" else "left")
    return found


def _walk(
    record: Record, pupil: str, happenings: dict[date, set[str]], orphan: tuple[date, str] | None
) -> list[Case]:
    """Go through the days: re-entry closes before the day (on one of leaving, at its end), openers open, closers close at its end."""
    again = [spell for spell in record.spells(pupil)[1:] if spell.first != ANY]
    entries = {spell.first for spell in again if not spell.same_day}
    at_end = {spell.first for spell in again if spell.same_day}
    notable = set(happenings) | entries | at_end | ({orphan[0]} if orphan else set())
    cases: list[Case] = []
    running: Case | None = None
    for day in sorted(notable):
        if day in entries and running is not None:
            running.closed_on, running.closed_by, running = day - DAY, "re-entry", None
        here = happenings.get(day, set())
        opener = next((name for name in record.vocabulary.openers if name in here), None)
        if opener is None and orphan is not None and orphan[0] == day:
            opener = orphan[1]
        if opener is not None and running is None:
            running = Case(day, opener)
            cases.append(running)
        closer = next(
            (name for name in ("risk_resolved", "left", *record.vocabulary.closers) if name in here), None
        )
        if closer is not None and running is not None:
            running.closed_on, running.closed_by, running = day, closer, None
        elif day in at_end and running is not None:
            running.closed_on, running.closed_by, running = day, "re-entry", None
    return cases


def _first_orphan(record: Record, pupil: str, cases: list[Case]) -> tuple[date, str] | None:
    """Give the first case-scoped entry that would fall before every window."""
    opens = _window_start(record, pupil, cases[0], None) if cases else None
    return min(
        (
            (event.day, event.event)
            for event in record.events_of(pupil)
            if record.vocabulary.scopes.get(event.event) == "case"
            and event.event not in record.vocabulary.openers
            and not (event.event == "la_return_made" and event.outcome == "new_pupil")
            and (opens is None or event.day < opens)
        ),
        default=None,
    )


def _window_start(record: Record, pupil: str, case: Case, before: Case | None) -> date:
    """Ten school days before the opening, but after the last case closed and after entry on roll."""
    start = record.calendar.back(case.opened_on, record.vocabulary.case_look_back)
    if before is not None and before.closed_on is not None:
        start = max(start, before.closed_on + DAY)
    begun = [spell.first for spell in begun_by(record, pupil, case.opened_on)]
    return max([start, *begun[-1:]])
