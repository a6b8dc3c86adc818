"""Whose file is it: the school of exports that have no column for it. Nothing is guessed.

In this order: the system's own number for the school, where the schools table knows it; a URN, a LAESTAB or a known
name in a title above the headings; the name of the folder that the file lies in, if that is a URN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.rows import stage_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_MACROS = (
    # six digits are a URN with ".0" behind them too, as a column of numbers with gaps comes out of other tools
    r"CREATE TEMP MACRO urn_of(cell) AS regexp_replace(cell, '^(\d{6})\.0+$', '\1')",
    r"""CREATE TEMP MACRO laestab_of(cell) AS
        regexp_replace(nullif(regexp_extract(cell, '^\s*(\d{3}[/ -]?\d{4})(\.0)?\s*$', 1), ''), '\D', '', 'g')""",
)

# A system's list of its schools may give number and name only: the trust's own table gives that name its URN.
_CODES = """
CREATE TEMP TABLE system_codes AS
SELECT code, min(coalesce(urn, name)) AS school FROM stage_schools WHERE code IS NOT NULL AND coalesce(urn, name) IS NOT NULL
GROUP BY code HAVING count(DISTINCT coalesce(urn, name)) = 1;
DELETE FROM stage_schools WHERE urn IS NULL AND code IS NOT NULL;
"""

_TITLES = r"""
CREATE TEMP TABLE title_schools AS
WITH titles AS (SELECT src, unnest(titles) AS title FROM sources WHERE NOT names_school),
known AS (SELECT urn, squashed(name) AS name, laestab FROM stage_schools WHERE urn IS NOT NULL),
numbers AS (SELECT src, unnest(regexp_extract_all(title, '\b\d{6}\b')) AS number, title FROM titles),
named AS (SELECT src, title, urn, name FROM titles JOIN known ON len(name) > 3 AND contains(squashed(title), name)),
found AS (
    SELECT src, number AS school FROM numbers
    WHERE number IN (SELECT urn FROM known) OR (NOT EXISTS (FROM known) AND regexp_full_match(title, '(?i)(.*\bURN\b\W*)?\d{6}'))
    UNION
    SELECT src, urn FROM titles JOIN known ON laestab_of(regexp_extract(title, '\d{3}[/ -]?\d{4}')) = laestab_of(laestab)
    UNION
    SELECT src, urn FROM named n WHERE NOT EXISTS ( -- "Ash Primary" within "Ash Primary Annexe" is the annexe
        FROM named o WHERE o.src = n.src AND o.title = n.title AND o.name <> n.name AND contains(o.name, n.name)))
SELECT src, min(school) AS school, count(DISTINCT school) AS schools FROM found GROUP BY src
"""

_FILES = """
CREATE TEMP TABLE file_schools AS
SELECT o.src, CASE WHEN t.schools IS NULL THEN nullif(o.folder, '') WHEN t.schools = 1 THEN t.school END AS school,
    coalesce(t.schools, 0) > 1 AS is_ambiguous
FROM sources o LEFT JOIN title_schools t USING (src) WHERE NOT o.names_school
"""

# A mark's school is that of its pupil, kept once (coded.py).
_MARKS = """
UPDATE mark_who AS w SET school = c.school FROM system_codes c WHERE w.school_code = c.code AND w.school IS NULL;
UPDATE mark_who AS w SET school = f.school FROM file_schools f WHERE w.src = f.src AND w.school IS NULL;
CREATE TEMP TABLE nobodys_marks AS FROM mark_who WHERE school IS NULL AND src IN (SELECT src FROM file_schools);
INSERT INTO nobodys SELECT w.src, m.row FROM mark_rows m JOIN nobodys_marks w USING (who);
DELETE FROM mark_rows WHERE who IN (SELECT who FROM nobodys_marks);
DELETE FROM mark_who WHERE who IN (SELECT who FROM nobodys_marks);
"""

_NOBODYS = """
SELECT o.file, o.sheet, 0, 'school', '', CASE WHEN f.is_ambiguous
    THEN 'Whose file is this? More than one school is named above its headings: ' ELSE 'Whose file is this? No column, no title above '
    || 'the headings and no folder says which school it belongs to: ' END || n.n || ' row(s) could not be used.'
FROM file_schools f JOIN sources o USING (src) JOIN (SELECT src, count(*) AS n FROM nobodys GROUP BY src) n USING (src)
"""

_NOBODYS_TODO = "Put it into a folder named with the school's URN, or add a column with the URN."


def give_schools(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Fill in the school of rows whose sheet has no column for it; list sheets that are nobody's, and drop their rows."""
    for macro in _MACROS:
        con.execute(macro)
    con.execute("UPDATE stage_schools SET urn = urn_of(urn)")
    con.execute(_CODES)
    con.execute(_TITLES)
    con.execute(_FILES)
    con.execute("CREATE TEMP TABLE nobodys (src INTEGER, row INTEGER)")
    for table, columns in stage_tables().items():
        if "school" in columns:
            con.execute(
                f"UPDATE {table} AS s SET school = system_codes.school FROM row_codes r JOIN system_codes USING (code) "
                "WHERE s.src = r.src AND s.row = r.row AND s.school IS NULL"
            )
            con.execute(
                f"UPDATE {table} AS s SET school = f.school FROM file_schools f WHERE s.src = f.src AND s.school IS NULL"
            )
            theirs = "school IS NULL AND src IN (SELECT src FROM file_schools)"
            con.execute(f"INSERT INTO nobodys SELECT src, row FROM {table} WHERE {theirs}")
            con.execute(f"DELETE FROM {table} WHERE {theirs}")
    con.execute(_MARKS)
    log.add_rows("error", _NOBODYS, _NOBODYS_TODO)
