"""A clause that another ruleset's rules execute is carried by their findings, where both are run."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULESET, load

from ehe_rules.checking import check, load_rulesets
from ehe_rules.errors import RulebookError
from ehe_rules.findings.rules import rules_frame
from ehe_rules.rulebook.carried import clauses_of

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.rulebook.ruleset import Rule, Ruleset

UPN = "E999900120001"
TABLES = {
    "calendar": [
        {"academic_year": "2025/26", "half_term": "3", "first_day": "2026-01-05", "last_day": "2026-02-13"}
    ],
    "pupils": [
        {
            "school": "900001",
            "upn": UPN,
            "date_of_birth": "2013-05-10",
            "entry_date": "2024-09-02",
            "leaving_date": "2026-01-26",
            "leaving_reason": "Elective Home Education",
            "removal_ground": "f",
        }
    ],
    "events": [
        {
            "school": "900001",
            "upn": UPN,
            "event": "oral_intention_stated",
            "date": "2026-01-12",
        }
    ],
}


@cache
def loaded(*names: str) -> list[Ruleset]:
    return load_rulesets(names)


def rule_of(rulesets: list[Ruleset], rule: str) -> Rule:
    return next(r for s in rulesets for r in s.rules if r.id == rule)


def clauses_found(*rulesets: str) -> str:
    found = check(TABLES, on=date(2026, 1, 30), rulesets=rulesets, engine="columnar").findings
    return str(found[found["rule"] == "DEL-F-WRITTEN"]["clauses"].item())


def test_a_rule_of_the_law_carries_the_policy_s_clause_where_both_are_loaded() -> None:
    both, alone = loaded("england", "hcat-ehe"), loaded("england")
    own = rule_of(alone, "england:DEL-F-WRITTEN").file.clauses
    assert clauses_of(rule_of(alone, "england:DEL-F-WRITTEN"), alone) == own
    assert clauses_of(rule_of(both, "england:DEL-F-WRITTEN"), both) == (*own, "hcat:2.7", "hcat:8.4")


def test_the_policy_s_own_rules_carry_what_they_cite() -> None:
    both = loaded("england", "hcat-ehe")
    assert [rule.id for rule in both[1].rules if clauses_of(rule, both) != rule.file.clauses] == []


def test_every_clause_that_is_left_to_the_law_has_rules_there() -> None:
    both = loaded("england", "hcat-ehe")
    carried = {clause for rule in both[0].rules for clause in clauses_of(rule, both)}
    left = {clause.id for clause in both[1].clauses.values() if clause.executed_by}
    assert left == {"hcat:2.7", "hcat:2.8", "hcat:8.4"}
    assert left <= carried


def test_its_findings_carry_the_clause_too() -> None:
    alone, both = clauses_found("england"), clauses_found("england", "hcat-ehe")
    assert "hcat:" not in alone
    assert both == f"{alone};hcat:2.7;hcat:8.4"


def test_the_rule_is_shown_with_the_clause_by_its_id() -> None:
    rows = rules_frame(loaded("england", "hcat-ehe")).set_index(["ruleset", "rule"])
    shown = str(rows.loc[("england", "DEL-F-WRITTEN"), "clause_text"]).splitlines()
    assert [line for line in shown if line.startswith("hcat:2.7, §2 first sentence: ")]


@pytest.mark.parametrize("builds_on", ["", "builds_on: england\n"])
def test_a_clause_may_name_only_rules_of_a_ruleset_that_it_builds_on(tmp_path: Path, builds_on: str) -> None:
    clause = "{id: x:1, where: s1, check: data, about: case, says: a duty, executed_by: ['scotland:DEL-*']}"
    with pytest.raises(RulebookError, match=r"line 2: 'scotland:DEL-\*' is no rule of a ruleset") as caught:
        load(tmp_path, {"ruleset.yaml": f"{RULESET}{builds_on}", "clauses.yaml": f"# clauses\n- {clause}\n"})
    assert ("(england)" in str(caught.value)) == bool(builds_on)
