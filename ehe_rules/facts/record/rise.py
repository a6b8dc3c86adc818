"""Rises: whether a school's withdrawals in a half term are beyond chance (hcat:7.4).

A withdrawal is a home education leaver, counted by leaving date. Risk entries never count: that would punish recording.
All counting is in whole numbers: `count > e + 2 x sqrt(e)` with `e = s / n` is `c*n > s` and `(c*n - s)^2 > 4*s*n`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER, REGISTERED
from ehe_rules.facts.record.periods import build_periods

if TYPE_CHECKING:
    import duckdb

FEWEST = 2
"""Withdrawals in a half term below which nothing is a rise: one family's choice is no pattern."""

BACK = 6
"""Past half terms that make up what is expected: a year of them, so that each time of year counts once."""

ENOUGH = 3
"""Past half terms without which a school is compared with the trust: a mean of one or two says nothing."""

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
  FROM schools s LEFT JOIN spells p ON p.school = s.school AND p.left_day = {NEVER} AND NOT p.leaving_unknown AND {REGISTERED.format("p")} GROUP BY s.school),
past AS (
  SELECT t.school, t.number, p.withdrawals, p.unclear
  FROM periods t JOIN periods p ON p.school = t.school AND p.number < t.number AND p.covered
  QUALIFY row_number() OVER (PARTITION BY t.school, t.number ORDER BY p.number DESC) <= {BACK}),
own AS (
  SELECT school, number, count(*) AS n, CAST(sum(withdrawals) AS BIGINT) AS s, CAST(sum(unclear) AS BIGINT) AS u FROM past GROUP BY ALL),
whole AS (
  SELECT o.owner, p.number, CAST(sum(r.pupils) AS BIGINT) AS pupils, CAST(sum(p.withdrawals) AS BIGINT) AS s, CAST(sum(p.unclear) AS BIGINT) AS u
  FROM periods p JOIN rolls r USING (school) JOIN owners o USING (school)
  WHERE p.covered AND r.pupils IS NOT NULL GROUP BY o.owner, p.number),
trust AS (
  SELECT t.school, t.number, count(*) AS half_terms, CAST(sum(w.pupils) AS BIGINT) AS n, CAST(sum(w.s) AS BIGINT) AS s, CAST(sum(w.u) AS BIGINT) AS u
  FROM periods t JOIN owners o USING (school) JOIN whole w ON w.owner = o.owner AND w.number BETWEEN t.number - {BACK} AND t.number - 1
  GROUP BY ALL HAVING count(*) >= {ENOUGH}),
expected AS (
  SELECT t.*, r.pupils, coalesce(o.n, 0) AS own_half_terms, w.half_terms AS trust_half_terms,
    CASE WHEN NOT t.seen THEN 'none' WHEN o.n >= {ENOUGH} THEN 'own' WHEN w.n * r.pupils > 0 THEN 'trust' ELSE 'none' END AS basis,
    CASE basis WHEN 'own' THEN o.n WHEN 'trust' THEN w.half_terms END AS half_terms,
    CASE basis WHEN 'own' THEN o.n WHEN 'trust' THEN w.n END AS expected_n,
    CASE basis WHEN 'own' THEN o.s WHEN 'trust' THEN w.s * r.pupils END AS expected_sum,
    CASE basis WHEN 'own' THEN o.u WHEN 'trust' THEN w.u * r.pupils END AS expected_unclear,
    CASE basis WHEN 'own' THEN o.u WHEN 'trust' THEN w.u END AS past_unclear
  FROM periods t LEFT JOIN own o USING (school, number) LEFT JOIN trust w USING (school, number) LEFT JOIN rolls r USING (school))
SELECT *,
  CASE WHEN basis = 'none' THEN ''
       WHEN beyond_chance(withdrawals, expected_sum + expected_unclear, expected_n) THEN 'yes'
       WHEN NOT whole OR beyond_chance(withdrawals + unclear, expected_sum, expected_n) THEN 'cannot_tell'
       ELSE 'no' END AS rise,
  CASE WHEN basis <> 'none' THEN list_filter(range({FEWEST}, {MOST}), lambda c: beyond_chance(c, expected_sum, expected_n))[1] END AS starts_at
FROM expected ORDER BY school, number"""


def build_compared(con: duckdb.DuckDBPyConnection) -> None:
    """Make `periods` and `compared`, a row for each half term of it. Reads `owners` besides what `build_periods` reads.

    `basis` own, trust or none; expected is `expected_sum / expected_n` over so many `half_terms`; `starts_at` is the least
    count that would be a rise. `past_unclear` left in the half terms compared with, and it is not known why; `trust_half_terms` is NULL
    where the trust's rate is not known. `rise` is yes where the certain withdrawals are beyond it even if all unclear leavers
    before were withdrawals, cannot_tell where unclear leavers or those since the roll was exported could make it so, else no;
    '' without a comparison.
    """
    build_periods(con)
    for statement in (_MACRO, _COMPARED):
        con.execute(statement)


RISE_NEEDS = (
    "LEFT JOIN compared rising ON rising.school = f.school AND rising.first_day = " + EPOCH + " + f.open_day"
)
RISE = f"""CASE WHEN rising.rise IN ('yes', 'no') THEN rising.rise
  WHEN rising.seen AND rising.whole AND rising.reached AND rising.withdrawals + rising.unclear < {FEWEST} THEN 'no' END"""
"""SQL: whether the withdrawals of a subject's half term (f) were a rise, and the join that it needs; NULL = not known.

Too few to be a rise are none, whether or not there is anything to compare them with.
"""
