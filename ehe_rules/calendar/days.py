"""Every date of every school: is it a school day, which number has it, which half term does it belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

FAR = 100_000_000
"""The bound of a school-day number of which nothing is known on that side."""

# Marks show that a school was open; `#` says that it was closed, and a mark after the audit date is not seen.
_SCHOOL_DAYS = """
CREATE OR REPLACE TEMP TABLE calendar_days AS
WITH marked AS (
  SELECT DISTINCT school, date FROM attendance
  SEMI JOIN (FROM calendars WHERE approximate) AS approximate USING (school)
  LEFT JOIN (SELECT school, max(on_date) AS on_date FROM audit GROUP BY school) USING (school)
  JOIN calendar_span ON date BETWEEN first_day AND last_day
  WHERE trim(code) NOT IN ('', '#') AND (date <= on_date OR on_date IS NULL)
), stretch AS (
  SELECT school, min(date) AS first_mark, max(date) AS last_mark FROM marked GROUP BY school
), dates AS (
  SELECT unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS date FROM calendar_span
  UNION
  SELECT date FROM calendar_dates
), closed AS (
  SELECT DISTINCT calendars.school, closures.date FROM calendars
  JOIN closures ON nullif(trim(closures.school), '') IS NULL OR trim(closures.school) = calendars.school
), in_half_terms AS (
  SELECT school, idx, last_day AS half_term_ends, chain_to,
    unnest(generate_series(first_day, reaches_to, INTERVAL 1 DAY))::DATE AS date FROM calendar_chained
), grid AS (
  SELECT calendars.*, dates.date, idx, half_term_ends, chain_to,
    isodow(dates.date) < 6 AND closed.date IS NULL AND dates.date BETWEEN span.first_day AND span.last_day AS may_be_open,
    bank_holidays.date IS NOT NULL AS bank_holiday, marked.date IS NOT NULL AS marked,
    coalesce(dates.date BETWEEN first_mark AND last_mark, false) AS among_marks
  FROM calendars CROSS JOIN dates CROSS JOIN calendar_span AS span
  LEFT JOIN in_half_terms ON in_half_terms.school = calendars.school AND in_half_terms.date = dates.date
  LEFT JOIN closed ON closed.school = calendars.school AND closed.date = dates.date
  LEFT JOIN bank_holidays ON bank_holidays.date = dates.date
  LEFT JOIN marked ON marked.school = calendars.school AND marked.date = dates.date
  LEFT JOIN stretch ON stretch.school = calendars.school
)
SELECT school, date, known_from, known_to, idx, half_term_ends, chain_to, date BETWEEN known_from AND known_to AS known,
  may_be_open AND CASE WHEN NOT approximate THEN coalesce(date <= half_term_ends, false) AND NOT bank_holiday
                       WHEN among_marks THEN marked
                       ELSE NOT bank_holiday END AS school_day
FROM grid
"""

_DAYS = f"""
CREATE OR REPLACE TABLE days AS
WITH numbered AS (
  SELECT *, (count(*) FILTER (school_day) OVER (PARTITION BY school ORDER BY date))::INTEGER AS n FROM calendar_days
), edges AS (
  SELECT school, (count(*) FILTER (school_day AND date < known_from))::INTEGER AS n_before,
    (count(*) FILTER (school_day AND date <= known_to))::INTEGER AS n_last
  FROM calendar_days GROUP BY school
)
SELECT school, date, (date - DATE '1970-01-01')::INTEGER AS day, school_day, n,
  CASE WHEN known THEN n WHEN date < known_from THEN -{FAR} ELSE n_last END AS n_lo,
  CASE WHEN known THEN n WHEN date < known_from THEN n_before ELSE {FAR} END AS n_hi,
  CASE WHEN known THEN idx END AS half_term_idx,
  -- Within what is known the half term after a holiday is always the next number.
  CASE WHEN known THEN CASE WHEN date <= half_term_ends THEN idx ELSE idx + 1 END END AS entry_half_term_idx
FROM numbered JOIN edges USING (school)
ORDER BY school, date
"""

# Across a gap nobody knows which school day is the next: there the last day is the end of the half terms before it.
_DAY_NUMBERS = """
CREATE OR REPLACE TABLE day_numbers AS
SELECT school, n, date AS first_date,
  coalesce(lead(date) OVER (PARTITION BY school, chain_to ORDER BY date) - 1, chain_to, known_to)::DATE AS last_date
FROM days JOIN calendar_days USING (school, date)
WHERE days.school_day
ORDER BY school, n
"""


def create_days(con: duckdb.DuckDBPyConnection) -> None:
    """Create `days`; see `build_calendar` for its columns."""
    con.execute(_SCHOOL_DAYS)
    con.execute(_DAYS)


def create_day_numbers(con: duckdb.DuckDBPyConnection) -> None:
    """Create `day_numbers`: the first and the last date on which each school-day number holds."""
    con.execute(_DAY_NUMBERS)
