"""Situations as export tables, and the facts that the product makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rulebook.made import vocabulary

from ehe_rules.exports import from_frames
from ehe_rules.facts.build import build_facts, names_of
from ehe_rules.facts.measures.numbers_of_cases import DISPUTES
from ehe_rules.facts.prepare import prepare
from ehe_rules.facts.subjects.make import build_subjects
from ehe_rules.facts.terms import FirstFrom, TermList
from ehe_rules.judge import words_of
from ehe_rules.rulebook.syntax import EventRef, FieldRef

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb
    from facts.marks_situations import Situation

    from ehe_rules.facts.terms import Term

Rows = list[dict[str, str]]

OF_PUPILS = (
    "cme_threshold_applied",
    "notification_received",
    "leave_granted",
    "sickness_return_made",
    "risk_identified",
    "support_given",
    *DISPUTES,
)
"""Entries that name a pupil; any other is the school's own."""


def tables(made: Sequence[Situation]) -> dict[str, Rows]:
    """Write the situations side by side as native tables."""
    events: Rows = [
        {
            "school": m.urn,
            "upn": "",
            "admission_no": m.entered if e["event"] in OF_PUPILS else "",
            "event": e["event"],
            "date": e["date"],
            "until": e["until"],
            "covers": e.get("covers", ""),
        }
        for m in made
        for e in m.events
    ]
    return {
        "schools": [{"urn": m.urn, "name": f"School {m.urn}"} for m in made],
        "exports": [
            {
                "table": table,
                "school": m.urn,
                "exported_on": str(m.exported or "") if table == "attendance" else "",
            }
            for m in made
            for table in ("pupils", "events", "attendance")
        ],
        "calendar": [
            {
                "academic_year": year,
                "half_term": str(n),
                "first_day": str(a),
                "last_day": str(z),
                "school": m.urn,
            }
            for m in made
            for year, half_terms in (m.years or {"2025/26": m.half_terms}).items()
            for n, a, z in half_terms
        ],
        "closures": [{"date": str(day), "school": m.urn} for m in made for day in m.closures],
        "pupils": [
            {
                "school": m.urn,
                "upn": "",
                "admission_no": row.pupil,
                "entry_date": str(row.entry or ""),
                "leaving_date": str(row.leaving or ""),
                "date_of_birth": str(row.born or ""),
            }
            for m in made
            for row in m.rows
        ],
        "attendance": [
            {
                "school": m.urn,
                "upn": "",
                "admission_no": k.pupil,
                "date": str(k.day),
                "session": k.session,
                "code": k.code,
                "comment": k.comment,
            }
            for m in made
            for k in m.marks
        ],
        "events": events,
    }


def facts_of(
    made: Sequence[Situation],
    asked: Mapping[str, Sequence[Term]],
    figures: Mapping[str, str] | None = None,
    carries: str = "",
) -> tuple[duckdb.DuckDBPyConnection, dict[str, TermList]]:
    """Return a connection with the facts of each kind of subject that is asked for, and the terms with their columns.

    `figures` are the parameters of patterns; `carries` the only kinds of entry that the schools' exports can hold.
    """
    words = vocabulary()
    given = tables(made)
    for row in given["exports"]:
        row["carries"] = carries if row["table"] == "events" else ""
    con = from_frames({name: rows for name, rows in given.items() if rows}, words_of(words)).con
    con.execute("CREATE OR REPLACE TABLE audit (school VARCHAR, on_date DATE)")
    con.executemany("INSERT INTO audit VALUES (?, ?)", [[m.urn, m.audit] for m in made])
    terms = {}
    for kind, listed in asked.items():
        terms[kind] = TermList()
        for term in listed:
            add(terms[kind], term)
    prepare(con, words, {name for each in terms.values() for name in names_of(each)}, figures)
    build_subjects(con, words, sorted(asked))
    for kind, each in terms.items():
        build_facts(con, kind, each)
    return con, terms


def add(terms: TermList, term: Term) -> None:
    """Ask for all that facts can hold of a term: of a date its school-day number too."""
    if isinstance(term, (EventRef, FieldRef, FirstFrom)):
        terms.count(term)
    else:
        terms.add(term)


def rows_of(con: duckdb.DuckDBPyConnection, kind: str) -> list[dict[str, Any]]:
    """Return the facts of a kind, each with entry and leaving date of its roll row."""
    found = con.execute(
        f"SELECT f.*, s.entry_date, s.leaving_date FROM facts_{kind} f LEFT JOIN spells s ON s.roll = f.roll ORDER BY f.subject"
    )
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
