"""The woven rulebook: every clause and every rule once, in order."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from rulebook.made import RULE, RULESET, load

from ehe_rules.casebook.book import Document, book
from ehe_rules.findings.rules import parameters_of
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import find_ruleset

if TYPE_CHECKING:
    from pathlib import Path

CLAUSES = """\
- {id: "x:2.1", where: "2", check: data, about: case, says: Sent., starts: the parent's word}
- {id: "x:1.1", where: "1", check: partly, about: case, says: Kind., why: Kindness., look_at: The letter.}
- {id: "x:3", where: "3", check: none, about: case, says: A wish., why: A wish., look_at: Ask.}
"""
SECTIONS = 'sections: {"x:1.*": First, "x:2.*": Second}\nmilestones:\n  first: second or parent_contacted\n  second: meeting_held or meeting_offered\n'


@cache
def shipped() -> tuple[Document, ...]:
    return tuple(book([load_ruleset(find_ruleset(name)) for name in ("england", "hcat-ehe")]))


def made(folder: Path) -> Document:
    rule = RULE.replace("clauses: x:1", "clauses: [x:1.1, x:2.1]").replace(
        "when: oral", "when: first or oral"
    )
    files = {"ruleset.yaml": RULESET + SECTIONS, "clauses.yaml": CLAUSES, "letter.yaml": rule}
    return book([load(folder, files)])[0]


def test_the_policy_stands_before_the_law_that_it_builds_on() -> None:
    assert [document.ruleset.name for document in shipped()] == ["hcat-ehe", "england"]


def test_every_clause_and_every_rule_stands_in_it_once() -> None:
    for document in shipped():
        ruleset = document.ruleset
        assert sorted(one.clause.id for one in document.clauses) == sorted(ruleset.clauses)
        assert sorted(rule.id for rule in document.rules) == sorted(rule.id for rule in ruleset.rules)
        assert document.unlisted == ()


def test_a_rule_stands_beside_each_of_its_clauses_in_full_once_and_then_by_name() -> None:
    for document in shipped():
        beside = Counter(
            rule_id
            for one in document.clauses
            for rule_id in (*(rule.id for rule in one.rules), *(link.name for link in one.again))
        )
        assert beside == Counter({rule.id: len(rule.file.clauses) for rule in document.ruleset.rules})


def test_a_rule_has_its_figures_with_reasons_its_words_and_all_its_cases() -> None:
    for document in shipped():
        told = {rule.id: rule for rule in document.rules}
        explained = {word.anchor for word in document.words}
        for rule in document.ruleset.rules:
            shown = told[rule.id]
            assert [figure.name for figure in shown.figures] == parameters_of(rule, document.ruleset)
            assert all(figure.said and (figure.reason or figure.reference) for figure in shown.figures)
            assert len(shown.cases) == len(rule.file.cases)
            assert {word.anchor for word in shown.words} <= explained


def test_clauses_stand_in_the_order_of_the_sections_and_what_is_in_none_last(tmp_path: Path) -> None:
    document = made(tmp_path)
    assert [(s.heading, [c.clause.id for c in s.clauses]) for s in document.sections] == [
        ("First", ["x:1.1"]),
        ("Second", ["x:2.1"]),
        ("Further clauses", ["x:3"]),
    ]


def test_words_are_explained_down_to_the_last(tmp_path: Path) -> None:
    assert [word.said for word in made(tmp_path).words] == ["first", "second"]


def test_a_ruleset_without_clauses_lists_its_rules(tmp_path: Path) -> None:
    document = book([load(tmp_path, {})])[0]
    assert [rule.id for rule in document.unlisted] == ["made:letter"]
    assert document.sections == ()


def test_no_name_of_the_vocabulary_is_left_in_what_a_governor_reads() -> None:
    for document in shipped():
        for one in document.clauses:
            assert "_" not in one.starts + one.note, one.clause.id
        for rule in document.rules:
            assert "_" not in rule.note, rule.id
            assert all("_" not in figure.reason for figure in rule.figures), rule.id
            assert all("_" not in line for case in rule.cases for line in case.lines), rule.id
