"""Who did it: cells that hold roles or staff's names become roles, through the trust's `staff` table.

A school's own row for a name goes before one for all schools; a person may have several. Titles, capitals and the order
of "Surname, Forename" make no difference. A name that the table does not know leaves the attribute unknown for its
entry, and is listed once with a count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.vocabulary import find_nearest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_MACROS = (
    r"""CREATE MACRO forename_first(cell) AS regexp_replace(regexp_replace(cell, '\(.*?\)', '', 'g'), '^\s*([^,]+),\s*([^,]+)$', '\2 \1')""",
    r"""CREATE MACRO person(cell) AS
        squashed(regexp_replace(lower(forename_first(cell)), '\b(mr|mrs|ms|miss|mx|dr|rev|revd|sir|prof|professor)\b\.?', '', 'g'))""",
)

_STAFF = """
CREATE TABLE staff_roles AS
SELECT school, person(name) AS person, list_sort(list_distinct(flatten(list(role)))) AS roles FROM staff GROUP BY ALL
"""

_CELLS = """
CREATE TABLE people_parts AS
WITH cells AS (
    SELECT DISTINCT c.school, a.attribute, a.cell, o.system <> 'native' AS is_system
    FROM (SELECT src, school, unnest([
            {'attribute': 'role', 'cell': role_cell}, {'attribute': 'with', 'cell': with_cell}, {'attribute': 'author', 'cell': author}
        ]) AS a FROM read_events WHERE event IS NOT NULL) c JOIN sources o USING (src)
    WHERE a.cell IS NOT NULL)
SELECT *, trim(unnest(string_split_regex(cell, '[;|\\n]'))) AS part FROM cells
"""

# "Surname, Forename" is one person if staff has that person, or if a system wrote it and neither half means anything.
_PIECES = """
CREATE TABLE people_pieces AS
WITH whole AS (
    SELECT p.*, roles_of(p.school, p.part) AS roles FROM people_parts p),
split AS (
    SELECT *, trim(unnest(CASE WHEN roles IS NOT NULL THEN [part] ELSE string_split(part, ',') END)) AS piece FROM whole),
told AS (
    SELECT s.*, coalesce(CASE WHEN k.word IS NOT NULL THEN [k.word] END, roles_of(s.school, s.piece)) AS words
    FROM split s LEFT JOIN known_words k ON k.event = '' AND k.spelling = squashed(s.piece)
        AND k.attribute = CASE WHEN s.attribute = 'author' THEN 'role' ELSE s.attribute END
    WHERE squashed(s.piece) <> ''),
judged AS (
    SELECT *, is_system AND count(words) OVER w = 0 AND count(*) OVER w = 2 AS is_one_person FROM told
    WINDOW w AS (PARTITION BY school, attribute, cell, is_system, part))
SELECT DISTINCT school, attribute, cell, is_system, CASE WHEN is_one_person THEN part ELSE piece END AS piece, words FROM judged
"""

_ROLES_OF = """
CREATE MACRO roles_of(at_school, cell) AS coalesce(
    (SELECT any_value(roles) FROM staff_roles r WHERE r.person = person(cell) AND r.school = at_school),
    (SELECT any_value(roles) FROM staff_roles r WHERE r.person = person(cell) AND r.school IS NULL))
"""

_WORDS = """
CREATE TABLE people_words AS
SELECT school, attribute, cell, is_system, coalesce(list_sort(list_distinct(flatten(list(words)))), []) AS words,
    bool_or(words IS NULL OR len(words) = 0) AS is_unsure
FROM people_pieces GROUP BY ALL
"""

_UNKNOWN_WORDS = """
SELECT c.file, c.sheet, c.row, p.attribute, p.piece, 'This is not one of the words for ' || p.attribute
    || coalesce(' (nearest: ' || n.word || ')', '') || ': it was left out, the row was kept.'
FROM read_events c JOIN sources o USING (src)
JOIN people_pieces p ON p.school IS NOT DISTINCT FROM c.school AND p.cell = CASE p.attribute WHEN 'role' THEN c.role_cell ELSE c.with_cell END
    AND NOT p.is_system AND o.system = 'native' AND p.attribute IN ('role', 'with')
LEFT JOIN nearest_words n ON n.event = '' AND n.attribute = p.attribute AND n.spelling = squashed(p.piece)
WHERE p.words IS NULL
"""

# Once for each name. A name that the roll has is a pupil's, and who else was there may be a parent: these are not repeated.
_UNKNOWN_NAMES = """
WITH named AS (
    SELECT c.file, c.sheet, c.row, p.attribute, p.piece, p.words IS NULL AS is_stranger,
        person(p.piece) IN (SELECT squashed(concat(forename, surname)) FROM roll WHERE forename IS NOT NULL AND surname IS NOT NULL) AS is_pupil
    FROM read_events c JOIN sources o USING (src)
    JOIN people_pieces p ON p.school IS NOT DISTINCT FROM c.school AND p.is_system AND o.system <> 'native'
        AND p.cell = CASE p.attribute WHEN 'role' THEN c.role_cell WHEN 'with' THEN c.with_cell ELSE c.author END
    WHERE p.words IS NULL OR len(p.words) = 0)
SELECT file, sheet, min(row), attribute, CASE WHEN is_pupil OR attribute = 'with' THEN '' ELSE min(piece) END,
    CASE WHEN is_pupil THEN 'A pupil''s name stands where staff are named' WHEN is_stranger THEN 'This name is not in the staff table'
        ELSE 'The staff table gives this name no role that is known' END
    || ' (entries: ' || count(DISTINCT row) || ', the first in row ' || min(row) || '): who it was counts as not known.'
FROM named GROUP BY file, sheet, attribute, CASE WHEN is_pupil THEN '' ELSE person(piece) END, is_pupil, is_stranger
"""


def name_people(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Make `people_words` (school, attribute, cell, is_system, words, is_unsure) from `read_events`, and list who is not known."""
    for statement in (*_MACROS, _STAFF, _ROLES_OF, _CELLS, _PIECES, _WORDS):
        con.execute(statement)
    unknown = con.execute(
        "SELECT DISTINCT '', attribute, squashed(piece) FROM people_pieces WHERE words IS NULL AND NOT is_system ORDER BY ALL"
    ).fetchall()
    find_nearest(con, unknown)
    log.add_rows(
        "warning",
        _UNKNOWN_WORDS,
        "Use a word of the vocabulary (docs), or a name of the staff table, or map it in a profile.",
    )
    log.add_rows(
        "warning",
        _UNKNOWN_NAMES,
        "Add the name to the staff table (staff.csv) with its role.",
        of_many=True,
    )
