"""What the entries say about a date: the day, when it was entered, and what nearly served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import BEYOND
from ehe_rules.facts.terms import FirstFrom, leaves
from ehe_rules.findings import words as w
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.findings.record import Entry, Record


def day_of(a: c.Dated, record: Record) -> int | None:
    """Return the day on which something is dated, where that is certain."""
    if isinstance(a, c.Joined):
        days = [day_of(p, record) for p in a.parts]
        certain = [d for d in days if d is not None]
        if a.joined_by == "and":
            return max(certain) if len(certain) == len(days) else None
        return min(certain) if certain else None
    if isinstance(a, FirstFrom):
        p = record.terms.prefix(a)
        low, high = record.facts[f"{p}_lo"], record.facts[f"{p}_hi"]
        return low if low == high and low < BEYOND else None
    return record.day(a)


def events_of(a: c.Dated) -> list[s.EventRef]:
    """Return the events that something dated rests on, each as the rule narrows it."""
    if isinstance(a, c.Joined):
        return [e for p in a.parts for e in events_of(p)]
    refs = leaves(a.event if isinstance(a, FirstFrom) else a)
    return [r for r in refs if isinstance(r, s.EventRef)]


def entered(a: c.Dated, day: int, record: Record) -> str:
    """Say when the entry was made, where that was later than what it tells of."""
    entry = record.entry_on({e.event for e in events_of(a)}, day)
    if entry is None or entry.entered_day is None or not day < entry.entered_day < BEYOND:
        return ""
    return f" (entered {w.count_of(entry.entered_day - day, 'days')} later)"


_AS_IT_STANDS = {"notification_received": "a written notice"}
"""What an entry is that lacks what its name says: whose notice it is, that is the question."""


def near_miss(a: c.Dated, record: Record, *, lacking_only: bool = False) -> str:
    """Name an entry that would have served but for what narrows it (or, unless `lacking_only`, but for its day)."""
    for ref in events_of(a):
        if not ref.narrows:
            continue
        near = [e for e in record.entries if e.event == ref.event]
        if near:
            # of the last day, that which lacks least
            last = max(near, key=lambda e: (e.day, -len(_lacking(ref, e))))
            lacking = _lacking(ref, last)
            if lacking_only and not lacking:
                continue
            lacks = (
                "; ".join(_lacks(n, last.words) for n in lacking) or "it stands outside the time that counts"
            )
            return f" Recorded on {w.said(last.day)} is {_AS_IT_STANDS.get(ref.event) or w.plain(ref.event)}, but {lacks}."
    return ""


def _lacking(ref: s.EventRef, entry: Entry) -> list[s.Narrow]:
    return [n for n in ref.narrows if not _satisfies(n, entry.words)]


def _satisfies(narrow: s.Narrow, words: frozenset[str]) -> bool:
    found = [x in words for x in narrow.words]
    return all(found) if narrow.every_word else any(found)


def _lacks(narrow: s.Narrow, words: frozenset[str]) -> str:
    missing = [x for x in narrow.words if x not in words]
    verb = {
        "by": "it was not by",
        "to": "it did not go to",
        "covering": "it does not cover",
        "as": "it is not recorded as",
    }
    return f"{verb[narrow.by]} {w.whom(missing) if narrow.by == 'by' else w.listed(missing)}"


def sentence(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]
