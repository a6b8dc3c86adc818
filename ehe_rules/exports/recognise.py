"""What a sheet is: told by its header row, never by the name of its file."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ehe_rules.exports.flat import actions_in
from ehe_rules.exports.headings import match_row
from ehe_rules.exports.match import PLAIN, READ_FROM_XML
from ehe_rules.exports.profile import each_table
from ehe_rules.exports.profile_table import squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ehe_rules.exports.match import Match
    from ehe_rules.exports.profile import Profile
    from ehe_rules.exports.profile_table import TableProfile


def recognise(
    head: Sequence[tuple[int, Sequence[str]]], profiles: Sequence[Profile], sheet: str = ""
) -> Match | None:
    """Give the best match of a sheet's first rows: complete before incomplete, then most headings understood.

    Of equals that goes first to which the sheet's name says something (`Returned`), then the earlier row and the earlier profile win; a trust's own profile goes before any built-in one but the
    plain tables. None when no heading is known at all.
    """
    candidates = [match for match in _candidates(head, profiles) if match.columns]

    def how_well(match: Match) -> tuple[bool, int, bool, int, int]:
        return _how_well(match, sheet)

    best = max(candidates, key=how_well, default=None)
    if best is not None and best.profile.is_built_in and best.profile.profile != PLAIN:
        own = [match for match in candidates if match.is_complete and not match.profile.is_built_in]
        best = max(own, key=how_well, default=best)
    return best


def table_above(
    head: Sequence[tuple[int, Sequence[str]]], profiles: Sequence[Profile], match: Match
) -> Match | None:
    """Give a table whose headings stand above those of the match, with rows of its own between; None where there is none."""
    for found in _candidates([row for row in head if row[0] < match.header_row], profiles):
        between = [
            number
            for number, cells in head
            if found.header_row < number < match.header_row and any(c.strip() for c in cells)
        ]
        if found.is_complete and between:
            return found
    return None


def _how_well(match: Match, sheet: str) -> tuple[bool, int, bool, int, int]:
    # a log with an incident and an action in each row is both tables, and counts what either understands
    actions = actions_in(match) if match.is_complete else None
    understood = {*match.places, *(actions.places if actions else ())}
    return (
        match.is_complete,
        len(understood),
        match.table.says_of(sheet),
        -len(match.missing),
        -match.header_row,
    )


def _candidates(head: Sequence[tuple[int, Sequence[str]]], profiles: Sequence[Profile]) -> Iterator[Match]:
    above: Sequence[str] = ()
    for number, cells in head:
        stacked = stack(above, cells) if any(above) else ()
        alone, together = set(map(squash, cells)), set(map(squash, (*cells, *stacked)))
        for profile, table in each_table(profiles):
            if profile.profile != READ_FROM_XML:
                # most rows are no header, and share no heading with most tables
                if not table.all_spellings.isdisjoint(alone):
                    yield match_row(number, cells, profile, table)
                if table.stacked and stacked and not table.all_spellings.isdisjoint(together):
                    yield match_row(number, cells, profile, table, stacked)
        above = cells


def stack(above: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    """Give the headings of two rows as one: a heading merged over several columns stands before each of theirs."""
    stacked, over = [], ""
    for place in range(max(len(above), len(cells))):
        upper = above[place].strip() if place < len(above) else ""
        lower = cells[place].strip() if place < len(cells) else ""
        over = upper or over
        stacked.append(f"{over} {lower}".strip() if lower else upper)
    return tuple(stacked)


def nearest_column(heading: str, table: TableProfile) -> str | None:
    """Give the column that a heading which is not known may have been meant for."""
    names = {name: column for column in table.columns for name in table.known_as(column)}
    close = get_close_matches(squash(heading), names, n=1, cutoff=0.8)
    return names[close[0]] if close else None


GRID_TODO = "Export the marks as a list instead, with a row for each session: school, UPN, date, session (AM or PM) and code."


def nearest(match: Match) -> str:
    """Say what an incomplete match comes nearest to, and why it is not that."""
    if match.is_grid:
        return "It looks like a grid of marks, with a column for each day or session: grids are not read."
    what = f"Nearest to the table {match.table.table} ({match.profile.profile}), "
    if match.missing:
        return f"{what}but these headings are missing: {', '.join(match.missing)}."
    unknown = ", ".join(match.unknown)
    if match.needed <= 1:
        return f"{what}but these headings are not part of it: {unknown}."
    known = ", ".join(match.headings[place] for place in match.places)
    return (
        f"{what}but too few of its headings are part of it ({known}) and too many are not ({unknown}): "
        "it may be another list."
    )
