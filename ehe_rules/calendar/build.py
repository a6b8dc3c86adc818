"""The calendar of every school, in its order: half terms, what is known, days, numbers, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.calendar.bank_holidays import create_bank_holidays
from ehe_rules.calendar.days import create_day_numbers, create_days
from ehe_rules.calendar.half_terms import create_half_terms, read_calendar_rows
from ehe_rules.calendar.known import create_calendars
from ehe_rules.calendar.problems import report_problems
from ehe_rules.calendar.span import create_span

if TYPE_CHECKING:
    import duckdb

WORKING_TABLES = (
    "calendar_rows",
    "calendar_effective",
    "calendar_conflicts",
    "calendar_chained",
    "calendar_dates",
    "calendar_span",
    "bank_holidays",
    "calendar_days",
)


def build_calendar(con: duckdb.DuckDBPyConnection) -> None:
    """Create `calendars`, `half_terms`, `days` and `day_numbers` for all schools, and append to `problems`.

    Reads the tables of the exports step, `audit(school, on_date)` and, if it is there, `owners(school, owner)`: an owner has a
    calendar like a school. Tables made before are replaced; problems are appended again, so call it
    once for each reading of the exports.

    - `calendars(school, approximate, known_from, known_to)`: one row per school. `approximate` where no
      usable calendar row applies to the school. Known is the unbroken run of half terms that holds the audit
      date, else the latest before it, else the first; for an approximate calendar, all of the span.
    - `half_terms(school, academic_year, half_term, idx, term_idx, first_day, last_day, term_last_day)`:
      `idx` and `term_idx` rise by one from a half term (a term) to the next and leave a number free for each
      one that is missing, so that `idx + 1` never lands behind a gap. `term_last_day` is NULL where the
      term's second half is missing.
    - `days(school, date, day, school_day, n, n_lo, n_hi, half_term_idx, entry_half_term_idx)`: one row per
      school and date of the span, and one for each date of the record far outside it.
    - `day_numbers(school, n, first_date, last_date)`: each school day by number. `last_date` is the day
      before the next school day; for the last school day before a gap or the calendar's end, the end of
      its half terms.
    """
    con.execute("CREATE TABLE IF NOT EXISTS owners (school VARCHAR, owner VARCHAR)")
    read_calendar_rows(con)
    create_half_terms(con)
    create_span(con)
    create_calendars(con)
    create_bank_holidays(con)
    create_days(con)
    create_day_numbers(con)
    report_problems(con)
    for table in WORKING_TABLES:
        con.execute(f"DROP TABLE temp.{table}")
