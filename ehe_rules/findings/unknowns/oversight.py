"""Why something of weeks, half terms, focused reviews, the trust and its register cannot be told, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.record.register import AGREES, ON_REGISTER, REGISTER_AGREED
from ehe_rules.facts.subjects.kinds import KINDS, PERIOD_ENDS
from ehe_rules.facts.subjects.reviews import CASES_EXAMINED
from ehe_rules.findings.words import plain

if TYPE_CHECKING:
    from ehe_rules.findings.record import Record
    from ehe_rules.rulebook.syntax import EventRef

NO_REGISTER = "The trust's register was not supplied. Add it to the exports."

MEASURES = {
    AGREES: "The register's row for this pupil has no date. Fill in the day on which the name came off the roll.",
    "rise": "The half term's withdrawals cannot be compared: the rolls hold fewer than three half terms before it, were exported before it was over, or do not say why pupils left.",
}
"""What is said of a measure that is not known although all that it needs was supplied."""


def is_of_trust(record: Record) -> bool:
    """Whether the subject is the trust's own, and no school's."""
    kind = str(record.facts["id"]).partition("/")[0]
    return kind in KINDS and KINDS[kind].whose == "owner"


def not_supplied(needs: tuple[str, ...], record: Record) -> list[str]:
    """Return what a measure of the trust, or of its register, needs that was not supplied; nothing where all was."""
    supplied = {table for _, table, _ in record.supply.columns}
    if "register" in needs and "register" not in supplied:
        return [NO_REGISTER]
    if is_of_trust(record) and "pupils" in needs and "pupils" not in supplied:
        return ["No school's roll was supplied."]
    return []


def of_oversight(ref: EventRef, record: Record) -> list[str]:
    """Return why an event of these kinds is not certain; nothing where it is none of them, or its narrowing is why."""
    if ref.event in PERIOD_ENDS:
        return ["The school calendar lacks the last day. Add the academic year's half terms."]
    if ref.event == ON_REGISTER:
        return [_on_register(ref, record)]
    if ref.event == REGISTER_AGREED:
        return not_supplied(("register", "pupils"), record) or [
            "The register and the rolls that were supplied cannot be compared row by row."
        ]
    if ref.event == CASES_EXAMINED:
        return [_examined(record)]
    if is_of_trust(record) and not any(entry.event == ref.event for entry in record.entries):
        return [
            f"The trust logs {plain(ref.event)} nowhere, so that none is logged says nothing. Record it in an oversight log."
        ]
    return []


def _on_register(ref: EventRef, record: Record) -> str:
    missing = not_supplied(("register",), record)
    if missing:
        return missing[0]
    if record.bounds(ref)[1] < NEVER:
        return "The register does not say when the pupil was entered. Add the day of entry (entered)."
    return "The register has a row that names no pupil, which may be this one's. Add the UPN."


def _examined(record: Record) -> str:
    if not record.facts["roll_supplied"]:
        return "The roll was not supplied for this school, so that it is not known whose cases were to be examined."
    if not any(entry.event == "focused_review_case_examined" for entry in record.entries):
        return "No examined case is logged at this school. Log each with the pupil's UPN and the date."
    return "The roll does not say why a pupil left, whose case was not examined. Record the reason, or log the case."
