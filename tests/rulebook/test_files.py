"""A ruleset's files: what is wrong with one is said with file and line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, RULESET, load, rule_with, write

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import find_ruleset, rulesets_folder
from ehe_rules.rulebook.syntax import EventRef, MilestoneRef, RefTree
from ehe_rules.rulebook.yamlfile import MAX_BYTES, read_yaml

if TYPE_CHECKING:
    from pathlib import Path


def message(folder: Path, files: dict[str, str]) -> str:
    """Give what is said about a ruleset, without the folder's name."""
    with pytest.raises(RulebookError) as caught:
        load(folder, files)
    return str(caught.value).replace(f"{folder / 'made'}/", "")


OWNER = "owner: attendance lead"
WRONG = {
    "a key twice": (
        {"letter.yaml": RULE + "owner: dsl\n"},
        "letter.yaml, line 12: the key 'owner' stands twice; keep one of them.",
    ),
    "an anchor": (
        rule_with(OWNER, "owner: &who dsl"),
        "letter.yaml, line 10: anchors (&) and aliases (*) are not allowed here; write it out.",
    ),
    "an alias": (
        rule_with(OWNER, "owner: *who"),
        "letter.yaml, line 10: anchors (&) and aliases (*) are not allowed here; write it out.",
    ),
    "no YAML": (
        {"letter.yaml": "title: [a\nb: }"},
        "letter.yaml, line 2: this is not valid YAML: did not find expected ',' or ']'.",
    ),
    "a tab": (
        {"letter.yaml": "title:\n\t- x"},
        "letter.yaml, line 2: this is not valid YAML: found character that cannot start any token.",
    ),
    "two documents": (
        {"letter.yaml": RULE + "---\nx: 1\n"},
        "letter.yaml, line 12: this is not valid YAML: but found another document.",
    ),
    "a key missing": (rule_with(OWNER + "\n", ""), "letter.yaml, line 1: owner: Field required."),
    "two sentences": (
        {"letter.yaml": RULE + "forbid: meeting_held\n"},
        "letter.yaml, line 1: the file: a rule has exactly one of require, forbid and flag.",
    ),
    "no sentence": (
        rule_with("require:", "note:"),
        "letter.yaml, line 1: the file: a rule has exactly one of require, forbid and flag.",
    ),
    "a flag that is a must": (
        rule_with("require:", "flag:"),
        "letter.yaml, line 1: the file: a rule with flag has force indicator, and only such a rule.",
    ),
    "a subject that there is not": (
        rule_with("about: case", "about: caes"),
        "letter.yaml, line 3: 'caes' is no subject of the vocabulary. Did you mean 'case'?",
    ),
    "an anchor that is no date": (
        {"letter.yaml": RULE + "anchor: not meeting_held\n"},
        "letter.yaml, line 12: an anchor is an event, a milestone or a dated column.",
    ),
    "a clause that there is not": (
        {"clauses.yaml": "- {id: 'x:2', where: a, check: data, about: case, says: b}\n"},
        "letter.yaml, line 2: there is no clause 'x:1' in clauses.yaml. Did you mean 'x:2'?",
    ),
    "two rules of one name": (
        {"later/letter.yaml": RULE},
        "letter.yaml, line 1: there is already a rule 'letter' in later/letter.yaml; rename one of the files.",
    ),
    "milestones in a circle": (
        {"ruleset.yaml": RULESET + "milestones:\n  one: two or meeting_held\n  two: one\n"},
        "ruleset.yaml, line 5: these milestones are defined by one another in a circle: one, two; define one of them without the others.",
    ),
    "a milestone of itself": (
        {"ruleset.yaml": RULESET + "milestones:\n  one: one or meeting_held\n"},
        "ruleset.yaml, line 5: these milestones are defined by one another in a circle: one; define one of them without the others.",
    ),
    "a milestone named like an event": (
        {"ruleset.yaml": RULESET + "milestones:\n  meeting_held: meeting_offered\n"},
        "ruleset.yaml, line 5: 'meeting_held' is already an event or a column.",
    ),
    "a milestone with an unknown event": (
        {"ruleset.yaml": RULESET + "milestones:\n  one: meeting_offered or meeting_hedl\n"},
        (
            "ruleset.yaml, line 5: 'meeting_hedl' is not an event, a milestone, a column or a measure. Did you mean "
            "'meeting_held'?\n      one: meeting_offered or meeting_hedl\n                              ^"
        ),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_is_wrong_is_named_with_its_line(tmp_path: Path, what: str) -> None:
    files, expected = WRONG[what]
    assert message(tmp_path, files) == expected


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path) -> None:
    assert message(tmp_path, {"letter.yaml": RULE + "colour: red\n"}).startswith(
        "letter.yaml, line 12: colour: "
    )


def test_a_word_that_a_key_does_not_allow_is_shown_with_those_that_it_does(tmp_path: Path) -> None:
    said = message(tmp_path, rule_with("severity: high", "severity: huge"))
    assert said.startswith("letter.yaml, line 7: severity: ")
    assert "'critical', 'high', 'medium' or 'low'" in said


@pytest.mark.parametrize("text", ["", "hello\n", "- a\n"])
def test_a_file_that_holds_no_rule_is_named(tmp_path: Path, text: str) -> None:
    assert message(tmp_path, {"letter.yaml": text}).startswith("letter.yaml, line 1: ")


def test_words_of_yaml_keep_their_meaning(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("on: no\nyes: 1.10\n'off': 2026-01-19\n", encoding="utf-8")
    assert read_yaml(path).values == {"on": "no", "yes": "1.10", "off": "2026-01-19"}


def test_a_file_of_unreasonable_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("#" * (MAX_BYTES + 1), encoding="utf-8")
    with pytest.raises(RulebookError, match=r"large\.yaml: this file is larger than 2,000,000 characters"):
        read_yaml(path)


@pytest.mark.parametrize("text", ["[" * 100_000, "a: " + "[" * 50_000 + "]" * 50_000, "- " * 20_000 + "x"])
def test_endless_nesting_is_refused_before_it_fills_the_stack(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(
        RulebookError, match=r"deep\.yaml, line 1: lists and keys are nested more than 20 deep"
    ):
        read_yaml(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bytes.yaml"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(RulebookError, match="this file cannot be read as text"):
        read_yaml(path)


def test_a_milestone_may_stand_before_those_that_it_names(tmp_path: Path) -> None:
    text = RULESET + "milestones:\n  one: two or meeting_held\n  two: meeting_offered and off_rolled\n"
    found = load(tmp_path, {"ruleset.yaml": text}).milestones
    two = MilestoneRef("two", RefTree("and", (EventRef("meeting_offered"), EventRef("off_rolled"))))
    assert found["one"] == MilestoneRef("one", RefTree("or", (two, EventRef("meeting_held"))))


def test_a_milestone_may_hold_brackets(tmp_path: Path) -> None:
    text = RULESET + "milestones:\n  one: meeting_offered and (meeting_held or meeting_declined)\n"
    (first, second) = load(tmp_path, {"ruleset.yaml": text}).milestones["one"].parts.parts
    assert first == EventRef("meeting_offered")
    assert isinstance(second, MilestoneRef)
    assert second.parts == RefTree("or", (EventRef("meeting_held"), EventRef("meeting_declined")))


def test_the_rules_of_a_ruleset_stand_in_order_of_name(tmp_path: Path) -> None:
    found = load(tmp_path, {"z/b.yaml": RULE, "a/c.yaml": RULE})
    assert [rule.name for rule in found.rules] == ["b", "c", "letter"]


def test_a_ruleset_is_found_by_name_and_by_folder(tmp_path: Path) -> None:
    assert find_ruleset("england") == rulesets_folder() / "england"
    assert find_ruleset(str(write(tmp_path, {}))) == tmp_path / "made"


def test_a_ruleset_that_there_is_not_is_met_with_the_nearest() -> None:
    with pytest.raises(RulebookError) as caught:
        find_ruleset("hcat-ehee")
    assert str(caught.value) == (
        "There is no ruleset 'hcat-ehee': no folder of that name holds a ruleset.yaml. Did you mean 'hcat-ehe'?"
    )


def test_the_hash_of_a_ruleset_changes_with_any_of_its_files(tmp_path: Path) -> None:
    before = load(tmp_path, {}).sha256
    assert load(tmp_path, {}).sha256 == before
    assert (
        load(tmp_path, {"parameters.yaml": "letter_time:\n  value: 6 school days\n  reason: x\n"}).sha256
        != before
    )


def test_both_rulesets_are_in_force_from_their_day() -> None:
    days = {
        name: found.info.in_force and found.info.in_force.from_
        for name in ("england", "hcat-ehe")
        for found in [load_ruleset(rulesets_folder() / name)]
    }
    assert days == {"england": date(2024, 8, 19), "hcat-ehe": date(2025, 9, 1)}
