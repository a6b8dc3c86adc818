"""A safeguarding log checked through: what its profile cannot tell is cannot_tell, never not_met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from end_to_end.helping import ASH, GOOD, A, run, upn, write

from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

STAFF = "name,role\nAnn Example-H,headteacher\nKit Example-T,class_teacher\n"
LETTERS = "templates:\n  - {name: Letter one, event: intent_letter_sent, covers: [responsibilities, meeting_invitation]}\n"


HEADER = "Incident Date,UPN,Category,Summary,Led By,Added By\n"


def _verdicts(folder: Path, rule: str, entries: Mapping[str, str], without: str = "") -> list[dict[str, str]]:
    """Check Ash's log with these entries about its pupils, one file left out, and give the rule's verdicts on their cases."""
    files = {name: text for name, text in GOOD.items() if name not in ("events.csv", without)}
    files["pupils.csv"] += "".join(
        f"{ASH},{who},Elder,Example-{n},2014-05-01,2021-09-01,,,,\n"
        for n, who in enumerate(entries)
        if who != A
    )
    opened = "".join(f"12/01/2026,{who},EHE,Parent raised EHE,,Kit Example-T\n" for who in entries)
    log = HEADER + opened + "".join(entries.values())
    files |= {"staff.csv": STAFF, "templates.yaml": LETTERS, f"{ASH}/log.csv": log}
    rows = records(run([write(folder, files)]).findings)
    found = {row["upn"]: row for row in rows if row["rule"] == rule and row["school"] == ASH}
    return [found[who] for who in entries]


def _entries(day: str, said: Iterable[str]) -> dict[str, str]:
    """Give each pupil an entry, from what stands behind its category."""
    return {upn(n): f"{day},{upn(n)},EHE,{text}\n" for n, text in enumerate(said, start=11)}


def test_who_led_the_meeting(tmp_path: Path) -> None:
    # some of the meetings say who led them: the export can say so
    statuses = {
        "Meeting held,Ann Example-H,": "met",
        "Meeting held,Kit Example-T,": "not_met",
        "Meeting held,Lee Unknown,": "cannot_tell",
        "Meeting held,,": "not_met",
        "HoS: Meeting held,,Office": "met",
    }
    found = _verdicts(tmp_path, "5.2.1", _entries("20/01/2026", statuses))
    assert dict(zip(statuses, [row["status"] for row in found], strict=True)) == statuses
    (unknown,) = (row["reason"] for row in found if row["status"] == "cannot_tell")
    assert "who did it" in unknown
    assert "staff table" in unknown
    assert "Unknown" not in unknown


def test_what_the_letter_contained(tmp_path: Path) -> None:
    statuses = {"Letter sent: Letter one,,": "met", "Letter sent: a letter,,": "cannot_tell"}
    found = _verdicts(tmp_path, "5.1.3", _entries("13/01/2026", statuses))
    assert dict(zip(statuses, [row["status"] for row in found], strict=True)) == statuses


def test_a_log_that_holds_entries_is_not_said_to_hold_none(tmp_path: Path) -> None:
    (found,) = _verdicts(tmp_path, "A.2", {A: ""}, without="calendar.csv")
    assert "can hold" not in found["reason"]
