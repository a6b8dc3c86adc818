"""What is missing of a column of the roll, of a measure or of an attribute that a rule tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.folded import OF_LEAVING
from ehe_rules.facts.measures.numbers_of_sessions import ABSENCES
from ehe_rules.facts.measures.yes_no import MEASURES
from ehe_rules.findings.unknowns.authority import place
from ehe_rules.findings.unknowns.events import ASKED, has_entry, not_understood, unread, why_event
from ehe_rules.findings.unknowns.oversight import MEASURES as OF_OVERSIGHT
from ehe_rules.findings.unknowns.oversight import is_of_trust, not_supplied
from ehe_rules.findings.words import plain
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.findings.record import Record


_ORDER = "Whether a school attendance order is in force cannot be seen from what was supplied."
_NOT_TOLD = {
    "ehe_leaver": "Reason, ground and destination on the roll do not say whether the pupil left for home education. "
    "Record the ground for deletion, and the reason in the trust's own words for it.",
    "leaving_reason_kind": "The reason for leaving may stand for several things. Record the reason that is meant.",
    "notice_day_missing": "No entry of the parent's written notice at this school names a last day. Record it in the entry.",
    "la_consent_awaited": "Whether the authority's consent is needed is not on record. Ask the authority and log its answer.",
    "notice_in_doubt": "On record the notice is not plainly a parent's own, for home education; or the risk was resolved after it; or the child is looked after. "
    "A person reads it - who wrote it and what it says - and logs that.",
    "sao_in_force": _ORDER,
    "home_la_differs": "Whether the pupil lives in another authority's area cannot be seen. Fill in the home authority on the roll and the "
    "school's authority, both as names or both as codes.",
    "notice_of_past_day": "Whether the notice names a day already past cannot be seen.",
    "sao_lifted_later": _ORDER,
    "reason_is_school_suggestion": "No entry of this school gives the reason for home education. Export the reason with the notice, the "
    "meeting's form or the EHE1 form.",
    "sao_on_leaving_day": _ORDER,
    "has_ehc_plan": "The register does not say whether the child has an EHC plan. Fill in ehc_plan.",
}
"""What to say of a measure that is not known although all that it needs was supplied."""


def why_test(test: s.Includes | s.OutcomeIs | s.Is | s.IsRecorded, record: Record) -> Iterator[str]:
    """Say what is missing for a test of a column, a measure or an attribute."""
    match test:
        case s.Is(column) | s.IsRecorded(column):
            if column in MEASURES:
                yield from _measure(column, record)
            else:
                yield from why_column(column, record)
        case s.Includes(ref, attribute) if unread(ref, attribute, record):
            yield not_understood(ref, attribute)
        case s.OutcomeIs(ref) if unread(ref, "outcome", record):
            yield not_understood(ref, "outcome")
        case s.Includes(ref, attribute) if has_entry(ref, record):
            if (record.facts["school"], ref.event, attribute) not in record.supply.attributes:
                yield f"No entry of {plain(ref.event)} {place(record)} says {ASKED[attribute]}. Record it in the entry."
            else:
                yield from why_event(ref, record)
        case s.OutcomeIs(ref) if has_entry(ref, record):
            if (record.facts["school"], ref.event, "outcome") not in record.supply.attributes:
                yield f"No entry of {plain(ref.event)} {place(record)} says {ASKED['outcome']}. Record it in the entry."
            else:
                yield f"Entries of {plain(ref.event)} on the same day say different things."
        case s.Includes(ref) | s.OutcomeIs(ref):
            yield from why_event(ref, record)


def why_not_supplied(name: str, record: Record) -> list[str]:
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
    missing = why_not_supplied(name, record)
    if (
        name == "leaving_reason_kind"
        and (record.facts["school"], "leaving_reason") in record.supply.always_blank
    ):
        missing = list(why_column("leaving_reason", record))
    if missing:
        yield from missing
    elif name in OF_OVERSIGHT:
        yield OF_OVERSIGHT[name]
    elif name in ABSENCES:
        yield (
            f"Sessions without a mark, or with one that says nothing, leave open whether {record.supply.vocabulary.measures[name].means}. "
            "Complete the register; where the marks supplied begin later than the school year, add the earlier ones."
        )
    elif name in _NOT_TOLD:
        yield _NOT_TOLD[name]
    else:
        yield f"It is not known: {record.supply.vocabulary.measures[name].means}."


def why_column(column: str, record: Record) -> Iterator[str]:
    """Say what the roll lacks."""
    said_first = plain(column)[:1].upper() + plain(column)[1:]
    if record.facts["roll"] is None:
        yield "The pupil is not on the roll that was supplied."
    elif (record.facts["school"], "pupils", column) not in record.supply.columns:
        yield f"The roll was supplied without {plain(column)}. Add that column to the export."
    elif (record.facts["school"], column) in record.supply.always_blank:
        of_all = "every leaver of" if column in OF_LEAVING else "every pupil on the roll of"
        yield f"{said_first} is blank for {of_all} this school. Record it, or add it to the export."
    elif column in ("leaving_date", "leaving_entered") and not record.facts["roll_known"]:
        yield "Whether and when the pupil left is not known. Record the leaving date so that it can be read."
    else:
        yield f"{said_first} is blank in the pupil's roll row. Record it."
