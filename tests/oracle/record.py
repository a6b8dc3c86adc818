"""What one school's record shows on the audit date: rows and events seen, what was supplied and carried."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from oracle.calendar import Calendar
from oracle.model import ANY, DAY, NEVER, UNKNOWN, UNRECORDED, Bounds, on

if TYPE_CHECKING:
    from oracle.model import EheStatus, Event, Export, RollRow, School, Trust, Vocabulary

GROUND_F_SINCE = date(2024, 8, 19)
"""From that day regulation 9(1)(f) is the ground of home education; before it, 8(1)(d)."""


OF_LEAVERS = ("leaving_entered", "leaving_reason", "removal_ground", "destination")
"""Columns of the roll in which only the row of a leaver says anything."""


class Entry(NamedTuple):
    """An event of a pupil, from the events table or derived from the roll.

    `source` is the row of the events table, None if derived. Not `sure` = it may not have happened.
    """

    kind: str
    day: date
    source: Event | None = None
    sure: bool = True
    recorded: date | None = None


class Spell(NamedTuple):
    """One roll row, and the days for which it stands. `left` is `UNKNOWN` where no dates of leaving came.

    `same_day`: the pupil left the row before on the day of this entry.
    """

    row: RollRow
    first: date
    last: date
    left: Bounds
    ehe: EheStatus
    same_day: bool = False


class Record:
    """Everything one school's record shows on the audit date."""

    def __init__(self, trust: Trust, school: School, vocabulary: Vocabulary) -> None:
        """Gather what is dated by the audit date, pupil by pupil."""
        self.trust = trust
        self.school = school.urn
        self.audit = school.audit or trust.audit
        self.vocabulary = vocabulary
        self.calendar = Calendar(trust, school.urn, self.audit)
        self._listed = [row for row in trust.roll if row.school == school.urn]
        self._events = [event for event in trust.events if event.school == school.urn]
        self.roll_supplied = trust.roll_columns is not None and bool(self._listed or self._exports("pupils"))
        seen = [e for e in self._events if e.day <= self.audit and e.event != "off_rolled"]
        self.seen = [e for e in seen if not self._replaces(e)]
        self._attributes = {(e.event, name) for e in self.seen for name in _filled(e)}
        self.events_supplied = trust.events_supplied and bool(self._events or self._exports("events"))
        self.pupils = sorted({row.pupil for row in self._listed} | {event.pupil for event in self.seen})
        self._spells = {pupil: self._find_spells(pupil) for pupil in self.pupils}

    def _exports(self, table: str) -> list[Export]:
        return [e for e in self.trust.exports if e.table == table and e.school in (None, self.school)]

    def _replaces(self, event: Event) -> bool:
        """Whether a withdrawal only took back an earlier letter, which one of its own day replaces."""
        if event.event != "notification_withdrawn":
            return False
        rows = [row for row in self._listed if row.pupil == event.pupil]
        entries = {self.row_date(row, "entry_date") for row in rows}
        said: dict[date, set[str]] = {}
        for other in self._events:
            if other.pupil == event.pupil and other.day <= event.day:
                said.setdefault(other.day, set()).add(other.event)
        stands, day_before = False, date.min
        for day, kinds in sorted(said.items()):
            if any(entry is not None and day_before < entry <= day for entry in entries):
                stands = False
            day_before = day
            both = {
                "notification_received",
                "notification_withdrawn",
            } <= kinds and "risk_resolved" not in kinds
            if both and day == event.day:
                return stands
            if kinds & {"risk_resolved"} or ("notification_withdrawn" in kinds and not both):
                stands = False
            elif "notification_received" in kinds and not both:
                stands = True
        return False

    def exported_on(self, table: str) -> date:
        """Give the day up to which the table's silence counts (the audit date if not given)."""
        given = [e for e in self._exports(table) if e.exported_on is not None]
        own = [e for e in given if e.school is not None] or given
        return min((e.exported_on for e in own if e.exported_on is not None), default=self.audit)

    def column_supplied(self, column: str) -> bool:
        """Whether the roll was supplied for this school with that heading."""
        return self.roll_supplied and column in (self.trust.roll_columns or frozenset())

    def column_carried(self, column: str) -> bool:
        """Whether some row of the school says something in that column; of what only leavers' rows say, some leaver's. One row's blank is a blank."""
        rows = [row for row in self._listed if column not in OF_LEAVERS or "leaving_date" in row.dates]
        blank_says_so = ("leaving_date", "removal_ground", "destination")
        said = column in blank_says_so or len(rows) < 2 or any(_says(row, column) for row in rows)
        return self.column_supplied(column) and said

    def kind_supplied(self, kind: str) -> bool:
        """Whether the school's exports can hold entries of that kind."""
        if not self.events_supplied:
            return False
        rows = self._exports("events")
        return not rows or any(row.carries is None or kind in row.carries for row in rows)

    def carried(self, kind: str, attribute: str) -> bool:
        """Whether some entry of that kind, dated by the audit date, has that attribute."""
        return (kind, attribute) in self._attributes

    def events_of(self, pupil: str) -> list[Event]:
        """Give the pupil's events up to the audit date, by date."""
        return sorted((event for event in self.seen if event.pupil == pupil), key=lambda event: event.day)

    def spells(self, pupil: str) -> list[Spell]:
        """Give the pupil's spells on roll begun by the audit date, in order of entry."""
        return self._spells.get(pupil, [])

    def row_date(self, row: RollRow, column: str) -> date | None:
        """Give a dated column of a row; None where blank or not supplied."""
        return row.dates.get(column) if self.column_supplied(column) else None

    def row_word(self, row: RollRow, column: str) -> str:
        """Give a word of a row in lower case; blank where blank or not supplied."""
        return row.words.get(column, "").strip().lower() if self.column_supplied(column) else ""

    def field(self, spell: Spell | None, column: str) -> Bounds:
        """Give a dated column of a subject's row. What belongs to a leaving is unrecorded until the pupil leaves."""
        if spell is None or not self.column_supplied(column):
            return UNKNOWN
        if column == "leaving_date":
            return spell.left
        if column == "leaving_entered" and spell.left == UNRECORDED:
            return UNRECORDED
        day = self.row_date(spell.row, column)
        if day is not None and day > self.audit:
            return UNRECORDED
        return UNKNOWN if day is None else on(day)

    def _find_spells(self, pupil: str) -> list[Spell]:
        rows = [row for row in self._listed if row.pupil == pupil] if self.roll_supplied else []
        dated = [(self.row_date(row, "entry_date") or ANY, row) for row in rows]
        begun = [pair for pair in dated if pair[0] <= self.audit]
        begun.sort(key=lambda pair: (pair[0], self.row_date(pair[1], "leaving_date") or NEVER))
        spells: list[Spell] = []
        for place, (entry, row) in enumerate(begun):
            last = begun[place + 1][0] - DAY if place + 1 < len(begun) else self.audit
            left = self._left(row)
            ehe = self._ehe(pupil, row, left, entry, last)
            same_day = bool(spells) and spells[-1].left == on(entry)
            spells.append(Spell(row, entry, last, left, ehe, same_day))
        return spells

    def _left(self, row: RollRow) -> Bounds:
        """When the pupil left: a leaving date after the audit date has not happened."""
        if not self.column_supplied("leaving_date"):
            return UNKNOWN
        day = self.row_date(row, "leaving_date")
        return UNRECORDED if day is None or day > self.audit else on(day)

    def _ehe(self, pupil: str, row: RollRow, left: Bounds, first: date, last: date) -> EheStatus:
        """Whether the leaving was for home education."""
        if left == UNRECORDED:
            return "no"
        if left == UNKNOWN:
            return "unknown"
        columns = ("removal_ground", "leaving_reason", "destination")
        ground, reason, destination = (self.row_word(row, column) for column in columns)
        said = self._ehe_by_words(ground, reason, destination, left)
        return said or self._ehe_by_silence(pupil, left, first, last)

    def _ehe_by_words(self, ground: str, reason: str, destination: str, left: Bounds) -> EheStatus | None:
        """Tell by ground, reason and destination; None where they say nothing."""
        home = ground == ("f" if left.lo >= GROUND_F_SINCE else "d")
        if home or self._says_only_ehe(reason) or self._says_only_ehe(destination):
            return "yes"
        if not ground and (self._speaks_of_ehe(reason) or self._speaks_of_ehe(destination)):
            return "unknown"  # in words of the school's own, which may say the opposite
        return "no" if ground or not {reason, destination} <= {"", "eo"} else None

    def _ehe_by_silence(self, pupil: str, left: Bounds, first: date, last: date) -> EheStatus:
        """Tell by the parent's notice, where the roll says nothing of why the pupil left."""
        columns = ("removal_ground", "leaving_reason", "destination")
        if self._notice_stands(pupil, first, last, left.lo):
            return "yes"
        silent = not any(self.column_supplied(column) for column in columns)
        return "unknown" if silent or not self.kind_supplied("notification_received") else "no"

    def _says_only_ehe(self, text: str) -> bool:
        """Whether a text is one of the words for home education, or several of them and nothing else."""
        rest = _folded(text)
        for word in sorted(self.vocabulary.ehe_words, key=len, reverse=True):
            rest = rest.replace(f" {word} ", " ")
        return bool(text) and not rest.strip()

    def _speaks_of_ehe(self, text: str) -> bool:
        return any(f" {word} " in _folded(text) for word in self.vocabulary.ehe_words)

    def _notice_stands(self, pupil: str, first: date, last: date, left: date) -> bool:
        """Whether, day by day, the last word of the spell is a notice: neither withdrawn nor, while on roll, put to rest."""
        said: dict[date, set[str]] = {}
        for event in self.events_of(pupil):
            if first <= event.day <= last:
                said.setdefault(event.day, set()).add(event.event)
        stands = False
        for day, kinds in sorted(said.items()):
            stands = stands or "notification_received" in kinds
            if "notification_withdrawn" in kinds or (day < left and "risk_resolved" in kinds):
                stands = False
        return stands


def _says(row: RollRow, column: str) -> bool:
    return column in row.dates or bool(row.words.get(column, "").strip())


def _folded(text: str) -> str:
    """Give a text's words, each between two blanks."""
    return "".join(f" {word} " for word in re.findall("[a-z0-9]+", text)).replace("  ", " ")


def _filled(event: Event) -> list[str]:
    """Give the attributes that an event has."""
    held = {
        "role": event.role,
        "with": event.with_,
        "covers": event.covers,
        "to": event.to,
        "outcome": event.outcome,
        "until": event.until,
        "recorded": event.recorded,
        "tag": event.tag,
    }
    return [name for name, value in held.items() if value]
