"""The example trust: reproducible, evidently invented, and rich enough to be worth showing."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from contextlib import closing
from datetime import date, datetime
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from ehe_rules.example import EXAMPLE_ON, write_example
from ehe_rules.example.plan import plans
from ehe_rules.example.stories import read_step, stories
from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import FEW_KINDS, PATTERNS
from ehe_rules.exports.upn import is_valid

ROOT = Path(__file__).parents[2]
SMALL = 50
"""Pupils of a trust that is quickly written."""
MISTYPED = "parent_contcted"

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    write_example(folder, form="native")
    return folder


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@cache
def read(path: Path) -> Rows:
    content = path.read_bytes()
    encoding = "utf-16" if content.startswith(b"\xff\xfe") else "utf-8-sig"
    text = content.decode(encoding)
    delimiter = max(",;\t", key=text.splitlines()[0].count)
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter, strict=True))


def read_sheet(path: Path, title: str, header: int) -> Rows:
    with closing(load_workbook(path, read_only=True)) as book:
        cells = list(book[title].iter_rows(values_only=True))
    heading = [str(cell) for cell in cells[header - 1]]
    return [
        dict(zip_longest(heading, ("" if cell is None else str(cell) for cell in row), fillvalue=""))
        for row in cells[header:]
    ]


def roll(folder: Path, urn: str) -> Rows:
    book = folder / urn / "export.xlsx"
    return read_sheet(book, "Roll", 1) if book.exists() else read(folder / urn / "pupils.csv")


def events(folder: Path, urn: str) -> Rows:
    book = folder / urn / "export.xlsx"
    return read_sheet(book, "Chronology", 2) if book.exists() else read(folder / urn / "events.csv")


def of_stories(folder: Path, urn: str) -> Rows:
    """Give the entries of a school without what it did about ordinary pupils, who happen to be what they are."""
    ordinary = {f"{number:04d}" for number in range(1, 1 + ordinary_pupils(folder, urn))}
    return [row for row in events(folder, urn) if row["admission_no"] not in ordinary]


def ordinary_pupils(folder: Path, urn: str) -> int:
    """Give how many ordinary pupils a school has: they were admitted before those of the stories."""
    told = len(next(plan.told for plan in plans(8) if plan.school.urn == urn))
    numbers = {row["admission_no"] for row in [*roll(folder, urn), *events(folder, urn)]} - {""}
    return max(int(number) for number in numbers) - told


def marks(folder: Path, urn: str) -> Rows:
    return read(folder / urn / "attendance.csv")


def as_date(text: str) -> date:
    return (
        date(*reversed([int(part) for part in text.split("/")]))
        if "/" in text
        else date.fromisoformat(text[:10])
    )


@cache
def vocabulary() -> dict[str, dict[str, list[str]]]:
    words = yaml.safe_load((ROOT / "rulesets/vocabulary.yaml").read_text(encoding="utf-8"))
    return {event: said for scope in words["events"].values() for event, said in scope.items()}


@pytest.mark.parametrize("form", ["native", "systems"])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    write_example(tmp_path / "a", 7, pupils=SMALL, form=form)
    write_example(tmp_path / "b", 7, pupils=SMALL, form=form)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_another_seed_gives_other_pupils_and_the_same_stories(tmp_path: Path) -> None:
    write_example(tmp_path / "a", 7, pupils=SMALL, form="native")
    write_example(tmp_path / "b", 8, pupils=SMALL, form="native")
    for school in PATTERNS:
        upns = [{row["upn"] for row in roll(tmp_path / name, school.urn)} for name in "ab"]
        assert upns[0] != upns[1]
        told = [Counter(row["event"] for row in of_stories(tmp_path / name, school.urn)) for name in "ab"]
        assert told[0] == told[1]


def test_six_schools_of_mixed_phases_one_of_them_special(example: Path) -> None:
    schools = read(example / "trust/schools.csv")
    assert [row["urn"] for row in schools] == [f"90000{number}" for number in range(1, 7)]
    assert Counter(row["type"] for row in schools) == {"mainstream": 5, "special": 1}
    assert len({row["phase"] for row in schools}) >= 2
    assert 2900 <= sum(int(row["on_roll"]) for row in schools) <= 3100


def test_the_files_are_those_that_a_trust_would_send(example: Path) -> None:
    names = digest(example)
    assert len(names) == 7 + 3 * 5 + 2
    assert sum(name.endswith(".xlsx") for name in names) == 2


def test_every_pupil_has_a_year_of_marks(example: Path) -> None:
    for school in PATTERNS:
        days = days_of(school).between(date(2025, 9, 2), EXAMPLE_ON)
        name = "admission_no" if school.by_admission_number else "upn"
        marked = Counter(row[name] for row in marks(example, school.urn))
        there_all_year = {
            row[name]
            for row in roll(example, school.urn)
            if row[name] and not row["leaving_date"] and as_date(row["entry_entered"]) <= days[0]
        }
        assert len(there_all_year) > 90
        assert {marked[one] for one in there_all_year} <= {2 * len(days), 2 * len(days) - 4}


def test_marks_come_at_the_rates_of_real_schools(example: Path) -> None:
    codes = Counter(row["code"] for school in PATTERNS for row in marks(example, school.urn))
    every = sum(codes.values())
    assert every > 700_000
    assert 0.030 <= codes["I"] / every <= 0.036
    assert 0.05 <= sum(codes[code] for code in "IMCOGUEN") / every <= 0.07
    assert 0.015 <= codes["L"] / every <= 0.03
    assert all(codes[code] for code in ("L", "U", "O", "N", "G", "M", "C", "E", "V", "W", "X"))


def test_at_least_36_cases_in_every_school_some() -> None:
    words = yaml.safe_load((ROOT / "rulesets/vocabulary.yaml").read_text(encoding="utf-8"))
    of_a_case = set(words["events"]["case"])
    cases = [story for story in stories() if any(step.event in of_a_case for step in story.steps)]
    assert len(cases) >= 36
    assert {story.school for story in cases} == {school.urn for school in PATTERNS}
    assert len({(story.title, story.school, story.start) for story in stories()}) == len(stories())


def test_every_upn_has_its_check_letter_but_the_one_spoilt_on_purpose(example: Path) -> None:
    upns = {row["upn"] for school in PATTERNS for row in roll(example, school.urn)} - {""}
    wrong = [upn for upn in upns if not is_valid(upn)]
    assert len(wrong) == 1
    assert {upn[1:4] for upn in upns} == {"999"}


def test_no_upn_belongs_to_two_pupils(example: Path) -> None:
    seen = Counter(
        upn
        for school in PATTERNS
        for upn in {(row["upn"], row["surname"]) for row in roll(example, school.urn)}
        if upn[0]
    )
    assert len({upn for upn, _ in seen}) == len(seen)


def test_nothing_looks_like_a_real_person_or_place(example: Path) -> None:
    for school in PATTERNS:
        assert "Example" in school.name
        for row in roll(example, school.urn):
            assert re.fullmatch(r"Example-\d+", row["surname"])
            assert "Example" in row["previous_school"] or not row["previous_school"]
    for path in example.rglob("*.csv"):
        text = " ".join(" ".join(row.values()) for row in read(path))
        assert "@" not in text
        assert not re.search(r"\b0\d{9,10}\b", text), "a telephone number?"


def test_birthdays_fit_the_year_group(example: Path) -> None:
    for row in roll(example, "900001"):
        age = 0 if row["year_group"] == "R" else int(row["year_group"])
        born = date.fromisoformat(row["date_of_birth"])
        assert date(2020 - age, 9, 1) <= born <= date(2021 - age, 8, 31)


def test_entries_use_the_vocabulary_but_for_one_mistyped_word() -> None:
    known = vocabulary()
    wrong = {step.event for story in stories() for step in story.steps} - set(known)
    assert wrong == {MISTYPED}
    for story in stories():
        for step in story.steps:
            for attribute in ("covers", "outcome", "to"):
                words = step.said.get(attribute, "").split(";") if attribute in step.said else []
                allowed = known.get(step.event, known["parent_contacted"]).get(attribute, [])
                assert set(words) <= set(allowed), (story.title, step)


def test_stories_start_on_a_school_day() -> None:
    schools = {school.urn: school for school in PATTERNS}
    for story in stories():
        assert days_of(schools[story.school]).shifted(story.start, 0) == story.start, story.title


def test_nothing_is_dated_after_its_export(example: Path) -> None:
    for row in events(example, "900004"):
        assert datetime.fromisoformat(row["recorded"]).date() <= date(2026, 3, 6)
    for row in events(example, "900001"):
        assert date.fromisoformat(row["recorded"]) <= EXAMPLE_ON


def test_one_school_says_nothing_of_roles_and_another_holds_few_kinds(example: Path) -> None:
    assert not any(row["role"] for row in events(example, "900006"))
    assert {row["event"] for row in events(example, "900005")} <= set(FEW_KINDS)


def test_the_data_problems_are_there(example: Path) -> None:
    forenames = {row["forename"] for school in PATTERNS for row in roll(example, school.urn)}
    assert {"=Aster", "<b>Aster</b>"} <= forenames
    assert any(re.fullmatch(r"../../..", row["date_of_birth"]) for row in roll(example, "900002"))
    assert MISTYPED in {row["event"] for row in events(example, "900002")}
    codes = {row["code"] for school in PATTERNS for row in marks(example, school.urn)}
    assert {"%", "AA", "/", "\\", "I", "O"} <= codes
    on_roll = {row["admission_no"] for row in roll(example, "900004")}
    assert {row["admission_no"] for row in events(example, "900004")} - on_roll


def test_a_larger_trust_repeats_the_schools_with_other_pupils(tmp_path: Path) -> None:
    write_example(tmp_path, 7, schools=8, pupils=SMALL, form="native")
    first, copied = (of_stories(tmp_path, urn) for urn in ("900001", "900007"))
    assert [row["event"] for row in first] == [row["event"] for row in copied]
    assert not {row["upn"] for row in first if row["upn"]} & {row["upn"] for row in copied}


@pytest.mark.parametrize(("schools", "pupils"), [(0, 7), (6, 0), (6, 20_000)])
def test_a_trust_that_cannot_be_is_refused(tmp_path: Path, schools: int, pupils: int) -> None:
    with pytest.raises(ValueError, match="example"):
        write_example(tmp_path, schools=schools, pupils=pupils)
    assert list(tmp_path.iterdir()) == []


def test_a_trust_of_any_size_has_so_many_pupils_and_cases(tmp_path: Path) -> None:
    write_example(tmp_path, schools=9, pupils=900, cases=150, form="native")
    known = [read(tmp_path / "trust/schools.csv")[place] for place in range(9)]
    assert 900 <= sum(int(row["on_roll"]) for row in known) <= 1100
    told = sum(len(plan.told) for plan in plans(9, 900, 150))
    assert told == 150


def test_marks_of_a_year_reach_back_to_the_summer(tmp_path: Path) -> None:
    write_example(tmp_path, schools=1, pupils=7, years=1)
    assert min(row["date"] for row in marks(tmp_path, "900001")) == "2025-03-21"


def test_a_step_reads_as_a_sentence() -> None:
    step = read_step("-3 notification_received by parent covering a, b until 4 entered 2 because lifestyle")
    assert (step.day, step.event, step.until, step.entered) == (-3, "notification_received", 4, 2)
    assert step.said == {"role": "parent", "covers": "a;b", "reason": "lifestyle"}


@pytest.mark.parametrize(
    "line",
    ["referral_made", "3 referral_made quickly", "3 referral_made quickly by dsl", "x referral_made", "3"],
)
def test_a_step_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not a step"):
        read_step(line)
