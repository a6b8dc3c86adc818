"""Attendance marks day by day: one row for each pupil on roll and day with a mark, and what stands after a leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER
from ehe_rules.facts.marks.half_days import BITS, NOT_MADE, VALID, in_sessions
from ehe_rules.facts.record.exported import EXPORTED

if TYPE_CHECKING:
    import duckdb

ATTENDED = "('PRES', 'AEA')"
"""Classes of codes under which a pupil counts as attending."""


def build_day_marks(con: duckdb.DuckDBPyConnection) -> None:
    """Make the view `day_marks` over `half_days`, and `mark_spans`.

    - `day_marks(roll, day, school_day, n, sessions, present, activity, authorised, unauthorised, not_possible, unclear, u, i)`:
      a row for each spell on roll and day with a mark, before the leaving date and by the audit date. `sessions`
      of the day with a mark (0 to 2; `-` is none, `#` and `Z` are), `i` those with the mark I. `present` to `u`: 1 where a mark of the
      day can mean it, else 0 (half_days.py).
    - `mark_spans(school, first_n, last_n, first_day, last_day, last_mark)`: the school days, by number and date, from the school's
      first mark in the calendar to the audit date or the day the attendance was exported; no row where there is none. `last_mark`:
      the last school day with a mark.
    """
    con.execute(f"CREATE OR REPLACE VIEW day_marks AS {_DAY_MARKS}")
    con.execute(f"CREATE OR REPLACE TABLE mark_spans AS {_MARK_SPANS}")


def build_marks_after_leaving(con: duckdb.DuckDBPyConnection) -> None:
    """Make `marks_after_leaving(roll, marks, present_that_day)`: marks from the leaving date on, and whether one of that day is of presence."""
    con.execute(f"CREATE OR REPLACE TABLE marks_after_leaving AS {_AFTER_LEAVING}")


_CAN_BE = ("present", "activity", "authorised", "unauthorised", "not_possible", "unclear", "u")

_MEANT = ", ".join(
    f"CAST(CASE WHEN (am | pm) & {BITS[name]} > 0 THEN 1 ELSE 0 END AS UTINYINT) AS {name}"
    for name in _CAN_BE
)
_DAY_MARKS = f"""
SELECT roll, day, school_day, n, {in_sessions("made")} AS sessions, {_MEANT}, {in_sessions("i")} AS i
FROM half_days"""


def days_sql(table: str) -> str:
    """Return SQL: roll, n, day and what the marks of the day can mean (as in `day_marks`), of a table with `am` and `pm`."""
    return f"SELECT roll, n, day, {_MEANT} FROM {table}"


_MARK_SPANS = f"""
SELECT d.school, min(d.n) AS first_n, max(d.n) AS last_n, min(d.day) AS first_day, max(d.day) AS last_day, any_value(f.last_mark) AS last_mark
FROM days d JOIN audit a USING (school) JOIN ({EXPORTED}) x USING (school)
JOIN (SELECT s.school, min(m.day) AS day, max(m.last_mark) AS last_mark FROM (
        SELECT roll, min(day) AS day, max(day) AS last_mark FROM day_marks WHERE school_day AND sessions > 0 GROUP BY roll) m
      JOIN spells s USING (roll) GROUP BY s.school) f USING (school)
WHERE d.school_day AND d.n_lo = d.n_hi AND d.day >= f.day AND d.date <= least(a.on_date, coalesce(x.attendance, a.on_date))
GROUP BY d.school"""

# The day that the name came off the roll is the first without a mark.
_AFTER_LEAVING = f"""
SELECT s.roll, count(*) FILTER (m.code NOT IN {NOT_MADE}) AS marks,
  coalesce(bool_or(c.class IN {ATTENDED}) FILTER (m.date = s.leaving_date), false) AS present_that_day
FROM spells s
JOIN attendance m ON m.school = s.school AND m.pupil = s.pupil AND m.date >= s.leaving_date AND m.date <= s.on_date
  AND m.date - {EPOCH} < s.next_entry_day
LEFT JOIN codes c ON c.code = m.code AND {VALID}
WHERE s.left_day < {NEVER} GROUP BY s.roll"""
