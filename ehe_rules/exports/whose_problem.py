"""Whose rows are wrong: the school of each problem's row, and the schools that each sheet has rows of.

A report on one school holds the problems of its own rows and none of another school's (findings/one_school.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.rows import stage_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PLACES = """
CREATE TABLE problem_places AS
SELECT DISTINCT o.src, o.file, o.sheet, p.row FROM problems p JOIN sources o USING (file, sheet) WHERE p.row > 0
"""

# An authority's register names schools of every kind; a row of the schools table is that school's.
_CELLS = {
    "stage_schools": "s.urn",
    "stage_la_children": "coalesce((SELECT school FROM school_cells WHERE cell = s.school), s.school)",
}
_CELL = "(SELECT school FROM school_cells WHERE cell = s.school)"

_MARKS = """SELECT p.file, p.sheet, p.row, (SELECT school FROM school_cells WHERE cell = s.school) AS school
FROM mark_rows m JOIN mark_who s USING (who) JOIN problem_places p ON p.src = s.src AND p.row = m.row"""

_TAGGED = """
UPDATE problems SET school = w.school
FROM (SELECT file, sheet, row, min(school) AS school FROM ({rows}) WHERE school IS NOT NULL GROUP BY ALL) w
WHERE problems.file = w.file AND problems.sheet = w.sheet AND problems.row = w.row
"""

# A sheet without a row that could be used is that of the school whose folder it lies in.
_SHEETS = """
CREATE TABLE sheet_schools AS
SELECT DISTINCT o.file, o.sheet, p.school FROM present p JOIN sources o USING (src) WHERE p.school IS NOT NULL
UNION
SELECT file, sheet, folder FROM sources
WHERE folder IN (SELECT school FROM schools) AND src NOT IN (SELECT src FROM present WHERE school IS NOT NULL)
ORDER BY ALL
"""


def tell_schools(con: DuckDBPyConnection) -> None:
    """Fill in `school` of `problems`, where the row is one school's, and make `sheet_schools` (file, sheet, school)."""
    con.execute(_PLACES)
    rows = [
        f"SELECT p.file, p.sheet, p.row, {_CELLS.get(table, _CELL)} AS school FROM {table} s JOIN problem_places p USING (src, row)"
        for table, columns in stage_tables().items()
        if "school" in columns or table in _CELLS
    ]
    con.execute(_TAGGED.format(rows=" UNION ALL ".join([*rows, _MARKS])))
    con.execute(_SHEETS)
