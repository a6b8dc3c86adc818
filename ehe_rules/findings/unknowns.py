"""Why a verdict cannot be told, in words, and how to record what is missing (semantics section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.columns import ROLL_EVENTS
from ehe_rules.facts.constants import ANY, BEYOND, NEVER
from ehe_rules.facts.entries import only_where_logged
from ehe_rules.facts.measures import MEASURES
from ehe_rules.facts.numbers_of_sessions import ABSENCES
from ehe_rules.facts.refs import TABLE_OF
from ehe_rules.facts.terms import Deadline, FirstFrom, Gaps, leaves
from ehe_rules.findings.numbers import NOT_COUNTED, why_not_certain
from ehe_rules.findings.unknowns_of_authority import is_of_authority, of_authority, place
from ehe_rules.findings.unknowns_of_oversight import MEASURES as OF_OVERSIGHT
from ehe_rules.findings.unknowns_of_oversight import is_of_trust, not_supplied, of_oversight
from ehe_rules.findings.words import event, plain, said
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.findings.record import Record

MAY_BE_HIDDEN = {
    "illness_pattern": "Sessions without a mark could be of illness: they may make a pattern, or change the day on which it was reached. Complete the register.",
    "anxiety_pattern": "Sessions without a mark could be anxiety-coded: they may make a pattern, or change the day on which it was reached. Complete the register.",
    "penalty_threshold_reached": "Sessions without a mark could be unauthorised: they may bring the ten sessions, or change the day of the tenth. Complete the register.",
}
COMMENTS = NOT_COUNTED["anxiety_sessions"]
"""Why the day of a pattern is not certain, where marks were supplied."""

ATTRIBUTES = {"by": "role", "to": "to", "covering": "covers", "as": "outcome"}
ASKED = {
    "role": "who did it (role)",
    "with": "who else was there (with)",
    "covers": "what it covered",
    "to": "whom it went to",
    "outcome": "how it ended (outcome)",
    "tag": "its tag",
}


def why_unknown(form: c.Form, record: Record) -> list[str]:
    """Return what is missing for a form, each as a sentence; never empty."""
    found = [why for term in _asked(form) for why in _term(term, record)]
    if not found:
        found = _calendar_or_export(form, record)
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
            yield from _test(test, record)
        case c.Counted(number) if number.event is not None:
            yield from _event(number.event, record)
        case c.Counted(number) if number.name is not None:
            yield from _not_supplied(number.name, record) or why_not_certain(term, record)
        case s.EventRef():
            yield from _event(term, record)
        case s.FieldRef(column):
            yield from _column(column, record)


def _test(test: s.Includes | s.OutcomeIs | s.Is | s.IsRecorded, record: Record) -> Iterator[str]:
    match test:
        case s.Is(column) | s.IsRecorded(column):
            if column in MEASURES:
                yield from _measure(column, record)
            else:
                yield from _column(column, record)
        case s.Includes(ref, attribute) if _unread(ref, attribute, record):
            yield _not_understood(ref, attribute)
        case s.OutcomeIs(ref) if _unread(ref, "outcome", record):
            yield _not_understood(ref, "outcome")
        case s.Includes(ref, attribute) if _has(ref, record):
            if (record.facts["school"], ref.event, attribute) not in record.supply.attributes:
                yield f"No entry of {plain(ref.event)} {place(record)} says {ASKED[attribute]}. Record it in the entry."
            else:
                yield from _event(ref, record)
        case s.OutcomeIs(ref) if _has(ref, record):
            if (record.facts["school"], ref.event, "outcome") not in record.supply.attributes:
                yield f"No entry of {plain(ref.event)} {place(record)} says {ASKED['outcome']}. Record it in the entry."
            else:
                yield f"Entries of {plain(ref.event)} on the same day say different things."
        case s.Includes(ref) | s.OutcomeIs(ref):
            yield from _event(ref, record)


def _not_supplied(name: str, record: Record) -> list[str]:
    """Say what a measure needs that was not supplied; nothing where all was."""
    needs = record.supply.vocabulary.measures[name].needs
    school = record.facts["school"]
    if is_of_trust(record) or {"la_children", "register"} & set(needs):
        return not_supplied(needs, record)
    if record.facts["pupil"] and record.facts["roll"] is None:
        return ["The pupil is not on the roll that was supplied."]
    if "attendance" in needs and (school, "attendance", "") not in record.supply.columns:
        return ["Attendance marks were not supplied for this school. Add the attendance export."]
    if "pupils" in needs and (school, "pupils", "") not in record.supply.columns:
        return ["The roll was not supplied for this school."]
    if "events" in needs and not any(s_ == school for s_, _ in record.supply.kinds):
        return ["Events were not supplied for this school. Add the safeguarding system's export."]
    return []


def _measure(name: str, record: Record) -> Iterator[str]:
    missing = _not_supplied(name, record)
    if missing:
        yield from missing
    elif name in OF_OVERSIGHT:
        yield OF_OVERSIGHT[name]
    elif name in ABSENCES:
        yield (
            f"Sessions without a mark, or with one that says nothing, leave open whether {record.supply.vocabulary.measures[name].means}. "
            "Complete the register; where the marks supplied begin later than the school year, add the earlier ones."
        )
    elif name == "ehe_leaver":
        yield "The roll says nothing of why the pupil left. Record reason, ground for deletion or destination."
    elif name == "notice_day_missing":
        yield "No entry of the parent's written notice at this school names a last day. Record it in the entry."
    elif name == "la_consent_awaited":
        yield "Whether the authority's consent is needed is not on record. Ask the authority and log its answer."
    elif name in ("sao_in_force", "sao_on_leaving_day"):
        yield "Whether a school attendance order is in force cannot be seen from what was supplied."
    elif name == "has_ehc_plan":
        yield "The register does not say whether the child has an EHC plan. Fill in ehc_plan."
    else:
        yield f"It is not known: {record.supply.vocabulary.measures[name].means}."


def _column(column: str, record: Record) -> Iterator[str]:
    if record.facts["roll"] is None:
        yield "The pupil is not on the roll that was supplied."
    elif (record.facts["school"], "pupils", column) not in record.supply.columns:
        yield f"The roll was supplied without {plain(column)}. Add that column to the export."
    else:
        said_first = plain(column)[:1].upper() + plain(column)[1:]
        yield f"{said_first} is blank in the pupil's roll row. Record it."


def _event(ref: s.EventRef, record: Record) -> Iterator[str]:
    school = record.facts["school"]
    low, high = (
        (record.facts.get(f"{record.terms.prefix(ref)}_{b}") for b in ("lo", "hi"))
        if ref in record.terms.numbers
        else (None, None)
    )
    if low is not None and low == high:
        return
    of_marks = TABLE_OF.get(ref.event) == "attendance"
    if is_of_authority(record):
        yield from of_authority(ref, record) or _narrowed(ref, record)
    elif overseen := of_oversight(ref, record):
        yield from overseen
    elif of_marks and (school, "attendance", "") not in record.supply.columns:
        yield "Attendance marks were not supplied for this school. Add the attendance export."
    elif ref.event in ROLL_EVENTS:
        yield _of_roll(ref, record, low)
    elif not _has(ref, record):
        yield from _not_logged(ref, record)
    elif ref.which in ("until", "entered"):
        what = "names no last day" if ref.which == "until" else "does not say when it was entered"
        yield f"The entry of {plain(ref.event)} {what}. Record it in the entry."
    else:
        yield from _narrowed(ref, record)


def _of_roll(ref: s.EventRef, record: Record, low: int | None) -> str:
    """Say why an event that the tool dates itself, from roll or marks, is not certain."""
    if record.facts["roll"] is None:
        supplied = record.facts["roll_supplied"]
        return (
            "The pupil is not on the roll that was supplied."
            if supplied
            else "The roll was not supplied for this school."
        )
    if ref.event in MAY_BE_HIDDEN:
        return COMMENTS if ref.event == "anxiety_pattern" and low == ANY else MAY_BE_HIDDEN[ref.event]
    said_by = "The marks do" if TABLE_OF.get(ref.event) == "attendance" else "The roll does"
    return f"{said_by} not say for certain: {record.supply.vocabulary.derived[ref.event].means}."


def _not_logged(ref: s.EventRef, record: Record) -> Iterator[str]:
    """Say why it means nothing that the school's log has no such entry, if it means nothing."""
    if (record.facts["school"], ref.event) not in record.supply.kinds:
        yield f"No export supplied for this school can hold {plain(ref.event)}. Record it in an oversight log, or export it."
    elif only_where_logged(record.supply.vocabulary, ref.event):
        yield f"The school logs {plain(ref.event)} nowhere, so that none is logged says nothing. Record it in an oversight log."


def _narrowed(ref: s.EventRef, record: Record) -> Iterator[str]:
    for narrow in ref.narrows:
        attribute = ATTRIBUTES[narrow.by]
        if _unread(ref, attribute, record):
            yield _not_understood(ref, attribute)
        elif (record.facts["school"], ref.event, attribute) not in record.supply.attributes:
            yield f"No entry of {plain(ref.event)} {place(record)} says {ASKED[attribute]}. Record it in the entry."


def _unread(ref: s.EventRef, attribute: str, record: Record) -> bool:
    """Tell whether an entry says something of the attribute that was not understood (see exports/entries.py)."""
    return any(e.event == ref.event and attribute in e.unsure for e in record.entries)


def _not_understood(ref: s.EventRef, attribute: str) -> str:
    todo = {
        "role": "Add the name to the staff table, or begin the entry with the role.",
        "with": "Add the name to the staff table.",
        "covers": "Name the letter or form in the entry, and list it among the templates.",
    }.get(attribute, "Record it in the entry.")
    return f"It cannot be told from an entry of {plain(ref.event)} {ASKED[attribute]}. {todo}"


def _has(ref: s.EventRef, record: Record) -> bool:
    return any(e.event == ref.event for e in record.entries)


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
