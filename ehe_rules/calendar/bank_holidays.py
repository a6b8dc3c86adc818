"""England's bank holidays as a table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import duckdb


@cache
def england_bank_holidays(first_year: int, last_year: int) -> tuple[date, ...]:
    """Return the bank holidays of England, with substitute days, in order; both years are included."""
    import holidays  # noqa: PLC0415 - slow to import, and most commands need no calendar

    # Without the subdivision Easter Monday and the August bank holiday would be left out.
    return tuple(
        sorted(holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1)))
    )


def create_bank_holidays(con: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary table `bank_holidays(date DATE)` for the years of `calendar_span`."""
    years = con.execute("SELECT year(first_day), year(last_day) FROM calendar_span").fetchall()
    dates = [day for first, last in years for day in england_bank_holidays(first, last)]
    con.execute("CREATE OR REPLACE TEMP TABLE bank_holidays AS SELECT unnest($1::DATE[]) AS date", [dates])
