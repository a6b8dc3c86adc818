"""Lint: the words around a rule. A title states the state that complies; somebody owns the remedy; nothing is left to fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.casebook.lint.finding import Finding, InHand

FILL_IN = "FILL IN"
"""What `rules new` leaves for the author."""

SPOKEN_KEYS = ("title", "sign", "part", "owner", "remedy", "act", "note", "reference", "confidence")

DEMAND = re.compile(r"\b(should|must|shall|ought|have to|has to|needs? to|please|ensures?)\b", re.IGNORECASE)
FAILING = re.compile(
    r"\b(failed|failure|fails|breach(ed|es)?|overdue|too late|forgotten|neglected|no evidence|violat\w+"
    r"|(has|have|did) not|not been)\b",
    re.IGNORECASE,
)
ORDER = re.compile(
    r"^(check|make|send|contact|record|review|tell|ask|phone|log|complete|confirm|hold|inform|offer|share|see|give|find)"
    r"\s+(the|a|an|that|each|every|all|any|whether|sure|to)\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 4


def words(rule: InHand) -> Iterator[Finding]:
    """Yield findings about a rule's title, remedy, owner, clauses, and what is left to fill in."""
    f = rule.rule.file
    unfilled = [key for key in SPOKEN_KEYS if FILL_IN in getattr(f, key)]
    for key in unfilled:
        yield rule.at(key, "fill in", f"{key} still says '{FILL_IN}'; write what it should say in its place.")
    if any(FILL_IN in clause for clause in f.clauses):
        yield rule.at("clauses", "fill in", "name the clause of the document that this rule executes.")
    elif not f.clauses:
        yield rule.at(
            "clauses", "clauses", "The rule names no clause; name the one of the document that it executes."
        )
    if "title" not in unfilled:
        yield from (rule.at("title", "title", message) for message in _title(f.title))
    if f.flag and not f.sign:
        yield rule.at(
            "flag", "sign", "sign is empty; say in a short sentence what the pattern is where it is found."
        )
    for key, wanted in (
        ("remedy", "say what to do about a finding"),
        ("owner", "say who sees to the remedy"),
    ):
        if key not in unfilled and not getattr(f, key).strip(" .-?"):
            yield rule.at(key, "owner", f"{key} is empty; {wanted}.")


def _title(title: str) -> Iterator[str]:
    how = "say what is so where the rule is kept, as in 'The letter is sent within a week'."
    if found := DEMAND.search(title):
        yield f"The title demands ('{found[0]}'); {how}"
    if found := FAILING.search(title):
        yield f"The title speaks of the failing ('{found[0]}'); {how}"
    if ORDER.search(title):
        yield f"The title gives an order; {how}"
    if title.rstrip().endswith((".", "?", "!")) or len(title.split()) < FEWEST_WORDS:
        yield f"The title is a short sentence without a full stop; {how}"
