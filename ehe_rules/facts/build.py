"""Builds the facts of one kind of subject: one row each, with the columns of every term that the rules use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.columns import event_of, event_sql, school_kinds_sql, settle, which_entries
from ehe_rules.facts.columns_of_roll import field_columns, word_column
from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.forms import add_terms
from ehe_rules.facts.gaps import gaps_sql
from ehe_rules.facts.measures import NEEDS
from ehe_rules.facts.moments import moment_columns
from ehe_rules.facts.qualify import qualifies
from ehe_rules.facts.terms import Deadline, FirstFrom, Gaps, TermList
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.facts.terms import Term


def list_terms(rules: Sequence[CompiledRule]) -> TermList:
    """Return the terms that rules about one kind of subject need, measures' terms included."""
    terms = TermList()
    for rule in rules:
        add_terms(rule, terms)
    for test in terms.of(s.Is):
        for needed in NEEDS.get(getattr(test, "column", ""), ()):
            terms.add(needed)
    return terms


def build_facts(con: duckdb.DuckDBPyConnection, kind: str, terms: TermList) -> str:
    """Make the facts table of a kind of subject and return its name."""
    steps = [
        _from_entries(kind, terms),
        _from_roll(kind, terms),
        _moments(kind, terms),
        _firsts(kind, terms),
        _gaps(kind, terms),
    ]
    for number, sql in enumerate(steps, start=1):
        con.execute(f"CREATE OR REPLACE TABLE facts_{kind}_{number} AS {sql}")
        if number > 1:
            con.execute(f"DROP TABLE facts_{kind}_{number - 1}")
    con.execute(f"CREATE OR REPLACE TABLE facts_{kind} AS FROM facts_{kind}_{len(steps)} ORDER BY subject")
    con.execute(f"DROP TABLE facts_{kind}_{len(steps)}")
    return f"facts_{kind}"


def _from_entries(kind: str, terms: TermList) -> str:
    by_event: dict[str, list[Term]] = {}
    for term in terms.numbers:
        event = event_of(term)
        if event is not None:
            by_event.setdefault(event.event, []).append(term)
    events = sorted(by_event)
    ctes = "".join(f", e_{e} AS ({event_sql(kind, e, by_event[e], terms)})" for e in events)
    columns = [c for e in events for term in by_event[e] for c in settle(term, terms)]
    joins = " ".join(f"LEFT JOIN e_{e} USING (subject)" for e in events)
    return f"""WITH school_kinds AS ({school_kinds_sql(events)}){ctes}
    SELECT b.*{"".join(f", {c}" for c in columns)} FROM subjects_{kind} b LEFT JOIN school_kinds k ON k.school = b.school {joins}"""


def _from_roll(kind: str, terms: TermList) -> str:
    fields = [t for t in terms.of(s.FieldRef) if isinstance(t, s.FieldRef)]
    columns = [c for f in fields for c in field_columns(f, terms)]
    columns += [
        word_column(t, terms) for t in terms.of((s.Is, s.IsRecorded)) if isinstance(t, (s.Is, s.IsRecorded))
    ]
    joins = " ".join(
        f"LEFT JOIN days d_{f.column} ON d_{f.column}.school = f.school AND d_{f.column}.date = r.{f.column}"
        for f in fields
    )
    return f"""SELECT f.*{"".join(f", {c}" for c in columns)} FROM facts_{kind}_1 f
    LEFT JOIN spells r ON r.roll = f.roll LEFT JOIN schools c ON c.school = f.school {joins}"""


def _moments(kind: str, terms: TermList) -> str:
    columns = [c for t in terms.of(Deadline) if isinstance(t, Deadline) for c in moment_columns(t, terms)]
    return f"SELECT f.*{''.join(f', {c}' for c in columns)} FROM facts_{kind}_2 f LEFT JOIN cal k ON k.school = f.school"


def _firsts(kind: str, terms: TermList) -> str:
    firsts = [t for t in terms.of(FirstFrom) if isinstance(t, FirstFrom)]
    ctes, columns, joined = [], [], []
    for first in firsts:
        p = terms.prefix(first)
        if _by_entries(first):
            ctes.append(f"{p} AS ({_first_entry(kind, first, terms)})")
            joined.append(p)
            # Where the kind was not carried, all that is known of its first entry is that it is not before the start.
            event = terms.prefix(first.event)
            unknown = f"f.{event}_lo < -1000000"
            columns.append(
                f"CASE WHEN {unknown} THEN f.{terms.prefix(first.start)}_lo ELSE coalesce({p}.lo, {NEVER}) END AS {p}_lo"
            )
            columns.append(
                f"CASE WHEN {unknown} THEN f.{event}_nlo ELSE coalesce({p}.nlo, {NEVER}) END AS {p}_nlo"
            )
            columns += [f"coalesce({p}.{b}, {NEVER}) AS {p}_{b}" for b in ("hi", "nhi")]
        else:
            columns += _if_not_before(first, terms)
    head = f"WITH {', '.join(ctes)} " if ctes else ""
    joins = " ".join(f"LEFT JOIN {p} USING (subject)" for p in joined)
    return f"{head}SELECT f.*{''.join(f', {c}' for c in columns)} FROM facts_{kind}_3 f {joins}"


def _by_entries(first: FirstFrom) -> bool:
    return isinstance(first.event, s.EventRef) and first.event.which == "first"


def _first_entry(kind: str, first: FirstFrom, terms: TermList) -> str:
    start = terms.prefix(first.start)
    event = first.event
    if not isinstance(event, s.EventRef):
        raise TypeError(event)
    q = qualifies(event)
    return f"""
      SELECT m.subject, min(m.day) FILTER ({q} >= 1 AND m.day >= f.{start}_lo) AS lo,
        min(m.day) FILTER ({q} = 2 AND m.day >= f.{start}_hi) AS hi,
        min(m.nlo) FILTER ({q} >= 1 AND m.day >= f.{start}_lo) AS nlo,
        min(m.nhi) FILTER ({q} = 2 AND m.day >= f.{start}_hi) AS nhi
      FROM members_{kind} m JOIN facts_{kind}_3 f USING (subject)
      LEFT JOIN carried c ON c.school = m.school AND c.event = m.event
      WHERE {which_entries(event.event, kind)} GROUP BY m.subject"""


def _if_not_before(first: FirstFrom, terms: TermList) -> list[str]:
    p, a, start = terms.prefix(first), terms.prefix(first.event), terms.prefix(first.start)
    perhaps = f"CASE WHEN f.{a}_hi < f.{start}_lo THEN {NEVER} ELSE {{}} END"
    surely = f"CASE WHEN f.{a}_lo >= f.{start}_hi THEN {{}} ELSE {NEVER} END"
    return [
        f"{perhaps.format(f'greatest(f.{a}_lo, f.{start}_lo)')} AS {p}_lo",
        f"{surely.format(f'f.{a}_hi')} AS {p}_hi",
        f"{perhaps.format(f'f.{a}_nlo')} AS {p}_nlo",
        f"{surely.format(f'f.{a}_nhi')} AS {p}_nhi",
    ]


def _gaps(kind: str, terms: TermList) -> str:
    gaps = [t for t in terms.of(Gaps) if isinstance(t, Gaps)]
    ctes = [f"{terms.prefix(g)} AS ({gaps_sql(kind, g, terms, f'facts_{kind}_4')})" for g in gaps]
    columns = [f"{terms.prefix(g)}.* EXCLUDE (subject)" for g in gaps]
    joins = " ".join(f"LEFT JOIN {terms.prefix(g)} USING (subject)" for g in gaps)
    head = f"WITH {', '.join(ctes)} " if ctes else ""
    return f"{head}SELECT f.*{''.join(f', {c}' for c in columns)} FROM facts_{kind}_4 f {joins}"
