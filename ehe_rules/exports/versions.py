"""Incidents of one pupil that were edited between two exports: of a day that was corrected the later export's counts.

When a file was exported stands in the `exports` table (column `file`), or above its headings ("Exported on 17/04/2026").
Where that cannot be told both stay, as entries of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_MACROS = (
    r"""CREATE MACRO filed_under(cell) AS list_filter(list_transform(
        string_split_regex(cell, '[;,|\n/>:]|\s[-\x{2013}]\s'), lambda piece: squashed(piece)), lambda name: name <> '')""",
)

_EXPORTED_IN = (
    # "between 1 September and ..." says what an export covers, not when it was made
    r"""CREATE MACRO exported_in(titles) AS CASE WHEN NOT regexp_matches(array_to_string(titles, ' '), '(?i)\b(between|from|since|period)\b')
        THEN date_of(regexp_extract(array_to_string(titles, ' '),
        '(?i)\b(?:exported|generated|printed|produced|downloaded|extracted|report date|export date)\b[^0-9]{0,60}'
        || '(\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Za-z]{3,9},? \d{4})', 1)) END""",
)

_EXPORTED = """
CREATE TABLE exported_files AS
SELECT o.src, coalesce(max(date_of(x.exported_on)), any_value(exported_in(o.titles))) AS on_day
FROM sources o LEFT JOIN stage_exports x ON ends_with('/' || lower(o.file), '/' || lower(x.of_file)) GROUP BY o.src
"""

# Several rows of one incident in one file are one version of it: all its days, all that it is filed under.
_VERSIONS = """
CREATE TABLE versions AS
WITH rows_of AS (
    SELECT *, coalesce(school, school_cell) AS owner, coalesce(upn, admission_no) AS whom FROM log_rows
    WHERE incident IS NOT NULL AND NOT is_action),
met AS (
    SELECT system, owner, incident, whom, src, count(*) AS rows_there, min(file) AS file, min(sheet) AS sheet, min(row) AS row,
        list_sort(list_distinct(list(coalesce(CAST(date_of(date) AS VARCHAR), date, '')))) AS days,
        list_sort(list_distinct(flatten(list(coalesce(filed_under(category), []) || coalesce(filed_under(subcategory), []))))) AS filed
    FROM rows_of SEMI JOIN (SELECT system, owner, incident, whom FROM rows_of GROUP BY ALL HAVING count(DISTINCT src) > 1) several
        ON several.incident = rows_of.incident AND several.system = rows_of.system AND several.owner IS NOT DISTINCT FROM rows_of.owner
        AND several.whom IS NOT DISTINCT FROM rows_of.whom
    GROUP BY ALL)
SELECT m.*, e.on_day, max(e.on_day) OVER incident AS latest, dense_rank() OVER (incident ORDER BY days, filed) AS version,
    file || CASE WHEN sheet <> '' THEN ' [' || sheet || ']' ELSE '' END || ' row ' || row AS place
FROM met m JOIN exported_files e USING (src)
WINDOW incident AS (PARTITION BY m.system, m.owner, m.incident, m.whom)
"""

# Only a day that was corrected is certain: of another category, or in several rows, it may be that each export shows a part of it.
_SUPERSEDED = """
CREATE TABLE superseded AS
SELECT v.*, min(l.place) AS by_place FROM versions v
JOIN versions l ON l.system = v.system AND l.owner IS NOT DISTINCT FROM v.owner AND l.incident = v.incident
    AND l.whom IS NOT DISTINCT FROM v.whom AND l.on_day = l.latest AND l.filed = v.filed AND l.rows_there = 1
WHERE v.on_day < v.latest AND v.rows_there = 1 GROUP BY ALL HAVING NOT bool_or(l.version = v.version);
DELETE FROM log_rows r USING superseded s WHERE r.src = s.src AND r.incident = s.incident AND NOT r.is_action
    AND coalesce(r.school, r.school_cell) IS NOT DISTINCT FROM s.owner AND coalesce(r.upn, r.admission_no) IS NOT DISTINCT FROM s.whom
"""

_UNDECIDED = """
CREATE TABLE undecided AS
SELECT *, first_value(place) OVER w AS other_place, first_value(version) OVER w AS other_version
FROM versions WHERE (src, coalesce(owner, ''), incident, coalesce(whom, ''))
    NOT IN (SELECT (src, coalesce(owner, ''), incident, coalesce(whom, '')) FROM superseded)
WINDOW w AS (PARTITION BY system, owner, incident, whom ORDER BY file, sheet), whole AS (PARTITION BY system, owner, incident, whom)
QUALIFY min(version) OVER whole < max(version) OVER whole
"""

_SAID_SUPERSEDED = """
SELECT file, sheet, row, 'incident', incident, 'This incident has another date in ' || by_place
    || ', which was exported later (' || strftime(latest, '%-d %B %Y') || '): that one counts, this one does not.'
FROM superseded
"""

_SAID_UNDECIDED = """
SELECT file, sheet, row, 'incident', incident, 'This incident has another date or category in ' || other_place
    || ', and it cannot be told which of the two is right: both count.'
FROM undecided WHERE version <> other_version
"""

_NO_FILE = """
SELECT o.file, o.sheet, x.row, 'file', x.of_file, 'There is no file of this name among the exports.'
FROM stage_exports x JOIN sources o USING (src)
WHERE x.of_file IS NOT NULL AND NOT EXISTS (FROM sources s WHERE ends_with('/' || lower(s.file), '/' || lower(x.of_file)))
"""


def know_exported(con: DuckDBPyConnection) -> None:
    """Make `exported_files(src, on_day)`: when each sheet was made, where the `exports` table or a title says it."""
    for macro in _EXPORTED_IN:
        con.execute(macro)
    con.execute(_EXPORTED)


def choose_versions(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Keep of each incident in `log_rows` the version exported last, and list it; of others, that all count."""
    for macro in _MACROS:
        con.execute(macro)
    for statement in (_VERSIONS, _SUPERSEDED, _UNDECIDED):
        con.execute(statement)
    log.add_rows(
        "warning", _SAID_SUPERSEDED, "Nothing, if the later export is right; else export the log once more."
    )
    log.add_rows(
        "warning",
        _SAID_UNDECIDED,
        "Export the log once, or say in exports.csv when each file was made (table, file, exported_on).",
    )


def list_no_files(log: ProblemLog) -> None:
    """List rows of the `exports` table that name a file which is not there."""
    log.add_rows("warning", _NO_FILE, "Write the file's name as it is in the folder, with its ending.")
