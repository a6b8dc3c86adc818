"""Entries of which the record leaves open when, or whether, they were made: never counted as done, nor as not done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from end_to_end.helping import ASH, BEECH, GOOD, A, B, C, run, upn

from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

D = upn(4)
ENTRIES = f"""\
school,upn,event,date,outcome
{ASH},{A},risk_identified,2026-01-05,genuine
{ASH},{B},risk_identified,2026-01-05,genuine
{ASH},{D},risk_identified,2026-01-05,genuine
{BEECH},{C},risk_identified,2026-01-05,genuine
{BEECH},{C},parent_contacted,12/01/26,
{BEECH},{C},parent_contacted,2026-01-06,
{ASH},{D},parent_contacted,12/01/26,
"""
REGISTER = f"""\
School,UPN,Date off roll,Letter sent,Meeting offered,EHE1 sent
{ASH},{A},,yes,,
{ASH},{B},2026-01-23,no,yes,26/01/2026
"""
LOG = f"""\
Date,School,What,Who,Done
2026-01-09,{ASH},Weekly attendance review,attendance lead,yes
2026-01-16,{ASH},Weekly attendance review,attendance lead,AE
2026-01-23,{ASH},Weekly attendance review,attendance lead,no
"""


def test_what_rests_on_a_tick_without_a_date_cannot_be_told(tmp_path: Path) -> None:
    pupils = GOOD["pupils.csv"] + f"{ASH},{D},Dogwood,Example-D,2014-05-01,2021-09-01,,,,\n"
    files = GOOD | {"pupils.csv": pupils, "events.csv": ENTRIES, "register.csv": REGISTER, "log.csv": LOG}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = records(run([tmp_path], on=date(2026, 2, 13)).findings)
    of = {(row["rule"], row["upn"]): row for row in found if row["about"] == "case"}

    # a date that can be read is enough, whatever else is not known
    # a date that can be read is enough, whatever else is not known
    assert {who: of["5.1.1", who]["status"] for who in (A, C, D)} == {
        A: "not_met",
        C: "met",
        D: "cannot_tell",
    }
    assert "no date that can be read" in str(of["5.1.1", D]["reason"])
    assert "events.csv:8" in str(of["5.1.1", D]["evidence"])

    # "yes" may have been on any day; "no" was not done
    assert of["A.1-no-contact", A]["status"] == "cannot_tell"
    assert "register.csv:2" in str(of["A.1-no-contact", A]["evidence"])
    assert of["5.2.7-no-answer", B]["status"] == "cannot_tell"

    # a tick that says neither yes nor no leaves its own week open, and no other
    told = {r["subject"][-10:]: r for r in found if r["about"] == "school_week" and r["school"] == ASH}
    weeks = {day: told[f"2026-01-{day:02}"] for day in (5, 12, 19)}
    assert {day: row["status"] for day, row in weeks.items()} == {5: "met", 12: "cannot_tell", 19: "not_met"}
    assert "neither yes nor no" in str(weeks[12]["reason"])
    assert weeks[12]["evidence"] == "log.csv:3"
