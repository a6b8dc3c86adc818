"""The woven rulebook: a document's clauses in order, and beside each the rules that execute it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ehe_rules.casebook.book_rules import BookRule, Link, anchor, book_rules, in_force_said, spoken
from ehe_rules.findings.told import milestone_told
from ehe_rules.findings.told.dates import date_told
from ehe_rules.findings.told.rule import milestone_names
from ehe_rules.rulebook.coverage import coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ehe_rules.findings.told import Told
    from ehe_rules.rulebook.coverage import Covered
    from ehe_rules.rulebook.documents import Clause
    from ehe_rules.rulebook.ruleset import Ruleset


@dataclass(frozen=True)
class BookClause:
    """One clause and what executes it.

    `rules` are told here in full; `again` are told at an earlier clause; `carried` are, pattern by pattern, the
    rules of the law that the clause leaves its execution to (links where this book holds them). `starts` and `note`
    are the clause's, words of the vocabulary as people say them.
    """

    clause: Clause
    anchor: str
    rules: tuple[BookRule, ...]
    again: tuple[Link, ...]
    carried: tuple[tuple[str, tuple[Link, ...]], ...]
    open_: tuple[str, ...]
    in_force: str
    starts: str
    note: str


@dataclass(frozen=True)
class Section:
    """A section of the document: its heading and its clauses in order."""

    heading: str
    anchor: str
    clauses: tuple[BookClause, ...]


@dataclass(frozen=True)
class Word:
    """A milestone: the words in which rules speak of it, and what it stands for."""

    anchor: str
    said: str
    means: Told


@dataclass(frozen=True)
class Document:
    """One document with its rules. `unlisted` are the rules of a ruleset that lists no clauses."""

    ruleset: Ruleset
    anchor: str
    sections: tuple[Section, ...]
    unlisted: tuple[BookRule, ...]
    words: tuple[Word, ...]
    in_force: str

    @property
    def clauses(self) -> tuple[BookClause, ...]:
        """Every clause, in order."""
        return tuple(clause for section in self.sections for clause in section.clauses)

    @property
    def rules(self) -> tuple[BookRule, ...]:
        """Every rule that is told in it."""
        return (*(rule for clause in self.clauses for rule in clause.rules), *self.unlisted)


def book(rulesets: Sequence[Ruleset]) -> list[Document]:
    """Return the rulebook of these rulesets; a document stands before those that it builds on.

    Raises RulebookError, with file and line, for a case that cannot be read.
    """
    ordered = sorted(rulesets, key=lambda ruleset: (not ruleset.info.builds_on, ruleset.name))
    rules = {rule.id: rule for ruleset in ordered for rule in book_rules(ruleset)}
    rows = coverage(ordered)
    return [_document(one, [row for row in rows if row.ruleset == one.name], rules) for one in ordered]


def _document(ruleset: Ruleset, rows: Sequence[Covered], rules: Mapping[str, BookRule]) -> Document:
    told: set[str] = set()
    clauses = []
    for row in rows:
        clauses.append(_clause(row, rules, told))
        told |= {rule.id for rule in row.rules}
    own = [rule for rule in rules.values() if rule.ruleset == ruleset.name]
    return Document(
        ruleset,
        anchor(ruleset.name),
        tuple(_sections(ruleset, clauses)),
        tuple(rule for rule in own if rule.id not in told),
        tuple(_words(ruleset, own)),
        in_force_said(ruleset.info.in_force),
    )


def _clause(row: Covered, rules: Mapping[str, BookRule], told: set[str]) -> BookClause:
    def link(rule_id: str, title: str) -> Link:
        return Link(rule_id, title, rules[rule_id].anchor if rule_id in rules else "")

    return BookClause(
        row.clause,
        anchor(row.clause.id),
        tuple(rules[rule.id] for rule in row.rules if rule.id not in told and rule.id in rules),
        tuple(
            link(rule.id, rule.file.title) for rule in row.rules if rule.id in told or rule.id not in rules
        ),
        tuple((pattern, tuple(link(r.id, r.file.title) for r in found)) for pattern, found in row.executed),
        row.open_,
        in_force_said(row.clause.in_force),
        spoken(row.clause.starts),
        spoken(row.clause.note),
    )


def _sections(ruleset: Ruleset, clauses: Sequence[BookClause]) -> Iterable[Section]:
    """Yield the sections in the ruleset's order, each clause in the first whose pattern it matches."""
    left = list(clauses)
    for number, (pattern, heading) in enumerate(ruleset.info.sections.items(), start=1):
        found = [clause for clause in left if fnmatchcase(clause.clause.id, pattern)]
        left = [clause for clause in left if clause not in found]
        if found:
            yield Section(heading, f"{anchor(ruleset.name)}-{number}", tuple(found))
    if left:
        heading = "Further clauses" if ruleset.info.sections else "The clauses"
        yield Section(heading, f"{anchor(ruleset.name)}-0", tuple(left))


def _words(ruleset: Ruleset, rules: Sequence[BookRule]) -> Iterable[Word]:
    """Yield the milestones that the rules speak of, and those that these are made of, in order of their words."""
    named = {name for rule in rules for name in rule.told.milestones}
    waiting = list(named)
    while waiting:
        parts = ruleset.milestones[waiting.pop()].parts.parts
        further = {name for part in parts for name in milestone_names(part)} - named
        named |= further
        waiting += sorted(further)
    found = [ruleset.milestones[name] for name in named]
    for one in sorted(found, key=lambda milestone: (date_told(milestone).lower(), milestone.name)):
        yield Word(anchor(f"{ruleset.name}:{one.name}"), date_told(one), milestone_told(one))
