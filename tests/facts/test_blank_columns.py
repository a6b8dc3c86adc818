"""Columns of the roll that are blank in every row: the export does not carry them, so a blank there says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facts.record_tables import Made, Row, entry, roll

from ehe_rules.rulebook.syntax import Is, IsRecorded

if TYPE_CHECKING:
    from facts.record_tables import Situation

ASKED = (
    IsRecorded("previous_ehe"),
    IsRecorded("leaving_reason"),
    IsRecorded("removal_ground"),
    IsRecorded("leaving_date"),
    Is("ground_supplied", ("yes",)),
)
FALSE, UNKNOWN, TRUE = 0, 1, 2
RISK = [entry("2026-01-12 risk_identified")]


def pupils(first: Row, second: Row | None = None) -> Situation:
    """Give a school with one pupil or two, who is the subject of a case."""
    given = [("A", first), *([("B", second)] if second is not None else [])]
    blank = {"leaving_reason": "", "removal_ground": ""}
    return [roll(who, "2024-09-02", **{**blank, **row}) for who, row in given], RISK


SITUATIONS = [
    # nobody's previous home education, nobody has left: that there is no reason for leaving says so
    (pupils({}, {}), (UNKNOWN, FALSE, FALSE, FALSE, TRUE)),
    (pupils({}, {"previous_ehe": "no"}), (FALSE, FALSE, FALSE, FALSE, TRUE)),
    # one row says nothing of the export
    (pupils({}), (FALSE, FALSE, FALSE, FALSE, TRUE)),
    # one leaver's blank is a blank; that of every leaver is not, but of none may a ground be known
    (pupils({"leaving": "2026-02-27"}, {}), (UNKNOWN, FALSE, FALSE, TRUE, TRUE)),
    (pupils({"leaving": "2026-02-27"}, {"leaving": "2026-02-27"}), (UNKNOWN, UNKNOWN, FALSE, TRUE, TRUE)),
    (
        pupils({"leaving": "2026-02-27"}, {"leaving": "2026-02-27", "leaving_reason": "Moved"}),
        (UNKNOWN, FALSE, FALSE, TRUE, TRUE),
    ),
]


def test_what_no_row_says_is_not_known_of_any() -> None:
    made = Made([situation for situation, _ in SITUATIONS], "case", ASKED)
    found = [
        tuple(made.of(place)[0][f"{made.terms.prefix(term)}_tv"] for term in ASKED)
        for place in range(len(SITUATIONS))
    ]
    assert found == [expected for _, expected in SITUATIONS]
