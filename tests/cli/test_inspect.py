"""`ehe-rules inspect` over systems' exports: narrow enough to read, and without pupils."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner
from exports.systems import INCIDENTS, STAFF, incident

from ehe_rules.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def _shown(tmp_path: Path) -> str:
    folder = tmp_path / "100001"
    folder.mkdir()
    text = (
        incident(1, "Zebra", sub="Risk identified", by="Kit Stranger")
        + incident(2, "Zebra", sub="Zz")
        + incident(3, "Zebra", category="Bruise", day="20/02/2026")
        + incident(4, "Zebra", sub="Meeting held", day="20/02/26")
    )
    (folder / "log.csv").write_text(INCIDENTS + text)
    (tmp_path / "staff.csv").write_text(STAFF)
    roll = "First name,Last name,UPN,Leaving date,Reason for leaving\nAspen,Example-A,X1,16/01/2026,Other\n"
    (folder / "leavers.csv").write_text(roll)
    ran = CliRunner().invoke(main, ["inspect", str(tmp_path)])
    assert ran.exit_code == 0
    return ran.output


def test_what_it_says_of_a_log(tmp_path: Path) -> None:
    shown = _shown(tmp_path)
    for said in (
        "taken for    events (cpoms), 4 rows, headings in row 1",
        "Incident ID -> incident",
        "period       2026-01-12 to 2026-01-12",
        "events       risk_identified 1",
        "unclear      meeting_held 1",
        "gave nothing Bruise 1\n               EHE / Zz 1",
        "Names of staff without a role: 1\n  Kit Stranger",
        "kinds of event",
    ):
        assert said in shown, said


def test_it_is_narrow_and_names_no_pupil_and_quotes_no_entry(tmp_path: Path) -> None:
    shown = _shown(tmp_path)
    assert max(map(len, shown.splitlines())) <= 80
    assert not [word for word in ("Aspen", "Example-A", "Zebra") if word in shown]
