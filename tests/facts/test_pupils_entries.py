"""Entries about the pupil, not about one matter: they count for every subject of that pupil from the entry on roll on."""

from __future__ import annotations

from datetime import date

import pytest
from facts.record_tables import Made, Row, entry, roll

from ehe_rules.facts.constants import NEVER
from ehe_rules.rulebook.syntax import EventRef

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


def first(kind: str, rows: list[Row], *entries: str) -> list[date | None]:
    """Give the first suspension that counts for each subject of the kind."""
    made = Made([(rows, [*map(entry, entries)])], kind, [SUSPENDED])
    return [
        None if day >= NEVER else date.fromordinal(day + date(1970, 1, 1).toordinal())
        for _, day in made.bounds(0, SUSPENDED)
    ]


@pytest.mark.parametrize("kind", sorted(OPENER))
def test_a_suspension_before_the_opener_counts_from_entry_on_roll_on(kind: str) -> None:
    assert first(kind, STAYED, OPENER[kind], "2025-10-06 suspension") == [date(2025, 10, 6)]
    assert first(kind, STAYED, OPENER[kind], "2024-09-01 suspension") == [None]
    assert first(kind, CAME_BACK, OPENER[kind], "2025-10-06 suspension") == [None]
    assert first(kind, CAME_BACK, OPENER[kind], "2026-03-16 suspension") == [date(2026, 3, 16)]


@pytest.mark.parametrize("kind", sorted(OPENER))
def test_an_entry_of_a_case_counts_from_the_opener_on(kind: str) -> None:
    told = ["2026-01-11 parent_contacted", "2026-01-13 parent_contacted"]
    made = Made([(STAYED, [*map(entry, (OPENER[kind], *told))])], kind, [TALKED])
    day = (date(2026, 1, 13) - date(1970, 1, 1)).days
    assert made.bounds(0, TALKED) == [(day, day)]


def test_a_return_has_the_entry_on_roll_that_opened_it_or_that_before_its_request() -> None:
    before, off_roll, after = "2025-10-06 suspension", "2025-12-15 suspension", "2026-01-19 suspension"
    assert first("return", CAME_BACK, before, off_roll, after) == [date(2026, 1, 19)]
    assert first("return", CAME_BACK, REQUEST, before, after) == [date(2025, 10, 6)]
    assert first("return", CAME_BACK, REQUEST, off_roll, after) == [date(2025, 12, 15)]


def test_an_entry_about_the_pupil_counts_for_an_earlier_return_too() -> None:
    again = "2026-03-02 return_requested"
    assert (
        first("return", STAYED, OPENER["return"], again, "2026-03-16 suspension") == [date(2026, 3, 16)] * 2
    )
