"""References: which entries qualify, and the bounds of the date that a reference names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ehe_rules.rulebook.syntax import ANY_ENTRY, NOT_SAID, EventRef, FieldRef, MilestoneRef, RefTree
from oracle.model import ANY, NEVER, UNKNOWN, UNRECORDED, Bounds, on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ehe_rules.rulebook.syntax import Narrow, Ref
    from oracle.record import Entry
    from oracle.windows import Subject

REPEATED_NOTICE = "notification_received"
"""As the thing counted from, its last entry counts: a second letter replaces the first."""


class Qualifying(NamedTuple):
    """Entries that qualify for certain, and those that may (what narrows them was not carried)."""

    sure: list[Entry]
    maybe: list[Entry]

    @property
    def both(self) -> list[Entry]:
        """All of them, by date."""
        return sorted([*self.sure, *self.maybe], key=lambda entry: entry.day)


def qualifying(ref: EventRef, subject: Subject) -> Qualifying | None:
    """Find the entries that a narrowed event names; None where its kind was not supplied.

    Of `any_entry` those that are there, although there may be others (`more_unseen`).
    """
    if not subject.kind_known(ref.event) and ref.event != ANY_ENTRY:
        return None
    found = Qualifying([], [])
    for entry in _any_entry(subject) if ref.event == ANY_ENTRY else subject.of_kind(ref.event):
        verdicts = [_narrowed(entry, narrow, subject) for narrow in ref.narrows]
        if False in verdicts:
            continue
        sure = entry.sure and None not in verdicts
        (found.sure if sure else found.maybe).append(entry)
    return found


def more_unseen(ref: EventRef, subject: Subject) -> bool:
    """Whether `any_entry` stands for kinds too of which no entry could be seen."""
    return ref.event == ANY_ENTRY and not subject.kind_known(ANY_ENTRY)


def _any_entry(subject: Subject) -> list[Entry]:
    """Find case-scoped rows of the events table but those of the opening kind on the opening day."""
    case = subject.case
    if case is None:
        return []
    return [
        entry
        for entry in subject.entries
        if entry.source is not None
        and subject.record.vocabulary.scopes.get(entry.kind) == "case"
        and (entry.kind, entry.day) != (case.opened_by, case.opened_on)
    ]


def _narrowed(entry: Entry, narrow: Narrow, subject: Subject) -> bool | None:
    """Whether one entry passes one narrowing; None where what it asks for was not carried."""
    event = entry.source
    if event is None:
        return False
    name = {"by": "role", "to": "to", "covering": "covers", "as": "outcome"}[narrow.by]
    held = {
        "by": event.role | event.with_,
        "to": event.to,
        "covering": event.covers,
        "as": frozenset({event.outcome or NOT_SAID}),
    }[narrow.by]
    enough = all if narrow.every_word else any
    if enough(word in held for word in narrow.words):
        return True
    return False if subject.record.carried(entry.kind, name) else None


def bounds(ref: Ref, subject: Subject, *, counted_from: bool = False) -> Bounds:
    """Bound the date of a reference. `counted_from`: it is the B of a form."""
    if isinstance(ref, FieldRef):
        return subject.record.field(subject.spell, ref.column)
    if isinstance(ref, MilestoneRef):
        return _joined(ref.parts, [bounds(part, subject) for part in ref.parts.parts])
    derived = _derived(ref, subject)
    return _of_entries(ref, subject, counted_from=counted_from) if derived is None else derived


def _of_entries(ref: EventRef, subject: Subject, *, counted_from: bool) -> Bounds:
    """Bound the date of an event by the entries that qualify."""
    found = qualifying(ref, subject)
    if found is None:
        return UNKNOWN
    if more_unseen(ref, subject):
        return Bounds(ANY, _earliest(found.sure)) if ref.which == "first" else UNKNOWN
    if ref.which in ("until", "entered"):
        return _of_last_dated(found, ref, subject)
    if ref.which == "last" or (counted_from and ref.event == REPEATED_NOTICE):
        return _last(found)
    return Bounds(_earliest(found.both), _earliest(found.sure))


def first_from(ref: Ref, start: date, subject: Subject) -> Bounds:
    """Bound the first date of a reference on or after a day."""
    if isinstance(ref, MilestoneRef):
        return _joined(ref.parts, [first_from(part, start, subject) for part in ref.parts.parts])
    if isinstance(ref, EventRef) and ref.which == "first" and _derived(ref, subject) is None:
        found = qualifying(ref, subject)
        if found is None:
            return Bounds(start, NEVER)
        later = Qualifying(*([entry for entry in group if entry.day >= start] for group in found))
        return Bounds(start if more_unseen(ref, subject) else _earliest(later.both), _earliest(later.sure))
    whole = bounds(ref, subject)
    return Bounds(
        max(whole.lo, start) if whole.hi >= start else NEVER, whole.hi if whole.lo >= start else NEVER
    )


def table_dates(ref: Ref, subject: Subject) -> date:
    """Tell up to which day the silence of a reference's tables counts: the earliest of their exports."""
    if isinstance(ref, MilestoneRef):
        return min(table_dates(part, subject) for part in ref.parts.parts)
    of_roll = isinstance(ref, FieldRef) or ref.event in ("off_rolled", "left_roll", "on_rolled")
    return subject.record.exported_on("pupils" if of_roll else "events")


def _derived(ref: EventRef, subject: Subject) -> Bounds | None:
    """Bound what is dated by the subject's roll row, whatever the window; None for any other event."""
    if ref.event not in ("left_roll", "on_rolled"):
        return None
    day = subject.left if ref.event == "left_roll" else subject.entered
    if ref.which == "entered" and day not in (UNKNOWN, UNRECORDED):
        column = "leaving_entered" if ref.event == "left_roll" else "entry_entered"
        return subject.record.field(subject.spell, column)
    return day


def _joined(tree: RefTree, parts: list[Bounds]) -> Bounds:
    """Join the parts of a milestone: the latest of an `and`, the earliest of an `or`."""
    choose = max if tree.joined_by == "and" else min
    return Bounds(choose(part.lo for part in parts), choose(part.hi for part in parts))


def _earliest(entries: Iterable[Entry]) -> date:
    return min((entry.day for entry in entries), default=NEVER)


def _last(found: Qualifying) -> Bounds:
    """Bound the last qualifying date: without a sure entry as in the table of bounds, first such or never."""
    if not found.sure:
        return Bounds(_earliest(found.maybe), NEVER)
    return Bounds(max(entry.day for entry in found.sure), max(entry.day for entry in found.both))


def _of_last_dated(found: Qualifying, ref: EventRef, subject: Subject) -> Bounds:
    """Bound `.until` and `.entered`: the latest such value of the last qualifying day; no entry is made after the audit date."""
    if not found.both:
        return UNRECORDED
    last = max(entry.day for entry in found.both)
    if any(entry.day >= max((e.day for e in found.sure), default=last) for entry in found.maybe):
        return UNKNOWN
    values = [_value(entry, ref) for entry in found.sure if entry.day == last]
    audit = subject.record.audit
    known = [value for value in values if value is not None and (ref.which == "until" or value <= audit)]
    if known:
        return on(max(known))
    return UNKNOWN if None in values else UNRECORDED


def is_filled(ref: EventRef, subject: Subject) -> bool | None:
    """Tell whether the last-dated entry says when it was entered, or the date it may name; None where that is not known.

    A blank says no, unless no entry of that kind at the school ever says it.
    """
    if ref.event in ("left_roll", "on_rolled"):
        return _row_says_when(ref, subject)
    found = qualifying(ref, subject)
    if found is None or more_unseen(ref, subject):
        return None
    last = max((entry.day for entry in found.both), default=NEVER)
    if any(entry.day >= max((e.day for e in found.sure), default=last) for entry in found.maybe):
        return None
    values = [_value(entry, ref) for entry in found.sure if entry.day == last]
    if any(value is not None and (ref.which == "until" or value <= subject.record.audit) for value in values):
        return True
    return False if None not in values or _ever_says(ref, subject) else None


def _row_says_when(ref: EventRef, subject: Subject) -> bool | None:
    """Tell whether the roll row says when the leaving, or the entry on roll, was entered."""
    found, left = _derived(ref, subject), ref.event == "left_roll"
    if found is not None and found != UNKNOWN:
        return found != UNRECORDED
    column = "leaving_entered" if left else "entry_entered"
    known = (subject.left if left else subject.entered) != UNKNOWN
    return False if known and subject.record.column_carried(column) else None


def _ever_says(ref: EventRef, subject: Subject) -> bool:
    """Whether some entry of the kind at the school says such a date; of a leaving for home education, the roll."""
    if ref.event == "off_rolled" and subject.record.column_carried("leaving_entered"):
        return True
    kinds = {entry.kind for entry in _any_entry(subject)} if ref.event == ANY_ENTRY else {ref.event}
    return any(
        subject.record.carried(kind, "recorded" if ref.which == "entered" else "until") for kind in kinds
    )


def _value(entry: Entry, ref: EventRef) -> date | None:
    if ref.which == "entered":
        return entry.recorded
    return entry.source.until if entry.source is not None else None
