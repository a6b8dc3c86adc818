"""What a sheet is: told by its header row, never by the name of its file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ehe_rules.exports.profile import each_table, squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.exports.profile import Profile, TableProfile

READ_FROM_XML = "ctf"
"""This profile's columns come from a CTF's elements; no sheet is matched against it."""

LITTLE = 2
"""A table that requires no more headings than this may be met by chance."""

MORE_THAN_REQUIRED = 2
"""With this many headings known beyond those required, a sheet is the table whatever else it holds."""


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
        return bool(self.columns) and not self.missing and not self.is_chance

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


def recognise(head: Sequence[tuple[int, Sequence[str]]], profiles: Sequence[Profile]) -> Match | None:
    """Give the best match of a sheet's first rows: complete before incomplete, then most headings understood.

    Of equals the earlier row and the earlier profile win. None when no heading is known at all.
    """
    candidates = [
        match_row(number, cells, profile, table)
        for number, cells in head
        for profile, table in each_table(profiles)
        if profile.profile != READ_FROM_XML
    ]
    return max(
        (match for match in candidates if match.columns),
        key=lambda match: (match.is_complete, match.score, -len(match.missing), -match.header_row),
        default=None,
    )


def match_row(number: int, cells: Sequence[str], profile: Profile, table: TableProfile) -> Match:
    """Hold one row against one table: which columns are there, which are missing, what is not known."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        places.setdefault(squash(cell), place)
    places.pop("", None)
    columns: dict[str, int] = {}
    known: set[str] = set()
    for column in table.columns:
        there = [name for name in table.known_as(column) if name in places]
        if there:
            columns[column] = places[there[0]]
            known.add(there[0])
    given = {*columns, *table.constants}
    missing = [column for column in table.required if column not in given]
    if table.either and not given.intersection(table.either):
        missing.append(" or ".join(table.either))
    return Match(
        profile=profile,
        table=table,
        header_row=number,
        headings=tuple(cell.strip() for cell in cells),
        columns=columns,
        missing=tuple(missing),
        unknown=tuple(cells[place].strip() for name, place in places.items() if name not in known),
    )


def nearest_column(heading: str, table: TableProfile) -> str | None:
    """Give the column that a heading which is not known may have been meant for."""
    names = {name: column for column in table.columns for name in table.known_as(column)}
    close = get_close_matches(squash(heading), names, n=1, cutoff=0.8)
    return names[close[0]] if close else None
