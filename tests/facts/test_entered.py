"""Days of entry after the audit date: by then nobody had made that entry, so the day is not recorded yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from facts.record_tables import Made, Row, entry, roll

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.rulebook.syntax import EventRef, FieldRef, IsRecorded, Narrow

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Term

ON = "2026-03-17"
EPOCH = date(1970, 1, 1).toordinal()
NOT_YET, BLANK = (NEVER, NEVER), (ANY, NEVER)

LEFT = EventRef("left_roll", (), "entered")
CAME = EventRef("on_rolled", (), "entered")
TALKED = EventRef("parent_contacted", (), "entered")


def on(day: str) -> tuple[int, int]:
    """Give the bounds of a day that is known."""
    return (date.fromisoformat(day).toordinal() - EPOCH,) * 2


ROLL_DATES = [("2026-03-19", NOT_YET), ("2026-03-18", NOT_YET), (ON, on(ON)), ("", BLANK)]


@pytest.mark.parametrize(("entered", "bounds"), ROLL_DATES)
def test_the_leaving_and_the_entry_on_roll(entered: str, bounds: tuple[int, int]) -> None:
    dated: dict[str, str] = {"leaving_entered": entered, "entry_entered": entered}
    others = {"leaving_entered": "2026-01-05", "entry_entered": "2024-09-02"}
    gone = roll("A", "2024-09-02", "2026-03-16", **dated), roll("B", "2024-09-02", "2026-01-05", **others)
    columns = [FieldRef("leaving_entered"), FieldRef("entry_entered")]
    there = [IsRecorded("leaving_entered"), IsRecorded("entry_entered")]
    made = Made([(list(gone), [])], "leaver", [LEFT, CAME, *columns, *there], on=ON)
    asked: list[Term] = [LEFT, CAME, *columns]
    for term in asked:
        assert bounds in made.bounds(0, term), term
    truths = [{row[f"{made.terms.prefix(term)}_tv"] for row in made.of(0)} for term in there]
    assert truths == [{2} if bounds == on(ON) else {0, 2}] * 2


def talks(*entered: str) -> tuple[list[Row], list[Row]]:
    """Give the parent's word and talks of one day, entered on these days."""
    told = [entry("2026-03-16 parent_contacted", recorded=day, role="dsl") for day in entered]
    return [roll("A", "2024-09-02")], [
        entry("2026-03-10 oral_intention_stated", recorded="2026-03-10"),
        *told,
    ]


TALKS = [
    (("2026-03-18",), NOT_YET),
    (("2026-03-16",), on("2026-03-16")),
    (("2026-03-16", "2026-03-18"), on("2026-03-16")),
    (("", "2026-03-18"), BLANK),
    (("", "2026-03-16"), on("2026-03-16")),
    (("2026-03-18", "2026-03-20"), NOT_YET),
]


def test_an_entry_of_which_it_is_not_known_whether_it_qualifies_leaves_the_last_one_alone() -> None:
    by_lead = EventRef("parent_contacted", (Narrow("by", ("dsl",)),), "entered")
    doubtful = entry("2026-03-11 parent_contacted", recorded="2026-03-11")
    sure = entry("2026-03-13 parent_contacted", recorded="2026-03-16", **{"with": "dsl"})
    last = entry("2026-03-13 parent_contacted", recorded="2026-03-13")
    begun = entry("2026-03-10 oral_intention_stated")
    child = [roll("A", "2024-09-02")]
    made = Made([(child, [begun, doubtful, sure]), (child, [begun, sure, last])], "case", [by_lead], on=ON)
    assert made.bounds(0, by_lead) == [on("2026-03-16")]
    assert made.bounds(1, by_lead) == [BLANK]


def test_entries_of_the_log() -> None:
    made = Made([talks(*entered) for entered, _ in TALKS], "case", [TALKED], on=ON)
    numbers = made.terms.prefix(TALKED)
    for place, (entered, bounds) in enumerate(TALKS):
        assert made.bounds(place, TALKED) == [bounds], entered
        assert (made.of(place)[0][f"{numbers}_nlo"] == NEVER) == (bounds == NOT_YET)
