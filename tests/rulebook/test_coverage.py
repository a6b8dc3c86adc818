"""Every clause is accounted for: by rules where records can decide it, in words where they cannot."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
import yaml
from rulebook.made import RULE, RULESET, load

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.coverage import Covered, coverage
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import Ruleset, find_ruleset, ruleset_names

ROOT = Path(__file__).parents[2]
YARDSTICK = ROOT.parent / "shared" / "policy" / "clauses.yaml"
LAW = ROOT.parent / "shared" / "domain" / "law.md"
LETTERS = {"DEL-F": "DEL-F-CORE", "DEL-H": "DEL-H-10SD", "DEL-I": "DEL-I-20SD"}
"""Letters of the sheet's table of grounds that it treats more fully under another name."""
PREFIXES = {"hcat": "hcat-ehe", "dudley": "dudley-la"}

CLAUSES = """\
- {id: "x:1", where: "1", check: data, about: case, says: The letter is sent.}
- {id: "x:2", where: "2", check: data, about: case, says: Nobody checks this.}
- {id: "x:3", where: "3", check: partly, about: case, says: The letter is kind., why: Kindness., look_at: The letter.}
- {id: "x:4", where: "4", check: none, about: case, says: A wish., why: A wish., look_at: Ask.}
- {id: "x:5", where: "5", check: none, about: case, says: A wish without a reason.}
- {id: "x:6", where: "6", check: data, about: leaver, says: The law., executed_by: ["england:DEL-F-*"]}
- {id: "x:7", where: "7", check: data, about: leaver, says: No law., executed_by: ["england:NOTHING-*"]}
- {id: "x:8", where: "8", check: none, about: case, says: Cited., why: None., look_at: None.}
"""


@cache
def shipped(name: str) -> Ruleset:
    return load_ruleset(find_ruleset(name))


@cache
def rows() -> list[Covered]:
    return coverage([shipped(name) for name in ruleset_names()])


def made(folder: Path) -> dict[str, Covered]:
    case = "cases:\n  - {name: sent in time, on: 2026-01-30, expect: not_applicable}\n"
    other = RULE.replace("clauses: x:1", "clauses: [x:1, x:3, x:8]").replace("high", "critical") + case
    ruleset = load(
        folder,
        {
            "ruleset.yaml": f"{RULESET}builds_on: england\n",
            "clauses.yaml": CLAUSES,
            "letter.yaml": RULE + case,
            "other.yaml": other,
        },
    )
    return {row.clause.id: row for row in coverage([ruleset])}


def test_a_clause_has_its_rules_their_cases_and_the_gravest_severity(tmp_path: Path) -> None:
    first = made(tmp_path)["x:1"]
    assert [rule.name for rule in first.rules] == ["letter", "other"]
    assert (first.cases, first.severity, first.open_) == (2, "critical", ())


def test_what_no_rule_executes_and_what_gives_no_reason_is_open(tmp_path: Path) -> None:
    found = {name: row.open_ for name, row in made(tmp_path).items() if row.open_}
    assert found == {
        "x:2": ("No rule executes it.",),
        "x:5": (
            "It does not say why records cannot decide it (why).",
            "It does not say what a person should look at instead (look_at).",
        ),
        "x:7": ("'england:NOTHING-*' in executed_by names no rule.", "No rule executes it."),
        "x:8": ("It is marked none, but made:other executes it.",),
    }


def test_the_rules_of_the_law_underneath_count_though_it_is_not_named(tmp_path: Path) -> None:
    by_law = made(tmp_path)["x:6"]
    assert by_law.rules == ()
    ((pattern, rules),) = by_law.executed
    assert pattern == "england:DEL-F-*"
    assert "england:DEL-F-WRITTEN" in {rule.id for rule in rules}
    assert by_law.cases == sum(len(rule.file.cases) for rule in rules)
    assert by_law.severity == "critical"


def test_a_rule_that_cites_an_unknown_clause_is_refused(tmp_path: Path) -> None:
    files = {"clauses.yaml": CLAUSES, "letter.yaml": RULE.replace("x:1", "x:11")}
    with pytest.raises(
        RulebookError, match=r"letter\.yaml, line 2: there is no clause 'x:11' in clauses\.yaml"
    ):
        load(tmp_path, files)


@pytest.mark.parametrize("name", ruleset_names())
def test_no_clause_of_a_document_is_open(name: str) -> None:
    assert {row.clause.id: row.open_ for row in rows() if row.ruleset == name and row.open_} == {}


@pytest.mark.parametrize("name", ruleset_names())
def test_every_rule_executes_a_clause_that_its_document_has(name: str) -> None:
    ruleset = shipped(name)
    cited = {clause for rule in ruleset.rules for clause in rule.file.clauses}
    assert ruleset.clauses
    assert cited <= set(ruleset.clauses)
    assert all(rule.file.clauses for rule in ruleset.rules)


@pytest.mark.parametrize("name", ruleset_names())
def test_every_clause_stands_in_a_section_and_no_section_is_empty(name: str) -> None:
    ruleset = shipped(name)
    for pattern in ruleset.info.sections:
        assert any(fnmatchcase(clause, pattern) for clause in ruleset.clauses), pattern
    for clause in ruleset.clauses if ruleset.info.sections else ():
        assert any(fnmatchcase(clause, pattern) for pattern in ruleset.info.sections), clause


@pytest.mark.parametrize("document", sorted(PREFIXES))
def test_the_clauses_are_those_of_the_yardstick_and_as_decidable(document: str) -> None:
    if not YARDSTICK.is_file():
        pytest.skip("the yardstick ../shared/policy/clauses.yaml does not lie beside this folder")
    given = yaml.safe_load(YARDSTICK.read_text(encoding="utf-8"))[document]
    ours = shipped(PREFIXES[document]).clauses.values()
    assert [(clause.id, clause.check) for clause in ours] == [(row["id"], row["check"]) for row in given]


def test_every_provision_of_the_sheet_on_the_law_is_a_clause() -> None:
    if not LAW.is_file():
        pytest.skip("the sheet ../shared/domain/law.md does not lie beside this folder")
    ids = law_ids(LAW.read_text(encoding="utf-8"))
    assert len(ids) > 60
    ours = {clause.removeprefix("england:") for clause in shipped("england").clauses}
    assert sorted(ids - ours) == []


def law_ids(text: str) -> set[str]:
    """Return the provisions that the sheet names: in bold, or first in a table's row."""
    prefix = r"(?:REG|DEL|RET|LEAVE|CODE|WT|CME|KC|EHE|OFF|SEND|CWSA)-[A-Z0-9][A-Z0-9.-]*"
    found = re.findall(rf"\*\*({prefix})\*\*", text) + re.findall(rf"^\| ({prefix}) \|", text, re.MULTILINE)
    return {LETTERS.get(name, name) for name in found}
