"""A header row held to be a table of a profile: how well it fits, and what the sheet can then say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.exports.profile_table import squash

if TYPE_CHECKING:
    from ehe_rules.exports.profile import Profile
    from ehe_rules.exports.profile_table import TableProfile

READ_FROM_XML = "ctf"
"""This profile's columns come from a CTF's elements; no sheet is matched against it."""

PLAIN = "native"
"""The profile of the plain tables."""

OF_ONE_SCHOOL = ("pupils", "attendance", "events", "register")
"""Tables whose rows are always some school's."""

LITTLE = 2
"""A table that requires no more headings than this may be met by chance."""

MORE_THAN_REQUIRED = 2
"""With this many headings known beyond those required, a sheet is the table whatever else it holds."""


_DAY = re.compile(
    r"(?i)^([a-z]{3,9},? )?(\d{1,2}[-/.]\d{1,2}([-/.]\d{2,4})?|\d{4}-\d{2}-\d{2})( 00:00:00)?([ -]*\(?(am|pm)\)?)?$|^(am|pm)$"
)
"""A heading that is a day or a session: 12/01/2026 AM, Mon 12/01, AM."""


@dataclass(frozen=True)
class Match:
    """A header row taken for a table of a profile; `columns` gives the place (from 0) of each column."""

    profile: Profile
    table: TableProfile
    header_row: int
    headings: tuple[str, ...]
    columns: dict[str, int]
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether the sheet is that table."""
        return bool(self.columns) and not self.missing and not self.is_chance and not self.is_grid

    @property
    def is_grid(self) -> bool:
        """Tell whether it is a grid of marks, a column for each day or session: its names and UPNs would make it a roll."""
        days = sum(_DAY.match(heading) is not None for heading in self.headings)
        is_roll = not {"entry_date", "leaving_date"}.isdisjoint(self.columns)
        is_other = self.table.table not in ("pupils", "attendance") and not self.missing
        return days > 1 and not is_roll and not is_other

    @property
    def is_chance(self) -> bool:
        """Tell whether what was understood may be a chance likeness: too many headings are not the table's.

        `school` and `upn` stand in many a list that is no roll. Where a table requires so little, at least half of
        the headings must be known, or two more than it requires; where it requires one alone, all of them. A required
        column found under a heading that is a profile's own (`case:concept:name`) is no chance, nor are three together.
        """
        if self.needed <= 1:
            return bool(self.unknown)
        if self.needed > LITTLE:
            return False
        few = self.score < len(self.unknown) and self.score < self.needed + MORE_THAN_REQUIRED
        return few and not any(self._is_own(column) for column in self.table.required)

    @property
    def carries(self) -> list[str] | None:
        """Give the kinds of event that the sheet can hold; None = all."""
        table = self.table
        if table.entries:
            return sorted({line.event for line in table.entries})
        if table.events_in:
            return sorted({line.event for line in table.events_in if line.column("date") in self.columns})
        return None if isinstance(table.carries, str) else list(table.carries)

    @property
    def names_school(self) -> bool:
        """Tell whether a column or constant says whose rows these are; the plain tables always do, others may mean all schools."""
        given = {*self.columns, *self.table.constants}
        return (
            "school" in given
            or self.table.table not in OF_ONE_SCHOOL
            or self.profile.profile in (PLAIN, READ_FROM_XML)
        )

    @property
    def needed(self) -> int:
        """Count the headings that the table requires of a sheet."""
        required = [column for column in self.table.required if column not in self.table.constants]
        either = self.table.either and not set(self.table.either).intersection(self.table.constants)
        return len(required) + bool(either)

    def _is_own(self, column: str) -> bool:
        """Tell whether a column was found under a heading that is not simply its name."""
        return column in self.columns and squash(self.headings[self.columns[column]]) != squash(column)

    @property
    def score(self) -> int:
        """Count the headings that were understood."""
        return len(self.places)

    @property
    def places(self) -> list[int]:
        """Give the places of the columns read, in order."""
        return sorted(set(self.columns.values()))

    def repeated(self) -> list[str]:
        """Give the headings that stand there more than once, as first written."""
        counts = Counter(map(squash, self.headings))
        first = {squash(heading): heading for heading in reversed(self.headings)}
        return [first[key] for key in sorted(first) if key and counts[key] > 1]
