"""What a check gives: the findings and everything a report needs to show them.

All frames hold text: '' for blank, dates as ISO (2026-01-30), yes/no as given. Rows come in
the order in which they are to be read (the contract's order for findings). Frames may have more columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MANIFEST = "manifest.json"
"""The file of each run that lists what it wrote."""

CONTRACT_COLUMNS = (
    "ruleset",
    "rule",
    "clauses",
    "authority",
    "force",
    "severity",
    "about",
    "subject",
    "school",
    "upn",
    "status",
    "due_on",
    "done_on",
    "days_late",
    "reason",
    "evidence",
    "title",
    "stage",
    "duty_of",
    "owner",
    "remedy",
)
"""The first columns of findings.csv, in their order."""

ADDED_COLUMNS = ("part", "note", "by", "pupil", "case", "kind")
"""Columns of the findings that follow the contract's: `by` is the last school day on or before `due_on`,
`case` the subject id of the pupil's case, `kind` what the rule has (require, forbid or flag)."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "findings": CONTRACT_COLUMNS + ADDED_COLUMNS,
    "subjects": (
        "subject",
        "about",
        "school",
        "pupil",
        "upn",
        "opened_on",
        "opened_by",
        "closed_on",
        "closed_by",
        "off_rolled_on",
        "ehe",
        "ehe_by",
        "unexplained",
    ),
    "timeline": ("case", "school", "date", "recorded", "event", "words", "evidence", "before_window"),
    "pupils": (
        "school",
        "pupil",
        "upn",
        "forename",
        "surname",
        "year_group",
        "sen_provision",
        "social_worker",
        "child_protection",
        "looked_after",
    ),
    "schools": ("school", "name", "phase", "type"),
    "problems": ("severity", "file", "sheet", "row", "column", "value", "message", "todo"),
    "files": ("file", "sheet", "header_row", "taken_for", "system", "rows", "sha256", "note"),
    "rules": (
        "ruleset",
        "rule",
        "title",
        "sentence",
        "clauses",
        "clause_text",
        "authority",
        "force",
        "severity",
        "confidence",
        "duty_of",
        "owner",
        "remedy",
        "parameters",
        "part",
        "stage",
        "kind",
        "act",
        "sign",
    ),
    "rises": (
        "school",
        "academic_year",
        "half_term",
        "withdrawals",
        "unclear",
        "pupils",
        "basis",
        "why_none",
        "half_terms",
        "own_half_terms",
        "expected_sum",
        "expected_n",
        "expected_unclear",
        "past_unclear",
        "past_unsaid",
        "starts_at",
        "rise",
        "why_open",
        "counted_to",
        "unsaid",
        "unsaid_rise",
        "withdrawals_before",
        "starts_at_before",
        "rise_before",
        "started_on",
        "logged",
        "logged_to",
    ),
    "half_terms": (
        "school",
        "academic_year",
        "half_term",
        "first_day",
        "last_day",
        "withdrawals",
        "unclear",
        "unsaid",
        "starts_at",
        "rise",
        "covered",
        "seen",
        "is_current",
    ),
    "withdrawals": (
        "school",
        "pupil",
        "upn",
        "case",
        "academic_year",
        "half_term",
        "left_on",
        "notice_on",
        "was_notified",
        "named",
        "reason",
        "was_explained",
        "year_group",
        "sen_provision",
        "attended",
        "possible",
        "attended_from",
        "dispute",
        "dispute_on",
        "since",
        "dispute_window",
        "disputes_unheld",
        "disputes_known",
        "was_offered",
        "was_suggested",
    ),
    "roll_profile": ("school", "what", "value", "pupils", "known"),
    "oversight": ("school", "event", "date", "recorded", "pupil", "words", "covers", "evidence"),
}
"""The columns that each frame must have.

Of a subject whose roll row has left, `ehe` says whether that was for home education: yes, no or unknown ("" where it has not); `unexplained`
is yes where it is taken for no home education only because nothing recorded says why the pupil left.

The last five are what focused reviews are written from; findings/rise.py, withdrawals.py and patterns.py say exactly what
each column holds.

- `rises`: one row per school: this half term's withdrawals, what was expected (`expected_sum / expected_n`), by which
  comparison (`basis`: own, trust, none), whether that is a rise (yes, no, cannot_tell, ''), the half term before, and when a
  review was started.
- `half_terms`: one row per school and half term begun, in order, with its withdrawals and whether they were a rise.
- `withdrawals`: one row per home education leaver, with what came before.
- `roll_profile`: pupils on roll by year group, SEN provision, dispute and attendance, of schools that have a review.
- `oversight`: the entries of focused reviews and of headteachers' 1:1s.
"""


@dataclass(frozen=True, eq=False)
class Result:
    """The outcome of one check of one set of exports.

    `manifest` says what was run on what. Reports read from it `on` (ISO date), `rulesets` (names, or
    mappings with name, title and version), `engines` (a sentence, or a mapping with names, compared
    and differences) and `notices` (sentences that belong at the top of every page); the rest is
    written to manifest.json as it stands, so it must be JSON. `preview` holds the verdicts of acts
    that were assumed commenced (columns of the findings and `findings.preview.PREVIEW_COLUMNS`): they are no findings. Raises ValueError for a frame that lacks a column.
    """

    findings: pd.DataFrame
    subjects: pd.DataFrame
    timeline: pd.DataFrame
    pupils: pd.DataFrame
    schools: pd.DataFrame
    problems: pd.DataFrame
    files: pd.DataFrame
    rules: pd.DataFrame
    rises: pd.DataFrame
    half_terms: pd.DataFrame
    withdrawals: pd.DataFrame
    roll_profile: pd.DataFrame
    oversight: pd.DataFrame
    manifest: Mapping[str, object]
    preview: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        """Refuse a frame that a report could not be written from."""
        for name, columns in COLUMNS.items():
            missing = [column for column in columns if column not in getattr(self, name).columns]
            if missing:
                raise ValueError(f"the result's {name} lack the columns {', '.join(missing)}")
