"""What one school must know of another: that a pupil left the trust's other school for home education before."""

from __future__ import annotations

from functools import cache

import pytest
from facts.record_tables import ONE, OTHER, Made, Row, roll, urn_of

from ehe_rules.rulebook.syntax import Is

BEFORE = Is("home_educated_before", ("yes",))
NO, UNKNOWN, YES = 0, 1, 2
NOW = roll("A", "2026-01-12")

SITUATIONS: dict[str, tuple[list[Row], int]] = {
    "never elsewhere": ([NOW], NO),
    "from the trust's other school after home education": (
        [roll("A", "2024-09-02", "2025-10-13", school=OTHER), NOW],
        YES,
    ),
    "back at this school after home education": ([roll("A", "2024-09-02", "2025-10-13"), NOW], YES),
    "off the other roll on the day of entry": (
        [roll("A", "2024-09-02", "2026-01-12", school=OTHER), NOW],
        YES,
    ),
    "from the other school by a transfer": (
        [roll("A", "2024-09-02", "2025-10-13", "School transfer", school=OTHER), NOW],
        NO,
    ),
    "still on the other roll at entry": ([roll("A", "2024-09-02", "2026-01-13", school=OTHER), NOW], NO),
    "nothing says why the pupil left there, and no notice is logged": (
        [roll("A", "2024-09-02", "2025-10-13", "", school=OTHER), NOW],
        NO,
    ),
    "when this stay began is not known": (
        [roll("A", "2024-09-02", "2025-10-13", school=OTHER), roll("A", "")],
        UNKNOWN,
    ),
    "another child altogether": ([roll("B", "2024-09-02", "2025-10-13", school=OTHER), NOW], NO),
    "one number, two birthdays": (
        [
            roll("A", "2024-09-02", "2025-10-13", school=OTHER, date_of_birth="2012-03-01"),
            roll("A", "2026-01-12", date_of_birth="2013-05-10"),
        ],
        NO,
    ),
    "one admission number at two schools": (
        [roll("0012", "2024-09-02", "2025-10-13", school=OTHER), roll("0012", "2026-01-12")],
        NO,
    ),
    "two earlier stays": (
        [
            roll("A", "2023-09-04", "2024-07-19", "School transfer"),
            roll("A", "2024-09-02", "2025-10-13", school=OTHER),
            NOW,
        ],
        YES,
    ),
}


@cache
def made() -> Made:
    return Made([(rows, []) for rows, _ in SITUATIONS.values()], "pupil", [BEFORE])


@pytest.mark.parametrize("name", SITUATIONS)
def test_an_earlier_stay_that_ended_in_home_education(name: str) -> None:
    place = list(SITUATIONS).index(name)
    tv = f"{made().terms.prefix(BEFORE)}_tv"
    assert [row[tv] for row in made().of(place)] == [SITUATIONS[name][1]]


def test_where_no_notice_could_be_logged_it_is_not_known_why_the_pupil_left() -> None:
    rows = [roll("A", "2024-09-02", "2025-10-13", "", school=OTHER), NOW]
    alone = Made([(rows, [])], "pupil", [BEFORE], supplied=["pupils"])
    assert [row[f"{alone.terms.prefix(BEFORE)}_tv"] for row in alone.of(0)] == [UNKNOWN]


def test_there_is_a_row_for_each_roll_row_with_the_school_left_last() -> None:
    place = list(SITUATIONS).index("two earlier stays")
    found = (
        made()
        .con.execute(
            "SELECT m.other_school, m.other_ehe, m.own_ehe FROM moves m JOIN spells s USING (roll) "
            "WHERE s.school IN (?, ?) ORDER BY s.entry_date",
            [urn_of(place), urn_of(place, OTHER)],
        )
        .fetchall()
    )
    assert found == [
        (None, "no", "no"),
        (urn_of(place, ONE), "no", "no"),
        (urn_of(place, OTHER), "yes", "no"),
    ]
    counted = (
        made().con.execute("SELECT (SELECT count(*) FROM moves), (SELECT count(*) FROM spells)").fetchone()
    )
    assert counted is not None
    assert counted[0] == counted[1]
