"""What was supplied: which school has which table, which columns, which kinds of event. Absent is not empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.folded import OF_LEAVING
from ehe_rules.exports.lists import TABLE_NAMES
from ehe_rules.exports.schema import NATIVE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

FOR_ALL = ("calendar", "closures", "staff", "la_children")
"""Tables whose rows without a school speak of every school."""

_OF_SCHOOLS = ("calendar", "closures", "staff")

# which file has rows of which school; school NULL = rows that name none
_PRESENT = """
CREATE TABLE present AS
{rows}
UNION SELECT 'schools', urn, src FROM cells_schools WHERE urn IS NOT NULL
UNION SELECT 'exports', s.school, c.src FROM cells_exports c, schools s
UNION SELECT c.table_name, s.school, c.src FROM supplied_empty c, schools s
-- a log speaks for its schools even where no row of it is an event; so does a list with dated columns
UNION SELECT 'events', k.school, l.src FROM logged l JOIN school_cells k ON k.cell = l.school WHERE k.school IS NOT NULL
UNION SELECT 'events', r.school, r.src FROM cells_register r JOIN sources o USING (src)
    WHERE r.school IS NOT NULL AND o.carries IS NOT NULL
"""

_EMPTY_COUNTS = """
CREATE TABLE supplied_empty AS
SELECT taken_for AS table_name, src FROM sources
WHERE rows = 0 AND {given} AND taken_for NOT IN (SELECT table_name FROM exports WHERE school IS NOT NULL)
"""

NEVER_EMPTY = ("pupils", "attendance")
"""Tables of which every school has rows: where none came, the file is missing, whatever the exports table says."""
_LISTED = ", ".join(f"'{table}'" for table in NEVER_EMPTY)

# An exports row speaks for a school that has no rows: then every file of that table speaks for it.
_SUPPLIED = """
CREATE TABLE supplied AS
WITH announced AS (
    SELECT DISTINCT e.table_name, s.school FROM exports e JOIN schools s ON e.school IS NULL OR e.school = s.school
    WHERE e.table_name NOT IN ({never_empty})),
silent AS (FROM announced a WHERE NOT EXISTS (FROM present p WHERE p.table_name = a.table_name AND p.school = a.school))
SELECT p.school, p.table_name, c.column_name FROM present p JOIN source_columns c USING (src, table_name)
UNION SELECT school, table_name, '' FROM silent
UNION SELECT s.school, s.table_name, c.column_name FROM silent s JOIN source_columns c USING (table_name)
ORDER BY ALL
"""

# What an events file can hold: what its profile says, cut down to what `exports` says of that school (else of all).
_CARRIES = """
CREATE TABLE carries AS
WITH kinds AS (SELECT event FROM known_events),
schools_with AS (SELECT DISTINCT school FROM supplied WHERE table_name = 'events'),
own AS (
    SELECT DISTINCT p.school, k.event FROM present p JOIN sources o USING (src), kinds k
    WHERE p.table_name = 'events' AND (o.carries IS NULL OR list_contains(o.carries, k.event))
    UNION
    SELECT w.school, k.event FROM schools_with w, kinds k
    WHERE NOT EXISTS (FROM present p WHERE p.table_name = 'events' AND p.school IS NOT DISTINCT FROM w.school)
        AND (NOT EXISTS (FROM sources WHERE taken_for = 'events')
             OR EXISTS (FROM sources o WHERE o.taken_for = 'events' AND (o.carries IS NULL OR list_contains(o.carries, k.event))))),
said AS (
    SELECT w.school, e.carries FROM schools_with w JOIN exports e ON e.table_name = 'events' AND (
        e.school = w.school OR (e.school IS NULL
            AND NOT EXISTS (FROM exports x WHERE x.table_name = 'events' AND x.school = w.school)))),
limits AS (
    SELECT school, bool_or(carries IS NULL) AS anything, flatten(list(carries) FILTER (carries IS NOT NULL)) AS events
    FROM said GROUP BY school)
SELECT o.school, o.event FROM own o LEFT JOIN limits l ON l.school IS NOT DISTINCT FROM o.school
WHERE l.anything IS NULL OR l.anything OR list_contains(l.events, o.event)
ORDER BY ALL
"""


_ALWAYS_BLANK = """
CREATE TABLE always_blank AS
FROM (SELECT school, unnest([{blank}]) AS column_name
    FROM (SELECT *, leaving_date IS NOT NULL OR leaving_unknown AS gone FROM roll) GROUP BY school)
WHERE column_name IS NOT NULL ORDER BY ALL
"""

_ANNOUNCED = f"""
SELECT c.file, c.sheet, c.row, 'table', t.name, 'An export of this table is said to be there for school ' || c.school
    || ', but no row of it was found: the table counts as not supplied for that school.'
FROM cells_exports c JOIN (VALUES {TABLE_NAMES}) t(name, spelling) ON t.spelling = squashed(c."table")
WHERE t.name IN ({_LISTED}) AND c.school IS NOT NULL
    AND (c.school, t.name) NOT IN (SELECT (school, table_name) FROM supplied)
"""


_TELLING_BLANK = ("school", "upn", "leaving_date", "removal_ground", "destination")
"""Columns of the roll whose blanks say something, be they all blank: nobody left, or of none who did is there a ground or a destination."""
_MAY_BE_BLANK = [column for column in NATIVE["pupils"] if column not in _TELLING_BLANK]


def _blank(column: str) -> str:
    """Return SQL: the column's name where it is blank in every row of a school's roll that could say it."""
    rows = "gone" if column in OF_LEAVING else "true"
    several = f"sum(CASE WHEN {rows} THEN 1 ELSE 0 END) > 1"
    return f"CASE WHEN {several} AND NOT bool_or({rows} AND {column} IS NOT NULL) THEN '{column}' END"


def make_supply(con: DuckDBPyConnection, log: ProblemLog, *, empty_counts: bool) -> None:
    """Make `supplied`, `always_blank` and `carries`, and list exports that are said to be there and are not.

    `always_blank(school, column_name)`: columns of the roll that are blank in every row of the school, or every leaver's for what is
    said of leavers alone. One row's blank says nothing of the export.
    With `empty_counts` a table given without rows counts as supplied for every school (tables handed over by
    a caller, who knows); a file without rows says nothing, unless the `exports` table names it
    and it is a table of which a school may have no row.
    """
    con.execute(_EMPTY_COUNTS.format(given="true" if empty_counts else "false"))
    rows = []
    for table, columns in NATIVE.items():
        if "school" in columns and table != "exports":
            # an authority's children and entries may belong to no school at all
            named = (
                "school IS NOT NULL" if table in _OF_SCHOOLS else "(school IS NOT NULL OR raw_school IS NULL)"
            )
            cells = "cells_who" if table == "attendance" else f"cells_{table}"
            rows.append(f"SELECT '{table}' AS table_name, school, src FROM {cells} WHERE {named}")
        if table in FOR_ALL:
            for_all = f"FROM cells_{table} c, schools s WHERE c.school IS NULL AND c.raw_school IS NULL"
            rows.append(f"SELECT '{table}', s.school, c.src {for_all}")
    con.execute(_PRESENT.format(rows=" UNION ".join(rows)))
    con.execute(_SUPPLIED.format(never_empty="''" if empty_counts else _LISTED))
    con.execute(_ALWAYS_BLANK.format(blank=", ".join(map(_blank, _MAY_BE_BLANK))))
    log.add_rows("warning", _ANNOUNCED, "Add the missing file, or check for which school it was taken.")
    con.execute(_CARRIES)
