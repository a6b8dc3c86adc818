"""Every situation in fixtures/ gives what was worked out for it by hand, through the whole check."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import ROOT, run

from ehe_rules.checking import DEFAULT_RULESETS
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.result import Result

FIXTURES = ROOT / "fixtures"
FOLDERS = sorted(path.parent for path in FIXTURES.glob("*/situation.md") if path.parent.name[0].isdigit())
DATES = ("due_on", "done_on", "days_late")

Key = tuple[str, str, str, str]
"""ruleset, rule, school, upn"""

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def rules_of(folder: Path) -> dict[tuple[str, str], str]:
    """Give what each rule is about for which a folder is complete: its own `rules.csv`, or that of all folders."""
    own = folder / "rules.csv"
    listed = read(own if own.exists() else FIXTURES / "rules.csv")
    return {(row["ruleset"], row["rule"]): row["about"] for row in listed}


def by_key(rows: list[Row]) -> dict[Key, list[Row]]:
    grouped: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["ruleset"], row["rule"], row["school"], row["upn"]].append(row)
    return grouped


def given(result: Result, rules: dict[tuple[str, str], str]) -> dict[Key, list[Row]]:
    """Give for each key a row for every subject, the earlier first; what is not listed is not_applicable."""
    found = {(row["ruleset"], row["rule"], row["subject"]): row for row in records(result.findings)}
    rows = [
        found.get((ruleset, rule, subject["subject"]))
        or {**subject, "ruleset": ruleset, "rule": rule, "status": "not_applicable"}
        for (ruleset, rule), about in rules.items()
        for subject in records(result.subjects)
        if subject["about"] == about
    ]
    return by_key(sorted(rows, key=lambda row: day_and_number(row["subject"])))


def day_and_number(subject: str) -> tuple[str, int]:
    """`case/900001/A.../2026-01-12/2` happened on 2026-01-12 and is the second of that day."""
    *before, last = subject.split("/")
    return (before[-1], int(last)) if last.isdigit() else (last, 1)


def applicable(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["status"] != "not_applicable"]


def differences(wanted: list[Row], got: list[Row]) -> bool:
    """Tell whether two lists differ; subjects that no rule concerns need not stand in the expected one."""
    pairs = (wanted, got) if len(wanted) == len(got) else (applicable(wanted), applicable(got))
    return len(pairs[0]) != len(pairs[1]) or any(
        want["status"] != have["status"] or any(want[name] and want[name] != have.get(name) for name in DATES)
        for want, have in zip(*pairs, strict=True)
    )


def shown(rows: list[Row]) -> str:
    return "; ".join(" ".join(filter(None, (row.get(c, "") for c in ("status", *DATES)))) for row in rows)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_situation_gives_what_was_worked_out_by_hand(folder: Path) -> None:
    expected = read(folder / "expect.csv")
    rules = rules_of(folder)
    # An authority's records are judged by its own principles, every other folder by the default rulesets.
    of_authority = {ruleset for ruleset, _ in rules} == {"dudley-la"}
    rulesets = ("dudley-la",) if of_authority else DEFAULT_RULESETS
    result = run([folder], on=date.fromisoformat(expected[0]["on"]), rulesets=rulesets)
    wanted, got = by_key(expected), given(result, rules)
    assert [
        f"{' '.join(key)}: expected {shown(wanted.get(key, []))}, got {shown(got.get(key, []))}"
        for key in sorted({*wanted, *got})
        if differences(wanted.get(key, []), got.get(key, []))
    ] == []
