"""Builds the facts of one kind of subject: one row each, with the columns of every term that the rules use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.columns import entries_sql, event_of
from ehe_rules.facts.columns_of_roll import ROLL_SUPPLIED, field_columns, word_column
from ehe_rules.facts.firsts import firsts_sql
from ehe_rules.facts.forms import add_terms
from ehe_rules.facts.gaps import gaps_sql
from ehe_rules.facts.known import Known
from ehe_rules.facts.marks.spans import build_sums
from ehe_rules.facts.measures.numbers import NUMBER_NEEDS, number_columns, number_join
from ehe_rules.facts.measures.numbers_of_registers import build_registers
from ehe_rules.facts.measures.yes_no import NEEDS, measure_join
from ehe_rules.facts.moments import moment_columns
from ehe_rules.facts.settled import settle
from ehe_rules.facts.terms import Deadline, FirstFrom, Gaps, TermList
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import duckdb

    from ehe_rules.facts.forms import CompiledRule


def list_terms(rules: Sequence[CompiledRule]) -> TermList:
    """Return the terms that rules about one kind of subject need, measures' terms included."""
    terms = TermList()
    for rule in rules:
        add_terms(rule, terms)
    for test in terms.of(s.Is):
        for needed in NEEDS.get(getattr(test, "column", ""), ()):
            terms.count(needed)
    for number in terms.of(s.Number):
        for needed in NUMBER_NEEDS.get(getattr(number, "name", None) or "", ()):
            terms.count(needed)
    return terms


def names_of(terms: TermList) -> set[str]:
    """Return the events, columns and measures that terms name: what has to be made before the facts."""
    named: set[str] = set()
    for term in terms.numbers:
        match term:
            case s.EventRef(event):
                named.add(event)
            case s.Is(column) | s.IsRecorded(column):
                named.add(column)
            case s.Number(name=str(name)):
                named.add(name)
            case Gaps(events):
                named.update(e.event for e in events)
            case s.Includes(event) | s.OutcomeIs(event) | s.Number(event=s.EventRef() as event):
                named.add(event.event)
    return named


def build_facts(con: duckdb.DuckDBPyConnection, kind: str, terms: TermList) -> str:
    """Make the facts table of a kind of subject, its rows in no order to rely on, and return its name."""
    so_far, steps = f"subjects_{kind}", list(_steps(terms))
    for number, step in enumerate(steps, start=1):
        made = f"facts_{kind}" if number == len(steps) else f"facts_{kind}_{number}"
        if step is _from_roll:
            build_sums(con, so_far, names_of(terms))
            build_registers(con, so_far, names_of(terms))
        con.execute(f"CREATE OR REPLACE TABLE {made} AS {step(kind, terms, so_far)}")
        for counted in ("sums", "registers"):
            con.execute(f"DROP TABLE IF EXISTS {so_far}_{counted}")
        if number > 1:
            con.execute(f"DROP TABLE {so_far}")
        so_far = made
    if not steps:
        con.execute(f"CREATE OR REPLACE TABLE facts_{kind} AS FROM subjects_{kind}")
    return f"facts_{kind}"


def _steps(terms: TermList) -> Iterator[Callable[[str, TermList, str], str]]:
    """Give what has columns to add, in order: each returns SQL of the facts so far (a table) with its own."""
    if any(event_of(term) is not None for term in terms.numbers):
        yield _from_entries
    if terms.of((s.FieldRef, s.Is, s.IsRecorded)) or _measured(terms):
        yield _from_roll
    if terms.of(Deadline):
        yield _moments
    if terms.of(FirstFrom):
        yield firsts_sql
    if terms.of(Gaps):
        yield _gaps


def _measured(terms: TermList) -> list[s.Number]:
    return [t for t in terms.of(s.Number) if isinstance(t, s.Number) and t.name is not None]


def _from_entries(kind: str, terms: TermList, facts: str) -> str:
    on_entries = [term for term in terms.numbers if event_of(term) is not None]
    events = {event.event for term in on_entries if (event := event_of(term)) is not None}
    known = Known(events)
    columns = [c for term in on_entries for c in settle(term, terms, known)]
    return f"""SELECT b.*{"".join(f", {c}" for c in columns)} FROM {facts} b
    JOIN ({known.known_sql(facts, kind)}) w USING (subject) LEFT JOIN ({entries_sql(kind, on_entries, terms)}) e USING (subject)"""


def _from_roll(kind: str, terms: TermList, facts: str) -> str:
    fields = [t for t in terms.of(s.FieldRef) if isinstance(t, s.FieldRef)]
    columns = [c for f in fields for c in field_columns(f, terms)]
    columns += [
        word_column(t, terms, kind)
        for t in terms.of((s.Is, s.IsRecorded))
        if isinstance(t, (s.Is, s.IsRecorded))
    ]
    numbers = _measured(terms)
    columns += [c for number in numbers for c in number_columns(number, terms)]
    words = {t.column for t in terms.of(s.Is) if isinstance(t, s.Is)}
    worked_out = " ".join(measure_join(name, facts) for name in sorted(words))
    measured = " ".join(number_join(number, terms, facts) for number in numbers)
    joins = " ".join(
        f"LEFT JOIN days d_{f.column} ON d_{f.column}.school = f.school AND d_{f.column}.date = r.{f.column}"
        for f in fields
        if f in terms.counted
    )
    return _beside(
        facts,
        f"""SELECT f.subject{"".join(f", {c}" for c in columns)} FROM {facts} f
    LEFT JOIN spells r ON r.roll = f.roll LEFT JOIN schools c ON c.school = f.school
    LEFT JOIN {ROLL_SUPPLIED} y ON y.school = f.school {joins} {worked_out} {measured}""",
    )


def _moments(_kind: str, terms: TermList, facts: str) -> str:
    columns = [c for t in terms.of(Deadline) if isinstance(t, Deadline) for c in moment_columns(t, terms)]
    return f"SELECT f.*{''.join(f', {c}' for c in columns)} FROM {facts} f LEFT JOIN cal k ON k.school = f.school"


def _gaps(kind: str, terms: TermList, facts: str) -> str:
    gaps = [t for t in terms.of(Gaps) if isinstance(t, Gaps)]
    ctes = ", ".join(f"{terms.prefix(g)} AS ({gaps_sql(kind, g, terms, facts)})" for g in gaps)
    columns = "".join(f", {terms.prefix(g)}.* EXCLUDE (subject)" for g in gaps)
    joins = " ".join(f"LEFT JOIN {terms.prefix(g)} USING (subject)" for g in gaps)
    return _beside(facts, f"WITH {ctes} SELECT f.subject{columns} FROM {facts} f {joins}")


def _beside(facts: str, added: str) -> str:
    """Return SQL: the facts so far and, of the same subjects, the columns added. Hundreds of columns through many joins would cost more than all else."""
    return f"SELECT f.*, a.* EXCLUDE (subject) FROM {facts} f LEFT JOIN ({added}) a USING (subject)"
