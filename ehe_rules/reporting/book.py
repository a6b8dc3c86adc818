"""The woven rulebook as a page: what stands beside each clause, in the order in which it is read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ehe_rules.reporting.book_parts import (
    BookPage,
    Card,
    CaseShown,
    ClauseShown,
    DocumentShown,
    SectionShown,
    TopFigure,
)
from ehe_rules.reporting.statuses import Status, status_words
from ehe_rules.reporting.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.casebook.book import BookClause, Document
    from ehe_rules.casebook.book_rules import BookRule
    from ehe_rules.rulebook.model import RuleFile

DECIDED = {
    "data": Status("Decided from records", "\N{CHECK MARK}", "quiet"),
    "partly": Status("Decided in part", "\N{LEFT HALF BLACK CIRCLE}", "unknown"),
    "none": Status("Left to people", "\N{WHITE CIRCLE}", "due"),
}
"""How far records decide a clause, as it is shown."""

NOT_APPLICABLE = Status("Does not apply", "\N{EN DASH}", "quiet")
AUTHORITY = {
    "law": "law",
    "statutory_guidance": "statutory guidance",
    "guidance": "guidance",
    "policy": "policy",
}


def book_page(documents: Sequence[Document], version: str) -> BookPage:
    """Return the page of a rulebook; `version` is the tool's."""
    return BookPage(tuple(_document(one) for one in documents), tuple(_figures(documents)), version)


def _figures(documents: Sequence[Document]) -> list[TopFigure]:
    clauses = [clause for document in documents for clause in document.clauses]
    kinds = Counter(clause.clause.check for clause in clauses)
    rules = [rule for document in documents for rule in document.rules]
    cases = sum(len(rule.cases) for rule in rules)
    people = next((f"{one.anchor}-people" for one in documents if _people(one)), "")
    still_open = [clause for clause in clauses if clause.open_]
    first = still_open[0].anchor if still_open else ""
    return [
        TopFigure(f"{kinds['data']:,}", "clauses decided from records", "quiet"),
        TopFigure(f"{kinds['partly']:,}", "decided in part", "unknown", people),
        TopFigure(f"{kinds['none']:,}", "left to people", "due", people),
        *([TopFigure(f"{len(still_open):,}", "open", "bad", first)] if still_open else []),
        TopFigure(f"{len(rules):,}", "rules", "quiet"),
        TopFigure(f"{cases:,}", "invented cases that hold them to their meaning", "quiet"),
    ]


def _document(one: Document) -> DocumentShown:
    info = one.ruleset.info
    sections = tuple(
        SectionShown(section.anchor, section.heading, tuple(_clause(c) for c in section.clauses))
        for section in one.sections
    )
    everything = [clause for section in sections for clause in section.clauses]
    return DocumentShown(
        one.anchor,
        info.title,
        info.source,
        (*([f"These rules hold {one.in_force}."] if one.in_force else []), *info.notes),
        sections,
        tuple(_card(rule) for rule in one.unlisted),
        tuple(clause for clause in everything if clause.clause.check != "data"),
        one.words,
        f"Ruleset {one.ruleset.name}, version {info.version or 'not stated'}, "
        f"{plural(len(one.rules), 'rule')}, SHA-256 {one.ruleset.sha256[:16]}.",
    )


def _people(document: Document) -> bool:
    return any(clause.clause.check != "data" for clause in document.clauses)


def _clause(one: BookClause) -> ClauseShown:
    c = one.clause
    source = ", ".join(part for part in (c.instrument, c.provision, c.edition) if part)
    lines = [
        f"Counted from: {one.starts}" if one.starts else "",
        one.note[:1].upper() + one.note[1:],
        source if source.replace(",", "") != c.where else "",
        f"How sure we are of its text: {c.confidence}" if c.confidence else "",
        f"Holds {one.in_force}" if one.in_force else "",
    ]
    return ClauseShown(
        one.anchor,
        c,
        DECIDED[c.check],
        tuple(line for line in lines if line),
        one.open_,
        tuple(_card(rule) for rule in one.rules),
        one.again,
        one.carried,
    )


def _card(rule: BookRule) -> Card:
    file = rule.file
    force = {"must": "must", "should": "should", "indicator": "a pattern, never a failing"}[file.force]
    standing = [
        rule.id,
        AUTHORITY[file.authority],
        force,
        f"{file.severity} severity",
        f"duty of the {file.duty_of.replace('_', ' ')}",
        file.reference,
        f"confidence in the text: {file.confidence}" if file.confidence else "",
        rule.in_force,
        f"gives way to {', '.join(file.yields_to)}" if file.yields_to else "",
        f"will stand in place of {', '.join(file.instead_of)}" if file.instead_of else "",
    ]
    cases = tuple(CaseShown(_verdicts(file, case.expected), case.name, case.lines) for case in rule.cases)
    counted = Counter(status.words for case in cases for status, _ in case.shown)
    verdicts = ", ".join(f"{number} {words.lower()}" for words, number in sorted(counted.items()))
    return Card(
        rule.anchor,
        file,
        " · ".join(part for part in standing if part),
        rule.told,
        rule.note,
        rule.figures,
        rule.words,
        f"{plural(len(cases), 'case')}: {verdicts}." if cases else "No case holds this rule to its meaning.",
        cases,
        rule.sentence,
    )


def _verdicts(file: RuleFile, expected: Sequence[str]) -> tuple[tuple[Status, int], ...]:
    """Return each different verdict once with its number of subjects, "does not apply" last."""
    counted = Counter(sorted(expected, key=lambda status: status == "not_applicable"))
    return tuple((_status(file, status), number) for status, number in counted.items())


def _status(file: RuleFile, status: str) -> Status:
    if status == "not_applicable":
        return NOT_APPLICABLE
    return status_words(status, kind=file.kind, duty_of=file.duty_of, has_deadline=False)
