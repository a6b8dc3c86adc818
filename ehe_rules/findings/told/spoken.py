"""Words for sentences that speak of no child: subjects, yes and no, and the values of a column."""

from __future__ import annotations

ABOUT = {
    "case": "Each home education case",
    "leaver": "Each pupil who has left the roll",
    "pupil": "Each pupil on roll",
    "return": "Each return, or wish to return, after home education",
    "advice": "Each report that a professional recommended home education",
    "pressure": "Each report that a parent feels pressed to withdraw",
    "request": "Each request for a pupil's records",
    "school": "Each school, school year by school year",
    "school_week": "Each school, week by week",
    "school_month": "Each school, month by month",
    "school_half_term": "Each school, half term by half term",
    "focused_review": "Each focused review of a school",
    "trust": "The trust, half term by half term",
    "trust_term": "The trust, term by term",
    "la_child": "Each child on the authority's register",
    "la_plan": "Each plan of contact with a family",
    "la_visit": "Each home visit",
    "la_concern": "Each child protection concern of the authority",
    "la_placement": "Each work experience placement",
    "la_complaint": "Each complaint to the authority",
    "la_officer": "Each officer who has contact with families",
    "authority": "The authority, school year by school year",
}
"""Whom or what a rule is about, by the subject's name in the vocabulary."""

ASKS = {
    "require": "What must be on record",
    "forbid": "What must not be so",
    "flag": "What a person should look at",
}
"""How what a rule says begins, by its kind."""

MILESTONES = {
    "meeting_invited": "a meeting offered in one way or another",
    "stage_1_decided": "the decision after stage 1, in one form or another",
    "ehe1_done": "the EHE1 form done",
    "la_told": "telling the local authority in one way or another",
    "la_return": "the return of a deletion to the local authority",
    "follow_up": "a follow-up of the family",
    "la_434a_allows": "the day from which section 434A lets the name come off",
}
"""Milestones in words that are not those of an event within them: beside their meaning the two are kept apart."""

NUMBERS = {
    "early_signs": "{} of early sign on record",
    "leavers_not_on_register": "{} who left for home education without a row on the trust's register",
    "register_rows_without_leaver": "{} of the trust's register without such a leaver on a school's roll",
    "school_days_in_week": "a week of {}",
}
"""What is said of a number of which reasons have no sentence of their own."""

INCLUDES = {
    "role": ("was led or done by", "was not led or done by"),
    "with": ("was attended by", "was not attended by"),
    "covers": ("covers", "does not cover"),
    "to": ("went to", "did not go to"),
    "tag": ("has the tag", "lacks the tag"),
}
"""What a test of an entry says of each of its attributes, and its opposite."""

IS_SO = {
    "notice_of_past_day": (
        "the notice names a day that was past when it came",
        "the day that the notice names was not past when it came",
    ),
    "notice_in_doubt": (
        "it is not certain that a parent wrote the notice, for home education",
        "nothing on record speaks against the notice's being a parent's own, for home education",
    ),
    "sao_lifted_later": (
        "a school attendance order was revoked after the day that the notice names",
        "no school attendance order was revoked after the day that the notice names",
    ),
    "reason_is_school_suggestion": (
        "the reason on record is that the school suggested home education",
        "no entry gives the school's suggestion as the reason",
    ),
    "guest": ("the pupil is a guest at the school", "the pupil is on the school's own roll"),
    "ehe_leaver": ("the pupil left for home education", "the pupil did not leave for home education"),
    "disability": ("the pupil is recorded as disabled", "the pupil is not recorded as disabled"),
    "social_worker": ("the child has a social worker", "no social worker is recorded"),
    "child_protection": ("the child is on a child protection plan", "no child protection plan is recorded"),
    "looked_after": ("the child is looked after", "the child is not recorded as looked after"),
    "placed_by_la": ("the authority placed the pupil there", "the authority did not place the pupil there"),
    "outside_compulsory_age": (
        "the pupil is outside compulsory school age",
        "the pupil is of compulsory school age",
    ),
    "short_notice": (
        "the notice is of less than a school day",
        "the notice is of a school day or more",
    ),
    "attended_after_notice": (
        "the pupil attended after the notice's last day",
        "the pupil has not attended after the notice's last day",
    ),
    "normal_transition": (
        "the pupil left the most senior class at the end of the school year",
        "the pupil did not leave with the most senior class at the end of the school year",
    ),
    "present_on_leaving_day": (
        "the pupil was present on the day the name came off the roll",
        "the pupil was not present on the day the name came off the roll",
    ),
    "ground_supplied": (
        "the roll was supplied with the ground for deletion",
        "the roll was supplied without the ground for deletion",
    ),
    "ground_of_old_regulations": (
        "the ground is one of the regulations of 2006",
        "the ground is not one of the regulations of 2006",
    ),
    "entered_next_school_day": (
        "the leaving was entered after its date, by the next school day",
        "the leaving was not entered by the next school day after its date",
    ),
    "entered_after_leaving": (
        "the leaving was entered after its date",
        "the leaving was not entered after its date",
    ),
    "entered_after_entry": (
        "the pupil's name was entered after the starting day",
        "the pupil's name was not entered after the starting day",
    ),
    "over_compulsory_age_next": (
        "the pupil is over compulsory school age by the next school day",
        "the pupil is still of compulsory school age on the next school day",
    ),
    "notice_day_missing": (
        "the parent's letter, as logged, names no last day",
        "the parent's letter, as logged, names a last day",
    ),
    "home_educated_before": (
        "the pupil left this trust's roll for home education before",
        "no earlier stay in the trust ended in home education",
    ),
    "pilot_area": ("the authority is in a pilot area", "the authority is in no pilot area"),
    "marks_supplied": ("attendance marks were supplied", "attendance marks were not supplied"),
    "persistent_absence": (
        "the pupil has missed a tenth or more of the possible sessions",
        "the pupil has missed less than a tenth of the possible sessions",
    ),
    "severe_absence": (
        "the pupil has missed half or more of the possible sessions",
        "the pupil has missed less than half of the possible sessions",
    ),
    "rise": (
        "withdrawals of the half term are two or more and beyond chance",
        "withdrawals of the half term are not beyond chance",
    ),
    "register_date_agrees": (
        "the trust's register has the leaving date",
        "the trust's register has another leaving date",
    ),
    "has_ehc_plan": ("the child has an EHC plan", "the child has no EHC plan"),
    "not_of_age_when_notified": (
        "the child was not of compulsory school age when the authority was told",
        "the child was of compulsory school age when the authority was told",
    ),
}
"""What it means that a yes or no is yes, and that it is no; any other is said as reasons say it."""

VALUES = {
    ("sen_provision", "k"): "SEN support",
    ("sen_provision", "e"): "an education, health and care plan",
    ("sen_provision", "n"): "none",
    ("leaving_reason_kind", "ehe"): "home education",
    ("leaving_reason_kind", "cme"): "missing education",
    ("leaving_reason_kind", "phase"): "the end of the phase",
    ("leaving_reason_kind", "excluded"): "exclusion",
    ("destination", "eo"): "education otherwise (EO)",
}
"""Values of a column that are codes in the record."""
