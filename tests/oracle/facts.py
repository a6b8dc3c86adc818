"""Forms that are tests: true, false, or None for unknown."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ehe_rules.rulebook.syntax import Compare, Includes, Is, IsRecorded, OutcomeIs
from oracle.calendar import HIGH
from oracle.model import ROLL_DATES
from oracle.terms import more_unseen, qualifying

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oracle.record import Entry
    from oracle.scene import Scene
    from oracle.windows import Subject

Test = Includes | OutcomeIs | Compare | Is | IsRecorded


def holds(test: Test, scene: Scene) -> bool | None:
    """Tell whether a test is true of a subject; None where the record cannot tell."""
    subject = scene.subject
    if isinstance(test, Includes):
        return _includes(test, subject)
    if isinstance(test, OutcomeIs):
        return _outcome_is(test, subject)
    if isinstance(test, Compare):
        return _compare(test, scene)
    if isinstance(test, Is):
        word = _ehe_leaver(subject) if test.column == "ehe_leaver" else _word(subject, test.column)
        return word in {asked.lower() for asked in test.words} if word else None
    return _is_recorded(test, subject)


def _includes(test: Includes, subject: Subject) -> bool | None:
    """Test the union of an attribute over all qualifying entries."""
    found = qualifying(test.event, subject)
    if found is None:
        return None
    enough = all if test.every_word else any

    def union_has(entries: Iterable[Entry]) -> bool:
        union = {word for entry in entries for word in _attribute(entry, test.attribute)}
        return enough(word in union for word in test.words)

    if union_has(found.sure):
        return True
    doubtful = [e for e in found.both if not subject.record.carried(e.kind, test.attribute)]
    unseen = more_unseen(test.event, subject)
    return None if doubtful or unseen or union_has(found.both) else False


def _attribute(entry: Entry, name: str) -> frozenset[str]:
    event = entry.source
    if event is None:
        return frozenset()
    tag = frozenset({event.tag}) if event.tag else frozenset[str]()
    return {"role": event.role, "with": event.with_, "covers": event.covers, "to": event.to, "tag": tag}[name]


def _outcome_is(test: OutcomeIs, subject: Subject) -> bool | None:
    """Test the outcome of the last-dated entry, in every way the entries in doubt allow."""
    found = qualifying(test.event, subject)
    if found is None:
        return None
    sizes = range(len(found.maybe) + 1)
    answers = {
        _last_says(test, [*found.sure, *chosen], subject)
        for size in sizes
        for chosen in combinations(found.maybe, size)
    }
    return answers.pop() if len(answers) == 1 else None


def _last_says(test: OutcomeIs, entries: list[Entry], subject: Subject) -> bool | None:
    """Read the outcomes of the last day: all as asked, none as asked, or they differ."""
    last = max((entry.day for entry in entries), default=None)
    on_last = [entry for entry in entries if entry.day == last]
    if any(not subject.record.carried(entry.kind, "outcome") for entry in on_last):
        return None
    said = {entry.source.outcome for entry in on_last if entry.source and entry.source.outcome}
    if said <= set(test.words):
        return bool(said)
    return None if said & set(test.words) else False


def _compare(test: Compare, scene: Scene) -> bool | None:
    """Compare a count with a number: between its bounds, where entries are in doubt."""
    if test.number.event is None:
        raise ValueError(f"{test.number.name}: the oracle counts events only")
    found = qualifying(test.number.event, scene.subject)
    lo, hi = (0, HIGH) if found is None else (len(found.sure), len(found.both))
    hi = HIGH if more_unseen(test.number.event, scene.subject) else hi
    bound = scene.number(test.bound)
    answers = {
        _holds(n, test.operator, bound) for n in {lo, hi, *range(max(lo, bound - 1), min(hi, bound + 1) + 1)}
    }
    return answers.pop() if len(answers) == 1 else None


def _holds(n: int, operator: str, bound: int) -> bool:
    return {"<": n < bound, "<=": n <= bound, ">": n > bound, ">=": n >= bound, "=": n == bound}[operator]


def _word(subject: Subject, column: str) -> str:
    """Give a word of the subject's roll row; blank where it is not known."""
    return subject.record.row_word(subject.spell.row, column) if subject.spell else ""


def _ehe_leaver(subject: Subject) -> str:
    """Give yes, no, or blank where it is not known whether the leaving was for home education."""
    if subject.spell is None or subject.spell.ehe == "unknown":
        return ""
    return subject.spell.ehe


def _is_recorded(test: IsRecorded, subject: Subject) -> bool | None:
    """Test whether a column of the roll row holds a value at all."""
    if subject.spell is None or not subject.record.column_carried(test.column):
        return None
    if test.column in ROLL_DATES:
        day = subject.record.row_date(subject.spell.row, test.column)
        return day is not None and day <= subject.record.audit
    return bool(_word(subject, test.column))
