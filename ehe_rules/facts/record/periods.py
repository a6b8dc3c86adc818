"""Half terms with their withdrawals: how many left for home education in each, and whether the roll holds all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER, REGISTERED

if TYPE_CHECKING:
    import duckdb

# A holiday belongs to the half term before it; after the sixth it lasts to the end of the academic year.
HALF_TERMS = """
numbered AS (
  SELECT school, academic_year, half_term, idx, first_day, last_day, CAST(left(academic_year, 4) AS INTEGER) AS start_year
  FROM half_terms),
dated AS (
  SELECT *, start_year * 6 + half_term AS number,
    CAST(CASE WHEN lead(idx) OVER w = idx + 1 THEN lead(first_day) OVER w - 1
              WHEN half_term = 6 THEN greatest(last_day, make_date(start_year + 1, 8, 31))
              ELSE last_day END AS DATE) AS reaches_to
  FROM numbered WINDOW w AS (PARTITION BY school ORDER BY idx))"""
"""SQL: common tables; `dated` has a row for each half term of each school and owner, numbered through the years, up to `reaches_to`."""

# How far back the roll's leavers reach: as stated, else to the first of them. Who came back is on the roll for that
# reason, and says nothing of how far back the others go.
REACH = f"""
reach AS (
  SELECT s.school, a.on_date, bool_or(y.school IS NOT NULL) AS supplied,
    coalesce(min(x.covers_from) FILTER (x.school IS NOT NULL), min(x.covers_from) FILTER (x.school IS NULL),
             min(l.first_leaver)) AS covers_from,
    least(a.on_date, coalesce(max(x.exported_on) FILTER (x.school IS NOT NULL), max(x.exported_on) FILTER (x.school IS NULL),
                              a.on_date)) AS covers_to
  FROM schools s JOIN audit a USING (school)
  LEFT JOIN exports x ON x.table_name = 'pupils' AND (x.school IS NULL OR x.school = s.school)
  LEFT JOIN (SELECT DISTINCT school FROM supplied WHERE table_name = 'pupils' AND column_name = 'leaving_date') y
    ON y.school = s.school
  LEFT JOIN (SELECT school, min(leaving_date) AS first_leaver FROM spells
             WHERE left_day < {NEVER} AND next_entry_day = {NEVER} GROUP BY school) l ON l.school = s.school
  GROUP BY s.school, a.on_date)"""

_PERIODS = f"""
CREATE OR REPLACE TABLE periods AS
WITH {HALF_TERMS},
{REACH}
SELECT d.school, d.academic_year, d.half_term, d.number, d.first_day, d.last_day, d.reaches_to,
  r.supplied AND d.first_day >= coalesce(r.covers_from, DATE '9999-12-31') AND d.last_day <= r.covers_to AS covered,
  r.supplied AND d.first_day <= r.covers_to AS seen, least(d.reaches_to, r.on_date, r.covers_to) AS counted_to,
  least(d.reaches_to, r.on_date) <= r.covers_to AS whole, coalesce(r.supplied AND d.first_day >= r.covers_from, false) AS reached,
  r.on_date BETWEEN d.first_day AND d.reaches_to AS is_current,
  count(s.roll) FILTER (s.ehe = 'yes') AS withdrawals, count(s.roll) FILTER (s.ehe = 'unknown') AS unclear
FROM dated d JOIN reach r USING (school)
LEFT JOIN spells s ON s.school = d.school AND s.ehe IN ('yes', 'unknown') AND {REGISTERED.format("s")}
  AND s.left_day BETWEEN d.first_day - {EPOCH} AND d.reaches_to - {EPOCH}
WHERE d.first_day <= r.on_date
GROUP BY ALL ORDER BY d.school, d.number"""


def build_periods(con: duckdb.DuckDBPyConnection) -> None:
    """Make `periods`: a row for each school and half term begun by the audit date, numbered through the years.

    `reaches_to` takes in the holiday after it. `withdrawals` are certain; `unclear` left for a reason that is not known; guests are left to the school on whose register they are.
    `covered`: the leavers' roll holds the whole of it; `seen`: it was exported after it began, and says who left up to
    `counted_to`; `whole`: that is all of it that has passed; `reached`: it holds its beginning; `is_current`: it holds the audit date. Reads `spells`, `half_terms`, `exports`, `supplied`, `schools` and `audit`.
    """
    con.execute(_PERIODS)
