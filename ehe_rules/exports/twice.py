"""Exports that overlap: a row that stands in two files, the same in every cell, is one. Within one file both stay.

Two rows of one file may be two things done on a day; in two files they are what both exports happen to cover. Incidents
with a number are told by it (once.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.rows import stage_tables
from ehe_rules.exports.schema import quoted, staged_columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

_DAYS = ("date", "recorded", "until")
"""Compared as days: a workbook and a CSV file of one system write them differently."""

# The second of two equal rows of a file is the same as the second in another: of each only the first file's stays.
_TWINS = """
CREATE OR REPLACE TABLE twins AS
WITH each AS (
    SELECT s.rowid AS place, o.file, o.sheet, s.row, hash({cells}) AS cells FROM {table} s JOIN sources o USING (src) WHERE {where}),
counted AS (SELECT *, row_number() OVER (PARTITION BY cells, file ORDER BY sheet, row) AS nth FROM each)
SELECT *, first_value(file) OVER same AS by_file, first_value(row) OVER same AS by_row FROM counted
WINDOW same AS (PARTITION BY cells, nth ORDER BY file) QUALIFY row_number() OVER same > 1
"""

_SAID = """
SELECT file, sheet, min(row), '', '', count(*) || CASE WHEN count(*) = 1 THEN ' row of this file stands' ELSE ' rows of this file stand' END
    || ' in ' || by_file || ' too, the same in every cell (the first: row ' || min(row) || ' here, row ' || min_by(by_row, row)
    || ' there): each counts once.'
FROM twins GROUP BY file, sheet, by_file
"""


def merge_logs(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Keep rows of logs that name no incident once for all files."""
    _merge(con, log, "logged", stage_tables()["logged"], "s.incident IS NULL")


def merge_events(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Keep rows of events that come from no log once for all files."""
    _merge(con, log, "stage_events", tuple(staged_columns("events")), "s.src NOT IN (SELECT src FROM logged)")


def _merge(
    con: DuckDBPyConnection, log: ProblemLog, table: str, columns: tuple[str, ...], where: str
) -> None:
    files = f"SELECT count(DISTINCT o.file) FROM {table} s JOIN sources o USING (src) WHERE {where}"
    found = con.execute(files).fetchone()
    if found is None or found[0] < 2:  # noqa: PLR2004 - two files at least
        return
    cells = [
        f"coalesce(CAST(date_of(s.{quoted(c)}) AS VARCHAR), s.{quoted(c)})"
        if c in _DAYS
        else f"s.{quoted(c)}"
        for c in columns
    ]
    con.execute(_TWINS.format(table=table, cells=", ".join(cells), where=where))
    con.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT place FROM twins)")
    log.add_rows("note", _SAID, "Nothing, if the two exports overlap.", of_many=True)
