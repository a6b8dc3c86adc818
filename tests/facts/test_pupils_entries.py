"""Entries about the pupil, not about one matter: they count for every subject of that pupil from the entry on roll on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from facts.record_tables import Made, Row, entry, roll

from ehe_rules.facts.constants import NEVER
from ehe_rules.rulebook.syntax import EventRef

if TYPE_CHECKING:
    from collections.abc import Sequence

SUSPENDED, TALKED = EventRef("suspension"), EventRef("parent_contacted")
STAYED = [roll("A", "2024-09-02")]
CAME_BACK = [roll("A", "2024-09-02", "2025-11-10"), roll("A", "2026-01-12")]
OPENER = {
    "advice": "2026-01-12 professional_recommended_ehe",
    "pressure": "2026-01-12 pressure_reported",
    "request": "2026-01-12 information_requested",
    "return": "2026-01-12 return_requested",
}
REQUEST = "2025-12-01 return_requested"


def firsts(made: Made, place: int) -> list[date | None]:
    """Give the first suspension that counts for each subject of a situation."""
    return [
        None if day >= NEVER else date.fromordinal(day + date(1970, 1, 1).toordinal())
        for _, day in made.bounds(place, SUSPENDED)
    ]


def situations(kind: str, *given: tuple[list[Row], Sequence[str]]) -> Made:
    """Give situations of roll rows and entries, and what counts in them for subjects of the kind."""
    return Made([(rows, [*map(entry, entries)]) for rows, entries in given], kind, [SUSPENDED, TALKED])


@pytest.mark.parametrize("kind", sorted(OPENER))
def test_a_suspension_counts_from_entry_on_roll_on_and_an_entry_of_a_case_from_the_opener_on(
    kind: str,
) -> None:
    made = situations(
        kind,
        (STAYED, [OPENER[kind], "2025-10-06 suspension"]),
        (STAYED, [OPENER[kind], "2024-09-01 suspension"]),
        (CAME_BACK, [OPENER[kind], "2025-10-06 suspension"]),
        (CAME_BACK, [OPENER[kind], "2026-03-16 suspension"]),
        (STAYED, [OPENER[kind], "2026-01-11 parent_contacted", "2026-01-13 parent_contacted"]),
    )
    assert [firsts(made, place) for place in range(4)] == [
        [date(2025, 10, 6)],
        [None],
        [None],
        [date(2026, 3, 16)],
    ]
    day = (date(2026, 1, 13) - date(1970, 1, 1)).days
    assert made.bounds(4, TALKED) == [(day, day)]


def test_a_return_has_the_entry_on_roll_that_opened_it_or_that_before_its_request() -> None:
    before, off_roll, after = "2025-10-06 suspension", "2025-12-15 suspension", "2026-01-19 suspension"
    again = "2026-03-02 return_requested"
    made = situations(
        "return",
        (CAME_BACK, [before, off_roll, after]),
        (CAME_BACK, [REQUEST, before, after]),
        (CAME_BACK, [REQUEST, off_roll, after]),
        # an entry about the pupil counts for an earlier return too
        (STAYED, [OPENER["return"], again, "2026-03-16 suspension"]),
    )
    assert [firsts(made, place) for place in range(4)] == [
        [date(2026, 1, 19)],
        [date(2025, 10, 6)],
        [date(2025, 12, 15)],
        [date(2026, 3, 16)] * 2,
    ]
