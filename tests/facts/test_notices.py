"""Who left for home education by the parent's notice alone: the notice must still stand, and what that makes of the cases."""

from __future__ import annotations

import pytest
from facts.record_tables import Made, Row, entry, roll

NOTICE, RESOLVED = "2025-10-07 notification_received", "2025-10-09 risk_resolved"
LEAVING = "2026-02-02"

LEAVERS = [
    ((NOTICE,), "yes"),
    ((NOTICE, RESOLVED), "no"),
    ((NOTICE, "2025-10-07 risk_resolved"), "no"),
    # What closes a case does so at the end of its day.
    ((NOTICE, "2026-02-02 risk_resolved"), "yes"),
    # Nobody undoes a leaving by putting the risk to rest after it.
    ((NOTICE, "2026-02-03 risk_resolved"), "yes"),
    ((NOTICE, RESOLVED, "2026-01-12 notification_received"), "yes"),
    (("2025-10-06 risk_resolved", NOTICE), "yes"),
    ((NOTICE, "2025-10-09 notification_withdrawn"), "no"),
    ((NOTICE, "2026-02-03 notification_withdrawn"), "no"),
    ((), "no"),
]


def silent_leaver(*events: str) -> tuple[list[Row], list[Row]]:
    """Give a pupil who left for a reason that nobody recorded, and entries about them."""
    held = [entry("2025-09-09 notification_received", "B")]
    return [roll("A", "2021-09-01", LEAVING, why=""), roll("B", "2021-09-01")], [*map(entry, events), *held]


def test_a_leaver_by_notice_is_one_whose_notice_still_stood() -> None:
    made = Made([silent_leaver(*events) for events, _ in LEAVERS], "leaver", [])
    found = [[row["ehe"] for row in made.of(place)] for place in range(len(LEAVERS))]
    assert found == [[ehe] for _, ehe in LEAVERS]


@pytest.mark.parametrize("later", [(), ("2026-01-12 risk_identified",)])
def test_a_leaving_after_the_risk_was_put_to_rest_opens_no_case_and_closes_an_open_one(
    later: tuple[str, ...],
) -> None:
    made = Made([silent_leaver(NOTICE, RESOLVED, *later)], "case", [])
    pupil = min(row["pupil"] for row in made.of(0))
    cases = [row["closed_by"] for row in made.of(0) if row["pupil"] == pupil]
    assert cases == ["risk_resolved", *("left" for _ in later)]
