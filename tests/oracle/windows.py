"""Subjects: whom a rule is about, and which entries count for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from oracle.cases import Case, begun_by, cases_of, spell_at
from oracle.model import ANY, DAY, NEVER, UNKNOWN, UNRECORDED, Bounds, on
from oracle.record import Entry, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from oracle.model import Kind
    from oracle.record import Spell

OPENED_BY_ENTRY = {
    "advice": "professional_recommended_ehe",
    "pressure": "pressure_reported",
    "request": "information_requested",
}
"""The event that opens each subject of these kinds; one subject per entry."""


@dataclass(eq=False)
class Subject:
    """A subject, with all that a rule may ask about it.

    `entries` are those that count for it; `spell` is its roll row; `left`, `entered` date the leaving and
    the entry on roll; `home_known` is false where no roll shows whether the pupil was off-rolled for EHE.
    """

    about: Kind
    record: Record
    pupil: str
    name: str
    own_date: date
    entries: list[Entry]
    spell: Spell | None
    left: Bounds
    entered: Bounds
    home_known: bool
    case: Case | None = None
    ends_duties: Bounds = UNRECORDED
    _by_kind: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def excused(self) -> bool:
        """Whether it is a case whose closing (risk resolved, left for another reason) ends duties without a failing."""
        return self.case is not None and self.case.closed_by in ("risk_resolved", "left")

    def of_kind(self, kind: str) -> list[Entry]:
        """Find the entries of one kind, by date."""
        if not self._by_kind:
            for entry in self.entries:
                self._by_kind.setdefault(entry.kind, []).append(entry)
        return self._by_kind.get(kind, [])

    def kind_known(self, kind: str) -> bool:
        """Whether entries of that kind could be seen if there were any."""
        if kind == "off_rolled":
            return self.home_known
        if kind == "any_entry":
            # a step of a kind that no export can hold may have been taken all the same
            steps = (k for k, scope in self.record.vocabulary.scopes.items() if scope == "case")
            return all(self.record.kind_supplied(k) for k in steps if k != "off_rolled")
        return self.record.kind_supplied(kind)


def subjects(record: Record, about: Kind) -> list[Subject]:
    """All subjects of one kind at one school, in order of name."""
    found = [subject for pupil in record.pupils for subject in _FINDERS[about](record, pupil)]
    counted: dict[str, int] = {}
    for subject in found:
        counted[subject.name] = counted.get(subject.name, 0) + 1
        if counted[subject.name] > 1:
            subject.name += f"/{counted[subject.name]}"
    return found


def _make(  # noqa: PLR0913 - what makes a subject is many things
    record: Record,
    about: Kind,
    pupil: str,
    opened: date,
    counts: Callable[[Entry], bool],
    *,
    spell: Spell | None,
    case: Case | None = None,
) -> Subject:
    """Build a subject from the entries that count for it and from its roll row."""
    known = record.column_supplied("leaving_date") and bool(record.spells(pupil))
    left = record.field(spell, "leaving_date")
    return Subject(
        about=about,
        record=record,
        pupil=pupil,
        name=f"{about}/{record.school}/{pupil}/{'unknown' if opened == ANY else opened.isoformat()}",
        own_date=opened,
        entries=[entry for entry in all_entries(record, pupil) if counts(entry)],
        spell=spell,
        left=left,
        entered=record.field(spell, "entry_date"),
        home_known=known,
        case=case,
        ends_duties=left,
    )


def all_entries(record: Record, pupil: str) -> list[Entry]:
    """Every entry of a pupil by date: the events table's, and the EHE leavings of the roll."""
    listed = [Entry(e.event, e.day, e, recorded=e.recorded) for e in record.events_of(pupil)]
    listed += [home for spell in record.spells(pupil) if (home := _home_leaving(record, spell)) is not None]
    return sorted(listed, key=lambda entry: entry.day)


def _home_leaving(record: Record, spell: Spell) -> Entry | None:
    """Derive `off_rolled` of one roll row: sure, in doubt, or none."""
    if spell.ehe == "no" or spell.left == UNKNOWN:
        return None
    entered = record.row_date(spell.row, "leaving_entered")
    return Entry("off_rolled", spell.left.lo, None, spell.ehe == "yes", entered)


def _scope(record: Record, entry: Entry) -> str:
    return record.vocabulary.scopes.get(entry.kind, "case")


def _on_roll_since(record: Record, pupil: str, day: date) -> date:
    """Give the latest entry on roll by that day; any day before the first, or where it is blank."""
    return max((spell.first for spell in record.spells(pupil) if spell.first <= day), default=ANY)


def _cases(record: Record, pupil: str) -> Iterator[Subject]:
    for case in cases_of(record, pupil):
        begun = begun_by(record, pupil, case.opened_on)
        since = begun[-1].first if begun else ANY

        def counts(entry: Entry, case: Case = case, since: date = since) -> bool:
            scope = _scope(record, entry)
            if scope == "case":
                return (case.first or ANY) <= entry.day <= (case.last or NEVER)
            return scope == "pupil" and entry.day >= since

        spell = begun[-1] if begun else spell_at(record, pupil, case.opened_on)
        yield _make(record, "case", pupil, case.opened_on, counts, spell=spell, case=case)


def _on_roll(record: Record, pupil: str, about: Kind) -> Iterator[Subject]:
    """Leavers or pupils: one per roll row; of its leavings only its own counts."""
    for spell in record.spells(pupil):
        has_left = spell.left not in (UNRECORDED, UNKNOWN)
        if has_left != (about == "leaver"):
            continue

        last = spell.left.lo if spell.left == on(spell.last + DAY) else spell.last

        def counts(entry: Entry, spell: Spell = spell, last: date = last) -> bool:
            return entry.kind != "off_rolled" and spell.first <= entry.day <= last

        opened = spell.left.lo if has_left else spell.first
        subject = _make(record, about, pupil, opened, counts, spell=spell)
        subject.own_date = spell.left.lo if has_left else record.audit
        home = _home_leaving(record, spell)
        subject.entries = sorted([*subject.entries, *([home] if home else [])], key=lambda entry: entry.day)
        yield subject


def _leavers(record: Record, pupil: str) -> Iterator[Subject]:
    return _on_roll(record, pupil, "leaver")


def _pupils(record: Record, pupil: str) -> Iterator[Subject]:
    return _on_roll(record, pupil, "pupil")


def _one_per_entry(record: Record, pupil: str, about: Kind) -> Iterator[Subject]:
    """Advice, pressure, request: every opener is a subject; a `ref` binds an entry to its opener alone."""
    opener = OPENED_BY_ENTRY[about]
    openers = [entry for entry in all_entries(record, pupil) if entry.kind == opener]
    if about == "pressure":
        told = {entry.day for entry in openers}
        openers += [
            entry
            for entry in all_entries(record, pupil)
            if entry.kind == "school_suggested_ehe"
            and entry.source is not None
            and entry.source.outcome == "reported"
            and entry.day not in told
        ]
    refs = {entry.source.ref for entry in openers if entry.source and entry.source.ref}
    for mine in openers:
        ref = mine.source.ref if mine.source else ""

        def counts(entry: Entry, mine: Entry = mine, ref: str = ref) -> bool:
            if entry.kind == opener:
                return entry.source is mine.source
            scope = _scope(record, entry)
            if scope == "pupil":
                return entry.day >= _on_roll_since(record, pupil, mine.day)
            if entry.day < mine.day or scope not in (about, "case"):
                return False
            bound = scope == about and entry.source is not None and entry.source.ref in refs
            return not bound or (entry.source is not None and entry.source.ref == ref)

        yield _make(record, about, pupil, mine.day, counts, spell=spell_at(record, pupil, mine.day))


def _advice(record: Record, pupil: str) -> Iterator[Subject]:
    return _one_per_entry(record, pupil, "advice")


def _pressure(record: Record, pupil: str) -> Iterator[Subject]:
    return _one_per_entry(record, pupil, "pressure")


def _requests(record: Record, pupil: str) -> Iterator[Subject]:
    return _one_per_entry(record, pupil, "request")


def _returns(record: Record, pupil: str) -> Iterator[Subject]:
    """Find returns: each day of a request, and each entry after an EHE leaving that no request announced."""
    spells = record.spells(pupil)
    requests = {e.day for e in record.events_of(pupil) if e.event == "return_requested"}
    starts = {day: day for day in requests}
    for before, after in pairwise(spells):
        if before.ehe != "yes" or any(before.left.lo <= day <= after.first for day in requests):
            continue
        starts[after.first] = min(before.left.lo + DAY, after.first)
    ordered = sorted(starts)
    for place, opened in enumerate(ordered):
        last = starts[ordered[place + 1]] - DAY if place + 1 < len(ordered) else record.audit

        def counts(
            entry: Entry, first: date = starts[opened], last: date = last, opened: date = opened
        ) -> bool:
            if _scope(record, entry) == "pupil":
                return entry.day >= _on_roll_since(record, pupil, opened)
            return first <= entry.day <= last and _scope(record, entry) in ("return", "case")

        entered = next((spell for spell in spells if spell.first >= opened), None)
        subject = _make(
            record, "return", pupil, opened, counts, spell=entered or (spells[-1] if spells else None)
        )
        known = record.column_supplied("entry_date") and bool(spells)
        subject.entered = on(entered.first) if entered else UNRECORDED if known else UNKNOWN
        subject.ends_duties = entered.left if entered else UNRECORDED
        yield subject


_FINDERS: dict[Kind, Callable[[Record, str], Iterator[Subject]]] = {
    "case": _cases,
    "leaver": _leavers,
    "pupil": _pupils,
    "advice": _advice,
    "pressure": _pressure,
    "request": _requests,
    "return": _returns,
}
