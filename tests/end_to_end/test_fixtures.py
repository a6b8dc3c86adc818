"""Every situation in fixtures/ gives what was worked out for it by hand, through the whole check; those of one day are one trust."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import ROOT, run, write

from ehe_rules.checking import DEFAULT_RULESETS
from ehe_rules.exports.upn import check_letter
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ehe_rules.result import Result

FIXTURES = ROOT / "fixtures"
FOLDERS = sorted(path.parent for path in FIXTURES.glob("*/situation.md") if path.parent.name[0].isdigit())
DATES = ("due_on", "done_on", "days_late")

Key = tuple[str, str, str, str]
"""ruleset, rule, school, upn"""

Row = dict[str, str]

Checked = tuple[str, tuple[str, ...], bool]
"""The day, the rulesets, and whether there is a list of schools."""


def read(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""), strict=True))


def moved(folder: Path, text: str) -> str:
    """Give a folder's schools and pupils numbers that no other folder has, so that many make one trust."""
    place = f"{FOLDERS.index(folder) + 1:02}"

    def pupil(found: re.Match[str]) -> str:
        twelve = f"999{place}{found[0][6:]}"
        return check_letter(twelve) + twelve

    text = re.sub(r"\b90000(\d)\b", rf"9{place}00\1", text)
    return re.sub(r"\b[A-Z]999[0-9]{9}\b", pupil, text)


def checked_with(folder: Path) -> Checked:
    """Tell on which day a folder is checked, by which rulesets, and whether with a list of schools."""
    # An authority's records are judged by its own principles, every other folder by the default rulesets.
    of_authority = {ruleset for ruleset, _ in rules_of(folder)} == {"dudley-la"}
    rulesets = ("dudley-la",) if of_authority else DEFAULT_RULESETS
    return read(folder / "expect.csv")[0]["on"], rulesets, (folder / "schools.csv").exists()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Checked, Result]:
    """Check the folders, all those of one day as one trust."""
    trusts: dict[Checked, Path] = {}
    for folder in FOLDERS:
        trust = trusts.setdefault(checked_with(folder), tmp_path_factory.mktemp("trust"))
        tables = {path.name for path in folder.glob("*.csv")} - {"expect.csv", "rules.csv"}
        write(
            trust / folder.name, {name: moved(folder, (folder / name).read_text("utf-8")) for name in tables}
        )
    return {
        (on, rulesets, listed): run([trust], on=date.fromisoformat(on), rulesets=rulesets)
        for (on, rulesets, listed), trust in trusts.items()
    }


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


def given(result: Result, rules: dict[tuple[str, str], str], schools: set[str]) -> dict[Key, list[Row]]:
    """Give for each key of some schools a row for every subject, the earlier first; what is not listed is not_applicable."""
    found = {(row["ruleset"], row["rule"], row["subject"]): row for row in records(result.findings)}
    rows = [
        found.get((ruleset, rule, subject["subject"]))
        or {**subject, "ruleset": ruleset, "rule": rule, "status": "not_applicable"}
        for (ruleset, rule), about in rules.items()
        for subject in records(result.subjects)
        if subject["about"] == about and subject["school"] in schools
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
def test_a_situation_gives_what_was_worked_out_by_hand(
    folder: Path, results: Mapping[Checked, Result]
) -> None:
    expected = [
        {name: moved(folder, cell) for name, cell in row.items()} for row in read(folder / "expect.csv")
    ]
    result = results[checked_with(folder)]
    place = f"9{FOLDERS.index(folder) + 1:02}00"
    # the authority's children are at schools by name, and no other folder is checked with its own
    schools = {row["school"] for row in records(result.subjects)}
    own = {school for school in schools if school.startswith(place) or not school.isdigit()}
    wanted, got = by_key(expected), given(result, rules_of(folder), own)
    assert [
        f"{' '.join(key)}: expected {shown(wanted.get(key, []))}, got {shown(got.get(key, []))}"
        for key in sorted({*wanted, *got})
        if differences(wanted.get(key, []), got.get(key, []))
    ] == []
