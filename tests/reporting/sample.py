"""A small result, written by hand: two schools, invented children, every status at least once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ehe_rules.result import COLUMNS, Result

ON = "2026-01-30"
OAK, ELM = "900001", "900002"
AMBER, BLAKE, CASEY, DREW, ELLIS = (f"Z90000000{number}01A"[:13] for number in range(1, 6))

_RULES: list[dict[str, str]] = [
    {
        "ruleset": "hcat-ehe",
        "rule": "5.1.1",
        "title": "The parent is contacted without delay once there is a genuine risk",
        "sentence": "when: risk_known\nrequire: parent_contacted within contact_time of risk_known",
        "clauses": "hcat:5.1.1",
        "clause_text": "Where there is a genuine risk of withdrawal the parent is contacted without delay.",
        "severity": "high",
        "owner": "attendance lead",
        "remedy": "Contact the parent and log the contact under the EHE tag.",
        "parameters": "contact_time is 1 school day (the trust's choice)",
        "part": "stage 1",
        "stage": "1",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "5.1.3",
        "title": "The intent-to-EHE letter is sent and invites the parent to a meeting",
        "sentence": "when: parent_indicated\nrequire: intent_letter_sent covering all of (responsibilities, meeting_invitation) within letter_time of parent_indicated",
        "clauses": "hcat:5.1.3",
        "clause_text": "The intent-to-EHE letter is sent; it states the parent's responsibilities and invites them to a meeting.",
        "severity": "high",
        "owner": "attendance lead",
        "remedy": "Send the letter and log it under the EHE tag.",
        "parameters": "letter_time is 5 school days (the trust's choice)",
        "part": "stage 1",
        "stage": "1",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "5.2.1",
        "title": "The meeting is led by a senior leader",
        "sentence": "when: meeting_held\nrequire: meeting_held.role includes senior_leaders",
        "clauses": "hcat:5.2.1",
        "clause_text": "The EHE meeting is led by a senior leader.",
        "severity": "medium",
        "owner": "headteacher",
        "remedy": "Add the role of whoever led the meeting to its entry.",
        "part": "stage 2",
        "stage": "2",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "5.3.1",
        "title": "Stages 1 and 2 have been offered before the pupil goes off roll",
        "sentence": "when: notification_received\nrequire: stage_1_offered on or before off_rolled and stage_2_offered on or before off_rolled",
        "clauses": "hcat:5.3.1",
        "clause_text": "Before a pupil who was notified goes off roll, stages 1 and 2 have been offered.",
        "severity": "medium",
        "owner": "headteacher",
        "remedy": "Offer the meeting; this does not hold up a deletion that the law requires.",
        "part": "stage 3",
        "stage": "3",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "5.4.1",
        "title": "The EHE1 form is completed and sent to the local authority",
        "sentence": "when: off_rolled\nrequire: ehe1_done on or before off_rolled and ehe1_sent on or before off_rolled",
        "clauses": "hcat:5.4.1",
        "clause_text": "The local authority's EHE1 form is completed and shared with the local authority.",
        "severity": "high",
        "owner": "DSL",
        "remedy": "Complete the EHE1 form, send it to the local authority and log both.",
        "part": "stage 4",
        "stage": "4",
    },
    {
        "ruleset": "england",
        "rule": "RET-DEL",
        "title": "The local authority is told when a name comes off the roll",
        "sentence": "when: off_rolled\nrequire: ehe1_sent on or before off_rolled or la_return_made as deletion on or before off_rolled",
        "clauses": "england:reg13",
        "clause_text": "When the name is deleted the school makes a return to the local authority.",
        "authority": "law",
        "severity": "high",
        "confidence": "second_hand",
        "owner": "DSL",
        "remedy": "Complete the EHE1 form, send it to the local authority and log both.",
        "part": "returns",
        "stage": "4",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "8.1",
        "title": "The school has not suggested home education",
        "sentence": "when: school_suggested_ehe\nforbid: school_suggested_ehe as any of (upheld, not_said)",
        "clauses": "hcat:8.1",
        "clause_text": "Schools never suggest home education.",
        "severity": "critical",
        "owner": "headteacher",
        "remedy": "Tell the trust's safeguarding lead and speak with the family.",
        "part": "off-roll law",
        "stage": "",
        "kind": "forbid",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "8.2",
        "title": "A notice followed within 30 school days of a suspension or a complaint",
        "sentence": "when: notification_received\nflag: suspension between dispute_window before notification_received and notification_received",
        "clauses": "hcat:8.2",
        "clause_text": "Withdrawals that follow a dispute are looked at.",
        "force": "indicator",
        "severity": "medium",
        "owner": "DSL",
        "remedy": "Read the case as a whole.",
        "part": "early help",
        "stage": "",
        "kind": "flag",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "3.1",
        "title": "No professional recommends home education",
        "sentence": "when: professional_recommended_ehe\nrequire: confirmation_received as denied",
        "clauses": "hcat:3.1",
        "clause_text": "External professionals must not recommend home education.",
        "severity": "medium",
        "duty_of": "professional",
        "part": "early help",
        "stage": "",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "6.5",
        "title": "Every leaver has a reason for leaving",
        "sentence": "require: leaving_reason is recorded",
        "clauses": "hcat:6.5",
        "clause_text": "Every leaver has a reason recorded in the MIS.",
        "severity": "low",
        "owner": "data manager",
        "remedy": "Fill in the reason for leaving.",
        "part": "records",
        "stage": "",
    },
    {
        "ruleset": "hcat-ehe",
        "rule": "7.2",
        "title": "The trust reviews its EHE data each half term",
        "sentence": "when: half_term_end\nrequire: trust_half_term_review within trust_review_time of half_term_end",
        "clauses": "hcat:7.2",
        "clause_text": "The trust reviews EHE data each half term.",
        "severity": "medium",
        "duty_of": "trust",
        "owner": "trust officer",
        "remedy": "Hold the review and log it.",
        "part": "oversight",
        "stage": "",
    },
]


def frame(name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return a frame of the result with the columns it must have; what a row leaves out is blank."""
    columns = list(COLUMNS[name])
    return pd.DataFrame(
        [[row.get(column, "") for column in columns] for row in rows], columns=columns, dtype=object
    )


def rules() -> list[dict[str, str]]:
    """Return the sample's rules, what they leave out filled in."""
    return [
        {"authority": "policy", "force": "must", "duty_of": "school", "kind": "require"} | rule
        for rule in _RULES
    ]


def finding(rule: str, status: str, case: str = "", **cells: str) -> dict[str, str]:
    """Return one finding of a rule of the sample; `case` is `school/upn/date` or blank."""
    shared = {
        column: value
        for column, value in next(row for row in rules() if row["rule"] == rule).items()
        if column in COLUMNS["findings"]
    }
    school, upn = [*case.split("/"), "", ""][:2]
    about = (
        {
            "subject": f"case/{case}",
            "case": f"case/{case}",
            "about": "case",
            "upn": upn,
            "pupil": upn,
            "school": school,
        }
        if case
        else {}
    )
    return {**shared, **about, "status": status, **cells}


def person(school: str, upn: str, forename: str, surname: str, year: str, **cells: str) -> dict[str, str]:
    """Return one row of pupils."""
    return {
        "school": school,
        "pupil": upn,
        "upn": upn,
        "forename": forename,
        "surname": surname,
        "year_group": year,
    } | cells


def case(school: str, upn: str, opened: str, by: str, **cells: str) -> dict[str, str]:
    """Return one case among the subjects."""
    subject = {
        "subject": f"case/{school}/{upn}/{opened}",
        "about": "case",
        "school": school,
        "pupil": upn,
        "upn": upn,
    }
    # who left left for home education, unless the cells say otherwise
    ehe = {"ehe": "yes"} if cells.get("off_rolled_on") else {}
    return subject | {"opened_on": opened, "opened_by": by} | ehe | cells


def entry(name: str, date: str, event: str, words: str = "", **cells: str) -> dict[str, str]:
    """Return one line of the timeline of `case/<name>`."""
    shared = {
        "case": f"case/{name}",
        "school": name.split("/", maxsplit=1)[0],
        "date": date,
        "recorded": date,
        "event": event,
        "words": words,
    }
    return shared | {"evidence": f"cpoms.csv:{int(date[-2:])}"} | cells


A = f"{OAK}/{AMBER}/2026-01-12"
B = f"{OAK}/{BLAKE}/2025-12-01"
C = f"{OAK}/{CASEY}/2025-10-06"
D = f"{OAK}/{DREW}/2026-01-26"
E = f"{ELM}/{ELLIS}/2026-01-14"

FINDINGS = [
    finding("RET-DEL", "not_met", B, due_on="2026-01-16", by="2026-01-16", days_late="14", reason="No return is recorded; the name came off the roll on 16 Jan 2026.", evidence="roll.xlsx[Leavers]:4"),
    finding("3.1", "not_met", A, reason="An outside therapist is reported to have recommended it.", evidence="cpoms.csv:13"),
    finding("5.1.1", "met", A, due_on="2026-01-13", by="2026-01-13", done_on="2026-01-12", reason="The parent was contacted on 12 Jan 2026.", evidence="cpoms.csv:12"),
    finding("5.1.1", "late", B, due_on="2025-12-02", by="2025-12-02", done_on="2025-12-05", days_late="3", reason="The parent was contacted on 5 Dec 2025, 3 school days after it was due.", evidence="cpoms.csv:5"),
    finding("5.1.1", "not_met", C, due_on="2025-10-07", by="2025-10-07", days_late="70", reason="No contact with the parent is recorded.", evidence="cpoms.csv:6"),
    finding("5.1.1", "not_met", D, due_on="2026-01-27", by="2026-01-27", days_late="3", reason="No contact with the parent is recorded since the risk was entered on 26 Jan 2026.", evidence="cpoms.csv:26"),
    finding("5.1.3", "not_met", A, due_on="2026-01-19", by="2026-01-19", days_late="9", reason="A letter of 14 Jan 2026 is recorded; it does not cover the invitation.", evidence="cpoms.csv:14;cpoms.csv:12"),
    finding("5.1.3", "not_met", B, due_on="2025-12-08", by="2025-12-08", days_late="20", reason="No letter is recorded.", evidence="cpoms.csv:1"),
    finding("5.1.3", "waived", C, reason="Would be not met; waived until 1 Mar 2026 by the trust officer: the family asked for no letters."),
    finding("5.1.3", "due", D, due_on="2026-02-02", by="2026-02-02", reason="Not recorded yet; there is time until Mon 2 Feb 2026.", evidence="cpoms.csv:26"),
    finding("5.2.1", "cannot_tell", A, reason="No export of this school has a role column. Add the role of whoever led to the entry, or supply staff.csv.", evidence="cpoms.csv:20"),
    finding("5.2.1", "cannot_tell", E, reason="No export of this school has a role column. Add the role of whoever led to the entry, or supply staff.csv."),
    finding("5.3.1", "not_met", B, due_on="2026-01-16", by="2026-01-16", days_late="10", reason="No meeting was offered by the day the name came off the roll.", note="The law comes first: england DEL-F-LATE asks for deletion on the day after the parent's last day."),
    finding("5.4.1", "not_met", B, due_on="2026-01-16", by="2026-01-16", days_late="10", reason="No EHE1 form is recorded; the name came off the roll on 16 Jan 2026.", evidence="roll.xlsx[Leavers]:4"),
    finding("6.5", "met", about="leaver", school=OAK, upn=DREW, pupil=DREW, subject=f"leaver/{OAK}/{DREW}/2024-07-19", reason="A reason is recorded."),
    finding("6.5", "not_met", about="leaver", school=OAK, upn="Z900000009999", pupil="Z900000009999", subject=f"leaver/{OAK}/Z900000009999/2025-12-19", reason="The reason for leaving is blank.", evidence="roll.xlsx[Leavers]:9"),
    finding("7.2", "not_met", about="trust", subject="trust/2026-01-01", due_on="2026-01-16", by="2026-01-16", reason="No review is recorded for the autumn term's second half."),
    finding("8.1", "not_met", A, reason="Upheld on 15 Jan 2026: the school had suggested it.", evidence="cpoms.csv:15"),
    finding("8.1", "met", B, reason="Nothing on record against it."),
    finding("8.2", "indicator", B, reason="The notice of 9 Jan 2026 followed a suspension of 15 Dec 2025, 9 school days before."),
]  # fmt: skip

SUBJECTS = [
    case(OAK, AMBER, "2026-01-12", "oral_intention_stated"),
    case(OAK, BLAKE, "2025-12-01", "risk_identified", off_rolled_on="2026-01-16", ehe_by="removal_ground"),
    case(OAK, CASEY, "2025-10-06", "risk_identified", closed_on="2025-11-03", closed_by="risk_resolved"),
    case(OAK, DREW, "2026-01-26", "risk_identified"),
    case(ELM, ELLIS, "2026-01-14", "notification_received"),
]

TIMELINE = [
    entry(A, "2026-01-06", "suspension", before_window="yes"),
    entry(A, "2026-01-12", "oral_intention_stated", "to class teacher"),
    entry(
        A,
        "2026-01-12",
        "parent_contacted",
        "by attendance lead; covering concern and support",
        recorded="2026-01-15",
    ),
    entry(A, "2026-01-13", "safeguarding_considered", "by DSL; no concern"),
    entry(A, "2026-01-14", "intent_letter_sent", "covering responsibilities"),
    entry(A, "2026-01-20", "meeting_held", "with parent"),
    entry(B, "2025-12-01", "risk_identified", "genuine"),
    entry(B, "2025-12-05", "parent_contacted"),
    entry(B, "2026-01-09", "notification_received", "by parent; last day of attendance 15 Jan 2026"),
    entry(B, "2026-01-16", "off_rolled", "leaving reason: home education", evidence="roll.xlsx[Leavers]:4"),
    entry(C, "2025-10-06", "risk_identified", "early sign"),
    entry(C, "2025-11-03", "risk_resolved"),
    entry(D, "2026-01-26", "risk_identified", "genuine; covering parent said"),
    entry(D, "2026-01-26", "safeguarding_considered", "by DSL; concern"),
    entry(E, "2026-01-14", "notification_received", "by parent", evidence="elm.csv:2"),
]

PUPILS = [
    person(OAK, AMBER, "Amber", "Example", "9"),
    person(OAK, BLAKE, "Blake", "Sample", "Y11", social_worker="yes", sen_provision="K"),
    person(OAK, CASEY, "Casey", "Testcase", "R"),
    person(OAK, DREW, "Drew", "Invented", "4"),
    person(ELM, ELLIS, "Ellis", "Madeup", "7", child_protection="yes"),
]

FILES = [
    {"file": "cpoms.csv", "taken_for": "events", "system": "CPOMS", "rows": "15", "header_row": "1"},
    {
        "file": "roll.xlsx",
        "sheet": "Leavers",
        "taken_for": "pupils",
        "system": "Arbor",
        "rows": "9",
        "header_row": "3",
    },
    {"file": "elm.csv", "taken_for": "events", "system": "native", "rows": "1", "header_row": "1"},
    {
        "file": "notes.csv",
        "taken_for": "",
        "rows": "3",
        "note": "The nearest profile is events: the heading 'event' is missing.",
    },
]

PROBLEMS = [
    {"severity": "warning", "file": "cpoms.csv", "row": "7", "column": "date", "value": "31/02/2026", "message": "This is no date.", "todo": "Correct it in CPOMS."},
    {"severity": "warning", "file": "cpoms.csv", "row": "9", "column": "date", "value": "00/00/2026", "message": "This is no date.", "todo": "Correct it in CPOMS."},
    {"severity": "error", "file": "roll.xlsx", "sheet": "Leavers", "row": "5", "column": "upn", "value": AMBER, "message": f"Amber Example ({AMBER}) stands on the roll twice.", "todo": "Keep one row."},
    {"severity": "note", "file": "elm.csv", "row": "2", "column": "upn", "message": f"{ELLIS} has an entry and no row on the roll.", "todo": "Supply the roll."},
]  # fmt: skip

RISES = [
    {"school": OAK, "academic_year": "2025/26", "half_term": "3", "withdrawals": "1", "unclear": "0", "pupils": "400", "basis": "own", "half_terms": "6", "own_half_terms": "6", "expected_sum": "2", "expected_n": "6", "expected_unclear": "0", "starts_at": "2", "rise": "no"},
    {"school": ELM, "academic_year": "2025/26", "half_term": "3", "withdrawals": "0", "unclear": "0", "pupils": "90", "basis": "none", "why_none": "few", "own_half_terms": "1"},
]  # fmt: skip

MANIFEST: dict[str, object] = {
    "on": ON,
    "rulesets": [
        {"name": "hcat-ehe", "title": "HCAT EHE procedure", "version": "1"},
        {"name": "england", "title": "The law of England"},
    ],
    "engines": {"names": ["columnar", "durable"], "compared": 19, "differences": 0},
    "notices": ["No calendar was supplied: every figure in school days is approximate."],
}


def sample(**changes: Any) -> Result:  # noqa: ANN401 - a list of rows for any frame, or the manifest
    """Return the sample; a keyword replaces the rows of that frame, or the manifest."""
    rows: dict[str, Any] = {
        "findings": FINDINGS,
        "subjects": SUBJECTS,
        "timeline": TIMELINE,
        "pupils": PUPILS,
        "schools": [
            {"school": OAK, "name": "Oak Invented Academy", "phase": "secondary", "type": "mainstream"},
            {"school": ELM, "name": "Elm Invented School", "phase": "primary", "type": "special"},
        ],
        "problems": PROBLEMS,
        "files": FILES,
        "rules": rules(),
        "rises": RISES,
        "half_terms": [],
        "withdrawals": [],
        "roll_profile": [],
        "oversight": [],
    } | changes
    manifest = rows.pop("manifest", MANIFEST)
    return Result(**{name: frame(name, value) for name, value in rows.items()}, manifest=manifest)
