"""Attendance marks day by day: one row for each pupil on roll and day with a mark, and what stands after a leaving.

Each table is one pass over `attendance`, made only where a rule needs it; all else rests on these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER
from ehe_rules.facts.exported import EXPORTED

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
    }
)
ON_DAYS = ON_RUNS | {"days_absent_after_leave", "unmarked_sessions_since_notice", "sick_fifteen_days"}
AFTER_LEAVING = frozenset({"marks_after_off_roll", "present_on_leaving_day"})
"""Measures and derived events that rest on `absence_runs`, on `day_marks`, and on `marks_after_leaving`."""


def build_marks(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> None:
    """Make the tables of marks that the measures and derived events in `names` rest on."""
    from ehe_rules.facts.runs import build_runs  # noqa: PLC0415 - it builds on this module

    if ON_DAYS & set(names):
        build_day_marks(con)
    if ON_RUNS & set(names):
        build_runs(con)
    if AFTER_LEAVING & set(names):
        con.execute(f"CREATE OR REPLACE TABLE marks_after_leaving AS {_AFTER_LEAVING}")


def build_day_marks(con: duckdb.DuckDBPyConnection) -> None:
    """Make `day_marks` and `mark_spans`.

    - `day_marks(roll, day, school_day, n, sessions, present, activity, authorised, unauthorised, not_possible, unclear, u, i)`:
      a row for each spell on roll and day with a mark, before the leaving date and by the audit date. `sessions`
      of the day with a mark (0 to 2; `-` is none, `#` and `Z` are). The rest count marks: by the class of their code on that
      day (`activity` approved educational activity, `unclear` without a class); `u` and `i` those two codes alone.
    - `mark_spans(school, first_n, last_n, first_day, last_day)`: the school days, by number and date, from the school's
      first mark in the calendar to the audit date or the day the attendance was exported; no row where there is none.
    """
    con.execute(f"CREATE OR REPLACE TABLE day_marks AS {_DAY_MARKS}")
    con.execute(f"CREATE OR REPLACE TABLE mark_spans AS {_MARK_SPANS}")


_DAY_MARKS = f"""
WITH counted AS (
  SELECT s.roll, s.school, m.date,
    bit_or(CASE WHEN m.code = '-' THEN 0 WHEN m.session = 'AM' THEN 1 ELSE 2 END) AS marked,
    count(*) FILTER (c.class = 'PRES') AS present, count(*) FILTER (c.class = 'AEA') AS activity,
    count(*) FILTER (c.class = 'AUTH') AS authorised, count(*) FILTER (c.class = 'UNAUTH') AS unauthorised,
    count(*) FILTER (c.class = 'NPA') AS not_possible,
    count(*) FILTER (c.class IS NULL AND m.code NOT IN {NOT_MADE}) AS unclear,
    count(*) FILTER (m.code = 'U') AS u, count(*) FILTER (m.code = 'I') AS i
  FROM attendance m
  JOIN spells s ON s.school = m.school AND s.pupil = m.pupil AND m.date <= s.on_date
    AND m.date - {EPOCH} >= s.entry_day AND m.date - {EPOCH} < least(s.left_day, s.next_entry_day)
  LEFT JOIN codes c ON c.code = m.code AND {VALID}
  GROUP BY s.roll, s.school, m.date)
SELECT CAST(roll AS INTEGER) AS roll, d.day, coalesce(d.school_day AND d.n_lo = d.n_hi, false) AS school_day, d.n,
  CAST(bit_count(marked) AS UTINYINT) AS sessions,
  {", ".join(f"CAST(least({c}, 255) AS UTINYINT) AS {c}" for c in ("present", "activity", "authorised", "unauthorised", "not_possible", "unclear", "u", "i"))}
FROM counted x JOIN days d ON d.school = x.school AND d.date = x.date"""

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
