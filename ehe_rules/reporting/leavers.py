"""Leavers of whom the record does not say why they left, and who had no case: they would stand nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.case_ends import left_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.rows import SchoolRows

MOST_NAMED = 20
"""How many of them a school's page names, those who left last; the workbook has them all."""


@dataclass(frozen=True)
class Leaver:
    """A child who left; `on` is the day the name came off the roll (ISO)."""

    child: Child
    on: str

    @property
    def left_on(self) -> str:
        """The day in words."""
        return words.day(self.on)


def without_case(school: SchoolRows, people: Mapping[str, Child]) -> list[Leaver]:
    """Return those who may have left for home education, or of whom nothing says why, in no case of theirs; the last first."""
    in_cases = {(row["pupil"], row["off_rolled_on"]) for row in school.subjects if row["about"] == "case"}
    found = [
        Leaver(people[row["pupil"]], row["off_rolled_on"])
        for row in school.subjects
        if row["about"] == "leaver"
        and row["off_rolled_on"]
        and left_for(row) in ("unknown", "unexplained")
        and (row["pupil"], row["off_rolled_on"]) not in in_cases
    ]
    found.sort(key=lambda leaver: leaver.child.order)
    return sorted(found, key=lambda leaver: leaver.on, reverse=True)
