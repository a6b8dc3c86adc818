"""Measured numbers about how the registers are kept, each as SQL that gives `subject, lo, hi` over facts (see numbers.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, SCHOOL_YEAR
from ehe_rules.facts.marks.exceptions import ON_STAY
from ehe_rules.facts.record.leaving import compulsory_age_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import duckdb

STALE_AFTER = 5
"""School days within which the code N is replaced (reg 10(7) to (9))."""

RETURN_DAYS = 5
"""Days, and leniently school days, within which a new pupil's return is made (reg 13(1))."""

_ASOF = f"({EPOCH} + f.attendance_asof)"


def _marks_n(facts: str, low: str, high: str) -> str:
    """Return SQL: marks N of the current school year of which `low` (surely) or `high` (perhaps) holds.

    `d` is the day of the mark, `z` the last day of which the attendance tells.
    """
    return f"""
    SELECT f.subject, count(*) FILTER (m.code IS NOT NULL AND {low}) AS lo, count(*) FILTER (m.code IS NOT NULL AND {high}) AS hi
    FROM {facts} f
    LEFT JOIN days z ON z.school = f.school AND z.day = f.attendance_asof
    LEFT JOIN (SELECT school, pupil, date, code FROM attendance WHERE code = 'N') m ON m.school = f.school AND m.pupil = f.pupil
      AND m.date <= {_ASOF} AND {SCHOOL_YEAR.format("m.date")} = {SCHOOL_YEAR.format(_ASOF)} AND m.date - {EPOCH} >= f.open_day
    LEFT JOIN days d ON d.school = f.school AND d.date = m.date
    WHERE f.marks_supplied GROUP BY f.subject"""


def _stale(facts: str) -> str:
    return _marks_n(
        facts,
        f"coalesce(z.n_lo - d.n_hi > {STALE_AFTER}, false)",
        f"coalesce(z.n_hi - d.n_lo > {STALE_AFTER}, true)",
    )


# Of compulsory school age from the month's first day to its last.
_YOUNG_FIRST, _ = compulsory_age_sql("s.date_of_birth", "w.first_date")
_, _OLD_LAST = compulsory_age_sql("s.date_of_birth", "w.last_date")


# The day of the audit and of the export may not be over. For certain due are only the sessions of pupils with some mark in the
# month, up to the school's last mark: an export may leave a class out, and may be older than it says.
_REGISTERS = f"""
WITH w AS (
  SELECT subject, school, open_day, least(own_day, on_day - 1, attendance_asof - 1) AS last_day,
    {EPOCH} + open_day AS first_date, {EPOCH} + own_day AS last_date
  FROM {{facts}} WHERE marks_supplied AND roll_supplied),
open_days AS MATERIALIZED (
  SELECT w.subject, w.school, d.day, d.n, coalesce(d.day BETWEEN o.first_day AND o.last_mark, false) AS among_marks
  FROM w JOIN days d ON d.school = w.school AND d.school_day AND d.n_lo = d.n_hi AND d.day BETWEEN w.open_day AND w.last_day
  LEFT JOIN mark_spans o ON o.school = w.school),
held AS MATERIALIZED (
  SELECT w.subject, s.roll, greatest(s.entry_day, w.open_day) AS from_day,
    least(s.left_day - 1, s.next_entry_day - 1, w.last_day) AS to_day, s.date_of_birth IS NOT NULL AND s.entry_date IS NOT NULL AND NOT s.leaving_unknown AS certain
  FROM w JOIN spells s ON s.school = w.school AND s.entry_day <= w.last_day AND least(s.left_day, s.next_entry_day) > w.open_day
  WHERE coalesce(s.enrolment, '') <> 'guest' AND NOT coalesce({_YOUNG_FIRST} OR {_OLD_LAST}, false)),
lacking AS (
  SELECT o.subject, m.roll, sum(2 - m.made) AS sessions
  FROM exceptions m JOIN mark_stays k USING (roll) JOIN open_days o ON o.school = k.school AND o.n = m.n GROUP BY o.subject, m.roll),
spans AS (SELECT subject, min(n) AS first_n, max(n) AS last_n FROM open_days GROUP BY subject),
made_of AS (
  SELECT h.subject, h.roll, 2 * {ON_STAY.format(from_n="o.first_n", to_n="o.last_n", k="k")} - coalesce(l.sessions, 0) AS sessions
  FROM held h JOIN spans o USING (subject) JOIN mark_stays k USING (roll)
  LEFT JOIN lacking l ON l.subject = h.subject AND l.roll = h.roll),
-- Most pupils are on roll from a month's first day to its last: its days are counted once for all of them.
days_of AS (
  SELECT h.subject, h.from_day, h.to_day, 2 * count(*) AS most, 2 * count(*) FILTER (o.among_marks) AS among_marks
  FROM (SELECT DISTINCT subject, from_day, to_day FROM held) h
  JOIN open_days o ON o.subject = h.subject AND o.day BETWEEN h.from_day AND h.to_day GROUP BY ALL)
SELECT w.subject, coalesce(sum(d.most), 0) AS due, coalesce(sum(d.among_marks) FILTER (h.certain AND m.sessions > 0), 0) AS surely_due,
  coalesce(sum(m.sessions), 0) AS made, coalesce(sum(m.sessions) FILTER (h.certain), 0) AS made_of_certain
FROM w LEFT JOIN held h USING (subject)
LEFT JOIN days_of d ON d.subject = h.subject AND d.from_day = h.from_day AND d.to_day = h.to_day
LEFT JOIN made_of m ON m.subject = h.subject AND m.roll = h.roll GROUP BY w.subject"""


def build_registers(con: duckdb.DuckDBPyConnection, facts: str, measures: Collection[str]) -> None:
    """Make `<facts>_registers` if a measure asks for it: for each subject of the table `facts` the sessions due, and those marked.

    Columns: subject, due, surely_due, made, made_of_certain: sessions of pupils of compulsory school age, guests apart. The pupils
    of whom sessions are surely due are those of `made_of_certain`.
    """
    if {"sessions_due", "unmarked_sessions"} & set(measures):
        con.execute(f"CREATE OR REPLACE TABLE {facts}_registers AS {_REGISTERS.format(facts=facts)}")


def _due(facts: str) -> str:
    return f"SELECT subject, due AS lo, due AS hi FROM {facts}_registers"


def _unmarked(facts: str) -> str:
    return f"SELECT subject, greatest(surely_due - made_of_certain, 0) AS lo, due - made AS hi FROM {facts}_registers"


_YEAR_GROUP = """coalesce(CAST(nullif(regexp_extract(s.year_group, '([0-9]+)', 1), '') AS INTEGER),
  CASE WHEN regexp_matches(lower(trim(s.year_group)), '^(r|n|rec|nur|reception|nursery)') THEN 0 END)"""

_YOUNG, _OLD = compulsory_age_sql("s.date_of_birth", "s.entry_date")

# Who began in the most junior class on the first day of a school year (or before it) needs no return; a child who comes back
# after home education has a rule of their own.
_STARTERS = f"""
  SELECT f.subject, s.roll, s.school, s.pupil, s.entry_day,
    greatest(s.entry_day, coalesce(s.entry_entered - {EPOCH}, s.entry_day)) AS entered_day, f.events_asof
  FROM {{facts}} f
  JOIN spells s ON s.school = f.school AND s.entry_day BETWEEN f.open_day AND least(f.own_day, f.on_day)
  JOIN (SELECT s.school, min({_YEAR_GROUP}) AS year FROM spells s GROUP BY s.school) j ON j.school = s.school
  LEFT JOIN (SELECT school, {SCHOOL_YEAR.format("date")} AS year, min(date) AS date FROM days
             WHERE school_day AND n_lo = n_hi GROUP BY ALL) b ON b.school = s.school AND b.year = {SCHOOL_YEAR.format("s.entry_date")}
  WHERE f.roll_supplied AND coalesce(s.enrolment, '') <> 'guest' AND NOT coalesce({_YOUNG} OR {_OLD}, false)
    AND NOT coalesce(s.entry_date <= b.date AND {_YEAR_GROUP} - {SCHOOL_YEAR.format("s.on_date")} + {SCHOOL_YEAR.format("s.entry_date")} <= j.year, b.date IS NULL)
    AND NOT EXISTS (FROM spells x WHERE x.school = s.school AND x.pupil = s.pupil AND x.spell_no = s.spell_no - 1 AND x.ehe = 'yes')"""

# Late only when later than five days of either kind. `logged`: the school logs such returns of others than those who come
# from home education, whose returns stand in a log for another reason.
_LATE = f"""
  SELECT t.*, z.n_lo - d.n_hi > {RETURN_DAYS} AS over,
    (SELECT min(e.day) FROM entries e WHERE e.school = t.school AND e.pupil = t.pupil AND e.event = 'la_return_made'
       AND coalesce(e.outcome, 'new_pupil') = 'new_pupil' AND e.day >= t.entry_day - 60) AS returned_day,
    t.school IN (
      SELECT e.school FROM entries e JOIN spells x ON x.school = e.school AND x.pupil = e.pupil
      LEFT JOIN entries h ON h.school = e.school AND h.pupil = e.pupil
        AND (h.event = 'ehe_history_recorded' OR h.event = 'education_history_recorded' AND h.outcome = 'ehe')
      WHERE e.event = 'la_return_made' AND e.outcome = 'new_pupil'
      GROUP BY e.school, e.pupil
      HAVING NOT bool_or(x.ehe = 'yes' OR coalesce(lower(x.previous_ehe), '') = 'yes' OR h.entry IS NOT NULL)) AS logged
  FROM ({_STARTERS}) t
  JOIN days d ON d.school = t.school AND d.day = t.entered_day
  JOIN days z ON z.school = t.school AND z.day = t.events_asof
  WHERE t.events_asof > t.entered_day + {RETURN_DAYS}"""


def _starters(facts: str) -> str:
    return f"""
    SELECT f.subject, count(t.roll) AS lo, count(t.roll) AS hi
    FROM {facts} f LEFT JOIN ({_LATE.format(facts=facts)}) t ON t.subject = f.subject AND t.over
    WHERE f.roll_supplied GROUP BY f.subject"""


def _not_returned(facts: str) -> str:
    """Return SQL: starters whose return was not made in time; one that logs none may make them elsewhere."""
    return f"""
    WITH judged AS (
      SELECT t.subject, t.logged, NOT coalesce(t.returned_day <= t.entered_day + {RETURN_DAYS} OR r.n_lo - d.n_hi <= {RETURN_DAYS}, false) AS missing
      FROM ({_LATE.format(facts=facts)}) t
      JOIN days d ON d.school = t.school AND d.day = t.entered_day
      LEFT JOIN days r ON r.school = t.school AND r.day = t.returned_day
      WHERE t.over)
    SELECT f.subject, count(*) FILTER (j.missing AND j.logged) AS lo, count(*) FILTER (j.missing) AS hi
    FROM {facts} f LEFT JOIN judged j USING (subject) WHERE f.roll_supplied GROUP BY f.subject"""


SQL: dict[str, Callable[[str], str]] = {
    "n_marks": lambda facts: _marks_n(facts, "true", "true"),
    "stale_n_marks": _stale,
    "sessions_due": _due,
    "unmarked_sessions": _unmarked,
    "starters": _starters,
    "starters_not_returned": _not_returned,
}
"""The numbers, by name of the measure; none reads a term of the facts."""
