"""A rule as the printed rulebook shows it: its sentences, its figures with their reasons, its cases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.casebook.found import find_cases
from ehe_rules.casebook.in_words import CaseTold, tell_case
from ehe_rules.findings import words as w
from ehe_rules.findings.rules import parameters_of, sentence
from ehe_rules.findings.told import RuleTold, tell
from ehe_rules.findings.told.dates import date_told

if TYPE_CHECKING:
    from ehe_rules.rulebook.model import InForce, RuleFile
    from ehe_rules.rulebook.parameters import Parameter
    from ehe_rules.rulebook.ruleset import Rule, Ruleset

JOINED = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
"""A word of the vocabulary, or a parameter's name, that is made of several."""


@dataclass(frozen=True)
class Link:
    """A rule or a word that stands elsewhere in the book; `anchor` is blank where this book does not hold it."""

    name: str
    title: str
    anchor: str


@dataclass(frozen=True)
class Figure:
    """A parameter: its value from each date on, whose choice it is, and why it is what it is."""

    name: str
    said: str
    by_law: bool
    reason: str
    reference: str


@dataclass(frozen=True)
class BookRule:
    """A rule with all that a reader needs beside its clause. `sentence` is the rule as written; `note` is its file's, spoken."""

    ruleset: str
    id: str
    anchor: str
    file: RuleFile
    told: RuleTold
    in_force: str
    note: str
    figures: tuple[Figure, ...]
    words: tuple[Link, ...]
    sentence: str
    cases: tuple[CaseTold, ...]


def book_rules(ruleset: Ruleset) -> list[BookRule]:
    """Return the rules of a ruleset as the book shows them. Raises RulebookError for a case that cannot be read."""
    cases: dict[str, list[CaseTold]] = {}
    for found in find_cases([ruleset.folder]):
        cases.setdefault(found.rule.id, []).append(tell_case(found))
    return [_rule(ruleset, rule, tuple(cases.get(rule.id, ()))) for rule in ruleset.rules]


def anchor(name: str) -> str:
    """Return a name as the end of a link: letters, digits, points and dashes."""
    return re.sub(r"[^\w.]+", "-", name)


def spoken(text: str) -> str:
    """Return a text with words of the vocabulary as people say them."""
    return JOINED.sub(lambda word: w.plain(word[0]), text)


def _rule(ruleset: Ruleset, rule: Rule, cases: tuple[CaseTold, ...]) -> BookRule:
    told = tell(rule, ruleset)
    words = [
        Link(name, date_told(ruleset.milestones[name]), anchor(f"{ruleset.name}:{name}"))
        for name in told.milestones
    ]
    return BookRule(
        ruleset.name,
        rule.id,
        f"rule-{anchor(rule.id)}",
        rule.file,
        told,
        in_force_said(rule.file.in_force),
        spoken(rule.file.note),
        tuple(_figure(name, ruleset.parameters[name]) for name in parameters_of(rule, ruleset)),
        tuple(words),
        sentence(rule),
        cases,
    )


def in_force_said(held: InForce | None) -> str:
    """Return from when to when something holds, in words; blank where nothing is said."""
    if held is None:
        return ""
    if held.from_ is None and held.to is None:
        return "enacted, not commenced"
    since = f"from {w.said(held.from_)}" if held.from_ else ""
    return f"{since}{f' to {w.said(held.to)}' if held.to else ''}".strip()


def _figure(name: str, parameter: Parameter) -> Figure:
    dated = parameter.values
    said = ", ".join(f"{one.value}{f' from {w.said(one.from_)}' if one.from_ else ''}" for one in dated)
    references = dict.fromkeys(r for r in (parameter.reference, *(one.reference for one in dated)) if r)
    return Figure(name, said, parameter.choice_of == "law", spoken(parameter.reason), "; ".join(references))
