"""What is still to happen is not read as done, and listed; what merely goes on with such words is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.helping import problems, rows
from exports.systems import INCIDENTS, incident, take

if TYPE_CHECKING:
    from pathlib import Path

HERE = "100001/log.csv"

PLANS = [
    "Meeting held to be arranged next week",
    "EHE1 to be sent by the office when the letter arrives",
    "Support to be agreed",
    "Support for maths to be agreed",
    "Resolved: not yet",
    "Resolved. Not yet.",
    "Off roll on 23/01/2026 planned",
    "Meeting held (planned)",
    "Meeting held on 23/01/2026 (tbc)",
    "LA informed by phone call? not yet",
    "Parent contacted on 8th? tried twice - not reached",
    "HoS: Meeting held: to be booked",
    "Referral to MASH to be made",
    "Notice, not yet",
]
DONE = [
    "Meeting held on 05/01/2026 with mum, who will be teaching at home",
    "Meeting offered for 20 January, to be held at school",
    "Parent raised EHE: not happy with maths",
    "Support given: to be reviewed weekly",
    "Barrier: not sleeping. What can be done?",
    "Referral not needed",
    "Information requested: not legitimate",
    "School suggested EHE: not upheld",
    "EHE notice, last day will be 17/03/2026",
    "EHE1 sent by post - due to arrive on Friday",
    "Meeting held with mum - can dad come next time?",
    "Notice withdrawn for now",
]


def test_plans_are_not_read_as_done(tmp_path: Path) -> None:
    of_column = [
        ("Meeting held", "To be arranged next week"),
        ("EHE1 sent", "TBC"),
        ("Barrier", "Not sleeping"),
    ]
    said = [*PLANS, *DONE]
    lines = [incident(number, text) for number, text in enumerate(said, start=2)]
    lines += [
        incident(number, text, sub=sub) for number, (sub, text) in enumerate(of_column, start=len(said) + 2)
    ]
    tables = take(tmp_path, {HERE: INCIDENTS + "".join(lines)})
    texts = dict(enumerate([*said, *(text for _, text in of_column)], start=2))
    assert [texts[row] for (row,) in rows(tables, "SELECT DISTINCT row FROM events ORDER BY row")] == [
        *DONE,
        "Not sleeping",
    ]
    listed = problems(tables, "event")
    assert [texts[p.row] for p in sorted(listed, key=lambda p: p.row)] == [
        *PLANS,
        "To be arranged next week",
        "TBC",
    ]
    assert {p.severity for p in listed} == {"warning"}
    assert listed[0].value == "meeting held"
