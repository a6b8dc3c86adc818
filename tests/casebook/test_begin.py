"""A rule begun loads, passes its case by both engines, and lint names only what its author must say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, load

from ehe_rules.casebook import run_cases
from ehe_rules.casebook.begin import STARTS, begun, begun_like, check_clause, place
from ehe_rules.casebook.lint import lint
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import find_ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.casebook.begin import Kind

KINDS: tuple[Kind, ...] = ("require", "forbid", "flag")
CLAUSES = "- {id: 'x:1', where: a, check: data, about: case, says: b}\n"


def test_every_example_passes_its_case_by_both_engines(tmp_path: Path) -> None:
    empty = load(tmp_path, {})
    files = {
        f"{about}-{kind}.yaml": begun(empty, about=about, kind=kind, clause="x:1")
        for about in STARTS
        for kind in KINDS
    }
    results = run_cases([load(tmp_path, files).folder])
    assert len(results) == len(files)
    assert [result.why for result in results] == [""] * len(files)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("about", STARTS)
def test_lint_names_only_what_the_author_must_say(tmp_path: Path, about: str, kind: Kind) -> None:
    text = begun(load(tmp_path, {}), about=about, kind=kind, clause="")
    found = lint([load(tmp_path, {"begun.yaml": text})])
    own = [finding for finding in found if finding.path.endswith("begun.yaml")]
    assert {finding.check for finding in own} == {"fill in", "cases"}
    assert sum(finding.check == "cases" for finding in own) == 1


def test_a_rule_of_the_law_is_asked_for_its_source(tmp_path: Path) -> None:
    text = begun(load(tmp_path, {}), about="case", kind="require", clause="x:1", authority="law")
    said = [finding.message for finding in lint([load(tmp_path, {"begun.yaml": text})])]
    for key in ("reference", "confidence"):
        assert f"{key} still says 'FILL IN'; write what it should say in its place." in said


def test_a_rule_begun_like_another_keeps_its_sentence_and_first_case() -> None:
    loaded = load_ruleset(find_ruleset("hcat-ehe"))
    (model,) = [rule for rule in loaded.rules if rule.name == "5.3.1"]
    text = begun_like(model, "hcat:5.3.1")
    assert " ".join(model.file.sentence.split()) in " ".join(text.split())
    assert text.count("\n  - name:") == 1
    assert f"  - name: {model.file.cases[0].name}\n" in text
    assert 'owner: "FILL IN: ' in text
    assert "yields_to" not in text
    assert "clauses: hcat:5.3.1\n" in text


def test_every_rule_that_comes_with_the_tool_can_be_begun_like(tmp_path: Path) -> None:
    england = load_ruleset(find_ruleset("england"))
    files = {f"like-{rule.name}.yaml": begun_like(rule, "x:1") for rule in england.rules}
    for name in ("ruleset.yaml", "parameters.yaml"):
        files[name] = (england.folder / name).read_text(encoding="utf-8")
    begun_all = list(
        load(tmp_path, {**files, "letter.yaml": RULE.replace("within letter_time of", "after")}).rules
    )
    assert len(begun_all) == len(england.rules) + 1
    assert {len(rule.file.cases) for rule in begun_all if rule.name != "letter"} == {1}


def test_about_something_else_a_rule_is_begun_like_one_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"no example to begin a rule about 'school' from .* --like RULE"):
        begun(load(tmp_path, {}), about="school", kind="require", clause="x:1")


@pytest.mark.parametrize(
    ("name", "folder", "said"),
    [
        ("letter", "", "There is already a rule 'letter'"),
        ("parameters", "", "is another file of the ruleset"),
        ("../up", "", "is no name for a rule"),
        ("a b", "", "is no name for a rule"),
        ("", "", "is no name for a rule"),
        ("good", "../..", "is no folder of the ruleset made"),
    ],
)
def test_a_name_that_will_not_do_is_refused(tmp_path: Path, name: str, folder: str, said: str) -> None:
    with pytest.raises(RulebookError, match=said):
        place(load(tmp_path, {}), name, folder)


def test_a_clause_of_the_document_is_asked_for(tmp_path: Path) -> None:
    ruleset = load(tmp_path, {"clauses.yaml": CLAUSES})
    check_clause(ruleset, "x:1")
    with pytest.raises(RulebookError, match="Say which clause the rule executes"):
        check_clause(ruleset, "")
    with pytest.raises(RulebookError, match=r"no clause 'x:2' in clauses\.yaml\. Did you mean 'x:1'\?"):
        check_clause(ruleset, "x:2")
