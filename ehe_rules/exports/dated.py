"""Dated columns of a list as events: "EHE1 sent" in the trust's register. A cell that is no date is listed, never guessed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

# A year of two digits or a day that does not exist goes on to where bad dates are listed; "TBC" and "w/c 12/5" are no dates.
_IS_DATE = r"(date_of(date) IS NOT NULL OR is_short_year(date) OR regexp_full_match(date, '\d{1,2}[-/.]\d{1,2}[-/.]\d{4}'))"

_STAGED = f"INSERT INTO stage_events BY NAME SELECT * FROM dated WHERE {_IS_DATE} AND event IN (SELECT event FROM known_events)"

_NO_DATE = f"""
SELECT o.file, o.sheet, d.row, replace(d.event, '_', ' '), d.date, 'This is not a date: nothing was taken from the cell.'
FROM dated d JOIN sources o USING (src) WHERE NOT {_IS_DATE}
"""


def take_dated(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Turn the cells of `dated` into rows of `stage_events`, and list those that are no dates."""
    con.execute(_STAGED)
    log.add_rows("note", _NO_DATE, "Write the date with the year in full once the thing is done.")
