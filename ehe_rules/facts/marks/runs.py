"""Runs of absence: for every pupil and school day how long a run stands, at least and at most.

A run is of consecutive school days on each of which a mark stands and every mark made is one of the codes counted: G, N, O and
U for the ten days of the attendance return, G, N and O alone for ground (i). Holidays and closures are no school days and so
cut nothing. Any other mark cuts. A day may cut or not where all its marks are of class NPA (it then does not count
itself), or where nothing stands that says (no mark, a code that was not in force, NPA beside an absence: it may count).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

CUTS = {"GNOU": "m.present + m.activity + m.authorised", "GNO": "m.present + m.activity + m.authorised + m.u"}
"""SQL: above 0 where a mark of the day cuts a run, by the codes that the run counts."""


def build_runs(con: duckdb.DuckDBPyConnection) -> None:
    """Make `absence_runs(roll, codes, n, day, shortest, longest, open)` from `day_marks` and `mark_spans`.

    One row for each spell on roll and school day that no mark certainly cuts, from the school's first mark to the
    audit date; on any other school day in between a run is 0. `codes` is GNOU or GNO; the bounds are those of the run that
    ends on the day. `open`: it may have begun before the school's first mark, and then be longer than `longest`.
    """
    con.execute(f"CREATE OR REPLACE TABLE uncut_days AS {_UNCUT}")
    runs = " UNION ALL ".join(_runs(codes, cuts) for codes, cuts in CUTS.items())
    con.execute(f"CREATE OR REPLACE TABLE absence_runs AS {runs}")
    con.execute("DROP TABLE uncut_days")


# Nearly every day is cut, and nearly every pupil has a mark for every day: only who lacks one is held against the days there are.
_UNCUT = f"""
WITH open_days AS MATERIALIZED (
  SELECT d.school, d.n, d.day, p.first_n FROM mark_spans p
  JOIN days d ON d.school = p.school AND d.school_day AND d.n BETWEEN p.first_n AND p.last_n
    AND d.day BETWEEN p.first_day AND p.last_day),
stays AS (SELECT roll, school, entry_day, least(left_day, next_entry_day) AS end_day FROM spells),
due AS (
  SELECT s.school, s.entry_day, s.end_day, count(*) AS days FROM (SELECT DISTINCT school, entry_day, end_day FROM stays) s
  JOIN open_days d ON d.school = s.school AND d.day >= s.entry_day AND d.day < s.end_day GROUP BY ALL),
marked AS (
  SELECT m.roll, count(*) AS days FROM day_marks m JOIN (
    SELECT s.roll, p.first_day, p.last_day FROM spells s JOIN mark_spans p USING (school)) s ON s.roll = m.roll
  WHERE m.school_day AND m.day BETWEEN s.first_day AND s.last_day GROUP BY m.roll),
lacking AS MATERIALIZED (
  SELECT s.* FROM stays s JOIN due d USING (school, entry_day, end_day) LEFT JOIN marked m USING (roll)
  WHERE coalesce(m.days, 0) < d.days),
uncut AS (
  SELECT m.roll, m.day, m.u > 0 AS late_after_register,
    m.unauthorised > 0 AND m.not_possible = 0 AND m.unclear = 0 AS absent,
    m.not_possible > 0 AND m.unauthorised = 0 AND m.unclear = 0 AS passed_over
  FROM day_marks m WHERE {CUTS["GNOU"]} = 0
  UNION ALL
  SELECT s.roll, d.day, false, false, false FROM lacking s
  JOIN open_days d ON d.school = s.school AND d.day >= s.entry_day AND d.day < s.end_day
  ANTI JOIN (FROM day_marks SEMI JOIN lacking USING (roll)) m ON m.roll = s.roll AND m.day = d.day)
SELECT s.roll, d.n, d.day, u.late_after_register, u.absent, u.passed_over,
  coalesce(e.n_lo <> e.n_hi OR e.n + CASE WHEN e.school_day THEN 0 ELSE 1 END < d.first_n, true) AS since_before
FROM uncut u JOIN spells s USING (roll) JOIN open_days d ON d.school = s.school AND d.day = u.day
LEFT JOIN days e ON e.school = s.school AND e.day = s.entry_day"""


def _runs(codes: str, cuts: str) -> str:
    late_cuts = "NOT late_after_register" if "m.u" in cuts else "true"
    # What is left of a row of school days without the cut ones: one stretch wherever the numbers run on.
    return f"""
    SELECT roll, '{codes}' AS codes, n, day,
      CAST(CASE WHEN absent THEN row_number() OVER (PARTITION BY roll, island, absent ORDER BY n) ELSE 0 END AS INTEGER) AS shortest,
      CAST(count(*) FILTER (NOT passed_over) OVER (PARTITION BY roll, stretch ORDER BY n) AS INTEGER) AS longest,
      since_before AND min(n) OVER (PARTITION BY roll, stretch) = first_n AS open
    FROM (
      SELECT u.*, p.first_n, u.n - row_number() OVER (PARTITION BY u.roll ORDER BY u.n) AS stretch,
        u.n - row_number() OVER (PARTITION BY u.roll, u.absent ORDER BY u.n) AS island
      FROM uncut_days u JOIN spells s USING (roll) JOIN mark_spans p ON p.school = s.school WHERE {late_cuts})"""
