"""A row held against a table of a profile: which of its cells are headings of which columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ehe_rules.exports.match import Match
from ehe_rules.exports.profile_table import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ehe_rules.exports.profile import Profile
    from ehe_rules.exports.profile_table import TableProfile


_HINT = re.compile(
    r"[\[(]\s*(d{1,2}\s*[-/. ]\s*m|y{2,4}\s*[-/. ]\s*m|y(es)?\s*/\s*no?\s*[\])])[^)\]]*[\])]?\s*$",
    re.IGNORECASE,
)
"""How a cell is to be filled in is no part of its heading: "Leaving date (dd/mm/yyyy)"."""


def match_row(
    number: int, cells: Sequence[str], profile: Profile, table: TableProfile, stacked: Sequence[str] = ()
) -> Match:
    """Hold one row against one table: which columns are there, which are missing, what is not known.

    `stacked` are the headings together with those of the row above; either may be the one that is known.
    """
    places: dict[str, int] = {}
    for row in (stacked, cells):
        for place, cell in enumerate(row):
            places.setdefault(squash(_HINT.sub("", cell)), place)
    places.pop("", None)
    columns: dict[str, int] = {}
    known: set[str] = set()
    for column in (*table.columns, *table.dated_headings):
        there = [name for name in table.known_as(column) if name in places and not ends_period(name, places)]
        if there:
            columns[column] = places[there[0]]
            known.add(there[0])
    if "recorded" in columns and columns["recorded"] == columns.get("date"):
        del columns["recorded"]  # one day cannot say how promptly the entry was made
    given = {*columns, *table.constants}
    missing = [column for column in table.required if column not in given]
    if table.either and not given.intersection(table.either):
        missing.append(" or ".join(table.either))
    headings = tuple(cell.strip() for cell in stacked or cells)
    understood = {places[name] for name in known} if stacked else set()
    unknown = dict.fromkeys(
        headings[place] for name, place in places.items() if name not in known and place not in understood
    )
    return Match(
        profile=profile,
        table=table,
        header_row=number,
        headings=headings,
        columns=columns,
        missing=tuple(missing),
        unknown=tuple(unknown),
    )


def ends_period(name: str, beside: Iterable[str]) -> bool:
    """Tell whether "End date", squashed, ends what was counted and nobody's time on roll: beside counts of sessions it does."""
    counted = ("session", "attendance", "absence", "suspension", "exclusion")
    of_leaving = ("reasonforleaving", "leavingreason", "destination", "leaving")
    beside = list(beside)
    return (
        name == "enddate"
        and any(word in heading for heading in beside for word in counted)
        and not any(word in heading for heading in beside for word in of_leaving)
    )
