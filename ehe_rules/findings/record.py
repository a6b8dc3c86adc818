"""What the reasons are written from: facts, entries and supply, as small look-ups for the findings alone."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ehe_rules.facts.constants import BEYOND
from ehe_rules.facts.refs import bound
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.facts.terms import TermList
    from ehe_rules.rulebook.vocabulary import Vocabulary

Row = dict[str, Any]


class Verdict(NamedTuple):
    """What the engine said: the status, the form that decided, each form's part in it (see the table `verdicts`)."""

    status: str
    form: int | None
    parts: Sequence[int]


@dataclass(frozen=True)
class Entry:
    """An entry as a reason may name it."""

    event: str
    day: int
    entered_day: int | None
    words: frozenset[str]
    unsure: frozenset[str] = frozenset()
    """Attributes of which it says something that was not understood."""


@dataclass(frozen=True)
class Supply:
    """What each school supplied."""

    kinds: frozenset[tuple[str, str]]
    attributes: frozenset[tuple[str, str, str]]
    columns: frozenset[tuple[str, str, str]]
    approximate: frozenset[str]
    vocabulary: Vocabulary
    always_blank: frozenset[tuple[str, str]] = frozenset()
    """Columns of the roll in which no row of a school says anything."""


@dataclass(frozen=True)
class Record:
    """One subject's facts, with the terms that name their columns."""

    facts: Row
    terms: TermList
    entries: tuple[Entry, ...]
    supply: Supply
    unclear: frozenset[tuple[str, str, bool]] = frozenset()
    """Kinds of event (with their scope) that may have been done: whether that is because an entry has no day that can be read."""

    def day(self, ref: s.Ref) -> int | None:
        """Return the day of a reference, if it is certain."""
        low, high = self.bounds(ref)
        return low if low == high and low is not None and low < BEYOND else None

    def bounds(self, ref: s.Ref) -> tuple[int, int]:
        """Return the bounds of a reference."""
        if isinstance(ref, s.MilestoneRef):
            pairs = [self.bounds(p) for p in ref.parts.parts]
            pick = min if ref.parts.joined_by == "or" else max
            return pick(p[0] for p in pairs), pick(p[1] for p in pairs)
        return self.facts[bound(ref, "lo", self.terms)], self.facts[bound(ref, "hi", self.terms)]

    def entry_on(self, events: set[str], day: int) -> Entry | None:
        """Return an entry of one of the events on that day, if there is one."""
        found = [e for e in self.entries if e.event in events and e.day == day]
        return min(found, key=lambda e: (e.entered_day or e.day, e.event)) if found else None


def read_supply(con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary) -> Supply:
    """Read what each school supplied."""
    attributes = [
        (school, event, name)
        for school, event, *flags in con.execute(
            'SELECT school, event, role, "with", covers, "to", outcome, until, recorded, tag FROM carried ORDER BY ALL'
        ).fetchall()
        for name, flag in zip(
            ("role", "with", "covers", "to", "outcome", "until", "recorded", "tag"), flags, strict=True
        )
        if flag
    ]
    return Supply(
        frozenset(con.execute("SELECT school, event FROM carries").fetchall()),
        frozenset(attributes),
        frozenset(con.execute("SELECT school, table_name, column_name FROM supplied").fetchall()),
        frozenset(r[0] for r in con.execute("SELECT school FROM calendars WHERE approximate").fetchall()),
        vocabulary,
        frozenset(con.execute("SELECT school, column_name FROM always_blank").fetchall()),
    )


def read_records(
    con: duckdb.DuckDBPyConnection, kind: str, rules: list[CompiledRule], terms: TermList, supply: Supply
) -> Mapping[int, Record]:
    """Read the facts and entries of every subject of a kind that has a verdict to explain."""
    if not rules:
        return {}
    wanted = f"(SELECT DISTINCT subject FROM verdicts WHERE about = '{kind}' AND status <> 'not_applicable')"
    facts = con.execute(f"SELECT * FROM facts_{kind} WHERE subject IN {wanted}")
    names = [column[0] for column in facts.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in facts.fetchall()]
    rows.sort(key=itemgetter("subject"))  # DuckDB takes long to put rows of hundreds of columns in order
    entries: dict[int, list[Entry]] = {}
    # by content, never by row: a reason names one of several that stand on one day
    for subject, day, event, entered, unsure, *lists in con.execute(f"""
        SELECT subject, day, event, entered_day, unsure, role, others, covers, sent_to, outcome FROM members_{kind}
        WHERE subject IN {wanted} ORDER BY ALL""").fetchall():
        words = frozenset(
            w for part in lists for w in (part if isinstance(part, list) else [part] if part else [])
        )
        entries.setdefault(subject, []).append(Entry(event, day, entered, words, frozenset(unsure or ())))
    unclear: dict[int, set[tuple[str, str, bool]]] = {}
    for subject, event, scope, undated in con.execute(
        f"SELECT DISTINCT subject, event, scope, undated FROM unclear_{kind} WHERE subject IN {wanted} ORDER BY ALL"
    ).fetchall():
        unclear.setdefault(subject, set()).add((event, scope, undated))
    return {
        r["subject"]: Record(
            r, terms, tuple(entries.get(r["subject"], ())), supply, frozenset(unclear.get(r["subject"], ()))
        )
        for r in rows
    }
