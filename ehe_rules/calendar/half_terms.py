"""The half terms of every school, from the calendar rows that can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.calendar.span import YEARS_AFTER, YEARS_BEFORE

if TYPE_CHECKING:
    import duckdb

# An academic year is read as 1 August to 31 August: some authorities open in the last week of August.
_ROWS = rf"""
CREATE OR REPLACE TEMP TABLE calendar_rows AS
WITH texts AS (
  SELECT nullif(trim(school), '') AS owner, trim(academic_year) AS academic_year, half_term, first_day, last_day,
    try_cast(nullif(regexp_extract(trim(academic_year), '^(\d{{4}})\s*[/-]\s*(\d\d)?\d\d$', 1), '') AS INTEGER) AS start_year
  FROM calendar
), years AS (
  SELECT * REPLACE (CASE WHEN (start_year + 1) % 100 = try_cast(right(academic_year, 2) AS INTEGER) THEN start_year END AS start_year)
  FROM texts
), audited AS (
  SELECT min(year(on_date)) AS first_audit, max(year(on_date)) AS last_audit FROM audit
)
SELECT DISTINCT owner, start_year, half_term, first_day, last_day,
  -- Written one way, so that 2025/2026 and 2025/26 are the same year.
  CASE WHEN start_year IS NULL THEN academic_year
       ELSE format('{{:04d}}/{{:02d}}', start_year, (start_year + 1) % 100) END AS academic_year,
  -- Counts half terms through the years: one more for the next, whatever year it stands in.
  start_year * 6 + half_term AS number,
  CASE WHEN start_year IS NULL THEN 'academic year'
       WHEN half_term IS NULL OR half_term NOT BETWEEN 1 AND 6 THEN 'half term'
       WHEN first_day IS NULL THEN 'no first day'
       WHEN last_day IS NULL THEN 'no last day'
       WHEN last_day < first_day THEN 'reversed'
       WHEN first_day < make_date(start_year, 8, 1) OR last_day > make_date(start_year + 1, 8, 31) THEN 'other year'
       WHEN start_year NOT BETWEEN first_audit - {YEARS_BEFORE - 1} AND last_audit + {YEARS_AFTER - 2} THEN 'far'
  END AS fault
FROM years, audited
"""

# A school with rows of its own for a year uses only those, even if they turn out to be wrong:
# the trust's dates would be a guess.
_EFFECTIVE = """
CREATE OR REPLACE TEMP TABLE calendar_effective AS
WITH own AS (
  SELECT DISTINCT owner, start_year FROM calendar_rows WHERE owner IS NOT NULL AND start_year IS NOT NULL
), met AS (
  SELECT school FROM schools WHERE school IS NOT NULL UNION SELECT owner FROM owners
)
SELECT met.school, rows.*
FROM met
JOIN calendar_rows AS rows ON rows.owner IS NULL OR rows.owner = met.school
LEFT JOIN own ON own.owner = met.school AND own.start_year = rows.start_year
WHERE rows.fault IS NULL AND (rows.owner IS NOT NULL OR own.owner IS NULL)
"""

# The trust's own half terms are those of the rows for all schools; in a year that has none, from the first of its schools'
# first days to the last of their last days: what the trust owes after a half term waits until every school has ended it.
_OF_OWNERS = """
INSERT INTO calendar_effective BY NAME
SELECT owners.owner AS school, owners.owner AS owner, start_year, half_term, min(first_day) AS first_day, max(last_day) AS last_day,
  any_value(academic_year) AS academic_year, any_value(number) AS number
FROM owners JOIN calendar_rows AS rows ON rows.owner = owners.school
WHERE rows.fault IS NULL AND owners.owner NOT IN (SELECT school FROM schools)
  AND start_year NOT IN (SELECT start_year FROM calendar_rows WHERE owner IS NULL AND start_year IS NOT NULL)
GROUP BY owners.owner, start_year, half_term
"""

# Two half terms that contradict each other are both left out: which of them is right is unknown,
# and a gap in the calendar makes a verdict cannot_tell where a guess could make it not_met.
_CONFLICTS = """
CREATE OR REPLACE TEMP TABLE calendar_conflicts AS
SELECT a.school, a.owner AS a_owner, a.academic_year AS a_year, a.half_term AS a_half_term, a.number AS a_number,
  a.first_day AS a_first_day, a.last_day AS a_last_day, b.owner AS b_owner, b.academic_year AS b_year,
  b.half_term AS b_half_term, b.number AS b_number, b.first_day AS b_first_day, b.last_day AS b_last_day,
  CASE WHEN a.number = b.number THEN 'twice'
       WHEN a.first_day > b.last_day THEN 'order'
       ELSE 'overlap' END AS fault
FROM calendar_effective AS a
JOIN calendar_effective AS b ON a.school = b.school
  AND (a.number < b.number AND a.last_day >= b.first_day
    OR a.number = b.number AND (a.first_day < b.first_day OR a.first_day = b.first_day AND a.last_day < b.last_day))
"""

_HALF_TERMS = """
CREATE OR REPLACE TABLE half_terms AS
WITH contradicted AS (
  SELECT school, a_number AS number FROM calendar_conflicts
  UNION
  SELECT school, b_number FROM calendar_conflicts
), used AS (
  SELECT *, start_year * 3 + (half_term + 1) // 2 AS term FROM calendar_effective
  ANTI JOIN contradicted USING (school, number)
)
SELECT school, academic_year, half_term,
  (number - min(number) OVER of_school + 1)::INTEGER AS idx,
  (term - min(term) OVER of_school + 1)::INTEGER AS term_idx,
  first_day, last_day,
  max(last_day) FILTER (half_term % 2 = 0) OVER (PARTITION BY school, term) AS term_last_day
FROM used
WINDOW of_school AS (PARTITION BY school)
ORDER BY school, idx
"""

# A chain is an unbroken run of half terms: `idx` leaves a number free for each one that is missing.
# A half term reaches over the holiday after it, if the next half term is there to end that holiday.
_CHAINED = """
CREATE OR REPLACE TEMP TABLE calendar_chained AS
WITH numbered AS (
  SELECT *, idx - row_number() OVER (PARTITION BY school ORDER BY idx) AS chain FROM half_terms
)
SELECT school, idx, first_day, last_day,
  coalesce(lead(first_day) OVER (PARTITION BY school, chain ORDER BY idx) - 1, last_day)::DATE AS reaches_to,
  min(first_day) OVER (PARTITION BY school, chain) AS chain_from, max(last_day) OVER (PARTITION BY school, chain) AS chain_to
FROM numbered
"""


def read_calendar_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Create `calendar_rows` (each distinct row, and what is wrong with it), `calendar_effective`, `calendar_conflicts`.

    `calendar_effective` has the rows that apply to each school; `calendar_conflicts` the pairs of them that
    overlap, stand in the wrong order, or give one half term two sets of dates.
    """
    for statement in (_ROWS, _EFFECTIVE, _OF_OWNERS, _CONFLICTS):
        con.execute(statement)


def create_half_terms(con: duckdb.DuckDBPyConnection) -> None:
    """Create `half_terms`, numbered in order, and `calendar_chained`: the unbroken run each belongs to."""
    con.execute(_HALF_TERMS)
    con.execute(_CHAINED)
