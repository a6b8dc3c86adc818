"""A small school's exports, and the command line run as a user runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import CliRunner

from ehe_rules.cli import main

if TYPE_CHECKING:
    from pathlib import Path

ON = "2026-02-06"

CALENDAR = """\
academic_year,half_term,first_day,last_day
2025/26,1,2025-09-02,2025-10-24
2025/26,2,2025-11-03,2025-12-19
2025/26,3,2026-01-05,2026-02-13
2025/26,4,2026-02-23,2026-03-27
2025/26,5,2026-04-13,2026-05-22
2025/26,6,2026-06-01,2026-07-17
"""

PUPILS = """\
school,upn,forename,surname,date_of_birth,year_group,entry_date,leaving_date,leaving_entered,leaving_reason,removal_ground,sen_provision
900001,E999900120001,Testina,Invented,2015-04-04,5,2020-09-02,,,,,N
900001,U999900120002,Samplo,Madeup,2015-05-05,5,2020-09-02,2025-11-21,2025-11-21,EHE,f,N
"""

EVENTS = """\
school,upn,event,date,recorded,role,covers,outcome,until
900001,E999900120001,oral_intention_stated,2026-01-12,2026-01-12,parent,,,
900001,E999900120001,parent_contacted,2026-01-21,2026-01-21,head_of_school,support,,
900001,U999900120002,notification_received,2025-11-10,2025-11-10,parent,last_day_stated,,2025-11-20
"""


@dataclass(frozen=True)
class Ran:
    """What a run of the command printed, and how it ended."""

    status: int
    out: str
    err: str


class Ehe(Protocol):
    """Runs `ehe-rules` with these arguments."""

    def __call__(self, *args: str | Path) -> Ran:
        """Return what it printed and its exit status; no run may show a traceback."""


@pytest.fixture
def ehe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ehe:
    monkeypatch.chdir(tmp_path)

    def run(*args: str | Path) -> Ran:
        result = CliRunner().invoke(
            main, [str(arg) for arg in args], prog_name="ehe-rules", catch_exceptions=False
        )
        assert "Traceback" not in result.output + result.stderr
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, text in {"calendar.csv": CALENDAR, "pupils.csv": PUPILS, "events.csv": EVENTS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def ruleset(tmp_path: Path) -> Path:
    """Make a ruleset of two rules, one of which has a case."""
    folder = tmp_path / "own-rules"
    folder.mkdir()
    (folder / "ruleset.yaml").write_text('title: Our own\nsource: A test\nversion: "1"\n', encoding="utf-8")
    (folder / "parameters.yaml").write_text(
        "our_time:\n  value: 2 school days\n  reason: Made up.\n", encoding="utf-8"
    )
    (folder / "ours.yaml").write_text(RULE, encoding="utf-8")
    (folder / "leavers.yaml").write_text(LEAVERS, encoding="utf-8")
    return folder


RULE = """\
title: The parent is contacted in our time
clauses: own:1
about: case
part: stage 1
authority: policy
force: must
severity: medium
when: oral_intention_stated
require: parent_contacted within our_time of oral_intention_stated
owner: attendance lead
remedy: Speak with the parent.
cases:
  - name: the same day
    on: 2026-01-30
    events: [2026-01-12 oral_intention_stated, 2026-01-12 parent_contacted]
    expect: met
"""

LEAVERS = """\
title: A leaver's parent wrote to the school
clauses: own:2
about: leaver
part: stage 3
authority: policy
force: must
severity: critical
require: notification_received on or before off_rolled
owner: headteacher
remedy: Ask the parent for the letter.
"""
