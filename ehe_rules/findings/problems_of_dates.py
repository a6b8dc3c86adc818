"""Days that cannot be: kept as they are, and listed once for each file, as the first of so many."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

LONG_AGO = "DATE '2000-01-01'"
"""Before this day nothing was marked or entered that an export of now could hold."""

_TODO = "Correct the date where it is wrong."

_FOUND = """
SELECT 'warning', CAST(file AS VARCHAR), CAST(sheet AS VARCHAR), min(row), '{column}', CAST(arg_min({column}, row) AS VARCHAR),
  count(*) || ' {what}, this the first, {wrong}.', '{todo}', CAST(school AS VARCHAR), true
FROM (SELECT t.*, a.on_date FROM {table} t JOIN audit a USING (school)) WHERE {where} GROUP BY file, sheet, school"""

# Marks are many: the days alone decide, and what holds no such day is passed over unread.
_OF_ROWS = (
    ("roll", "date_of_birth", "date_of_birth > on_date", "pupil(s)", "are born after the audit date"),
    ("roll", "entry_date", "entry_date < date_of_birth", "pupil(s)", "came on roll before they were born"),
    ("events", "date", f"date < {LONG_AGO}", "entry(ies)", "are dated before the year 2000"),
    (
        "events",
        "date",
        "date > on_date + 366",
        "entry(ies)",
        "are dated more than a year after the audit date",
    ),
    ("attendance", "date", f"date < {LONG_AGO}", "mark(s)", "are dated before the year 2000"),
    (
        "attendance",
        "date",
        "date > on_date + 366",
        "mark(s)",
        "are dated more than a year after the audit date",
    ),
)

# The rows of the exports table are no longer told apart: its file is named.
_EXPORTED = f"""
SELECT 'warning', (SELECT min(file) FROM files WHERE taken_for = 'exports'), '', 0, 'exported_on', CAST(max(x.exported_on) AS VARCHAR),
  'An export of the table ' || x.table_name || ' is said to be made after the audit date.', '{_TODO}', x.school, true
FROM exports x JOIN (SELECT max(on_date) AS on_date FROM audit) a ON x.exported_on > a.on_date
WHERE EXISTS (FROM files WHERE taken_for = 'exports') GROUP BY x.table_name, x.school"""


def add_problems_of_dates(con: duckdb.DuckDBPyConnection) -> None:
    """Append them to `problems`. Reads `roll`, `events`, `attendance`, `exports`, `files` and `audit`."""
    found = [
        _FOUND.format(table=table, column=column, where=where, what=what, wrong=wrong, todo=_TODO)
        for table, column, where, what, wrong in _OF_ROWS
    ]
    con.execute(
        'INSERT INTO problems (severity, file, sheet, row, "column", value, message, todo, school, of_many) '
        + " UNION ALL ".join([*found, _EXPORTED])
    )
