"""Attendance before a day: half days attended, of those possible, over the last weeks in which the school was open."""

from __future__ import annotations

from ehe_rules.facts.constants import EPOCH

SCHOOL_WEEKS = 6
"""How many weeks are looked back over: about half a term; a week counts if the school was open in it."""

A_YEAR = 366
"""How many days back those weeks are looked for."""


def attended_before(source: str) -> str:
    """Return SQL (common tables, the last `attendances`) over a relation with school, pupil and `first_day`.

    `attendances(school, pupil, first_day, from_date, attended, possible)`: the week of `first_day` counts as far as it had gone.
    Possible are the sessions marked present, away on approved activity or absent; a session marked twice
    counts once. Pupils without such a mark have no row.
    """
    return f"""
weeks AS (
  SELECT s.school, s.first_day, date_trunc('week', d.date) AS week
  FROM (SELECT DISTINCT school, first_day FROM {source}) s
  JOIN days d ON d.school = s.school AND d.school_day AND d.day BETWEEN s.first_day - {A_YEAR} AND s.first_day - 1
  QUALIFY dense_rank() OVER (PARTITION BY s.school, s.first_day ORDER BY week DESC) <= {SCHOOL_WEEKS}),
spans AS (
  SELECT school, first_day, CAST(min(week) AS DATE) AS from_date FROM weeks GROUP BY school, first_day),
theirs AS MATERIALIZED (
  -- few of all marks: found first, so that the rest are never held in memory
  SELECT m.school, m.pupil, m.date, m.session, m.code FROM attendance m SEMI JOIN {source} s ON s.school = m.school AND s.pupil = m.pupil),
sessions AS (
  SELECT s.school, s.pupil, s.first_day, w.from_date, m.date, m.session, bool_or(c.class IN ('PRES', 'AEA')) AS attended
  FROM {source} s JOIN spans w ON w.school = s.school AND w.first_day = s.first_day
  JOIN theirs m ON m.school = s.school AND m.pupil = s.pupil
    AND m.date >= w.from_date AND m.date < {EPOCH} + s.first_day
  JOIN codes c ON c.code = m.code AND m.date BETWEEN coalesce(c.valid_from, m.date) AND coalesce(c.valid_to, m.date)
  WHERE c.class IN ('PRES', 'AEA', 'AUTH', 'UNAUTH') GROUP BY ALL),
attendances AS (
  SELECT school, pupil, first_day, from_date, count(*) FILTER (attended) AS attended, count(*) AS possible
  FROM sessions GROUP BY ALL)"""
