"""Letters that were replaced: a parent who takes one back and writes another on the same day has a letter that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def build_replaced(con: duckdb.DuckDBPyConnection) -> None:
    """Make `replaced(entry)`: withdrawals of an earlier letter on the day of a new one.

    Which of the two came first that day no date says. Where a letter of an earlier day stood (neither taken back nor put
    to rest since, and no new entry on roll between), it is the one that was taken back: the new one replaces it, as any second
    letter does. Where none stood, the letter of that very day was taken back.
    """
    con.execute(f"CREATE OR REPLACE TABLE replaced AS {_REPLACED}")


_REPLACED = """
WITH days AS (
  SELECT school, pupil, date, bool_or(event = 'notification_received') AS written, bool_or(event = 'notification_withdrawn') AS taken_back,
    bool_or(event = 'risk_resolved') AS rested
  FROM events WHERE event IN ('notification_received', 'notification_withdrawn', 'risk_resolved') AND pupil IS NOT NULL GROUP BY ALL),
replacing AS (FROM days WHERE written AND taken_back AND NOT rested),
-- The last day before on which not both were said decides whether a letter stood.
stood AS (
  SELECT b.school, b.pupil, b.date, max(d.date) AS since, max_by(d.written AND NOT d.rested, d.date) AS stands
  FROM replacing b JOIN days d ON d.school = b.school AND d.pupil = b.pupil AND d.date < b.date AND NOT (d.written AND d.taken_back AND NOT d.rested)
  GROUP BY ALL)
SELECT e.entry FROM stood s JOIN events e ON e.school = s.school AND e.pupil = s.pupil AND e.date = s.date AND e.event = 'notification_withdrawn'
WHERE s.stands AND NOT EXISTS (
  FROM roll r WHERE r.school = s.school AND r.pupil = s.pupil AND r.entry_date > s.since AND r.entry_date <= s.date)
ORDER BY e.entry"""
