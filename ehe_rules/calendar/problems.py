"""What is wrong with the calendar, in words for whoever keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# A calendar row is named by what it says: it is the same whichever file brought it.
_MACROS = """
CREATE OR REPLACE TEMP MACRO calendar_day(day) AS strftime(day, '%-d %b %Y');
CREATE OR REPLACE TEMP MACRO calendar_owner(owner) AS CASE WHEN owner IS NULL THEN 'all schools' ELSE 'school ' || owner END;
CREATE OR REPLACE TEMP MACRO calendar_half_term(half_term, academic_year, owner) AS
  format('half term {} of {} ({})', coalesce(half_term::VARCHAR, 'with no number'), coalesce(academic_year, 'no academic year'),
         calendar_owner(owner));
CREATE OR REPLACE TEMP MACRO calendar_dates_of(first_day, last_day) AS calendar_day(first_day) || ' to ' || calendar_day(last_day);
"""

_ROW_FAULTS = """
SELECT 'error' AS severity,
  CASE fault WHEN 'academic year' THEN 'academic_year' WHEN 'far' THEN 'academic_year' WHEN 'half term' THEN 'half_term'
             WHEN 'reversed' THEN 'last_day' WHEN 'no last day' THEN 'last_day' ELSE 'first_day' END AS "column",
  CASE "column" WHEN 'academic_year' THEN academic_year WHEN 'half_term' THEN half_term::VARCHAR
                WHEN 'last_day' THEN last_day::VARCHAR ELSE first_day::VARCHAR END AS value,
  'In the calendar, ' || calendar_half_term(half_term, academic_year, owner) || CASE fault
    WHEN 'academic year' THEN ' has an academic year that cannot be read'
    WHEN 'half term' THEN ' is not one of the half terms 1 to 6'
    WHEN 'reversed' THEN format(' ends on {}, before it begins on {}', calendar_day(last_day), calendar_day(first_day))
    WHEN 'other year' THEN format(', {}, does not lie in that academic year', calendar_dates_of(first_day, last_day))
    WHEN 'far' THEN ' lies too many years from the audit date'
    ELSE ' has ' || fault END || '. The row is not used.' AS message,
  CASE fault
    WHEN 'academic year' THEN 'Write the academic year as 2025/26.'
    WHEN 'half term' THEN 'Number the half terms of a year 1 to 6.'
    WHEN 'far' THEN 'Check the academic year and the dates of the row.'
    ELSE 'Correct its first and last day.' END AS todo
FROM calendar_rows WHERE fault IS NOT NULL
"""

_CONFLICT_FAULTS = """
SELECT DISTINCT 'error' AS severity, 'first_day' AS "column", b_first_day::VARCHAR AS value,
  format('In the calendar, {}, {}, ', calendar_half_term(a_half_term, a_year, a_owner), calendar_dates_of(a_first_day, a_last_day))
  || CASE fault WHEN 'twice' THEN format('is also given as {}', calendar_dates_of(b_first_day, b_last_day))
     ELSE format('{} {}, {}', CASE fault WHEN 'order' THEN 'comes after' ELSE 'overlaps' END,
                 calendar_half_term(b_half_term, b_year, b_owner), calendar_dates_of(b_first_day, b_last_day)) END
  || '. Neither is used, and school days across them cannot be counted.' AS message,
  CASE fault WHEN 'twice' THEN 'Keep one row for the half term; give a school with other dates rows of its own, with its URN.'
             ELSE 'Correct the first and last days, so that each half term ends before the next begins.' END AS todo
FROM calendar_conflicts WHERE school IN (SELECT school FROM schools)
"""

# The schools concerned are listed, unless it is all of them.
_CONCERNED = """CASE WHEN count(*) = (SELECT count(*) FROM calendars WHERE school IN (SELECT school FROM schools)) THEN 'all schools'
  ELSE 'school ' || string_agg(school, ', ' ORDER BY school) END"""

_GAPS = f"""
SELECT 'warning' AS severity, 'half_term' AS "column", '' AS value,
  format('The calendar ({{}}) has no usable row for the half terms between {{}} and {{}}. School days across that gap cannot be counted.',
         {_CONCERNED}, calendar_day(last_day), calendar_day(next_day)) AS message,
  'Add the missing half terms to the calendar.' AS todo
FROM (SELECT *, lead(idx) OVER of_school AS next_idx, lead(first_day) OVER of_school AS next_day
      FROM half_terms WHERE school IN (SELECT school FROM schools) WINDOW of_school AS (PARTITION BY school ORDER BY idx))
WHERE next_idx > idx + 1
GROUP BY last_day, next_day
"""

_AUDIT_OUTSIDE = f"""
SELECT 'warning' AS severity, 'last_day' AS "column", '' AS value,
  format('The calendar ({{}}) is known from {{}}, and the audit date {{}} lies outside. School days up to it cannot be counted.',
         {_CONCERNED}, calendar_dates_of(known_from, known_to), calendar_day(on_date)) AS message,
  'Add the half terms up to the audit date and the next one.' AS todo
FROM calendars JOIN audit USING (school)
WHERE school IN (SELECT school FROM schools) AND NOT approximate AND on_date NOT BETWEEN known_from AND known_to
GROUP BY known_from, known_to, on_date
"""


def report_problems(con: duckdb.DuckDBPyConnection) -> None:
    """Append what is wrong with the calendar to `problems`, in a fixed order.

    The calendar's rows no longer say which file they came from: file and sheet are '' and row is NULL, and
    the message names the half term, its dates and the school.
    """
    con.execute(_MACROS)
    found = " UNION ALL ".join(
        f"FROM ({query})" for query in (_ROW_FAULTS, _CONFLICT_FAULTS, _GAPS, _AUDIT_OUTSIDE)
    )
    con.execute(
        'INSERT INTO problems (severity, file, sheet, row, "column", value, message, todo) '
        f"""SELECT severity, '', '', NULL, "column", coalesce(value, ''), message, todo FROM ({found}) """
        "ORDER BY severity, message",
    )
    for macro in ("calendar_day", "calendar_owner", "calendar_half_term", "calendar_dates_of"):
        con.execute(f"DROP MACRO temp.{macro}")
