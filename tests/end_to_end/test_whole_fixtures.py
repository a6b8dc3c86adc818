"""Two folders for the whole rulebook: one in which every rule fails at least once, one in which none does.

Which child each rule fails on (`breaks.csv`), or is met for (`kept.csv`), was written down with the stories, not copied from a run.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

import pytest
from end_to_end.helping import ROOT

from ehe_rules.casebook.possible import possible_statuses
from ehe_rules.checking import check
from ehe_rules.exports.upn import is_valid
from ehe_rules.reporting.rows import records
from ehe_rules.rulebook.commenced import binding
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import rulesets_folder

FIXTURES = ROOT / "fixtures"
RULESETS = ("dudley-la", "england", "hcat-ehe")
ON = date(2026, 3, 20)
ADVICE = {("hcat-ehe", rule) for rule in ("3.2", "3.3", "3.4", "3.4-reply")}
"""A spotless record holds no recommendation of a professional, for each is an indicator (3.1): these are met nowhere."""

Row = dict[str, str]
Rule = tuple[str, str]
"""ruleset, rule"""


def listed(folder: str, name: str) -> list[Row]:
    with (FIXTURES / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def statuses() -> dict[Rule, frozenset[str]]:
    """Give the statuses that each binding rule of the three rulesets can have."""
    rulesets = [binding(load_ruleset(rulesets_folder() / name)) for name in RULESETS]
    return {(s.name, r.name): possible_statuses(s, r) for s in rulesets for r in s.rules}


@cache
def found(folder: str) -> list[Row]:
    """Give what the rules say of a folder; what does not apply is left out."""
    result = check([FIXTURES / folder], on=ON, rulesets=RULESETS, engine="columnar")
    return records(result.findings)


def said(folder: str) -> set[tuple[str, str, str, str, str]]:
    """Give ruleset, rule, school, upn and status of each finding."""
    return {(r["ruleset"], r["rule"], r["school"], r["upn"], r["status"]) for r in found(folder)}


def test_every_rule_has_a_child_on_whom_it_breaks() -> None:
    rules = [(row["ruleset"], row["rule"]) for row in listed("everything-breaks", "breaks")]
    assert sorted(set(statuses()) - set(rules)) == []
    assert sorted(rules) == sorted(set(statuses()) & set(rules))


def test_where_everything_breaks_each_rule_gives_its_worst_as_it_was_written_down() -> None:
    got = said("everything-breaks")
    for row in listed("everything-breaks", "breaks"):
        assert (row["ruleset"], row["rule"], row["at"], row["child"], row["status"]) in got, row
        can = statuses()[row["ruleset"], row["rule"]]
        assert row["status"] in can, row
        assert row["status"] in {"not_met", "indicator"} or not can & {"not_met", "indicator"}, row


def test_every_duty_and_prohibition_has_a_child_for_whom_it_is_kept() -> None:
    duties = {rule for rule, can in statuses().items() if "met" in can} - ADVICE
    rules = [(row["ruleset"], row["rule"]) for row in listed("spotless", "kept")]
    assert sorted(duties - set(rules)) == []
    assert sorted(rules) == sorted(duties & set(rules))


def test_where_nothing_breaks_no_rule_fails_and_nothing_is_left_undecided() -> None:
    assert {row["status"] for row in found("spotless")} <= {"met", "due", "not_applicable"}
    assert {rule for row in found("spotless") if (rule := (row["ruleset"], row["rule"])) in ADVICE} == set()


def test_where_nothing_breaks_each_duty_is_met_as_it_was_written_down() -> None:
    got = said("spotless")
    missing = [
        row
        for row in listed("spotless", "kept")
        if (row["ruleset"], row["rule"], row["at"], row["child"], "met") not in got
    ]
    assert missing == []


@pytest.mark.parametrize("folder", ["everything-breaks", "spotless"])
def test_everyone_in_it_is_invented(folder: str) -> None:
    pupils = listed(folder, "pupils")
    children = {
        row["upn"] for table in ("pupils", "events", "la_children") for row in listed(folder, table)
    } - {""}
    assert all(upn[1:4] == "999" and is_valid(upn) for upn in children)
    assert all(row["surname"].startswith("Example-") for row in pupils)
    assert all(
        row["date"] <= ON.isoformat() for table in ("events", "attendance") for row in listed(folder, table)
    )
    story = (FIXTURES / folder / "situation.md").read_text(encoding="utf-8")
    assert "20 March 2026" in story
