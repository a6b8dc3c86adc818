"""SQL for the rows that stand behind verdicts: about, subject, rule, file, sheet, row; of marks the first `MOST_MARKS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH
from ehe_rules.facts.known import ROLL_EVENTS
from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.marks.half_days import NOT_MADE
from ehe_rules.facts.measures.numbers_of_entries import IN_LOG, OF_YEAR, SHOWN, USUAL_TAGS
from ehe_rules.facts.measures.of_authority import PLAIN as OF_REGISTER
from ehe_rules.facts.record.register import SHOWN as OF_THE_REGISTER
from ehe_rules.facts.subjects.authority import CERTAIN
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MOST_MARKS = 20
"""So many marks at most are named as evidence for one verdict: the first."""


def places_sql(kind: str, named: Collection[str]) -> Iterator[str]:
    """Give one statement after another for a kind of subject; `named`: the events and measures that its rules speak of (`rule_events`)."""
    heard = f"verdicts v JOIN rule_events x ON x.rule = v.rule AND x.about = '{kind}' WHERE v.about = '{kind}' AND v.status <> 'not_applicable'"
    yield from _of_entries(kind, heard)
    yield from _of_rolls(kind, heard, named)
    yield from _of_marks(kind, heard)


def _of_entries(kind: str, heard: str) -> Iterator[str]:
    """Give SQL: what was logged, clearly or not, and what a case's measures of its log show."""
    yield f"""
      SELECT v.about, v.subject, v.rule, e.file, e.sheet, e."row"
      FROM members_{kind} m JOIN events e USING (entry)
      JOIN (SELECT v.*, x.event FROM {heard}) v ON v.subject = m.subject AND (v.event = m.event OR v.event = '{s.ANY_ENTRY}' AND m.scope = 'case')"""
    yield f"""
      SELECT v.about, v.subject, v.rule, u.file, u.sheet, u."row"
      FROM unclear_{kind} u
      JOIN (SELECT v.*, x.event FROM {heard}) v ON v.subject = u.subject AND (v.event = u.event OR v.event = '{s.ANY_ENTRY}' AND u.scope = 'case')"""
    if kind == "case":
        for name, shown in SHOWN.items():
            yield f"""
      SELECT v.about, v.subject, v.rule, e.file, e.sheet, e."row"
      FROM (SELECT v.*, x.event FROM {heard} AND x.event = '{name}') v
      JOIN subjects_case b USING (subject) JOIN members_case m USING (subject) JOIN events e USING (entry)
      LEFT JOIN ({USUAL_TAGS}) u ON u.school = m.school AND u.year = {OF_YEAR} WHERE {IN_LOG} AND {shown}"""


def _of_rolls(kind: str, heard: str, named: Collection[str]) -> Iterator[str]:
    """Give SQL: rows of the roll, of an authority's register and of the trust's."""
    yield f"""
      SELECT v.about, v.subject, v.rule, r.file, r.sheet, r."row"
      FROM (SELECT DISTINCT v.about, v.subject, v.rule FROM {heard} AND x.event IN ('roll', {", ".join(f"'{e}'" for e in ROLL_EVENTS)})) v
      JOIN subjects_{kind} b USING (subject) JOIN roll r ON r.roll = b.roll"""
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


def _of_marks(kind: str, heard: str) -> Iterator[str]:
    """Give SQL: marks that date an event, that no code stands for, and that were made of a leaver."""
    yield f"""
      SELECT v.about, v.subject, v.rule, a.file, a.sheet, a."row"
      FROM (SELECT v.*, x.event FROM {heard}) v
      JOIN members_{kind} m ON m.subject = v.subject AND m.event = v.event AND m.sure AND m.event IN ('attended_after_notice', {", ".join(f"'{e}'" for e in FROM_MARKS)})
      JOIN attendance a ON a.school = m.school AND a.pupil = m.pupil AND a.date = DATE '1970-01-01' + m.day"""
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
