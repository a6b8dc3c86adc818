"""Evidence: the rows that stand behind each verdict, as `file[sheet]:row`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.measures.numbers import NUMBER_NEEDS
from ehe_rules.facts.terms import Deadline, Filled, FirstFrom, Gaps, leaves
from ehe_rules.findings.places import places_sql
from ehe_rules.problems import insert_rows
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

PLACE = """{0}.file || CASE WHEN coalesce({0}.sheet, '') = '' THEN '' ELSE '[' || {0}.sheet || ']' END || ':' || {0}.row"""


def build_evidence(con: duckdb.DuckDBPyConnection, rules: Sequence[c.CompiledRule]) -> None:
    """Make `evidence(about, subject, rule, places)`: the entries and roll rows that a verdict's rule speaks of."""
    con.execute("CREATE OR REPLACE TABLE rule_events (about VARCHAR, rule VARCHAR, event VARCHAR)")
    rows = sorted({(r.about, r.id, e) for r in rules for e in events_of(r)})
    insert_rows(con, "rule_events", rows)
    kinds = sorted({r.about for r in rules})
    con.execute(
        "CREATE OR REPLACE TABLE places (about VARCHAR, subject INTEGER, rule VARCHAR, file VARCHAR, sheet VARCHAR, row INTEGER)"
    )
    # one by one: a union of them all would hold the joins with the marks in memory side by side
    for kind in kinds:
        for sql in places_sql(kind, {event for about, _, event in rows if about == kind}):
            con.execute(f"INSERT INTO places {sql}")
    con.execute(f"""
    CREATE OR REPLACE TABLE evidence AS
    SELECT about, subject, rule, string_agg({PLACE.format("p")}, ';' ORDER BY p.file, p.sheet, p.row) AS places
    FROM (SELECT DISTINCT * FROM places) p GROUP BY about, subject, rule""")
    con.execute("DROP TABLE places")


def events_of(rule: c.CompiledRule) -> set[str]:
    """Return the events that a rule speaks of; `roll` for columns and measures of the roll row."""
    found: set[str] = set()
    for part in (rule.when, rule.part):
        for form in c.forms_of(part) if part is not None else ():
            for term in c.terms_of(form):
                found |= _events(term)
    return found


def _events(term: object) -> set[str]:  # noqa: PLR0911 - one for each kind of term
    match term:
        case s.EventRef(event):
            return {event}
        case s.FieldRef():
            return {"roll"}
        case FirstFrom(event, start):
            return _events(event) | _events(start)
        case Deadline(ref):
            return {name for leaf in leaves(ref) for name in _events(leaf)}
        case Gaps(events, _, start, until):
            return {e.event for e in events} | _events(Deadline(start)) | _events(until)
        case s.Includes(event) | s.OutcomeIs(event) | Filled(event):
            return {event.event}
        case s.Number(event=event) if event is not None:
            return {event.event}
        case s.Number(name=str(name)):
            return {name, "roll", *(needed.event for needed in NUMBER_NEEDS.get(name, ()))}
        case s.Is(column) | s.IsRecorded(column):
            measured = {
                "short_notice": {"notification_received"},
                "notice_day_missing": {"notification_received"},
                "notice_of_past_day": {"notification_received"},
                "outside_compulsory_age": {"notification_received", "roll", "outside_compulsory_age"},
                "sao_in_force": {"sao_made", "sao_revoked"},
                "sao_lifted_later": {"sao_made", "sao_revoked", "notification_received"},
                "notice_in_doubt": {"notification_received"},
                "la_consent_awaited": {"la_434a_answer_received", "la_consent_given", "roll"},
                "sao_on_leaving_day": {"sao_made", "sao_revoked", "roll"},
            }
            return measured.get(column, {"roll", column})
    return set()
