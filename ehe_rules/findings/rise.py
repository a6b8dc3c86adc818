"""Rises: what stands behind a school's focused review - this half term and the one before it, compared (facts/record/rise.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.record.exported import EXPORTED
from ehe_rules.facts.record.periods import REACH
from ehe_rules.facts.record.rise import BACK, build_compared
from ehe_rules.facts.subjects.reviews import HALF_TERM_DAYS
from ehe_rules.findings.unexplained import build_unexplained

if TYPE_CHECKING:
    import duckdb

_RISES = f"""
CREATE OR REPLACE TABLE rises AS
WITH past AS (
  SELECT c.school, coalesce(u.unsaid, 0) AS unsaid FROM compared c
  JOIN compared p ON p.school = c.school AND p.number < c.number AND p.covered LEFT JOIN unsaid u ON u.school = p.school AND u.number = p.number
  WHERE c.is_current AND c.basis = 'own'
  QUALIFY row_number() OVER (PARTITION BY c.school ORDER BY p.number DESC) <= {BACK})
SELECT r.school, c.academic_year, c.half_term, c.number, c.withdrawals, c.unclear, c.pupils, coalesce(c.basis, 'none') AS basis,
  c.half_terms, c.own_half_terms, c.expected_sum, c.expected_n, c.expected_unclear, c.past_unclear, c.starts_at,
  (SELECT CAST(sum(p.unsaid) AS BIGINT) FROM past p WHERE p.school = r.school) AS past_unsaid, coalesce(c.rise, '') AS rise,
  coalesce(u.unsaid, 0) AS unsaid, CASE WHEN c.rise IN ('no', 'cannot_tell') AND u.unsaid > 0
    AND beyond_chance(c.withdrawals + c.unclear + u.unsaid, c.expected_sum, c.expected_n)
    AND NOT beyond_chance(c.withdrawals + c.unclear, c.expected_sum, c.expected_n) THEN 'yes' END AS unsaid_rise,
  b.withdrawals AS withdrawals_before, b.starts_at AS starts_at_before, coalesce(b.rise, '') AS rise_before,
  (SELECT max(e.date) FROM seen e WHERE e.school = r.school AND e.event = 'focused_review_started'
    AND e.date >= coalesce(b.first_day, c.first_day - {HALF_TERM_DAYS}, r.on_date - 2 * {HALF_TERM_DAYS})) AS started_on,
  CASE WHEN r.school NOT IN (SELECT school FROM supplied WHERE table_name = 'pupils') THEN 'no_roll'
       WHEN NOT r.supplied THEN 'roll'
       WHEN c.number IS NULL THEN CASE WHEN k.approximate THEN 'no_calendar' ELSE 'calendar' END
       WHEN NOT c.seen THEN 'export' WHEN c.basis <> 'none' THEN ''
       WHEN c.trust_half_terms IS NULL THEN 'few' ELSE 'pupils' END AS why_none,
  CASE WHEN c.rise = 'cannot_tell' THEN
    CASE WHEN beyond_chance(c.withdrawals + c.unclear, c.expected_sum, c.expected_n) THEN 'unclear' ELSE 'export' END END AS why_open,
  CASE WHEN c.seen AND NOT c.whole THEN c.counted_to END AS counted_to,
  CASE WHEN EXISTS (FROM carries y WHERE y.school = r.school AND y.event = 'focused_review_started') THEN 'yes' ELSE 'no' END AS logged,
  CASE WHEN x.events < r.on_date THEN x.events END AS logged_to
FROM (WITH {REACH} FROM reach) r
LEFT JOIN ({EXPORTED}) x ON x.school = r.school
LEFT JOIN calendars k ON k.school = r.school
LEFT JOIN compared c ON c.school = r.school AND c.is_current
LEFT JOIN unsaid u ON u.school = c.school AND u.number = c.number
LEFT JOIN compared b ON b.school = c.school AND b.number = c.number - 1 ORDER BY r.school"""


def build_rises(con: duckdb.DuckDBPyConnection) -> None:
    """Make `periods`, `compared` and `rises` (a row for each school, for the current half term).

    `rises` has what `compared` has, with `why_none` (no_roll, roll, no_calendar, calendar, export, few or pupils), `why_open` where a rise cannot be told (unclear leavers, or
    those since the roll's export), `counted_to` where the roll was exported earlier than the audit date, `unsaid` leavers of whom nothing says why
    they left (`past_unsaid` in the school's own half terms compared with) and `unsaid_rise` whether a rise hangs on them alone (unexplained.py), `..._before` of the half
    term before, and `started_on`: a focused review that was started in this half term or that one, whatever the figures.
    `logged`: whether some export could hold it; `logged_to`: the day of the log's export, where that is before the audit date.
    """
    build_compared(con)
    build_unexplained(con)
    con.execute(_RISES)
