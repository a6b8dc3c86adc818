"""Cases that set the figures of a pattern, or write a comment beside a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook.made import RULE, write

from ehe_rules.casebook.run import run_cases

if TYPE_CHECKING:
    from pathlib import Path

PARAMETERS = """\
flag_time:
  value: 5 school days
  reason: for a test
anxiety_sessions_needed:
  value: "2"
  reason: for a test
anxiety_words:
  value: worried
  reason: for a test
"""
MARKS = (
    "marks: [2026-01-05..2026-01-09 /, 2026-01-12 I comment Worried about the bus, 2026-01-13..2026-01-29 /]"
)
FLAG = f"""\
{RULE.split("about: case")[0]}about: pupil
part: early help
authority: policy
force: must
severity: high
when: anxiety_pattern
require: flagged_to_senior_lead within flag_time after anxiety_pattern
owner: attendance lead
remedy: Flag it.
cases:
  - name: two sessions, and two are asked for
    on: 2026-01-30
    {MARKS}
    expect: not_met
  - name: two sessions, and three are asked for
    on: 2026-01-30
    set: {{anxiety_sessions_needed: "3"}}
    {MARKS}
    expect: not_applicable
  - name: another word on the list
    on: 2026-01-30
    set: {{anxiety_words: anxious; anxiety}}
    {MARKS}
    expect: not_applicable
"""


def test_each_case_is_judged_by_its_own_figures(tmp_path: Path) -> None:
    folder = write(tmp_path, {"parameters.yaml": PARAMETERS, "letter.yaml": FLAG})
    results = run_cases([folder], engine="columnar")
    assert [(r.case, r.passed) for r in results] == [
        ("two sessions, and two are asked for", True),
        ("two sessions, and three are asked for", True),
        ("another word on the list", True),
    ], [r for r in results if not r.passed]
