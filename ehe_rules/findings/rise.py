"""Rises: whether a school's withdrawals in a half term are beyond chance (hcat:7.4).

A withdrawal is a home education leaver, counted by leaving date. Risk entries never count: that would punish recording.
All counting is in whole numbers: `count > e + 2 x sqrt(e)` with `e = s / n` is `c*n > s` and `(c*n - s)^2 > 4*s*n`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.findings.periods import REACH

if TYPE_CHECKING:
    import duckdb

FEWEST = 2
"""Withdrawals in a half term below which nothing is a rise: one family's choice is no pattern."""

BACK = 6
"""Past half terms that make up what is expected: a year of them, so that each time of year counts once."""

ENOUGH = 3
"""Past half terms without which a school is compared with the trust: a mean of one or two says nothing."""

HALF_TERM_DAYS = 56
"""As long as a half term lasts with its holiday at most; used only where the calendar does not say."""

MOST = 200
"""Where the search for the least count that would be a rise ends; no school has so many withdrawals in a half term."""

_MACRO = f"""
CREATE OR REPLACE MACRO beyond_chance(c, s, n) AS
  c >= {FEWEST} AND CAST(c AS HUGEINT) * n > s
  AND (CAST(c AS HUGEINT) * n - s) * (CAST(c AS HUGEINT) * n - s) > 4 * CAST(s AS HUGEINT) * n"""

# Expected is s / n: the school's own withdrawals over its own half terms; else the trust's withdrawals, times the school's
# pupils, over the trust's pupils and half terms. Leavers of whom it is not known why they left may be withdrawals or not.
_COMPARED = f"""
CREATE OR REPLACE TABLE compared AS
WITH rolls AS (
  SELECT s.school, nullif(coalesce(max(s.on_roll), count(p.roll)), 0) AS pupils
  FROM schools s LEFT JOIN spells p ON p.school = s.school AND p.left_day = {NEVER} GROUP BY s.school),
past AS (
  SELECT t.school, t.number, p.withdrawals, p.unclear
  FROM periods t JOIN periods p ON p.school = t.school AND p.number < t.number AND p.covered
  QUALIFY row_number() OVER (PARTITION BY t.school, t.number ORDER BY p.number DESC) <= {BACK}),
own AS (
  SELECT school, number, count(*) AS n, CAST(sum(withdrawals) AS BIGINT) AS s, CAST(sum(unclear) AS BIGINT) AS u FROM past GROUP BY ALL),
whole AS (
  SELECT p.number, CAST(sum(r.pupils) AS BIGINT) AS pupils, CAST(sum(p.withdrawals) AS BIGINT) AS s, CAST(sum(p.unclear) AS BIGINT) AS u
  FROM periods p JOIN rolls r USING (school) WHERE p.covered AND r.pupils IS NOT NULL GROUP BY p.number),
trust AS (
  SELECT t.school, t.number, count(*) AS half_terms, CAST(sum(w.pupils) AS BIGINT) AS n, CAST(sum(w.s) AS BIGINT) AS s, CAST(sum(w.u) AS BIGINT) AS u
  FROM periods t JOIN whole w ON w.number BETWEEN t.number - {BACK} AND t.number - 1
  GROUP BY ALL HAVING count(*) >= {ENOUGH}),
expected AS (
  SELECT t.*, r.pupils, coalesce(o.n, 0) AS own_half_terms,
    CASE WHEN NOT t.seen THEN 'none' WHEN o.n >= {ENOUGH} THEN 'own' WHEN w.n * r.pupils > 0 THEN 'trust' ELSE 'none' END AS basis,
    CASE basis WHEN 'own' THEN o.n WHEN 'trust' THEN w.half_terms END AS half_terms,
    CASE basis WHEN 'own' THEN o.n WHEN 'trust' THEN w.n END AS expected_n,
    CASE basis WHEN 'own' THEN o.s WHEN 'trust' THEN w.s * r.pupils END AS expected_sum,
    CASE basis WHEN 'own' THEN o.u WHEN 'trust' THEN w.u * r.pupils END AS expected_unclear
  FROM periods t LEFT JOIN own o USING (school, number) LEFT JOIN trust w USING (school, number) LEFT JOIN rolls r USING (school))
SELECT *,
  CASE WHEN basis = 'none' THEN ''
       WHEN beyond_chance(withdrawals, expected_sum + expected_unclear, expected_n) THEN 'yes'
       WHEN beyond_chance(withdrawals + unclear, expected_sum, expected_n) THEN 'cannot_tell'
       ELSE 'no' END AS rise,
  CASE WHEN basis <> 'none' THEN list_filter(range({FEWEST}, {MOST}), lambda c: beyond_chance(c, expected_sum, expected_n))[1] END AS starts_at
FROM expected ORDER BY school, number"""

_RISES = f"""
CREATE OR REPLACE TABLE rises AS
SELECT r.school, c.academic_year, c.half_term, c.number, c.withdrawals, c.unclear, c.pupils, coalesce(c.basis, 'none') AS basis,
  c.half_terms, c.own_half_terms, c.expected_sum, c.expected_n, c.expected_unclear, c.starts_at, coalesce(c.rise, '') AS rise,
  b.withdrawals AS withdrawals_before, b.starts_at AS starts_at_before, coalesce(b.rise, '') AS rise_before,
  (SELECT max(e.date) FROM seen e WHERE e.school = r.school AND e.event = 'focused_review_started'
    AND e.date >= coalesce(b.first_day, c.first_day - {HALF_TERM_DAYS}, r.on_date - 2 * {HALF_TERM_DAYS})) AS started_on,
  CASE WHEN NOT r.supplied THEN 'roll' WHEN c.number IS NULL THEN 'calendar' WHEN NOT c.seen THEN 'export'
       WHEN c.basis = 'none' THEN 'few' ELSE '' END AS why_none
FROM (WITH {REACH} FROM reach) r
LEFT JOIN compared c ON c.school = r.school AND c.is_current
LEFT JOIN compared b ON b.school = c.school AND b.number = c.number - 1 ORDER BY r.school"""


def build_rises(con: duckdb.DuckDBPyConnection) -> None:
    """Make `compared` (a row for each half term of `periods`) and `rises` (a row for each school, for the current one).

    - `compared`: `basis` own, trust or none; expected is `expected_sum / expected_n` over so many `half_terms`; `starts_at`
      is the least count that would be a rise. `rise` is yes where the certain withdrawals are beyond it even if all
      unclear leavers before were withdrawals, cannot_tell where only unclear leavers could make it so, else no;
      '' without a comparison.
    - `rises`: the same, with `why_none` (roll, calendar, export or few), `..._before` of the half term before, and
      `started_on`: a focused review that was started in this half term or that one, whatever the figures.
    """
    for statement in (_MACRO, _COMPARED, _RISES):
        con.execute(statement)
