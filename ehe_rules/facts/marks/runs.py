"""Runs of absence: for every pupil and school day how long a run stands, at least and at most.

A run is of consecutive school days on each of which a mark stands and every mark made is one of the codes counted: G, N, O and
U for the ten days of the attendance return, G, N and O alone for ground (i). Holidays and closures are no school days and so
cut nothing. Any other mark cuts. A day may cut or not where all its marks are of class NPA (it then does not count
itself), or where nothing stands that says (no mark, a code that was not in force, NPA beside an absence: it may count).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.marks.days import days_sql

if TYPE_CHECKING:
    import duckdb

CUTS = {"GNOU": "m.present + m.activity + m.authorised", "GNO": "m.present + m.activity + m.authorised + m.u"}
"""SQL: above 0 where a mark of the day cuts a run, by the codes that the run counts."""


def build_runs(con: duckdb.DuckDBPyConnection) -> None:
    """Make `absence_runs(roll, codes, n, day, shortest, longest, open)` from `exceptions` and `mark_spans`: a plain day cuts any run.

    One row for each spell on roll and school day that no mark certainly cuts, from the school's first mark to the
    audit date; on any other school day in between a run is 0. `codes` is GNOU or GNO; the bounds are those of the run that
    ends on the day. `open`: it may have begun before the school's first mark, and then be longer than `longest`.
    """
    con.execute(f"CREATE OR REPLACE TABLE uncut_days AS {_UNCUT}")
    runs = " UNION ALL ".join(_runs(codes, cuts) for codes, cuts in CUTS.items())
    con.execute(f"CREATE OR REPLACE TABLE absence_runs AS {runs}")
    con.execute("DROP TABLE uncut_days")


_UNCUT = f"""
WITH uncut AS (
  SELECT m.roll, m.n, m.day, m.u > 0 AS late_after_register,
    m.unauthorised > 0 AND m.not_possible = 0 AND m.unclear = 0 AS absent,
    m.not_possible > 0 AND m.unauthorised = 0 AND m.unclear = 0 AS passed_over
  FROM ({days_sql("exceptions")}) m WHERE {CUTS["GNOU"]} = 0)
SELECT u.*, coalesce(e.n_lo <> e.n_hi OR e.n + CASE WHEN e.school_day THEN 0 ELSE 1 END < p.first_n, true) AS since_before
FROM uncut u JOIN spells s USING (roll) JOIN mark_spans p ON p.school = s.school
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
