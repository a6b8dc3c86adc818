"""Rates by part of the procedure, each with its numbers and the share that could be decided. There is no single rate."""

from __future__ import annotations

from dataclasses import dataclass

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

EVERY_CHILD = ", every child on roll"
"""What follows the part's name where rules speak of every child on roll: thousands of those would hide all others."""

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
    def every_child(self) -> bool:
        """Whether these are checks of every child on roll."""
        return self.part.endswith(EVERY_CHILD)

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
