"""What is missing for each form of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import BEYOND, NEVER
from ehe_rules.facts.terms import Deadline, FirstFrom, Gaps, leaves
from ehe_rules.findings.numbers import why_not_certain
from ehe_rules.findings.unknowns.columns import why_column, why_not_supplied, why_test
from ehe_rules.findings.unknowns.events import why_event
from ehe_rules.findings.words import event, plain, said
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.findings.record import Record


_WHY_LEFT = (
    "The roll does not say whether the pupil left for home education: a leaving for another reason would have ended this duty. "
    "Record the reason for leaving."
)


def why_unknown(form: c.Form, record: Record) -> list[str]:
    """Return what is missing for a form, each as a sentence; never empty."""
    found = [why for term in _asked(form) for why in _term(term, record)]
    if not found:
        found = _whether_left(form, record) or _calendar_or_export(form, record)
    return list(dict.fromkeys(found)) or ["What was supplied does not decide it."]


def _asked(form: c.Form) -> Iterator[s.Ref | c.Tested | c.Counted]:
    match form:
        case c.Timed(a, limit, _, early, needs):
            yield from _leaves(a)
            for moment in (limit, early, needs):
                if moment is not None:
                    yield from leaves(moment.ref)
        case c.After(a, b):
            yield from _leaves(a)
            yield from leaves(b.ref)
        case c.Present(a):
            yield from _leaves(a)
        case c.Recurring(gaps):
            yield from _gaps(gaps)
        case c.Tested() | c.Counted():
            yield form


def _gaps(gaps: Gaps) -> Iterator[s.Ref]:
    yield from gaps.events
    yield from leaves(gaps.start)
    yield from leaves(gaps.until.ref)


def _leaves(a: c.Dated) -> Iterator[s.Ref]:
    if isinstance(a, c.Joined):
        for part in a.parts:
            yield from _leaves(part)
    else:
        yield from leaves(a.event if isinstance(a, FirstFrom) else a)


def _term(term: s.Ref | c.Tested | c.Counted, record: Record) -> Iterator[str]:
    match term:
        case c.Tested(test):
            yield from why_test(test, record)
        case c.Counted(number) if number.event is not None:
            yield from why_event(number.event, record)
        case c.Counted(number) if number.name is not None:
            yield from why_not_supplied(number.name, record) or why_not_certain(term, record)
        case s.EventRef():
            yield from why_event(term, record)
        case s.FieldRef(column):
            yield from why_column(column, record)


def _whether_left(form: c.Form, record: Record) -> list[str]:
    """Say what is missing where a leaving, of which nothing is known, may have ended what recurs; nothing where it is not that."""
    if isinstance(form, c.Timed) and record.facts["perhaps_day"] < NEVER:
        return [_WHY_LEFT]
    if not isinstance(form, c.Recurring):
        return []
    p = record.terms.prefix(form.gaps)
    if record.facts[f"{p}_sure"] or not record.facts[f"{p}_known"]:
        return []
    if record.facts["roll"] is None:
        supplied = record.facts["roll_supplied"]
        lacks = (
            "The pupil is not on the roll that was supplied"
            if supplied
            else "The roll was not supplied for this school"
        )
        return [f"{lacks}, so that a leaving may have ended this duty. Add the roll with its leaving dates."]
    return [
        "The roll was supplied without the leaving date, so that a leaving may have ended this duty. Add that column to the export."
    ]


def _calendar_or_export(form: c.Form, record: Record) -> list[str]:
    moments = (
        [form.limit]
        if isinstance(form, c.Timed)
        else [form.gaps.until]
        if isinstance(form, c.Recurring)
        else []
    )
    for moment in moments:
        lo, hi = (record.facts[f"{record.terms.prefix(moment)}_{b}"] for b in ("lo", "hi"))
        base = record.bounds(moment.ref)
        # What ends a recurrence need not be recorded.
        if base[0] >= NEVER and isinstance(form, c.Timed):
            return [f"There is no record of {_counted_from(moment)}, so nothing can be counted from it."]
        if lo != hi and base[0] == base[1]:
            return [
                "The date lies outside the school calendar that was supplied. Add the academic year's half terms."
            ]
        oldest = min(record.facts[f"{t}_asof"] for t in ("events", "pupils", "attendance"))
        if hi < BEYOND and oldest < record.facts["on_day"] and hi > oldest:
            return [f"It fell due after the export was made on {said(oldest)}. Export again."]
    if isinstance(form, c.Recurring):
        oldest = record.facts["events_asof"]
        if oldest < record.facts["on_day"]:
            return [f"It fell due after the export was made on {said(oldest)}. Export again."]
        return ["A date lies outside the school calendar that was supplied, or there is no certain start."]
    return []


def _counted_from(moment: Deadline) -> str:
    ref = moment.ref
    return (
        plain(ref.name)
        if isinstance(ref, s.MilestoneRef)
        else event(ref)
        if isinstance(ref, s.EventRef)
        else plain(ref.column)
    )
