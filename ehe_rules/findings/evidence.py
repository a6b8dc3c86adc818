"""Evidence: the rows that stand behind each verdict, as `file[sheet]:row`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import EPOCH
from ehe_rules.facts.known import ROLL_EVENTS
from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.marks.half_days import NOT_MADE
from ehe_rules.facts.measures.numbers import NUMBER_NEEDS
from ehe_rules.facts.measures.numbers_of_entries import IN_LOG, OF_YEAR, SHOWN, USUAL_TAGS
from ehe_rules.facts.measures.of_authority import PLAIN as OF_REGISTER
from ehe_rules.facts.record.register import SHOWN as OF_THE_REGISTER
from ehe_rules.facts.subjects.authority import CERTAIN
from ehe_rules.facts.terms import Deadline, Filled, FirstFrom, Gaps, leaves
from ehe_rules.problems import insert_rows
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import duckdb

MOST_MARKS = 20
"""So many marks at most are named as evidence for one verdict: the first."""

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
        for sql in _of_kind(kind, {event for about, _, event in rows if about == kind}):
            con.execute(f"INSERT INTO places {sql}")
    con.execute(f"""
    CREATE OR REPLACE TABLE evidence AS
    SELECT about, subject, rule, string_agg({PLACE.format("p")}, ';' ORDER BY p.file, p.sheet, p.row) AS places
    FROM (SELECT DISTINCT * FROM places) p GROUP BY about, subject, rule""")
    con.execute("DROP TABLE places")


def _of_kind(kind: str, named: Collection[str]) -> Iterator[str]:
    heard = f"verdicts v JOIN rule_events x ON x.rule = v.rule AND x.about = '{kind}' WHERE v.about = '{kind}' AND v.status <> 'not_applicable'"
    yield f"""
      SELECT v.about, v.subject, v.rule, e.file, e.sheet, e."row"
      FROM members_{kind} m JOIN events e USING (entry)
      JOIN (SELECT v.*, x.event FROM {heard}) v ON v.subject = m.subject AND (v.event = m.event OR v.event = '{s.ANY_ENTRY}' AND m.scope = 'case')"""
    yield f"""
      SELECT v.about, v.subject, v.rule, u.file, u.sheet, u."row"
      FROM unclear_{kind} u
      JOIN (SELECT v.*, x.event FROM {heard}) v ON v.subject = u.subject AND (v.event = u.event OR v.event = '{s.ANY_ENTRY}' AND u.scope = 'case')"""
    yield f"""
      SELECT v.about, v.subject, v.rule, r.file, r.sheet, r."row"
      FROM (SELECT DISTINCT v.about, v.subject, v.rule FROM {heard} AND x.event IN ('roll', {", ".join(f"'{e}'" for e in ROLL_EVENTS)})) v
      JOIN subjects_{kind} b USING (subject) JOIN roll r ON r.roll = b.roll"""
    yield f"""
      SELECT v.about, v.subject, v.rule, a.file, a.sheet, a."row"
      FROM (SELECT v.*, x.event FROM {heard}) v
      JOIN members_{kind} m ON m.subject = v.subject AND m.event = v.event AND m.sure AND m.event IN ('attended_after_notice', {", ".join(f"'{e}'" for e in FROM_MARKS)})
      JOIN attendance a ON a.school = m.school AND a.pupil = m.pupil AND a.date = DATE '1970-01-01' + m.day"""
    if kind == "case":
        for name, shown in SHOWN.items():
            yield f"""
      SELECT v.about, v.subject, v.rule, e.file, e.sheet, e."row"
      FROM (SELECT v.*, x.event FROM {heard} AND x.event = '{name}') v
      JOIN subjects_case b USING (subject) JOIN members_case m USING (subject) JOIN events e USING (entry)
      LEFT JOIN ({USUAL_TAGS}) u ON u.school = m.school AND u.year = {OF_YEAR} WHERE {IN_LOG} AND {shown}"""
    if kind == "la_child":
        listed = ", ".join(f"'{e}'" for e in ("la_notified", *CERTAIN, *OF_REGISTER))
        yield f"""
      SELECT v.about, v.subject, v.rule, g.file, g.sheet, g."row"
      FROM (SELECT DISTINCT v.about, v.subject, v.rule FROM {heard} AND x.event IN ({listed})) v
      JOIN subjects_la_child b USING (subject)
      JOIN la_register g ON g.school = b.school AND g.pupil = b.pupil AND g.from_day = b.win_from WHERE g.file IS NOT NULL"""
    on_register, joined = OF_THE_REGISTER.get(kind, ((), ""))
    if set(on_register) & set(named):
        yield f"""
      SELECT v.about, v.subject, v.rule, g.file, g.sheet, g."row"
      FROM (SELECT DISTINCT v.about, v.subject, v.rule FROM {heard} AND x.event IN ({", ".join(f"'{name}'" for name in on_register)})) v
      JOIN subjects_{kind} b USING (subject) {joined}"""
    if kind == "school":
        yield f"""
      SELECT v.about, v.subject, v.rule, a.file, a.sheet, a."row"
      FROM (SELECT v.*, x.event FROM {heard} AND x.event = 'invalid_marks') v
      JOIN subjects_school b USING (subject)
      JOIN attendance a ON a.school = b.school AND a.date - {EPOCH} BETWEEN b.win_from AND least(b.win_to, b.on_day)
      -- told of each code and day once, not of each mark
      SEMI JOIN (
        FROM (SELECT DISTINCT code, date FROM attendance) m WHERE m.code IN (SELECT code FROM codes)
          AND NOT EXISTS (FROM codes c WHERE c.code = m.code AND m.date BETWEEN coalesce(c.valid_from, m.date) AND coalesce(c.valid_to, m.date))
      ) i ON i.code = a.code AND i.date = a.date
      QUALIFY row_number() OVER (PARTITION BY v.subject, v.rule ORDER BY a.date, a.file, a.sheet, a."row") <= {MOST_MARKS}"""
    if kind == "leaver":
        yield f"""
      SELECT v.about, v.subject, v.rule, a.file, a.sheet, a."row"
      FROM (SELECT v.*, x.event FROM {heard} AND x.event = 'marks_after_off_roll') v
      JOIN subjects_leaver b USING (subject) JOIN spells s ON s.roll = b.roll
      JOIN attendance a ON a.school = b.school AND a.pupil = b.pupil AND a.date >= s.leaving_date AND a.date <= b.on_date
        AND a.date - {EPOCH} < s.next_entry_day AND a.code NOT IN {NOT_MADE}
      QUALIFY row_number() OVER (PARTITION BY v.subject, v.rule ORDER BY a.date, a.file, a.sheet, a."row") <= {MOST_MARKS}"""
        yield f"""
      SELECT v.about, v.subject, v.rule, a.file, a.sheet, a."row"
      FROM (SELECT v.*, x.event FROM {heard} AND x.event = 'present_on_leaving_day') v
      JOIN subjects_leaver b USING (subject)
      JOIN attendance a ON a.school = b.school AND a.pupil = b.pupil AND a.date = DATE '1970-01-01' + b.own_day"""


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
