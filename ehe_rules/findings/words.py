"""The record in words: dates, lengths, events and what narrows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.terms import Amount, Deadline, FirstFrom
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EPOCH_ORDINAL = 719163
SPOKEN = {
    "off_rolled": "leaving the roll for home education",
    "left_roll": "leaving the roll",
    "on_rolled": "entry on roll",
    "attended_after_notice": "attendance after the notice's last day",
    "any_entry": "an entry on the case",
    "notification_received": "the parent's written notice",
    "notification_withdrawn": "the withdrawal of the notice",
    "dsl": "DSL",
    "sendco": "SENDCO",
    "la": "the local authority",
    "mash": "MASH",
    "ehe1_sent": "sending the EHE1 form",
    "ehe1_completed": "completing the EHE1 form",
    "ehe1_done": "completing the EHE1 form",
    "sao_made": "a school attendance order",
    "sao_revoked": "the order's revocation",
    "sao_in_force": "a school attendance order in force",
    "risk_known": "the risk being known",
    "parent_indicated": "the parent's own indication",
    "concern_found": "the concern being found",
    "meeting_invited": "the offer of a meeting",
    "stage_1_offered": "the offer of stage 1",
    "stage_2_offered": "the offer of stage 2",
    "parent_contacted": "contact with the parent",
    "intent_letter_sent": "the intent-to-EHE letter",
    "meeting_held": "the EHE meeting",
    "meeting_offered": "the offer of a meeting",
    "meeting_declined": "the parent's refusal of the meeting",
    "phone_attempted": "an attempt by phone",
    "actions_reviewed": "a review of the actions",
    "referral_made": "a referral",
    "referral_not_needed": "a decision that no referral is needed",
    "safeguarding_considered": "considering safeguarding",
    "send_considered": "considering SEND",
    "welfare_considered": "considering welfare",
    "attendance_considered": "considering attendance",
    "confirmation_requested": "the request for written confirmation",
    "confirmation_received": "the professional's reply",
    "professional_recommended_ehe": "the professional's reported recommendation",
    "school_suggested_ehe": "a report that the school suggested home education",
    "risk_identified": "a risk entry",
    "oral_intention_stated": "the parent's stated intention",
    "risk_resolved": "the risk being resolved",
    "suspension": "a suspension",
    "penalty_notice_warning": "a penalty notice warning",
    "exclusion_meeting": "an exclusion meeting",
    "complaint_made": "a complaint",
    "ehcp_request_refused": "the refusal of an EHC plan request",
    "support_given": "support",
    "proforma_completed": "the proforma",
    "parent_guide_shared": "the parent guide",
    "refusal_summary_logged": "the written summary",
    "leaving_reason": "the reason for leaving",
    "removal_ground": "the ground for deletion",
    "leaving_date": "the leaving date",
    "date_of_birth": "the date of birth",
    "leaver_fields_disagree": "reason, ground and destination contradict one another",
    "short_notice": "less than a school day's notice",
    "present_on_leaving_day": "present on the day the name came off the roll",
    "ehe_leaver": "left for home education",
    "outside_compulsory_age": "outside compulsory school age",
    "placed_by_la": "placed by the local authority",
    "school_type": "the kind of school",
    "for_school": "the school",
    "for_parent": "the parent",
    "senior_leader_attendance": "senior leader for attendance",
    "meeting_invitation": "the invitation to meet",
    "responsibilities": "the parent's responsibilities",
}
"""Words of the vocabulary as people say them; any other word is said as it is written, without its underscores."""


def day_of(number: int) -> date:
    """Return the date of a day number (days from 1 Jan 1970)."""
    return date.fromordinal(number + EPOCH_ORDINAL)


def said(day: date | int) -> str:
    """Return a date as `12 Jan 2026`."""
    when = day_of(day) if isinstance(day, int) else day
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def said_with_weekday(day: date | int) -> str:
    """Return a date as `Fri 16 Jan 2026`."""
    when = day_of(day) if isinstance(day, int) else day
    return f"{WEEKDAYS[when.weekday()]} {said(when)}"


def plain(word: str) -> str:
    """Return a vocabulary word as people say it."""
    return SPOKEN.get(word, word.replace("_", " ").replace("ehe", "EHE").replace("cpoms", "CPOMS"))


def listed(words: Iterable[str], joined: str = "or") -> str:
    """Return words as `a, b or c`."""
    spoken = [plain(w) for w in words]
    return (
        spoken[0] if len(spoken) == 1 else f"{', '.join(spoken[:-1])} {joined} {spoken[-1]}" if spoken else ""
    )


def length(amount: Amount) -> str:
    """Return a length as `1 school day`."""
    value = amount.values[-1][1]
    return count_of(value, amount.unit)


def count_of(value: int, unit: str) -> str:
    """Return a number and its unit, in the singular where it is one."""
    return f"{value} {unit[:-1] if value == 1 else unit}"


def dated(a: c.Dated) -> str:
    """Return what a form speaks of, in words."""
    if isinstance(a, c.Joined):
        return f" {a.joined_by} ".join(dated(p) for p in a.parts)
    return reference(a.event if isinstance(a, FirstFrom) else a)


def reference(ref: s.Ref) -> str:
    """Return a reference in words."""
    if isinstance(ref, s.MilestoneRef):
        return (
            plain(ref.name)
            if ref.name
            else f" {ref.parts.joined_by} ".join(reference(p) for p in ref.parts.parts)
        )
    if isinstance(ref, s.FieldRef):
        return plain(ref.column)
    return event(ref)


def event(ref: s.EventRef) -> str:
    """Return an event with its narrowings in words."""
    what = plain(ref.event)
    if ref.which == "until":
        what = f"the last day that {what} names"
    elif ref.which == "entered":
        what = f"the day on which {what} was entered"
    return " ".join([what, *(narrowing(n) for n in ref.narrows)])


def narrowing(narrow: s.Narrow) -> str:
    """Return one narrowing in words."""
    by = {"by": "by", "to": "to", "covering": "covering", "as": "recorded as"}[narrow.by]
    words = [_who(w) for w in narrow.words] if narrow.by == "by" else narrow.words
    return f"{by} {listed(words, 'and' if narrow.every_word else 'or')}"


def _who(role: str) -> str:
    """Return a role with its article: one of many at a school, or the one."""
    one_of_many = (
        "senior_leader",
        "senior_leader_attendance",
        "wellbeing_officer",
        "class_teacher",
        "governor",
        "professional",
        "parent",
        "la_officer",
        "trust_officer",
    )
    article = "a" if role in one_of_many else "the"
    return f"{article} {plain(role)}"


def deadline(limit: Deadline, when: str) -> str:
    """Return a limit as `within 1 school day of the risk known, 12 Jan 2026`; `when` is B's date in words, or nothing."""
    said_ref = reference(limit.ref)
    dated_ref = f"{said_ref}, {when}" if when else said_ref
    if limit.amount is None or limit.amount.values == ((None, 0),):
        return f"by {dated_ref}"
    return f"within {length(limit.amount)} of {dated_ref}"
