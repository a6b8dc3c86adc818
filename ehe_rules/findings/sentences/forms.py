"""What each form of a rule says of a subject, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.findings import words as w
from ehe_rules.findings.lengths import deadline
from ehe_rules.findings.sentences.deadlines import after, recurring, timed
from ehe_rules.findings.sentences.entries import day_of, near_miss, sentence
from ehe_rules.findings.sentences.tested import tested

if TYPE_CHECKING:
    from ehe_rules.facts.forms import Dated
    from ehe_rules.facts.terms import Deadline
    from ehe_rules.findings.record import Record


def truth_said(form: c.Form, record: Record, *, negated: bool) -> str:
    """Say what makes a condition true."""
    match form:
        case c.Timed(a, limit, needs=needs) if not negated and needs is not None:
            day = day_of(a, record)
            before = record.day(limit.ref)
            when = f" on {w.said(day)}" if day is not None else ""
            against = f", before {w.reference(limit.ref)} on {w.said(before)}" if before is not None else ""
            if before is not None and limit.amount is not None:
                against = f", {deadline(limit, w.said(before), record)}"
            return sentence(f"{w.dated(a)}{when}{against}.")
        case c.Present(a) if not negated:
            day = day_of(a, record)
            return sentence(f"{w.dated(a)} is recorded{f' on {w.said(day)}' if day is not None else ''}.")
        case c.Present(a):
            return sentence(f"{w.dated(a)} is not recorded.")
    return form_said(form, "met", record, negated=negated)


def not_in_time(a: Dated, limit: Deadline, record: Record) -> str:
    """Say what makes it true that A was not done in time: said only where nothing else is to be said."""
    day, by = day_of(a, record), record.day(limit.ref)
    if day is None:
        return sentence(f"{w.dated(a)} is not recorded.{near_miss(a, record)}")
    against = f", {w.reference(limit.ref)} on {w.said(by)}" if by is not None else ""
    return sentence(f"{w.dated(a)} is recorded on {w.said(day)}{against}.")


def form_said(form: c.Form, status: str, record: Record, *, negated: bool = False) -> str:
    """Say what gives a duty's form its status."""
    match form:
        case c.Timed(a) | c.After(a) | c.Present(a) if negated and status == "not_met":
            # what should not be so is: a notice that was taken back, say
            day = day_of(a, record)
            return sentence(f"{w.dated(a)} is recorded{f' on {w.said(day)}' if day is not None else ''}.")
        case c.Timed() if not negated:
            return timed(form, status, record)
        case c.Recurring() if not negated:
            return recurring(form, status, record)
    said = _at_once(form, status, record, negated=negated)
    return f"{said}{_time_left(record)}" if status == "due" and said else said


def _time_left(record: Record) -> str:
    """Say until when a period leaves time for what has no deadline of its own."""
    until = (
        f"until it ends, {w.said(record.facts['runs_to'])}" if record.facts["ends_sure"] else "until it ends"
    )
    return f" There is time {until}."


def _at_once(form: c.Form, status: str, record: Record, *, negated: bool) -> str:
    match form:
        case c.After(a, b, strict) if not negated:
            return after(a, b.ref, status, record, strict=strict)
        case c.Present(a) if not negated:
            day = day_of(a, record)
            if status == "met":
                return sentence(f"{w.dated(a)} recorded{f' on {w.said(day)}' if day is not None else ''}.")
            return sentence(f"{w.dated(a)} is not recorded.{near_miss(a, record)}")
    return tested(form, status, negated=negated, record=record)
