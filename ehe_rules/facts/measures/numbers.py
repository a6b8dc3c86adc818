"""Measured numbers: each as SQL that gives `subject, lo, hi` over the facts so far (f); what it leaves out is not known.

`NUMBER_NEEDS` names the terms that a number reads; marks.py says which tables of marks it rests on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER
from ehe_rules.facts.marks.half_days import VALID
from ehe_rules.facts.measures import numbers_of_cases as of_cases
from ehe_rules.facts.measures import numbers_of_entries as of_entries
from ehe_rules.facts.measures import numbers_of_periods as of_periods
from ehe_rules.facts.measures import numbers_of_registers as registers
from ehe_rules.facts.measures import numbers_of_return as of_return
from ehe_rules.facts.measures import numbers_of_runs as of_runs
from ehe_rules.facts.measures import numbers_of_sessions as of_sessions
from ehe_rules.facts.measures.signs import early_signs
from ehe_rules.facts.record.leaving import compulsory_age_sql
from ehe_rules.rulebook.syntax import EventRef, Number

if TYPE_CHECKING:
    from collections.abc import Callable

    from ehe_rules.facts.terms import TermList

CHECK = EventRef("cme_threshold_applied", (), "last")
NOTICE = EventRef("notification_received", (), "last")
LEAVE_ENDS = EventRef("leave_granted", (), "until")
TEN_DAYS = 10

NUMBER_NEEDS: dict[str, tuple[EventRef, ...]] = {
    "cme_run_at_check": (CHECK,),
    "deletion_run_at_check": (CHECK,),
    "deletion_run_at_off_roll": (),
    "days_absent_after_leave": (LEAVE_ENDS,),
    "marks_after_off_roll": (),
    "unmarked_sessions_since_notice": (NOTICE,),
    "session_marks": (),
    "invalid_marks": (),
    "ten_day_pupils": (),
    **dict.fromkeys(registers.SQL, ()),
    **dict.fromkeys(of_periods.SQL, ()),
    **of_cases.NEEDS,
    **of_entries.NEEDS,
    **dict.fromkeys((*of_sessions.SQL, *of_runs.LONGEST, *of_runs.STANDING, "early_signs"), ()),
    **of_return.NEEDS,
}


def number_columns(number: Number, terms: TermList) -> list[str]:
    """Return SQL: bounds of a measured number (alias: the term's prefix, joined by `number_join`)."""
    p = terms.prefix(number)
    return [
        f"CAST(coalesce({p}.lo, 0) AS INTEGER) AS {p}_lo",
        f"CAST(coalesce({p}.hi, {NEVER}) AS INTEGER) AS {p}_hi",
        *([f"{p}.signs AS {p}_signs"] if number.name == "early_signs" else []),
    ]


def number_join(number: Number, terms: TermList, facts: str) -> str:
    """Return SQL: the join that brings a number's bounds, over the table `facts`."""
    name = number.name or ""
    asked = tuple(terms.prefix(t) for t in NUMBER_NEEDS[name])
    return f"LEFT JOIN ({_SQL[name](facts, *asked)}) {terms.prefix(number)} ON {terms.prefix(number)}.subject = f.subject"


def _run_at(facts: str, day: str, codes: str) -> str:
    """Return SQL: the run as it stood on a day (an expression over f; NULL = not known), while the pupil was on this roll row."""
    return f"""
    SELECT f.subject, coalesce(r.shortest, 0) AS lo, CASE WHEN r.open THEN {NEVER} ELSE coalesce(r.longest, 0) END AS hi
    FROM (SELECT subject, school, roll, marks_supplied, roll_known, {day} AS at_day FROM {facts}) f
    JOIN spells s ON s.roll = f.roll AND f.at_day >= s.entry_day AND f.at_day < s.left_day AND f.at_day < s.next_entry_day
    JOIN days d ON d.school = f.school AND d.day = f.at_day AND d.n_lo = d.n_hi
    JOIN mark_spans p ON p.school = f.school AND d.n BETWEEN p.first_n AND p.last_n
    LEFT JOIN absence_runs r ON r.roll = f.roll AND r.n = d.n AND r.codes = '{codes}'
    WHERE f.marks_supplied AND f.roll_known"""


def _at_check(codes: str) -> Callable[..., str]:
    return lambda facts, p: _run_at(
        facts, f"CASE WHEN {p}_lo = {p}_hi AND {p}_hi < {NEVER} THEN {p}_hi END", codes
    )


def _at_off_roll(facts: str) -> str:
    return _run_at(facts, f"CASE WHEN left_day < {NEVER} THEN left_day - 1 END", "GNO")


def _standing(codes: str) -> Callable[..., str]:
    return lambda facts: _run_at(facts, of_runs.BEFORE, codes)


def _after_leave(facts: str, p: str) -> str:
    return f"""
    WITH span AS (
      SELECT f.subject, f.roll, u.n AS until_n, greatest(l.n - u.n, 0) AS total
      FROM {facts} f
      JOIN days u ON u.school = f.school AND u.day = f.{p}_hi AND f.{p}_lo = f.{p}_hi AND u.n_lo = u.n_hi
      JOIN days l ON l.school = f.school AND l.day = f.left_day - 1 AND l.n_lo = l.n_hi
      WHERE f.marks_supplied AND f.roll_known),
    marked AS (
      SELECT s.subject, count(*) AS days, bool_or(m.present + m.activity + m.u > 0) AS came,
        count(*) FILTER (m.authorised + m.not_possible + m.unclear > 0) AS excused
      FROM span s JOIN day_marks m ON m.roll = s.roll AND m.school_day AND m.n > s.until_n
      WHERE m.present + m.activity + m.authorised + m.unauthorised + m.not_possible + m.unclear > 0
      GROUP BY s.subject)
    SELECT s.subject,
      CASE WHEN m.came OR coalesce(m.days, 0) < s.total THEN 0 ELSE s.total - coalesce(m.excused, 0) END AS lo,
      CASE WHEN m.came THEN 0 ELSE s.total END AS hi
    FROM span s LEFT JOIN marked m USING (subject)"""


def _after_off_roll(facts: str) -> str:
    return f"""
    SELECT f.subject, coalesce(m.marks, 0) AS lo, coalesce(m.marks, 0) AS hi
    FROM {facts} f LEFT JOIN marks_after_leaving m ON m.roll = f.roll WHERE f.marks_supplied AND f.left_day < {NEVER}"""


def _unmarked(facts: str, p: str) -> str:
    return f"""
    WITH span AS (
      SELECT f.subject, f.roll, f.roll_known, a.n AS after_n, greatest(z.n - a.n, 0) AS days
      FROM {facts} f JOIN spells s ON s.roll = f.roll
      JOIN days a ON a.school = f.school AND a.day = greatest(f.{p}_hi, s.entry_day - 1) AND f.{p}_lo = f.{p}_hi AND a.n_lo = a.n_hi
      JOIN days z ON z.school = f.school AND z.day = least(s.left_day, s.next_entry_day, f.on_day, f.attendance_asof) - 1
        AND z.n_lo = z.n_hi
      LEFT JOIN mark_spans p ON p.school = f.school
      -- Of days before the school's first mark the export says nothing.
      WHERE f.marks_supplied AND (z.n <= a.n OR a.n + 1 >= p.first_n)),
    marked AS (
      SELECT s.subject, sum(m.sessions) AS sessions
      FROM span s JOIN day_marks m ON m.roll = s.roll AND m.school_day AND m.n > s.after_n AND m.n <= s.after_n + s.days
      GROUP BY s.subject)
    SELECT s.subject, CASE WHEN s.roll_known THEN 2 * s.days - coalesce(m.sessions, 0) ELSE 0 END AS lo,
      2 * s.days - coalesce(m.sessions, 0) AS hi
    FROM span s LEFT JOIN marked m USING (subject)
    UNION ALL SELECT f.subject, 0, 0 FROM {facts} f WHERE f.marks_supplied AND f.{p}_lo >= {NEVER}"""


def _marks_of_year(facts: str, which: str) -> str:
    """Return SQL: how many marks of the school in the subject's window are such (over mark m and the code c in force that day)."""
    return f"""
    WITH of_code AS (SELECT school, date, code, count(*) AS marks FROM attendance GROUP BY school, date, code),
    counted AS (
      SELECT m.school, CAST(m.date - {EPOCH} AS INTEGER) AS day, sum(m.marks) AS marks
      FROM of_code m LEFT JOIN codes c ON c.code = m.code AND {VALID} WHERE {which} GROUP BY m.school, m.date)
    SELECT f.subject, coalesce(sum(i.marks), 0) AS lo, coalesce(sum(i.marks), 0) AS hi
    FROM {facts} f LEFT JOIN counted i ON i.school = f.school AND i.day BETWEEN f.win_from AND least(f.win_to, f.on_day)
    WHERE f.marks_supplied GROUP BY f.subject"""


def _ten_day_pupils(facts: str) -> str:
    young, old = compulsory_age_sql("s.date_of_birth", f"({EPOCH} + r.day)")
    return f"""
    WITH stood AS (
      SELECT f.subject,
        count(DISTINCT s.pupil) FILTER (r.shortest >= {TEN_DAYS} AND s.date_of_birth IS NOT NULL) AS lo,
        count(DISTINCT s.pupil) AS hi
      FROM {facts} f JOIN spells s ON s.school = f.school
      JOIN absence_runs r ON r.roll = s.roll AND r.codes = 'GNOU' AND r.longest >= {TEN_DAYS} AND r.day BETWEEN f.open_day AND f.own_day
      WHERE NOT coalesce({young} OR {old}, false) AND coalesce(s.enrolment, '') <> 'guest' GROUP BY f.subject)
    SELECT f.subject, coalesce(t.lo, 0) AS lo,
      -- Ten school days of the month without any mark of the school could hide such a run.
      CASE WHEN p.first_n - b.n > {TEN_DAYS} THEN {NEVER} ELSE coalesce(t.hi, 0) END AS hi
    FROM {facts} f
    JOIN mark_spans p ON p.school = f.school
    JOIN days b ON b.school = f.school AND b.day = f.open_day - 1
    LEFT JOIN stood t USING (subject)
    WHERE f.marks_supplied AND f.roll_supplied"""


_SQL: dict[str, Callable[..., str]] = {
    "cme_run_at_check": _at_check("GNOU"),
    "deletion_run_at_check": _at_check("GNO"),
    "deletion_run_at_off_roll": _at_off_roll,
    "days_absent_after_leave": _after_leave,
    "marks_after_off_roll": _after_off_roll,
    "unmarked_sessions_since_notice": _unmarked,
    "session_marks": lambda facts: _marks_of_year(facts, "true"),
    # A mark that is no national code at all is a note about the data; what such a cell says is not known.
    "invalid_marks": lambda facts: _marks_of_year(
        facts, "c.code IS NULL AND m.code IN (SELECT code FROM codes)"
    ),
    "ten_day_pupils": _ten_day_pupils,
    **registers.SQL,
    **of_periods.SQL,
    **of_cases.SQL,
    **of_entries.SQL,
    **of_sessions.SQL,
    **of_runs.LONGEST,
    **{name: _standing(codes) for name, codes in of_runs.STANDING.items()},
    "early_signs": early_signs,
    **of_return.SQL,
}
