"""Attendance marks day by day: one row for each pupil on roll and day with a mark, and what stands after a leaving.

Each table is one pass over `attendance`, made only where a rule needs it; all else rests on these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER
from ehe_rules.facts.record.exported import EXPORTED

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

NOT_MADE = ("-", "#", "Z")
"""Cells of a register that say nothing of the pupil: no mark made, school closed as planned, not yet on the register."""

VALID = "m.date >= coalesce(c.valid_from, m.date) AND m.date <= coalesce(c.valid_to, m.date)"
"""SQL: the code `c` was in force on the day of the mark `m`."""

ATTENDED = "('PRES', 'AEA')"
"""Classes of codes under which a pupil counts as attending."""

ON_RUNS = frozenset(
    {
        "cme_run_at_check",
        "deletion_run_at_check",
        "deletion_run_at_off_roll",
        "ten_day_pupils",
        "ten_day_absence",
        "unauthorised_run",
        "unauthorised_run_without_u",
        "longest_unauthorised_run",
        "longest_unauthorised_run_without_u",
    }
)
ON_SESSIONS = frozenset(
    {
        "attendance_rate",
        "recent_attendance_rate",
        "attendance_fall",
        "persistent_absence",
        "severe_absence",
        "unauthorised_sessions",
        "illness_sessions",
        "illness_spells",
        "anxiety_sessions",
        "early_signs",
        "illness_pattern",
        "anxiety_pattern",
        "penalty_threshold_reached",
    }
)
ON_DAYS = (
    ON_RUNS
    | ON_SESSIONS
    | {
        "days_absent_after_leave",
        "unmarked_sessions_since_notice",
        "sick_fifteen_days",
        "unmarked_sessions",
        "sessions_due",
        "first_c2_mark",
    }
)
AFTER_LEAVING = frozenset({"marks_after_off_roll", "present_on_leaving_day"})
"""Measures and derived events that rest on `absence_runs`, on `day_sessions`, on `day_marks`, and on `marks_after_leaving`."""


def build_marks(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> None:
    """Make the tables of marks that the measures and derived events in `names` rest on."""
    from ehe_rules.facts.marks.runs import build_runs  # noqa: PLC0415 - it builds on this module
    from ehe_rules.facts.marks.sessions import build_sessions  # noqa: PLC0415 - as above

    if ON_DAYS & set(names):
        build_day_marks(con)
    if ON_RUNS & set(names):
        build_runs(con)
    if ON_SESSIONS & set(names):
        build_sessions(con)
    if AFTER_LEAVING & set(names):
        con.execute(f"CREATE OR REPLACE TABLE marks_after_leaving AS {_AFTER_LEAVING}")


def build_day_marks(con: duckdb.DuckDBPyConnection) -> None:
    """Make `day_marks` and `mark_spans`.

    - `day_marks(roll, day, school_day, n, sessions, present, activity, authorised, unauthorised, not_possible, unclear, u, i)`:
      a row for each spell on roll and day with a mark, before the leaving date and by the audit date. `sessions`
      of the day with a mark (0 to 2; `-` is none, `#` and `Z` are). `present` to `unclear`: 1 where a mark's code is of that
      class on that day, else 0 (`activity` approved educational activity, `unclear` without a class); `u` likewise for the
      code U alone. `i` counts the marks I.
    - `mark_spans(school, first_n, last_n, first_day, last_day)`: the school days, by number and date, from the school's
      first mark in the calendar to the audit date or the day the attendance was exported; no row where there is none.
    """
    con.execute(f"CREATE OR REPLACE TABLE day_marks AS {_DAY_MARKS}")
    con.execute(f"CREATE OR REPLACE TABLE mark_spans AS {_MARK_SPANS}")


_MEANS = {
    "present": "c.class = 'PRES'",
    "activity": "c.class = 'AEA'",
    "authorised": "c.class = 'AUTH'",
    "unauthorised": "c.class = 'UNAUTH'",
    "not_possible": "c.class = 'NPA'",
    "unclear": f"c.class IS NULL AND m.code NOT IN {NOT_MADE}",
    "u": "m.code = 'U'",
}
"""SQL: what a code can mean on a day (m, and c its row of `codes`)."""

# Bits of one number, so that a day's marks are put together in one pass: 1 and 2 for the sessions, then what codes mean.
_BITS = {name: 4 << place for place, name in enumerate(_MEANS)}

_DAY_MARKS = f"""
WITH meant AS (
  SELECT m.code, m.date, {" + ".join(f"CASE WHEN {test} THEN {_BITS[name]} ELSE 0 END" for name, test in _MEANS.items())} AS bits,
    CASE WHEN m.code = '-' THEN 0 ELSE 1 END AS made
  FROM (SELECT DISTINCT code, date FROM attendance) m LEFT JOIN codes c ON c.code = m.code AND {VALID}),
of_session AS (
  SELECT code, date, CAST(bits + made AS USMALLINT) AS morning, CAST(bits + 2 * made AS USMALLINT) AS afternoon FROM meant),
counted AS (
  SELECT s.roll, m.date, bit_or(CASE WHEN m.session = 'AM' THEN x.morning ELSE x.afternoon END) AS bits,
    count(CASE WHEN m.code = 'I' THEN 1 END) AS i
  FROM attendance m JOIN of_session x ON x.code = m.code AND x.date = m.date
  JOIN spells s ON s.school = m.school AND s.pupil = m.pupil AND m.date <= s.on_date
    AND m.date - {EPOCH} >= s.entry_day AND m.date - {EPOCH} < least(s.left_day, s.next_entry_day)
  GROUP BY s.roll, m.date)
SELECT CAST(x.roll AS INTEGER) AS roll, d.day, coalesce(d.school_day AND d.n_lo = d.n_hi, false) AS school_day, d.n,
  CAST(bit_count(x.bits & 3) AS UTINYINT) AS sessions,
  {", ".join(f"CAST(CASE WHEN x.bits & {bit} > 0 THEN 1 ELSE 0 END AS UTINYINT) AS {name}" for name, bit in _BITS.items())},
  CAST(least(x.i, 255) AS UTINYINT) AS i
FROM counted x JOIN spells s USING (roll) JOIN days d ON d.school = s.school AND d.date = x.date"""

_MARK_SPANS = f"""
SELECT d.school, min(d.n) AS first_n, max(d.n) AS last_n, min(d.day) AS first_day, max(d.day) AS last_day
FROM days d JOIN audit a USING (school) JOIN ({EXPORTED}) x USING (school)
JOIN (SELECT s.school, min(m.day) AS day FROM day_marks m JOIN spells s USING (roll) WHERE m.school_day AND m.sessions > 0
      GROUP BY s.school) f USING (school)
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
