"""Why something cannot be told from an authority's own records, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.findings.words import plain

if TYPE_CHECKING:
    from ehe_rules.findings.record import Record
    from ehe_rules.rulebook.syntax import EventRef

_OF_REGISTER = {
    "turned_13": "The register gives no date of birth. Add it.",
    "la_notified": "The register does not say when the authority was told. Fill in notified_on.",
    "la_register_ended": "It is not recorded when the child's time on the register ended, or whether it did. Log la_register_left with its day.",
}


def is_of_authority(record: Record) -> bool:
    """Whether the subject is one in an authority's own records."""
    kind = str(record.facts["id"]).partition("/")[0]
    return kind == "authority" or (kind in KINDS and KINDS[kind].whose == "authority")


def place(record: Record) -> str:
    """Return where entries were looked for, in words."""
    return "of the authority" if is_of_authority(record) else "at this school"


def of_authority(ref: EventRef, record: Record) -> list[str]:
    """Return why an event of the authority's records is not certain; nothing where its narrowing is why."""
    if ref.event in _OF_REGISTER:
        return [_OF_REGISTER[ref.event]]
    if not any(entry.event == ref.event for entry in record.entries):
        what = plain(ref.event)
        return [
            f"The authority's records hold {what} nowhere, so that none is there says nothing. Log it with its date."
        ]
    if ref.which == "until":
        return [f"The entry of {plain(ref.event)} names no day. Record it in the entry."]
    return []
