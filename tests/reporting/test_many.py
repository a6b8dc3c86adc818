"""Fifty rules, forty cases and three thousand pupils: pages that can still be read."""

from __future__ import annotations

import re

import pytest
from reporting.many import CASES, PUPILS, WEEKS, large
from reporting.pages import outline, section, text
from reporting.sample import OAK, sample

from ehe_rules.reporting import render
from ehe_rules.reporting.html import _environment


@pytest.fixture(scope="module")
def outputs() -> dict[str, str]:
    return {name: content.decode() for name, content in render(large(), formats=("html",)).items()}


@pytest.fixture(scope="module")
def school(outputs: dict[str, str]) -> str:
    return outputs[f"schools/{OAK}.html"]


def test_a_rule_about_every_child_is_one_line_that_names_only_those_in_need(school: str) -> None:
    checks = text(section(school, "elsewhere"))
    assert checks.count("england REG") == 1
    assert "Not met 12 ? Cannot tell 200 \N{CHECK MARK} In place 2,788" in checks
    named = set(re.findall(r"Pupil(\d+) Example", checks))
    # all twelve that lack something; of the 200 that wait for one missing column a few
    assert {str(n) for n in range(12)} < named
    assert len(named) == 15
    assert max(map(int, named)) < 212


def test_what_several_children_need_outside_any_case_is_one_thing_to_do(school: str) -> None:
    work = text(section(school, "to-do"))
    assert work.count("Fill in what is missing in the register.") == 1
    assert "The admission register holds what it must 12 children: Pupil0 Example (Year 7)" in work
    assert len(re.findall(r"<article", section(school, "to-do"))) == CASES + 1


def test_a_years_weeks_are_one_line_of_the_school(school: str) -> None:
    missed = WEEKS - len(range(0, WEEKS, 4))
    for name in ("learning", "elsewhere"):
        assert text(section(school, name)).count(f"{missed} weeks") == 1


def test_many_cases_with_one_finding_share_a_line_and_a_few_do_not(school: str) -> None:
    learning = section(school, "learning")
    rows = len(re.findall(r"<tr>", learning)) - 1
    assert rows <= 47 + 1
    cases = {link for link in outline(school).links if link.startswith("#case-")}
    assert len(cases) == CASES


def test_what_waits_for_one_thing_is_one_line(school: str) -> None:
    waiting = text(section(school, "undecided"))
    assert waiting.count("The roll was supplied without that column.") == 1
    assert "200" in waiting


def test_checks_of_every_child_stand_apart_from_all_others(outputs: dict[str, str]) -> None:
    index = outputs["index.html"]
    parts = text(section(index, "parts"))
    assert (
        "Records, every child on roll 2,788 of 2,800 (99%) 2,788 of 2,800 (99%) 2,800 of 3,000 (93%)" in parts
    )
    records = re.search(r"Records (\d+) of (\d+)", parts)
    assert records
    assert int(records[2]) < 300
    assert "12 not in place or late, 200 unknown" in text(section(index, "schools"))
    assert "2,788 in place, 12 not in place or late, 0 due, 200 that cannot be decided" in text(index)


def test_the_school_page_has_its_own_rates_by_part(outputs: dict[str, str]) -> None:
    assert "Stage 1 126 of 210 (60%) 168 of 210 (80%) 210 of 245 (86%)" in text(
        section(outputs[f"schools/{OAK}.html"], "parts")
    )


def test_the_page_does_not_grow_with_the_roll(outputs: dict[str, str], school: str) -> None:
    assert PUPILS > 2000
    assert len(re.findall(r"Pupil\d+ Example", school)) < 60 * CASES
    outline(outputs["index.html"])
    found = outline(school)
    assert all(later <= earlier + 1 for earlier, later in zip(found.levels, found.levels[1:], strict=False))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)


def test_thousands_have_a_comma_wherever_a_page_shows_them() -> None:
    files = [{"file": "roll.csv", "taken_for": "pupils", "rows": "1762"}]
    page = render(sample(files=files), formats=("html",))["index.html"].decode()
    assert ">1,762<" in page
    shown = _environment().from_string("{{ n }} {{ yes }} {{ text }}")
    assert shown.render(n=1200, yes=True, text="1200") == "1,200 True 1200"
