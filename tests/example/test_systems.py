"""The example's schools as systems export them: headings, names, days and rows as such systems give them."""

from __future__ import annotations

import csv
import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import yaml
from openpyxl import load_workbook

from ehe_rules.example import write_example
from ehe_rules.example.stories import stories
from ehe_rules.example.systems.forms import CONTENTS
from ehe_rules.example.systems.words import SUBCATEGORY

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("systems")
    write_example(folder, pupils=50, form="systems")
    return folder


def read(path: Path) -> Rows:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))


def test_a_mixed_trust_has_both_kinds_of_school(tmp_path: Path) -> None:
    write_example(tmp_path, pupils=50)
    assert (tmp_path / "900001/events.csv").exists()
    assert (tmp_path / "900002/incidents.csv").exists()
    assert (tmp_path / "trust/oversight-log.xlsx").exists()


def test_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="native, systems, mixed"):
        write_example(tmp_path, form="paper")


def test_the_log_names_authors_and_no_roles(example: Path) -> None:
    rows = read(example / "900003/incidents.csv")
    staff = {row["name"] for row in read(example / "trust/staff.csv") if row["school"] == "900003"}
    authors = {row["Added By"] for row in rows}
    assert len(authors & staff) >= 5
    assert authors - staff == {"Example Office-3"}
    assert all(re.fullmatch(r"\d\d/\d\d/20\d\d \d\d:\d\d", row["Incident Date"]) for row in rows)
    assert "EHE notice, last day 06/03/2026" in {row["Title"] for row in rows}


def test_one_incident_stands_in_several_rows_or_under_two_categories(example: Path) -> None:
    rows = read(example / "900003/incidents.csv")
    filed: dict[str, set[str]] = {}
    for row in rows:
        filed.setdefault(row["Incident ID"], set()).add(row["Category"])
    assert {"EHE", "Parental contact"} in filed.values()
    assert {"EHE; Attendance concern"} in filed.values()
    assert any("EHE" not in " ".join(categories) for categories in filed.values())


def test_actions_belong_to_an_incident_and_name_no_pupil(example: Path) -> None:
    incidents = {row["Incident ID"] for row in read(example / "900003/incidents.csv")}
    actions = read(example / "900003/actions.csv")
    assert len(actions) > 30
    assert {row["Incident ID"] for row in actions} <= incidents
    assert "UPN" not in actions[0]


def test_a_name_without_a_single_role_is_helped_by_the_first_words(example: Path) -> None:
    entries = [row["Action"] for row in read(example / "900003/actions.csv")]
    entries += [row["Incident Summary"] for row in read(example / "900003/incidents.csv")]
    assert any(entry.startswith("SLT attendance: ") for entry in entries)
    assert any(entry.startswith("SLT: ") for entry in entries)


def test_a_leaver_has_the_last_day_on_roll(example: Path) -> None:
    left = {row["UPN"]: row for row in read(example / "900003/leavers.csv")}
    there = {row["UPN"] for row in read(example / "900003/students.csv")}
    day_before = [row for row in left.values() if row["Leaving date"] == "08/02/2026"]
    assert day_before, "the model case left the roll on 9 February"
    assert {row["Grounds for removal"] for row in day_before} == {"f"}
    assert set(left) & there, "who came back is on both lists"


def test_every_letter_used_is_explained(example: Path) -> None:
    explained = yaml.safe_load((example / "trust/templates.yaml").read_text(encoding="utf-8"))["templates"]
    assert {letter["name"] for letter in explained} == set(CONTENTS)
    used = {
        row["Template"]
        for urn in ("900001", "900002", "900003", "900004", "900006")
        for name in ("incidents.csv", "actions.csv")
        for row in read(example / urn / name)
    }
    assert used - {""} <= set(CONTENTS)
    assert len(used) > 8


def test_what_the_log_is_asked_to_hold_it_can_file(example: Path) -> None:
    told = {step.event for story in stories() for step in story.every_step}
    assert set(SUBCATEGORY) <= told | {"off_rolled"}
    with closing(load_workbook(example / "900005/safeguarding-log.xlsx", read_only=True)) as book:
        assert book.sheetnames == ["Incidents", "Actions"]
        lines = list(book["Incidents"].iter_rows(values_only=True))
    assert "Elder Example Special School" in str(lines[0][0])
