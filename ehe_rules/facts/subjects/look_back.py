"""How far back a case's window reaches from the day that opened it (semantics section 1; the parameter case_look_back)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.calendar.bank_holidays import england_bank_holidays
from ehe_rules.facts.constants import ANY, EPOCH
from ehe_rules.rulebook.parameters import length_of

if TYPE_CHECKING:
    import duckdb


def create_look_back(con: duckdb.DuckDBPyConnection, look_back: str) -> None:
    """Make `look_back(school, day)`: the first day of a case's window. Outside the calendar, working days count."""
    value, unit = length_of(look_back)
    if unit != "school days":
        length = f"to_days({value * (7 if unit == 'weeks' else 1)})"
        if unit in ("months", "years"):
            length = f"to_months({value * (12 if unit == 'years' else 1)})"
        day = f"CAST({EPOCH} + CAST(at_day AS INTEGER) - {length} AS DATE) - {EPOCH}"
        con.execute(f"CREATE OR REPLACE MACRO look_back(which, at_day) AS CAST({day} AS INTEGER)")
        return
    years = con.execute("SELECT year(min(on_date)) - 10, year(max(on_date)) + 1 FROM audit").fetchone()
    holidays = england_bank_holidays(*years) if years and years[0] else ()
    con.execute(
        "CREATE OR REPLACE TABLE holidays_of_england AS SELECT unnest($1::DATE[]) AS date", [list(holidays)]
    )
    con.execute(f"""
    CREATE OR REPLACE TABLE look_backs AS
    WITH counted AS (
      SELECT d.school, d.day, d.date,
        CASE WHEN k.approximate OR d.date BETWEEN k.known_from AND k.known_to THEN d.school_day
             ELSE isodow(d.date) < 6 AND h.date IS NULL AND c.date IS NULL END AS counts
      FROM days d JOIN calendars k USING (school) LEFT JOIN holidays_of_england h ON h.date = d.date
      LEFT JOIN (SELECT DISTINCT s.school, c.date FROM closures c JOIN schools s ON c.school IS NULL OR c.school = s.school) c
        ON c.school = d.school AND c.date = d.date),
    numbered AS (
      SELECT school, day, CAST(count(*) FILTER (counts) OVER (PARTITION BY school ORDER BY day) AS INTEGER) AS n FROM counted),
    firsts AS (SELECT school, n, min(day) AS first_day FROM numbered GROUP BY school, n)
    SELECT o.school, o.day, coalesce(f.first_day, {ANY}) AS from_day
    FROM numbered o LEFT JOIN firsts f ON f.school = o.school AND f.n = o.n - {value}""")
    con.execute("""CREATE OR REPLACE MACRO look_back(which, at_day) AS (
      SELECT max(from_day) FROM look_backs WHERE school = which AND day = at_day)""")
