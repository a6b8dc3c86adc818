"""What each form of a rule says of a subject, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import BEYOND
from ehe_rules.facts.terms import FirstFrom, leaves
from ehe_rules.findings import words as w
from ehe_rules.findings.numbers import number_said
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.findings.record import Record


def truth_said(form: c.Form, record: Record, *, negated: bool) -> str:
    """Say what makes a condition true."""
    match form:
        case c.Timed(a, limit, needs=needs) if not negated and needs is not None:
            day = _day(a, record)
            before = record.day(limit.ref)
            when = f" on {w.said(day)}" if day is not None else ""
            against = f", before {w.reference(limit.ref)} on {w.said(before)}" if before is not None else ""
            return _sentence(f"{w.dated(a)}{when}{against}.")
        case c.Present(a) if not negated:
            day = _day(a, record)
            return _sentence(f"{w.dated(a)} is recorded{f' on {w.said(day)}' if day is not None else ''}.")
        case c.Present(a):
            return _sentence(f"{w.dated(a)} is not recorded.")
    return form_said(form, "met", record, negated=negated)


def form_said(form: c.Form, status: str, record: Record, *, negated: bool = False) -> str:
    """Say what gives a duty's form its status."""
    match form:
        case c.Timed() if not negated:
            return _timed(form, status, record)
        case c.After(a, b, strict) if not negated:
            return _after(a, b.ref, status, record, strict=strict)
        case c.Present(a) if not negated:
            day = _day(a, record)
            if status == "met":
                return _sentence(f"{w.dated(a)} recorded{f' on {w.said(day)}' if day is not None else ''}.")
            return _sentence(f"{w.dated(a)} is not recorded.{_near_miss(a, record)}")
        case c.Recurring() if not negated:
            return _recurring(form, status, record)
    return _tested(form, status, negated=negated, record=record)


def _timed(form: c.Timed, status: str, record: Record) -> str:
    what, day = w.dated(form.a), _day(form.a, record)
    base = record.day(form.limit.ref)
    bound = w.deadline(form.limit, w.said(base) if base is not None else "")
    if form.early is not None and form.early.amount is not None:
        bound = f"in the {w.length(form.early.amount)} before {w.reference(form.limit.ref)}{f', {w.said(base)}' if base is not None else ''}"
    if form.day_before:
        bound = f"before {w.reference(form.limit.ref)}{f', {w.said(base)}' if base is not None else ''}"
    if status == "met" and day is not None:
        return _sentence(f"{what} recorded on {w.said(day)}{_entered(form.a, day, record)}, {bound}.")
    if status == "late" and day is not None:
        late = _late(form, day, record)
        return _sentence(
            f"{what} was due {bound}; recorded on {w.said(day)}{_entered(form.a, day, record)}{late}."
        )
    if status == "not_met" and day is not None:
        return _sentence(f"{what} is recorded on {w.said(day)}, not {bound}.")
    if status in ("met", "late"):
        return _sentence(
            f"{what} recorded {bound if status == 'met' else f'later than {bound}'}; the day is not certain."
        )
    several = isinstance(form.a, c.Joined) and form.a.joined_by == "and"
    verb, it_was = ("are", "they were") if several else ("is", "it was")
    if status == "due":
        return _sentence(f"{what} {verb} not recorded yet; due {bound}.{_near_miss(form.a, record)}")
    return _sentence(f"{what} {verb} not recorded; {it_was} due {bound}.{_near_miss(form.a, record)}")


def _late(form: c.Timed, day: int, record: Record) -> str:
    amount = form.limit.amount
    if amount is not None and amount.unit == "school days":
        number = record.facts[f"{record.terms.prefix(form.limit)}_n"]
        low, high = _number(form.a, record)
        if number is None or low != high:
            return ""
        return f", {w.count_of(low - number, 'school days')} late"
    limit = record.facts[f"{record.terms.prefix(form.limit)}_hi"] - (1 if form.day_before else 0)
    return f", {w.count_of(day - limit, 'days')} late" if limit < BEYOND else ""


def _number(a: c.Dated, record: Record) -> tuple[int, int]:
    if isinstance(a, c.Joined):
        pairs = [_number(p, record) for p in a.parts]
        pick = min if a.joined_by == "or" else max
        return pick(p[0] for p in pairs), pick(p[1] for p in pairs)
    if isinstance(a, s.MilestoneRef):
        pairs = [_number(p, record) for p in a.parts.parts]
        pick = min if a.parts.joined_by == "or" else max
        return pick(p[0] for p in pairs), pick(p[1] for p in pairs)
    p = record.terms.prefix(a)
    return record.facts[f"{p}_nlo"], record.facts[f"{p}_nhi"]


def _after(a: c.Dated, b: s.Ref, status: str, record: Record, *, strict: bool) -> str:
    day, other = _day(a, record), record.day(b)
    order = "after" if strict else "on or after"
    if day is None:
        return _sentence(f"{w.dated(a)} is not recorded.")
    against = f"{w.reference(b)}{f', {w.said(other)}' if other is not None else ''}"
    if status == "met":
        return _sentence(f"{w.dated(a)} on {w.said(day)}, {order} {against}.")
    return _sentence(f"{w.dated(a)} on {w.said(day)}, not {order} {against}.")


def _recurring(form: c.Recurring, status: str, record: Record) -> str:
    gaps, p = form.gaps, record.terms.prefix(form.gaps)
    what = " or ".join(dict.fromkeys(w.event(e) for e in gaps.events))
    start = record.day(gaps.start)
    since = f" from {w.reference(gaps.start)}{f', {w.said(start)}' if start is not None else ''}"
    every = f"every {w.length(gaps.amount)}{since}"
    last, entries = record.facts[f"{p}_done"], record.facts[f"{p}_entries"]
    seen = (
        f"recorded on {w.count_of(entries, 'days')}, the last {w.said(last)}" if entries else "none recorded"
    )
    unit = gaps.amount.unit if gaps.amount.unit == "school days" else "days"
    if status == "late":
        return _sentence(
            f"{what} is owed {every}; the longest gap was {w.count_of(record.facts[f'{p}_over'], unit)} too long ({seen})."
        )
    if status == "not_met":
        return _sentence(
            f"{what} is owed {every}; overdue by {w.count_of(record.facts[f'{p}_open_over'], unit)} ({seen}).{_near_miss(gaps.events[0], record, lacking_only=True)}"
        )
    return _sentence(f"{what} is owed {every} ({seen}).")


def _tested(form: c.Form, status: str, *, negated: bool, record: Record) -> str:  # noqa: PLR0911 - one for each test
    holds = (status == "met") != negated
    match form:
        case c.Tested(s.Is(column, listed)):
            if listed == ("yes",):
                return _sentence(f"{w.affirmed(column)}.") if holds else _sentence(f"{w.denied(column)}.")
            return _sentence(f"{w.plain(column)} is {'' if holds else 'not '}{w.choice(listed)}.")
        case c.Tested(s.IsRecorded(column)):
            return _sentence(f"{w.plain(column)} is {'recorded' if holds else 'not recorded'}.")
        case c.Tested(s.Includes(event, attribute, listed, every_word)):
            asked = {
                "role": "was led or done by",
                "with": "was attended by",
                "covers": "covers",
                "to": "went to",
                "tag": "has the tag",
            }[attribute]
            says = {
                "role": "was not led or done by",
                "with": "was not attended by",
                "covers": "does not cover",
                "to": "did not go to",
                "tag": "lacks the tag",
            }
            lacking = listed if holds or not every_word else _lacking(event, attribute, listed, record)
            joined = "and" if holds and every_word else "or"
            people = attribute in ("role", "with")
            them = w.whom(lacking, every=joined == "and") if people else w.listed(lacking, joined)
            said = f"{asked if holds else says[attribute]} {them}"
            blank = "" if holds or attribute != "role" else _who(event, record)
            return _sentence(f"{w.event(event)} {said}.{blank}")
        case c.Tested(s.OutcomeIs(event, listed)):
            return _sentence(f"{w.event(event)} {'ended' if holds else 'did not end'} as {w.listed(listed)}.")
        case c.Counted(number, operator, amount) if number.event is not None:
            return _sentence(
                f"Number of {w.event(number.event)}: {'is' if holds else 'is not'} {operator} {amount.values[-1][1]}."
            )
        case c.Counted():
            return _sentence(number_said(form, record))
        case c.Present(a):
            return _sentence(f"{w.dated(a)} is {'recorded' if holds else 'not recorded'}.")
    return ""  # an order that is negated says nothing that the other parts do not say better


def _lacking(event: s.EventRef, attribute: str, words: tuple[str, ...], record: Record) -> tuple[str, ...]:
    """Return the words that no entry of the event says; all of them where that cannot be seen."""
    if attribute not in ("covers", "to"):
        return words
    there = {word for entry in record.entries if entry.event == event.event for word in entry.words}
    return tuple(word for word in words if word not in there) or words


def _who(event: s.EventRef, record: Record) -> str:
    found = [e for e in record.entries if e.event == event.event]
    return " Who did it is not recorded." if found and not any(e.words for e in found) else ""


def _day(a: c.Dated, record: Record) -> int | None:
    if isinstance(a, c.Joined):
        days = [_day(p, record) for p in a.parts]
        certain = [d for d in days if d is not None]
        if a.joined_by == "and":
            return max(certain) if len(certain) == len(days) else None
        return min(certain) if certain else None
    if isinstance(a, FirstFrom):
        p = record.terms.prefix(a)
        low, high = record.facts[f"{p}_lo"], record.facts[f"{p}_hi"]
        return low if low == high and low < BEYOND else None
    return record.day(a)


def _events(a: c.Dated) -> list[s.EventRef]:
    if isinstance(a, c.Joined):
        return [e for p in a.parts for e in _events(p)]
    refs = leaves(a.event if isinstance(a, FirstFrom) else a)
    return [r for r in refs if isinstance(r, s.EventRef)]


def _entered(a: c.Dated, day: int, record: Record) -> str:
    """Say when the entry was made, where that was later than what it tells of."""
    entry = record.entry_on({e.event for e in _events(a)}, day)
    if entry is None or entry.entered_day is None or entry.entered_day <= day:
        return ""
    return f" (entered {w.count_of(entry.entered_day - day, 'days')} later)"


def _near_miss(a: c.Dated, record: Record, *, lacking_only: bool = False) -> str:
    """Name an entry that would have served but for what narrows it (or, unless `lacking_only`, but for its day)."""
    for ref in _events(a):
        if not ref.narrows:
            continue
        near = [e for e in record.entries if e.event == ref.event]
        if near:
            last = near[-1]
            lacking = [n for n in ref.narrows if not _satisfies(n, last.words)]
            if lacking_only and not lacking:
                continue
            lacks = (
                "; ".join(_lacks(n, last.words) for n in lacking) or "it stands outside the time that counts"
            )
            return f" Recorded on {w.said(last.day)} is {w.plain(ref.event)}, but {lacks}."
    return ""


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


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
