"""Which schools there are, and which one a cell names: by URN, by a name that only one school has, or by LAESTAB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.rows import stage_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_LISTED = """
CREATE TABLE listed_schools AS
SELECT urn, name, laestab_of(laestab) AS laestab FROM stage_schools WHERE urn IS NOT NULL
UNION
SELECT urn, name, NULL FROM transfer_schools WHERE NOT EXISTS (FROM stage_schools WHERE urn IS NOT NULL)
"""

# A schools table decides alone; without one any URN is a school, and a name stands for itself (in one spelling).
_CELLS = """
CREATE TABLE school_cells AS
WITH given AS (SELECT DISTINCT school AS cell FROM ({cells}) WHERE school IS NOT NULL),
names AS (
    SELECT squashed(name) AS name, min(urn) AS urn, count(DISTINCT urn) AS schools
    FROM listed_schools WHERE name IS NOT NULL GROUP BY ALL),
numbers AS (SELECT laestab, min(urn) AS urn FROM listed_schools GROUP BY ALL HAVING count(DISTINCT urn) = 1)
SELECT cell,
    CASE WHEN is_placeholder(cell) THEN NULL
         WHEN urn_of(cell) IN (SELECT urn FROM listed_schools) THEN urn_of(cell)
         WHEN names.schools = 1 THEN names.urn
         WHEN numbers.urn IS NOT NULL THEN numbers.urn
         WHEN EXISTS (FROM stage_schools WHERE urn IS NOT NULL) OR names.schools > 1 THEN NULL
         WHEN regexp_full_match(urn_of(cell), '[0-9]{{6}}') THEN urn_of(cell)
         ELSE min(cell) OVER (PARTITION BY squashed(cell)) END AS school,
    coalesce(names.schools, 0) > 1 AS is_ambiguous
FROM given LEFT JOIN names ON names.name = squashed(cell) LEFT JOIN numbers ON numbers.laestab = laestab_of(cell)
"""

# Of two rows for one URN the table keeps the one that comes first by what it says, never by where it stands.
_SCHOOLS = """
CREATE TABLE schools AS
WITH given AS (
    SELECT urn AS school, name, la, la_code, phase, lower(type) AS type, on_roll, pilot_area,
        row_number() OVER (PARTITION BY urn
            ORDER BY name, la, la_code, phase, type, on_roll, pilot_area, file, sheet, row) AS place
    FROM cells_schools WHERE urn IS NOT NULL)
SELECT * EXCLUDE place FROM given WHERE place = 1
UNION ALL BY NAME
SELECT met.school, (SELECT min(name) FROM transfer_schools WHERE urn = met.school) AS name
FROM (SELECT school FROM school_cells WHERE school IS NOT NULL UNION SELECT urn FROM transfer_schools
      WHERE NOT EXISTS (FROM cells_schools WHERE urn IS NOT NULL)) AS met(school)
WHERE met.school NOT IN (SELECT school FROM given)
ORDER BY school
"""

_TWICE = """
SELECT min(file), min(sheet), min_by(row, (file, sheet, row)), 'urn', urn, 'Two rows of the schools table have this URN and differ: one of them was used.'
FROM cells_schools WHERE urn IS NOT NULL GROUP BY urn HAVING count(DISTINCT (name, la, la_code, phase, type, on_roll, pilot_area)) > 1
"""

_ODD_URN = """
SELECT file, sheet, row, 'urn', urn, 'This is not a URN, which has six digits.'
FROM cells_schools WHERE NOT regexp_full_match(urn, '[0-9]{6}')
"""


def resolve_schools(con: DuckDBPyConnection) -> None:
    """Make `school_cells`: for every school cell met, the school it names (NULL if none or more than one)."""
    con.execute(_LISTED)
    tables = [table for table, columns in stage_tables().items() if "school" in columns]
    cells = " UNION ALL ".join(f"SELECT school FROM {table}" for table in [*tables, "mark_who"])
    con.execute(_CELLS.format(cells=cells))


def make_schools(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Make the table `schools`, and list what is odd about the schools table given."""
    con.execute(_SCHOOLS)
    log.add_rows("warning", _TWICE, "Keep one row for each school.")
    log.add_rows("warning", _ODD_URN, "Give the school's URN (Get Information about Schools has it).")
