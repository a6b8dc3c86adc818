"""A safeguarding log checked through: what its profile cannot tell is cannot_tell, never not_met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import ASH, GOOD, A, run, write

from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

STAFF = "name,role\nAnn Example-H,headteacher\nKit Example-T,class_teacher\n"
LETTERS = "templates:\n  - {name: Letter one, event: intent_letter_sent, covers: [responsibilities, meeting_invitation]}\n"


def _verdict(folder: Path, rule: str, lines: str, without: str = "") -> dict[str, str]:
    """Check Ash's log with this in it, one file left out, and give the rule's verdict on its pupil's case."""
    header = "Incident Date,UPN,Category,Summary,Led By,Added By\n"
    opened = f"12/01/2026,{A},EHE,Parent raised EHE,,Kit Example-T\n"
    files = {name: text for name, text in GOOD.items() if name not in ("events.csv", without)}
    files |= {"staff.csv": STAFF, "templates.yaml": LETTERS, f"{ASH}/log.csv": header + opened + lines}
    result = run([write(folder, files)])
    (found,) = (
        row
        for row in records(result.findings)
        if row["rule"] == rule and row["upn"] == A and row["school"] == ASH
    )
    return found


def _meeting(text: str, led: str, by: str) -> str:
    return f"20/01/2026,{A},EHE,{text},{led},{by}\n"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (_meeting("Meeting held", "Ann Example-H", ""), "met"),
        (_meeting("Meeting held", "Kit Example-T", ""), "not_met"),
        (_meeting("Meeting held", "Lee Unknown", ""), "cannot_tell"),
        (_meeting("Meeting held", "", ""), "not_met"),
        (_meeting("HoS: Meeting held", "", "Office"), "met"),
    ],
)
def test_who_led_the_meeting(tmp_path: Path, line: str, status: str) -> None:
    # another meeting at the school says who led it: the export can say so
    other = "20/01/2026,999,EHE,Meeting held,Ann Example-H,\n"
    found = _verdict(tmp_path, "5.2.1", line + other)
    assert found["status"] == status
    if status == "cannot_tell":
        assert "who did it" in found["reason"]
        assert "staff table" in found["reason"]
        assert "Unknown" not in found["reason"]


@pytest.mark.parametrize(
    ("text", "status"), [("Letter sent: Letter one", "met"), ("Letter sent: a letter", "cannot_tell")]
)
def test_what_the_letter_contained(tmp_path: Path, text: str, status: str) -> None:
    other = "13/01/2026,999,EHE,Letter sent: Letter one,,\n"
    found = _verdict(tmp_path, "5.1.3", f"13/01/2026,{A},EHE,{text},,\n{other}")
    assert found["status"] == status


def test_a_log_that_holds_entries_is_not_said_to_hold_none(tmp_path: Path) -> None:
    found = _verdict(tmp_path, "A.2", "", without="calendar.csv")
    assert "can hold" not in found["reason"]
