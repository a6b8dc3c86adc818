"""One row about several pupils: their UPNs in one cell, or further pupils beside the first. One row for each from here on.

Only UPNs tell who it is. A name that stands among them matches nobody: it is counted in a warning, once it is known that
the row is an entry at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.rows import stage_tables
from ehe_rules.exports.schema import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_TABLES = ("logged", "stage_events", "dated", "stage_register")
"""Tables whose rows may be about several pupils."""

_MACROS = (
    r"""CREATE MACRO pupils_in(cell) AS list_filter(list_transform(string_split_regex(coalesce(cell, ''), '[;,/&|\n]|(?i: and )'),
        lambda piece: trim(piece)), lambda piece: squashed(piece) NOT IN ('', 'none', 'na', 'no'))""",
    r"""CREATE MACRO upns_in(pupils) AS list_distinct(list_transform(
        list_filter(pupils, lambda piece: regexp_full_match(CAST(piece AS VARCHAR), '[A-Za-z] ?\d{11} ?[0-9A-Za-z]')),
        lambda piece: upper(replace(CAST(piece AS VARCHAR), ' ', ''))))""",
)

_CREATE = """
CREATE TABLE not_matched (src INTEGER, row INTEGER, pupils INTEGER, of_log BOOLEAN)
"""

# a cell of one UPN is 13 characters long, and most cells are that
_SHARED = """
CREATE OR REPLACE TABLE shared AS
WITH cells AS (
    SELECT rowid AS place, src, row, upn, pupils_in(CASE WHEN len({cell}) > 15 THEN {cell} END) AS own,
        pupils_in({linked}) AS linked
    FROM {table} WHERE {linked} IS NOT NULL OR len({cell}) > 15),
read AS (SELECT *, len(own) > 1 AND len(upns_in(own)) > 0 AS is_list, upns_in(own) AS own_upns, upns_in(linked) AS linked_upns FROM cells)
SELECT place, src, row, is_list, list_filter(list_distinct(CASE WHEN is_list THEN own_upns ELSE [] END || linked_upns),
        lambda one: is_list OR one IS DISTINCT FROM upper(replace(upn, ' ', ''))) AS upns,
    len(linked) - len(linked_upns) + CASE WHEN is_list THEN len(own) - len(own_upns) ELSE 0 END AS strangers
FROM read
"""

_SPLIT = """
INSERT INTO {table} BY NAME
SELECT t.* REPLACE (s.one AS upn{but})
FROM (SELECT place, unnest(upns) AS one FROM shared) s JOIN {table} t ON t.rowid = s.place;
DELETE FROM {table} WHERE rowid IN (SELECT place FROM shared WHERE is_list);
INSERT INTO not_matched SELECT src, row, strangers, {of_log} FROM shared WHERE strangers > 0
"""

_NOT_MATCHED = """
SELECT o.file, o.sheet, min(n.row), 'pupil', '', count(DISTINCT n.row) || CASE WHEN count(DISTINCT n.row) = 1 THEN ' row names' ELSE ' rows name' END
    || ' further pupils by something else than a UPN (the first: row ' || min(n.row) || '): nothing was counted for them.'
FROM not_matched n JOIN sources o USING (src)
WHERE NOT n.of_log OR (n.src, n.row) IN (SELECT (src, row) FROM stage_events) GROUP BY o.file, o.sheet
"""


def split_pupils(con: DuckDBPyConnection) -> None:
    """Give each pupil whose UPN stands in a row a row of their own, in the tables of `_TABLES`."""
    for macro in _MACROS:
        con.execute(macro)
    con.execute(_CREATE)
    for table in _TABLES:
        if not con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
            continue
        columns = stage_tables()[table]
        # where a system has one column for both numbers, what is no UPN was taken for the other
        cell = "coalesce(upn, admission_no)" if "admission_no" in columns else "upn"
        con.execute(
            _SHARED.format(table=table, cell=cell, linked="linked" if "linked" in columns else "NULL")
        )
        if con.execute("SELECT 1 FROM shared LIMIT 1").fetchone():
            but = ", NULL AS admission_no" if "admission_no" in columns else ""
            con.execute(_SPLIT.format(table=table, but=but, of_log=literal(str(table == "logged"))))


def list_not_matched(log: ProblemLog) -> None:
    """Say how many entries name pupils who could not be told."""
    log.add_rows(
        "warning",
        _NOT_MATCHED,
        "Write the UPN of each pupil, or make an entry for each.",
        of_many=True,
    )
