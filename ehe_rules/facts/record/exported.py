"""When each school's tables were exported: what is not recorded is so only up to that day."""

from __future__ import annotations

from ehe_rules.facts.record.owners import SCHOOLS_AND_OWNERS

TABLES = ("events", "pupils", "attendance", "register")


def _exported_on(table: str) -> str:
    """Return SQL: when a table was last exported; a school's own statement beats the trust's."""
    named = f"x.table_name = '{table}' AND x.school IS"
    return f"coalesce(max(x.exported_on) FILTER ({named} NOT NULL), max(x.exported_on) FILTER ({named} NULL)) AS {table}"


EXPORTED = f"""SELECT s.school, {", ".join(_exported_on(t) for t in TABLES)}
      FROM {SCHOOLS_AND_OWNERS} s LEFT JOIN exports x ON x.school IS NULL OR x.school = s.school GROUP BY s.school"""
"""SQL: for each school and owner the day on which each of these tables was exported (NULL = not said)."""

REACHES = f"""SELECT s.school, coalesce(max(x.covers_from) FILTER (x.school IS NOT NULL), max(x.covers_from) FILTER (x.school IS NULL)) AS from_date
  FROM {SCHOOLS_AND_OWNERS} s JOIN exports x ON x.table_name = 'events' AND (x.school IS NULL OR x.school = s.school) GROUP BY s.school"""
"""SQL: for each school and owner the day back to which its events reach, where the `exports` table says so."""
