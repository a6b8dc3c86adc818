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
WITH letters AS (SELECT DISTINCT school, pupil, date FROM events WHERE event = 'notification_received' AND pupil IS NOT NULL),
ends AS (SELECT DISTINCT school, pupil, date FROM events WHERE event IN ('notification_withdrawn', 'risk_resolved') AND pupil IS NOT NULL),
days AS (
  SELECT w.entry, w.school, w.pupil, w.date, max(b.date) AS before
  FROM events w JOIN letters l ON l.school = w.school AND l.pupil = w.pupil AND l.date = w.date
  JOIN letters b ON b.school = w.school AND b.pupil = w.pupil AND b.date < w.date
  WHERE w.event = 'notification_withdrawn' GROUP BY ALL)
SELECT d.entry FROM days d
WHERE NOT EXISTS (FROM ends e WHERE e.school = d.school AND e.pupil = d.pupil AND e.date >= d.before AND e.date < d.date)
  AND NOT EXISTS (FROM roll r WHERE r.school = d.school AND r.pupil = d.pupil AND r.entry_date > d.before AND r.entry_date <= d.date)
ORDER BY d.entry"""
