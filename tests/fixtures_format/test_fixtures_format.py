"""Every situation is well formed: what it expects can be compared with a run."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml

from ehe_rules.exports.upn import is_valid

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
FOLDERS = sorted(path.parent for path in FIXTURES.glob("*/situation.md") if path.parent.name[0].isdigit())
COLUMNS = ["on", "ruleset", "rule", "school", "upn", "status", "due_on", "done_on", "days_late"]
STATUSES = {"met", "late", "due", "not_met", "cannot_tell", "not_applicable", "indicator"}
EVENTS = {
    event: attributes
    for scope in yaml.safe_load((ROOT / "rulesets/vocabulary.yaml").read_text(encoding="utf-8"))[
        "events"
    ].values()
    for event, attributes in scope.items()
}

every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def rules_of(folder: Path) -> list[dict[str, str]]:
    """Give the rules for which a folder is complete: those of its own list, or of the list for all."""
    return rows(folder / "rules.csv") or rows(FIXTURES / "rules.csv")


def test_there_are_enough_situations() -> None:
    assert len(FOLDERS) >= 14


def test_every_rule_that_the_situations_speak_about_is_written_down_and_expected_both_ways() -> None:
    listed = [FIXTURES / "rules.csv", *FIXTURES.glob("*/rules.csv")]
    known = [row for path in listed for row in rows(path)]
    said = {(row["ruleset"], row["rule"]) for folder in FOLDERS for row in rows(folder / "expect.csv")}
    assert said == {(row["ruleset"], row["rule"]) for row in known}
    for row in known:
        statuses = {
            expected["status"]
            for folder in FOLDERS
            for expected in rows(folder / "expect.csv")
            if expected["rule"] == row["rule"]
        }
        assert statuses & {"met", "not_applicable"}, row
        assert statuses & {"not_met", "late", "indicator"}, row
        assert list((ROOT / "rulesets" / row["ruleset"]).rglob(f"{row['rule']}.yaml")), row


@every_folder
def test_the_folder_says_what_it_is_and_holds_a_calendar_and_a_roll(folder: Path) -> None:
    assert len((folder / "situation.md").read_text(encoding="utf-8").splitlines()) == 1
    # An authority has a register of its own in place of a roll, and keeps no school calendar.
    if not rows(folder / "la_children.csv"):
        assert rows(folder / "calendar.csv")
        assert rows(folder / "pupils.csv")


@every_folder
def test_what_is_expected_is_well_formed(folder: Path) -> None:
    expected = rows(folder / "expect.csv")
    about = {row["rule"]: row["ruleset"] for row in rules_of(folder)}
    assert expected
    assert list(expected[0]) == COLUMNS
    assert len({row["on"] for row in expected}) == 1
    for row in expected:
        assert about[row["rule"]] == row["ruleset"], row
        assert row["status"] in STATUSES, row
        for column in ("on", "due_on", "done_on"):
            assert not row[column] or date.fromisoformat(row[column]).isoformat() == row[column], row


@every_folder
def test_what_is_expected_does_not_contradict_itself(folder: Path) -> None:
    for row in rows(folder / "expect.csv"):
        dated = row["status"] in {"met", "late", "due", "not_met"}
        assert dated or not (row["due_on"] or row["done_on"] or row["days_late"]), row
        assert row["status"] in {"late", "not_met"} or not row["days_late"], row
        assert row["status"] != "due" or not row["due_on"] or row["due_on"] >= row["on"], row
        assert row["status"] != "not_met" or not row["due_on"] or row["due_on"] < row["on"], row
        assert row["done_on"] <= row["on"], row
        if row["status"] in {"met", "late"} and row["due_on"] and row["done_on"] and row["rule"] != "5.2.5":
            assert (row["done_on"] > row["due_on"]) == (row["status"] == "late"), row


@every_folder
def test_everyone_spoken_of_is_in_the_exports(folder: Path) -> None:
    exported = rows(folder / "pupils.csv") + rows(folder / "events.csv")
    pupils = {(row["school"], row["upn"]) for row in exported}
    pupils |= {(row["school"], row["upn"]) for row in rows(folder / "la_children.csv")}
    assert {(row["school"], row["upn"]) for row in rows(folder / "expect.csv")} <= pupils
    assert all(is_valid(upn) for _, upn in pupils if upn)
    assert all(row["surname"].startswith("Example-") for row in rows(folder / "pupils.csv"))


@every_folder
def test_nothing_is_recorded_after_the_audit_date(folder: Path) -> None:
    on = rows(folder / "expect.csv")[0]["on"]
    for table in ("events.csv", "attendance.csv"):
        assert all(row["date"] <= on for row in rows(folder / table))


@every_folder
def test_the_events_are_in_the_vocabulary(folder: Path) -> None:
    for row in rows(folder / "events.csv"):
        attributes = EVENTS[row["event"]]
        assert set(filter(None, row.get("covers", "").split(";"))) <= set(attributes.get("covers", ())), row
        assert row.get("outcome", "") in {"", *attributes.get("outcome", ())}, row
        assert row.get("to", "") in {"", *attributes.get("to", ())}, row
