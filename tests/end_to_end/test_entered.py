"""What was entered after the audit date is told nowhere: not as done, not in a reason, not in a timeline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import ASH, GOOD, B, run, write

from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    **GOOD,
    "pupils.csv": f"""\
school,upn,forename,surname,date_of_birth,entry_date,leaving_date,leaving_entered,leaving_reason,removal_ground,destination
{ASH},{B},Birch,Example-B,2014-06-01,2021-09-01,2026-01-23,2026-02-04,Elective Home Education,f,
""",
    "events.csv": f"""\
school,upn,event,date,recorded,role,covers,until
{ASH},{B},oral_intention_stated,2026-01-12,2026-01-12,class_teacher,,
{ASH},{B},parent_contacted,2026-01-14,2026-02-04,headteacher,concern,
{ASH},{B},notification_received,2026-01-19,2026-01-19,parent,home_education_stated,2026-01-23
""",
}


@pytest.mark.parametrize(
    ("on", "status", "done_on"),
    [("2026-01-24", "due", ""), ("2026-02-03", "not_met", ""), ("2026-02-04", "late", "2026-02-04")],
)
def test_a_deletion_entered_after_the_audit_date(tmp_path: Path, on: str, status: str, done_on: str) -> None:
    result = run([write(tmp_path, FILES)], date.fromisoformat(on))
    [found] = [row for row in records(result.findings) if row["rule"] == "DEL-NO-BACKDATE"]
    assert (found["status"], found["done_on"]) == (status, done_on)
    known = on == "2026-02-04"
    assert any("days later)" in row["reason"] for row in records(result.findings)) == known
    days = {row["recorded"] for row in records(result.timeline)}
    assert ("2026-02-04" in days) == known
    assert max(days) <= on
