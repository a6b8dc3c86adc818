"""Owners: whose is what is no school's own - the trust's entries, half terms and terms, or an authority's own records.

An owner is a row of `audit` and of the calendar like a school, under a name that no school has: '' in a check. Cases stand side by
side in one run, so there every school is an owner of its own (casebook/run.py makes the table first).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

ALL = ""
"""The owner of every school of a check; `school` is blank for what is the owner's."""

OWNED = ("trust", "la")
"""Scopes of entries that are the owner's, whichever school's file they stand in."""

SCHOOLS_AND_OWNERS = "(SELECT school FROM schools UNION SELECT owner FROM owners)"
"""SQL: every school, and every owner that is none."""

_OWNED_OF = f"""(
  SELECT e.* REPLACE (CASE WHEN s.scope IN {OWNED} THEN coalesce(o.owner, '{ALL}') ELSE e.school END AS school)
  FROM {{}} e JOIN scopes s USING (event) LEFT JOIN owners o ON o.school = e.school)"""

OWNED_EVENTS = _OWNED_OF.format("events")
"""SQL: the entries, those that are the owner's under its name."""

OWNED_UNCLEAR = _OWNED_OF.format("unclear_entries")
"""SQL: likewise the entries of which the record leaves open when, or whether, they were made."""


def build_owners(con: duckdb.DuckDBPyConnection) -> None:
    """Make `owners(school, owner)`, where there is none yet, and give every owner its row of `audit`: its schools' latest date."""
    con.execute(
        f"CREATE TABLE IF NOT EXISTS owners AS SELECT school, '{ALL}' AS owner FROM schools UNION SELECT '{ALL}', '{ALL}'"
    )
    con.execute("""
    INSERT INTO audit SELECT o.owner, max(a.on_date) FROM owners o JOIN audit a USING (school)
    WHERE o.owner NOT IN (SELECT school FROM audit) GROUP BY o.owner""")
