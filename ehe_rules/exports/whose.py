"""Whose file is it: the school of exports that have no column for it. Nothing is guessed.

In this order: the system's own number for the school, where the schools table knows it; the name of the folder that the
file lies in, if that is a URN, for whoever named it so meant it; a URN, a LAESTAB or a known name in a title above the
headings, or in the sheet's own name. A title that names another school than the folder is listed: it may say whom the list is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.rows import stage_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_MACROS = (
    # six digits are a URN with ".0" behind them too, as a column of numbers with gaps comes out of other tools
    r"CREATE MACRO urn_of(cell) AS regexp_replace(cell, '^(\d{6})\.0+$', '\1')",
    r"""CREATE MACRO laestab_of(cell) AS
        regexp_replace(nullif(regexp_extract(cell, '^\s*(\d{3}[/ -]?\d{4})(\.0)?\s*$', 1), ''), '\D', '', 'g')""",
    # alone, between dashes or commas, in brackets, or beside a word for it; "Report run 100002 rows" names no school
    r"""CREATE MACRO urns_in(title) AS list_distinct(
        regexp_extract_all(title, '(?:^|\s[-|\x{2013}]\s|[,;])\s*(\d{6})(?:\.0+)?\s*(?:$|\s[-|\x{2013}]\s|[,;])', 1)
        || regexp_extract_all(title, '[(\[]\s*(\d{6})\s*[)\]]', 1)
        || regexp_extract_all(title, '(?i)\b(?:URN|unique reference(?: number)?|school (?:number|no))\W{0,3}(\d{6})\b', 1)
        || regexp_extract_all(title, '(?i)\b(\d{6})\W{0,3}URN\b', 1)
        || regexp_extract_all(title, '(?i)\bschool\W{1,3}(\d{6})\b', 1)
        || CASE WHEN regexp_matches(title, '(?i)\b(rows?|records?|entries|pupils?|run|results?|totals?)\b') THEN []
            ELSE regexp_extract_all(title, '^\s*(\d{6})\s+\D+$', 1) || regexp_extract_all(title, '^\D+\s(\d{6})\s*$', 1) END)""",
)

# A system's list of its schools may give number and name only: the trust's own table gives that name its URN.
_CODES = """
CREATE TABLE system_codes AS
SELECT code, min(coalesce(urn, name)) AS school FROM stage_schools WHERE code IS NOT NULL AND coalesce(urn, name) IS NOT NULL
GROUP BY code HAVING count(DISTINCT coalesce(urn, name)) = 1;
DELETE FROM stage_schools WHERE urn IS NULL AND code IS NOT NULL;
"""

_TITLES = r"""
CREATE TABLE title_schools AS
WITH titles AS (SELECT src, unnest(titles) AS title FROM sources WHERE NOT names_school),
known AS (SELECT urn, squashed(name) AS name, laestab FROM stage_schools WHERE urn IS NOT NULL),
numbers AS (SELECT src, unnest(urns_in(title)) AS number FROM titles),
named AS (SELECT src, title, urn, name FROM titles JOIN known ON len(name) > 3 AND contains(squashed(title), name)),
found AS (
    SELECT src, number AS school FROM numbers
    WHERE number IN (SELECT urn FROM known) OR NOT EXISTS (FROM known)
    UNION
    SELECT src, urn FROM titles JOIN known ON laestab_of(regexp_extract(title, '\d{3}[/ -]?\d{4}')) = laestab_of(laestab)
    UNION
    SELECT src, urn FROM named n WHERE NOT EXISTS ( -- "Ash Primary" within "Ash Primary Annexe" is the annexe
        FROM named o WHERE o.src = n.src AND o.title = n.title AND o.name <> n.name AND contains(o.name, n.name)))
SELECT src, list_sort(list_distinct(list(school))) AS schools FROM found GROUP BY src
"""

# "202604" is six digits too: a folder that is none of the schools given says nothing against a title that names one.
_FILES = """
CREATE TABLE file_schools AS
WITH known AS (SELECT urn FROM stage_schools WHERE urn IS NOT NULL),
said AS (
    SELECT o.src, nullif(o.folder, '') AS folder, coalesce(t.schools, []) AS schools,
        (EXISTS (FROM known) OR regexp_full_match(o.folder, '20[0-4][0-9](0[1-9]|1[0-2])')) AND o.folder NOT IN (FROM known)
            AND len(coalesce(t.schools, [])) = 1 AS is_no_school
    FROM sources o LEFT JOIN title_schools t USING (src) WHERE NOT o.names_school)
SELECT *, CASE WHEN folder IS NOT NULL AND NOT is_no_school THEN folder WHEN len(schools) = 1 THEN schools[1] END AS school,
    folder IS NULL AND len(schools) > 1 AS is_ambiguous
FROM said
"""

_DISAGREE = """
SELECT o.file, o.sheet, 0, 'school', array_to_string(f.schools, ', '), 'The title above the headings names ' || array_to_string(f.schools, ', ')
    || ', the folder that the file lies in ' || f.folder || CASE WHEN f.is_no_school THEN ', which is not in the schools table' ELSE '' END
    || ': the rows were taken for ' || f.school || '.'
FROM file_schools f JOIN sources o USING (src) WHERE f.folder IS NOT NULL AND len(f.schools) > 0 AND NOT list_contains(f.schools, f.folder)
"""

# The folder speaks for cells left blank too, though not for what may be no school's own: an entry that names no pupil.
_BLANKS = """
CREATE TABLE folder_schools AS
SELECT src, folder AS school FROM sources WHERE names_school AND folder <> '' AND (folder IN (SELECT urn FROM stage_schools)
    OR NOT EXISTS (FROM stage_schools WHERE urn IS NOT NULL))
"""
_OF_SCHOOLS = {
    "logged": "true",
    "dated": "true",
    "stage_pupils": "true",
    "stage_register": "true",
    "stage_events": "coalesce(s.upn, s.admission_no) IS NOT NULL",
    "mark_who": "true",
}

# A mark's school is that of its pupil, kept once (coded.py).
_MARKS = """
UPDATE mark_who AS w SET school = c.school FROM system_codes c WHERE w.school_code = c.code AND w.school IS NULL;
UPDATE mark_who AS w SET school = f.school FROM file_schools f WHERE w.src = f.src AND w.school IS NULL;
CREATE TABLE nobodys_marks AS FROM mark_who WHERE school IS NULL AND src IN (SELECT src FROM file_schools);
INSERT INTO nobodys SELECT w.src, m.row FROM mark_rows m JOIN nobodys_marks w USING (who);
DELETE FROM mark_rows WHERE who IN (SELECT who FROM nobodys_marks);
DELETE FROM mark_who WHERE who IN (SELECT who FROM nobodys_marks);
"""

_NOBODYS = """
SELECT o.file, o.sheet, 0, 'school', '', CASE WHEN f.is_ambiguous
    THEN 'Whose file is this? More than one school is named above its headings: ' ELSE 'Whose file is this? No column, no title above '
    || 'the headings and no folder says which school it belongs to: ' END || CASE WHEN n.n = 1 THEN 'its 1 row' ELSE n.n || ' rows' END || ' could not be used.'
FROM file_schools f JOIN sources o USING (src) JOIN (SELECT src, count(DISTINCT row) AS n FROM nobodys GROUP BY src) n USING (src)
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
    con.execute("CREATE TABLE nobodys (src INTEGER, row INTEGER)")
    for table, columns in stage_tables().items():
        if "school" in columns and log.has_rows(table):
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
    con.execute(_BLANKS)
    for table, where in _OF_SCHOOLS.items() if log.has_rows("folder_schools") else ():
        con.execute(
            f"UPDATE {table} AS s SET school = f.school FROM folder_schools f WHERE s.src = f.src AND s.school IS NULL AND {where}"
        )
    log.add_rows("error", _NOBODYS, _NOBODYS_TODO)
    log.add_rows(
        "warning", _DISAGREE, "If that is the wrong one, move the file into the right school's folder."
    )
