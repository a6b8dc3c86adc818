"""How the people of the example write in their safeguarding log: a subcategory, a line, a name before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.example.style import Cell

SUBCATEGORY: Final = {
    "risk_identified": "Risk identified",
    "oral_intention_stated": "Parent raised EHE",
    "parent_contacted": "Parent contacted",
    "barrier_recorded": "Barrier",
    "support_given": "Support given",
    "flagged_to_senior_lead": "Flagged to senior lead",
    "early_oversight_started": "Early oversight started",
    "monitoring_checked": "Monitoring check",
    "risk_resolved": "Risk resolved",
    "safeguarding_considered": "EHE checklist",
    "send_considered": "EHE checklist",
    "welfare_considered": "EHE checklist",
    "attendance_considered": "EHE checklist",
    "reasonable_adjustments_considered": "EHE checklist",
    "cme_threshold_applied": "EHE checklist",
    "referral_made": "Referral",
    "referral_not_needed": "Referral not needed",
    "intent_letter_sent": "Intent letter sent",
    "stage_1_decision": "Stage 1 decision",
    "meeting_offered": "Meeting offered",
    "meeting_held": "Meeting held",
    "meeting_declined": "Meeting declined",
    "phone_attempted": "Phone call",
    "refusal_summary_logged": "Refusal summary",
    "proforma_completed": "Proforma completed",
    "parent_guide_shared": "Parent guide shared",
    "actions_reviewed": "Action review",
    "notification_received": "EHE notice",
    "notification_withdrawn": "Notice withdrawn",
    "ehe1_completed": "EHE1 completed",
    "ehe1_sent": "EHE1 sent",
    "la_informed": "LA informed",
    "social_worker_informed": "Social worker informed",
    "safeguarding_information_shared": "Safeguarding information shared",
    "off_rolled": "Off roll",
    "off_roll_letter_sent": "Off roll letter",
    "cp_file_sent": "CP file sent",
    "professional_recommended_ehe": "Professional advice",
    "confirmation_requested": "Confirmation requested",
    "confirmation_received": "Confirmation received",
    "pressure_reported": "Pressure reported",
    "pressure_reviewed": "Pressure reviewed",
    "school_suggested_ehe": "School suggested EHE",
    "return_requested": "Return requested",
    "admissions_contacted_school": "Admissions contacted",
    "return_accepted": "Return accepted",
    "reintegration_meeting_held": "Reintegration meeting",
    "reintegration_plan_created": "Reintegration plan",
    "plan_reviewed": "Plan reviewed",
    "support_needs_reviewed": "Support needs reviewed",
    "la_register_removal_confirmed": "Off the EHE register",
    "ehe_history_recorded": "EHE history",
    "returner_informed": "Staff told of return",
    "information_requested": "Information requested",
    "information_shared": "Information shared",
    "sharing_logged": "Sharing logged",
}
"""What each kind of entry is filed under; of a kind that is not here the log holds nothing."""

EARLY_SIGN: Final = "Early sign"
"""What a risk is filed under that is no more than a sign."""

UNDER_AN_INCIDENT: Final = frozenset(
    {
        "parent_contacted",
        "support_given",
        "intent_letter_sent",
        "meeting_offered",
        "phone_attempted",
        "refusal_summary_logged",
        "actions_reviewed",
        "la_informed",
        "ehe1_completed",
        "off_roll_letter_sent",
        "plan_reviewed",
    }
)
"""What is logged as an action under the pupil's first incident and not as an incident of its own."""

CHECKED: Final = {
    "safeguarding_considered": "S",
    "send_considered": "SEND",
    "welfare_considered": "Welfare",
    "attendance_considered": "Attendance",
    "reasonable_adjustments_considered": "Adjustments",
    "cme_threshold_applied": "CME",
}
"""The lines of the checklist."""

PREFIX: Final = {
    "headteacher": "HT",
    "head_of_school": "HoS",
    "senior_leader": "SLT",
    "senior_leader_attendance": "SLT attendance",
    "attendance_lead": "Attendance lead",
    "attendance_team": "Attendance",
    "dsl": "DSL",
    "sendco": "SENDCO",
    "class_teacher": "Class teacher",
    "pastoral_team": "Pastoral",
    "wellbeing_officer": "Wellbeing",
}
"""What stands before an entry that was typed by somebody else than who did it."""


def subcategory_of(row: Mapping[str, Cell]) -> str:
    """Give what an entry is filed under."""
    return EARLY_SIGN if row.get("outcome") == "early_sign" else SUBCATEGORY[str(row["event"])]


def line_of(row: Mapping[str, Cell]) -> str:
    """Give the line of an entry in which its system finds what it covered, to whom it went or how it ended."""
    event, said = str(row["event"]), {key: _spaced(row.get(key, "")) for key in ("covers", "to", "outcome")}
    if event == "notification_received":
        until = row.get("until")
        return (
            f"EHE notice, last day {until:%d/%m/%Y}"
            if until and not isinstance(until, str | int)
            else "EHE notice"
        )
    return {
        "parent_contacted": f"Spoke to the parent: {said['covers']}",
        "referral_made": f"Referral to {said['to']}",
        "stage_1_decision": f"Decided: {said['outcome']}",
        "phone_attempted": f"Rang home: {said['outcome'].removeprefix('spoke ')}",
        "la_informed": f"Told the {' and the '.join(said['to'].split(', '))}".replace(" la", " LA"),
        "confirmation_requested": f"Asked in writing {' and '.join(said['covers'].split(', '))}",
        "confirmation_received": f"Reply: {said['outcome']}",
        "ehe_history_recorded": f"Stands in: {said['covers']}".replace("cpoms", "CPOMS").replace(
            "mis", "MIS"
        ),
        "sharing_logged": f"Logged in: {said['covers']}".replace("cpoms", "CPOMS").replace("mis", "MIS"),
        "returner_informed": f"Told: {said['to']}".replace("sendco", "SENDCO").replace("dsl", "DSL"),
        "information_requested": f"Request: {said['outcome']}",
        "school_suggested_ehe": f"What the parent says: {said['outcome']}",
    }.get(event, subcategory_of(row))


def checklist_of(rows: Sequence[Mapping[str, Cell]]) -> str:
    """Give the checklist that says in one entry what was considered on one day."""
    lines = [f"{CHECKED[str(row['event'])]}: {_checked(_spaced(row.get('outcome', '')))}" for row in rows]
    return f"EHE checklist. {' / '.join(lines)}"


def _checked(outcome: str) -> str:
    return "none" if outcome == "no concern" else outcome


def _spaced(cell: Cell) -> str:
    return str(cell).replace(";", ", ").replace("_", " ")
