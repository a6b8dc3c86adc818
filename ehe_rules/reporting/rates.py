"""Rates by part of the procedure, each with its numbers and the share that could be decided. There is no single rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting.rows import counts
from ehe_rules.reporting.statuses import OWN_DUTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

PARTS = (
    "early help",
    "stage 1",
    "stage 2",
    "stage 3",
    "stage 4",
    "off-roll law",
    "records",
    "returns",
    "oversight",
)
"""The parts of the procedure, in its order."""

FEWEST_FOR_PERCENTAGES = 5
"""Below this many a percentage says more than the numbers do, so only the numbers are shown."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    number: int
    of: int

    @property
    def percent(self) -> str:
        """`80%`, rounded half up, but never 0% or 100% for some or for less than all; '' of nothing."""
        if not self.of:
            return ""
        rounded = (200 * self.number + self.of) // (2 * self.of)
        if 0 < self.number < self.of:
            rounded = min(max(rounded, 1), 99)
        return f"{rounded}%"

    def words(self, *, percent: bool) -> str:
        """`12 of 15 (80%)`, or without the percentage; `none` of nothing."""
        if not self.of:
            return "none"
        plain = f"{self.number:,} of {self.of:,}"
        return f"{plain} ({self.percent})" if percent and self.of >= FEWEST_FOR_PERCENTAGES else plain


@dataclass(frozen=True)
class Tally:
    """Counts of verdicts on duties (rules that require) of the school or the trust, for one part or all."""

    part: str
    met: int = 0
    late: int = 0
    not_met: int = 0
    due: int = 0
    cannot_tell: int = 0
    waived: int = 0

    @property
    def decided(self) -> int:
        """Verdicts that say done or not done. Due and waived ones say neither."""
        return self.met + self.late + self.not_met

    @property
    def in_time(self) -> Share:
        """Done in time, of those decided."""
        return Share(self.met, self.decided)

    @property
    def at_all(self) -> Share:
        """Done in time or late, of those decided."""
        return Share(self.met + self.late, self.decided)

    @property
    def decidable(self) -> Share:
        """Decided, of those that could be or could not: what was supplied allows no more."""
        return Share(self.decided, self.decided + self.cannot_tell)


STATUSES = ("met", "late", "not_met", "due", "cannot_tell", "waived")
"""The statuses that a duty can have."""


def duties(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that count in rates: rules that require, of the school or the trust, not indicators."""
    own = findings["duty_of"].isin([*OWN_DUTIES, ""])
    return findings[own & (findings["kind"] == "require") & (findings["force"] != "indicator")]


def tallies(findings: pd.DataFrame) -> list[Tally]:
    """Return one tally for each part that has a finding, in the order of the procedure (other parts last)."""
    numbers = counts(duties(findings), "part", "status")
    found = {part for part, _ in numbers}
    ordered = [part for part in PARTS if part in found] + sorted(found - {*PARTS})
    return [
        Tally(part or "other", **{status: numbers.get((part, status), 0) for status in STATUSES})
        for part in ordered
    ]


def total(parts: Iterable[Tally]) -> Tally:
    """Return the counts of all parts together: for counting, never for a rate of its own."""
    every = list(parts)
    return Tally("all", **{status: sum(getattr(tally, status) for tally in every) for status in STATUSES})
