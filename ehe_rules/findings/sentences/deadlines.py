"""What a form with dates says: in time, late, missing, in order, or again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.engines.asked import exports_of_gaps
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import BEYOND
from ehe_rules.findings import words as w
from ehe_rules.findings.lengths import deadline, length
from ehe_rules.findings.sentences.entries import day_of, entered, near_miss, sentence
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Gaps
    from ehe_rules.findings.record import Record


def timed(form: c.Timed, status: str, record: Record) -> str:
    """Say whether something was recorded by its day, and by how much it was late."""
    what, day = w.dated(form.a), day_of(form.a, record)
    base = record.day(form.limit.ref)
    bound = deadline(form.limit, w.said(base) if base is not None else "", record)
    if form.early is not None and form.early.amount is not None:
        bound = f"in the {length(form.early.amount, record)} before {w.reference(form.limit.ref)}{f', {w.said(base)}' if base is not None else ''}"
    if form.day_before:
        bound = f"before {w.reference(form.limit.ref)}{f', {w.said(base)}' if base is not None else ''}"
    if status == "met" and day is not None:
        return sentence(f"{what} recorded on {w.said(day)}{entered(form.a, day, record)}, {bound}.")
    if status == "late" and day is not None:
        late = _late(form, day, record)
        return sentence(
            f"{what} was due {bound}; recorded on {w.said(day)}{entered(form.a, day, record)}{late}."
        )
    if status == "not_met" and day is not None:
        return sentence(f"{what} is recorded on {w.said(day)}, not {bound}.")
    if status in ("met", "late"):
        return sentence(
            f"{what} recorded {bound if status == 'met' else f'later than {bound}'}; the day is not certain."
        )
    several = isinstance(form.a, c.Joined) and form.a.joined_by == "and"
    verb, it_was = ("are", "they were") if several else ("is", "it was")
    if status == "due":
        return sentence(f"{what} {verb} not recorded yet; due {bound}.{near_miss(form.a, record)}")
    return sentence(f"{what} {verb} not recorded; {it_was} due {bound}.{near_miss(form.a, record)}")


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


def after(a: c.Dated, b: s.Ref, status: str, record: Record, *, strict: bool) -> str:
    """Say whether something came after something else."""
    day, other = day_of(a, record), record.day(b)
    order = "after" if strict else "on or after"
    if day is None:
        return sentence(f"{w.dated(a)} is not recorded.")
    against = f"{w.reference(b)}{f', {w.said(other)}' if other is not None else ''}"
    if status == "met":
        return sentence(f"{w.dated(a)} on {w.said(day)}, {order} {against}.")
    return sentence(f"{w.dated(a)} on {w.said(day)}, not {order} {against}.")


def recurring(form: c.Recurring, status: str, record: Record) -> str:
    """Say whether something was recorded often enough."""
    gaps, p = form.gaps, record.terms.prefix(form.gaps)
    what = " or ".join(dict.fromkeys(w.event(e) for e in gaps.events))
    start = record.day(gaps.start)
    since = f" from {w.reference(gaps.start)}{f', {w.said(start)}' if start is not None else ''}"
    every = f"every {length(gaps.amount, record)}{since}"
    last, entries = record.facts[f"{p}_done"], record.facts[f"{p}_entries"]
    seen = (
        f"recorded on {w.count_of(entries, 'days')}, the last {w.said(last)}" if entries else "none recorded"
    )
    unit = gaps.amount.unit if gaps.amount.unit == "school days" else "days"
    if status == "late":
        return sentence(
            f"{what} is owed {every}; the longest gap was {w.count_of(_longest(gaps, record), unit)} too long ({seen})."
        )
    if status == "not_met":
        return sentence(
            f"{what} is owed {every}; overdue by {w.count_of(record.facts[f'{p}_last_over'], unit)} ({seen}).{near_miss(gaps.events[0], record, lacking_only=True)}"
        )
    return sentence(f"{what} is owed {every} ({seen}).")


def _longest(gaps: Gaps, record: Record) -> int:
    """Return by how much the longest gap was too long; silence past the exports is no gap."""
    p = record.terms.prefix(gaps)
    told = min(record.facts[f"{table}_asof"] for table in exports_of_gaps(gaps))
    last = (
        0
        if record.facts[f"{p}_open"] or record.facts[f"{p}_last_due"] > told
        else record.facts[f"{p}_last_over"]
    )
    return max(int(record.facts[f"{p}_over"]), last)
