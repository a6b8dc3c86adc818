"""What the page of the woven rulebook holds, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ehe_rules.casebook.book import Word
    from ehe_rules.casebook.book_rules import Figure, Link
    from ehe_rules.findings.told import RuleTold
    from ehe_rules.reporting.statuses import Status
    from ehe_rules.rulebook.documents import Clause
    from ehe_rules.rulebook.model import RuleFile


@dataclass(frozen=True)
class CaseShown:
    """A case: the verdicts that must follow, each with its number of subjects, its name, and the record in sentences."""

    shown: tuple[tuple[Status, int], ...]
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A rule beside its clause. `standing` is its weight in a line, `counts` its cases by verdict."""

    anchor: str
    file: RuleFile
    standing: str
    told: RuleTold
    note: str
    figures: tuple[Figure, ...]
    words: tuple[Link, ...]
    counts: str
    cases: tuple[CaseShown, ...]
    sentence: str


@dataclass(frozen=True)
class ClauseShown:
    """A clause on the left, and on the right what executes it or why nothing does. `lines` are its small print."""

    anchor: str
    clause: Clause
    decided: Status
    lines: tuple[str, ...]
    open_: tuple[str, ...]
    rules: tuple[Card, ...]
    again: tuple[Link, ...]
    carried: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True)
class SectionShown:
    """A section's heading and clauses."""

    anchor: str
    heading: str
    clauses: tuple[ClauseShown, ...]


@dataclass(frozen=True)
class DocumentShown:
    """A document: its particulars, its sections, what is left to people, and the words of its rules."""

    anchor: str
    title: str
    source: str
    lines: tuple[str, ...]
    sections: tuple[SectionShown, ...]
    unlisted: tuple[Card, ...]
    people: tuple[ClauseShown, ...]
    words: tuple[Word, ...]
    made_of: str


@dataclass(frozen=True)
class TopFigure:
    """A figure at the top of the page, linked to what it counts where there is a list of that."""

    number: str
    words: str
    look: str
    anchor: str = ""


@dataclass(frozen=True)
class BookPage:
    """All that the page shows, in its order."""

    documents: tuple[DocumentShown, ...]
    figures: tuple[TopFigure, ...]
    version: str
