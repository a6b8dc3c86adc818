"""For which dates each school's calendar is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_CALENDARS = """
CREATE OR REPLACE TABLE calendars AS
WITH chains AS (
  SELECT DISTINCT school, chain_from AS known_from, chain_to AS known_to FROM calendar_chained
), chosen AS (
  SELECT chains.* FROM chains LEFT JOIN (SELECT school, max(on_date) AS on_date FROM audit GROUP BY school) USING (school)
  -- Chains do not overlap: the last to begin by the audit date holds it, or is the latest before it.
  QUALIFY row_number() OVER (PARTITION BY school ORDER BY known_from <= on_date DESC NULLS LAST,
    CASE WHEN known_from <= on_date THEN on_date - known_from ELSE known_from - DATE '0001-01-01' END) = 1
)
SELECT school, chosen.school IS NULL AS approximate,
  coalesce(known_from, calendar_span.first_day) AS known_from, coalesce(known_to, calendar_span.last_day) AS known_to
FROM (SELECT school FROM schools WHERE school IS NOT NULL UNION SELECT owner FROM owners)
LEFT JOIN chosen USING (school)
LEFT JOIN calendar_span ON true
ORDER BY school
"""


def create_calendars(con: duckdb.DuckDBPyConnection) -> None:
    """Create `calendars`: for each school whether it is approximate, and the first and last day known."""
    con.execute(_CALENDARS)
