"""Which dates the calendar has to number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

DAYS_BEFORE, DAYS_AFTER = 60, 430
"""How far the span reaches beyond the record's first and last date, in days: look-backs and deadlines."""

YEARS_BEFORE, YEARS_AFTER = 25, 10
"""How far from the audit dates a date may lie and still stretch the span, in years.

Systems write 9999-12-31 for "open": such a date gets a row of its own, not three million before it."""

_DATED_COLUMNS = {
    "audit": ("on_date",),
    "attendance": ("date",),
    "calendar": ("first_day", "last_day"),
    "events": ("date", "recorded", "until"),
    "register": ("off_roll_date", "entered"),
    "roll": ("entry_date", "entry_entered", "leaving_date", "leaving_entered"),
}

_SPAN = f"""
CREATE OR REPLACE TEMP TABLE calendar_span AS
WITH near AS (
  SELECT min(on_date) - INTERVAL {YEARS_BEFORE} YEAR AS earliest, max(on_date) + INTERVAL {YEARS_AFTER} YEAR AS latest FROM audit
)
SELECT (min(date) - {DAYS_BEFORE})::DATE AS first_day, (max(date) + {DAYS_AFTER})::DATE AS last_day
FROM calendar_dates, near
WHERE date BETWEEN earliest AND latest
HAVING count(*) > 0
"""


def create_span(con: duckdb.DuckDBPyConnection) -> None:
    """Create `calendar_dates(date)`, every date of the record, and `calendar_span(first_day, last_day)`.

    The span has one row, or none where the audit has none. It is the same for all schools, so that a date of
    the trust can be looked up in any school's days.
    """
    columns = [(table, column) for table, names in _DATED_COLUMNS.items() for column in names]
    dates = " UNION ".join(f"SELECT {column} AS date FROM {table}" for table, column in columns)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE calendar_dates AS SELECT date FROM ({dates}) WHERE isfinite(date)"
    )
    con.execute(_SPAN)
