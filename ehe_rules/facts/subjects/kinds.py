"""Kinds of subjects: what a rule can be about, each declared here once.

A kind's window is the SQL file of its name in windows/ (`opener.sql` for pupils' entries that each make a subject). The file gives at
least `school`, `own_day`, `id_day`, `open_day`, `win_from`, `win_to`; whatever else it leaves out is blank (see subjects.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Kind:
    """A kind of subject.

    `whose`: a pupil's, a school's, its owner's (the trust, or the authority whose records these are; see owners.py), or one in an
    authority's own records (members_of_authority.py). `window`: the window's file, where several kinds share one.
    `opener`: the event of which every entry makes a subject; `also`: SQL, another entry that makes one on a day without such. `ends`: the derived event that is the subject's own day.
    `grace`: for how many school days after a period an entry that serves one period may still be that period's (serving.py).
    """

    whose: Literal["pupil", "school", "owner", "authority"] = "pupil"
    opener: str = ""
    also: str = "false"
    ends: str = ""
    grace: int = 0
    window: str = ""

    @property
    def is_period(self) -> bool:
        """Whether the subject is a week, a half term, a term or the like."""
        return bool(self.ends)


KINDS: dict[str, Kind] = {
    "case": Kind(),
    "leaver": Kind(),
    "pupil": Kind(),
    "return": Kind(),
    "advice": Kind(opener="professional_recommended_ehe"),
    # what is said of a school's suggestion is looked into as any pressure is (hcat 8.1 starts 8.5)
    "pressure": Kind(
        opener="pressure_reported", also="e.event = 'school_suggested_ehe' AND e.outcome = 'reported'"
    ),
    "request": Kind(opener="information_requested"),
    "school": Kind("school", ends="year_end"),
    "school_month": Kind("school", ends="month_end"),
    "school_week": Kind("school", ends="week_end", grace=2),
    "school_half_term": Kind("school", ends="half_term_end", grace=10),
    "focused_review": Kind("school", opener="focused_review_started"),
    "trust": Kind("owner", ends="half_term_end", grace=10),
    "trust_term": Kind("owner", ends="term_end", grace=20),
    "la_child": Kind("authority"),
    "la_plan": Kind("authority", opener="la_contact_plan_set"),
    "la_visit": Kind("authority", opener="la_home_visit", window="la_prepared"),
    "la_concern": Kind("authority", opener="la_concern_raised"),
    "la_placement": Kind("authority", opener="la_placement_started", window="la_prepared"),
    "la_complaint": Kind("authority", opener="la_complaint_received"),
    "la_officer": Kind("authority"),
    "authority": Kind("owner", ends="year_end"),
}
"""Every kind by its name in the vocabulary."""

PERIOD_ENDS = tuple(sorted({kind.ends for kind in KINDS.values() if kind.ends}))
"""The derived events that are the last days of periods: known wherever there is a subject."""
