"""The example trust's schools: their phases, calendars and how each of them exports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from ehe_rules.example.style import Style

EXAMPLE_ON: Final = date(2026, 3, 20)
"""The audit date on which the stories are at their most telling: some duties due, some overdue."""

TRUST: Final = "Example Learning Trust (invented)"
AUTHORITY: Final = "Exampleshire (invented)"
AUTHORITY_CODE: Final = "999"
FIRST_URN: Final = 900001

PRIMARY: Final = ("R", "1", "2", "3", "4", "5", "6")
SECONDARY: Final = ("7", "8", "9", "10", "11")
SPECIAL: Final = ("3", "4", "5", "6", "7", "8", "9", "10", "11")

# fmt: off - a list of words reads better in lines
FEW_KINDS: Final = (
    "risk_identified",
    "oral_intention_stated",
    "parent_contacted",
    "support_given",
    "intent_letter_sent",
    "meeting_offered",
    "meeting_held",
    "meeting_declined",
    "phone_attempted",
    "proforma_completed",
    "parent_guide_shared",
    "actions_reviewed",
    "notification_received",
    "notification_withdrawn",
    "la_informed",
    "la_consent_requested",
    "la_consent_given",
    "sos_direction_given",
    "risk_resolved",
    "pressure_reported",
    "pressure_reviewed",
)
# fmt: on
"""All that the special school's system can record: of anything else nobody can tell."""


@dataclass(frozen=True)
class School:
    """One school: what it is, and what its exports are like.

    `share` is the size of a year group against a primary's; `without` names columns of its roll that it
    does not export; `carries` the only kinds of event that its system holds (none named: all kinds). Where `says_roles` is
    false its entries do not say who did what. `system` holds its roll, and `exports_from_systems` says whether
    in a mixed trust its exports come from its systems rather than as plain tables.
    """

    urn: str
    name: str
    phase: str
    years: tuple[str, ...]
    style: Style
    kind: str = "mainstream"
    share: float = 1.0
    tag: str = "EHE"
    own_half_terms: bool = False
    without: frozenset[str] = frozenset()
    carries: tuple[str, ...] = ()
    events_exported_on: date = EXAMPLE_ON
    logs_weekly: bool = False
    exports_comments: bool = False
    by_admission_number: bool = False
    says_roles: bool = True
    system: Literal["arbor", "sims"] = "arbor"
    exports_from_systems: bool = False

    @property
    def number(self) -> int:
        """The school's place in the trust, from 1."""
        return int(self.urn) - FIRST_URN + 1


PATTERNS: Final = (
    School(
        "900001",
        "Alder Example Primary School",
        "Primary",
        PRIMARY,
        Style(),
        logs_weekly=True,
        exports_comments=True,
    ),
    School(
        "900002",
        "Bramble Example Primary School",
        "Primary",
        PRIMARY,
        Style(encoding="utf-8-sig", day_first=True),
        own_half_terms=True,
        exports_comments=True,
        exports_from_systems=True,
    ),
    School(
        "900003",
        "Cedar Example Academy",
        "Secondary",
        SECONDARY,
        Style(encoding="cp1252", delimiter=";"),
        share=2.0,
        logs_weekly=True,
        exports_comments=True,
    ),
    School(
        "900004",
        "Dogwood Example High School",
        "Secondary",
        SECONDARY,
        Style(delimiter="\t", day_first=True, workbook=True),
        share=2.0,
        tag="Home ed",
        events_exported_on=date(2026, 3, 6),
    ),
    School(
        "900005",
        "Elder Example Special School",
        "All-through",
        SPECIAL,
        Style(encoding="utf-16", delimiter="\t"),
        kind="special",
        share=0.15,
        carries=FEW_KINDS,
        exports_from_systems=True,
    ),
    School(
        "900006",
        "Fern Example Primary School",
        "Primary",
        PRIMARY,
        Style(day_first=True),
        without=frozenset({"removal_ground", "leaving_entered", "previous_ehe"}),
        by_admission_number=True,
        says_roles=False,
        system="sims",
    ),
)
"""The six schools; a larger trust repeats them under further numbers."""


def schools_of(count: int) -> list[School]:
    """Give the first `count` schools: the six patterns, then copies of them in the same order."""
    return [_copy(place) for place in range(count)]


def pattern_of(school: School) -> str:
    """Give the URN of the pattern that a school repeats: whose stories it tells."""
    return PATTERNS[(school.number - 1) % len(PATTERNS)].urn


def _copy(place: int) -> School:
    pattern = PATTERNS[place % len(PATTERNS)]
    time = place // len(PATTERNS) + 1
    if time == 1:
        return pattern
    return replace(pattern, urn=str(FIRST_URN + place), name=f"{pattern.name} {time}")
