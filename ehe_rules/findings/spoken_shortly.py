"""What people say more shortly than word by word."""

from __future__ import annotations

NARROWED = {
    "la_placement_checked covering child_protection": "a check of the placement for child protection",
    "la_information_sent covering written_information": "sending the written information",
    "la_information_sent covering website_links": "sending the website links",
    "la_complaint_closed as not_upheld, partly_upheld, upheld, withdrawn": "closing the complaint with an outcome",
    "la_suitability_judged as not_suitable": "a judgement of unsuitable",
    "la_contact_plan_set covering frequency, reason": "a plan of contact with its frequency and its reason",
    "la_procedure_reviewed by la_officer, officers": "a review of the procedures with officers",
    "la_procedure_reviewed by organisations": "a review of the procedures with home education organisations",
    "la_procedure_reviewed by parent, parents": "a review of the procedures with parents",
    "safeguarding_considered as concern": "a safeguarding concern",
    "send_considered as concern": "a SEND concern",
    "welfare_considered as concern": "a welfare concern",
    "attendance_considered as concern": "an attendance concern",
    "reasonable_adjustments_considered as declined, made, not_needed": "considering reasonable adjustments, with what came of it,",
    "phone_attempted as meeting_conducted": "a call that was the meeting",
    "stage_1_decision as resolved": "the decision that stage 1 resolved the concern",
    "confirmation_requested covering for_school": "the request for written confirmation to the school",
    "confirmation_requested covering for_parent": "the request for written confirmation to the parent",
    "pressure_reviewed by attendance_lead, senior_leader_attendance": "a review of the reported pressure by the attendance lead",
    "pressure_reviewed by dsl": "a review of it by the DSL",
    "sharing_logged covering cpoms": "a log in CPOMS of what was shared",
    "sharing_logged covering mis": "a log in the MIS of what was shared",
    "ehe_history_recorded covering cpoms": "an entry of the time of home education in CPOMS",
    "ehe_history_recorded covering mis": "an entry of the time of home education in the MIS",
    "returner_informed to sendco": "telling the SENDCO of the return",
    "returner_informed to dsl": "telling the DSL of the return",
    "returner_informed to class_teacher": "telling the class teacher of the return",
    "la_informed to home_la": "telling the home authority",
    "education_history_recorded as ehe": "an entry of earlier home education",
    "reintegration_plan_created covering adjustments, responsibilities, review_dates": "the reintegration plan with adjustments, responsibilities and review dates",
    "information_requested as not_legitimate": "a request with no claim to the records",
    "notification_received by parent, parents": "a notice written by a parent",
    "notification_received covering school_template": "a notice on the school's own form",
    "school_suggested_ehe as not_upheld, upheld": "a finding on whether the school suggested home education",
    "school_suggested_ehe as not_said, upheld": "a suggestion of home education by the school, upheld or with nothing said of it,",
}
"""Events with one narrowing (its words in order), where that is said more shortly than word by word."""

_SPECIALISTS = frozenset(
    (
        "wellbeing_officer",
        "pastoral_team",
        "send_team",
        "sendco",
        "dsl",
        "class_teacher",
        "attendance_lead",
        "attendance_team",
    )
)
TOGETHER = {
    frozenset(("headteacher", "head_of_school")): "the headteacher or head of school",
    frozenset(
        ("headteacher", "head_of_school", "senior_leader", "senior_leader_attendance")
    ): "a senior leader",
    frozenset(("attendance_lead", "attendance_team", "senior_leader_attendance")): "the attendance team",
    frozenset(("pastoral_team", "wellbeing_officer")): "the pastoral team",
    frozenset(("parent", "parents")): "a parent",
    _SPECIALISTS
    | frozenset(
        ("senior_leader_attendance", "senior_leader", "head_of_school", "headteacher", "admissions")
    ): "the school",
    _SPECIALISTS: "the pastoral, attendance or SEND side, the DSL or the class teacher",
    _SPECIALISTS
    | frozenset(
        ("senior_leader_attendance", "senior_leader", "head_of_school", "headteacher", "other")
    ): "another member of staff",
}
"""Groups of roles as people say them; a trust that changes a group has its roles named one by one."""

AFFIRMED = {"previous_ehe": "the field for earlier home education says yes"}
"""What it means that a yes or no of the vocabulary is yes, where its own words do not say so."""

DENIED = {
    "register_date_agrees": "the trust's register has another day than the roll",
    "rise": "withdrawals in the half term did not rise beyond chance",
    "previous_ehe": "the field for earlier home education does not say yes",
    "persistent_absence": "less than a tenth of the school year's possible sessions was missed",
    "severe_absence": "less than half of the school year's possible sessions was missed",
    "leaver_fields_disagree": "reason, ground and destination do not contradict one another",
    "home_educated_before": "no earlier stay in the trust ended in home education",
    "entered_after_leaving": "no later day of entry is on record",
    "entered_next_school_day": "the leaving was not entered on the next school day",
    "entered_after_entry": "no later day of entry is on record",
    "over_compulsory_age_next": "still of compulsory school age on the next school day",
    "home_la_differs": "the home authority is the school's",
    "pilot_area": "no pilot area",
    "la_consent_awaited": "the authority has consented, or said that no consent is needed",
    "normal_transition": "not a leaving of the most senior class at the end of the school year",
    "outside_compulsory_age": "of compulsory school age",
    "present_on_leaving_day": "not present on the day the name came off the roll",
    "sao_in_force": "no school attendance order in force is on record",
    "sao_on_leaving_day": "no school attendance order on record was in force on the day the name came off the roll",
    "notice_of_past_day": "the notice came in time for that day",
    "notice_in_doubt": "a notice of the parent's own",
    "sao_lifted_later": "no school attendance order was revoked after the day the notice names",
    "short_notice": "a school day's notice or more",
}
"""What it means that a yes or no of the vocabulary is no."""
