"""The calendar as lists, one row for each school, so that a date's half term or a number's date is a look-up and no join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH

if TYPE_CHECKING:
    import duckdb


def build_calendar_lists(con: duckdb.DuckDBPyConnection) -> None:
    """Make `cal`: per school the school days by number, half terms and terms by day, and what is known.

    `first_days[n]` is the school day with number n, `last_days[n]` the last day before the next school day;
    `half_term_of[day - known_from + 1]` the half term's index (`entry_half_term_of`: a holiday belongs to the one after);
    `half_term_starts`, `half_term_ends`, `term_of` and `term_ends` map an index. `max_n` is the highest known number.
    """
    con.execute(f"""
    CREATE OR REPLACE TABLE cal AS
    WITH numbers AS (
      SELECT school, list(CAST(first_date - {EPOCH} AS INTEGER) ORDER BY n) AS first_days,
        list(CAST(last_date - {EPOCH} AS INTEGER) ORDER BY n) AS last_days
      FROM day_numbers WHERE n >= 1 GROUP BY school),
    known AS (
      SELECT d.school, max(d.n) AS max_n, min(d.n) FILTER (d.school_day) AS min_n, min(d.day) AS known_from, max(d.day) AS known_to,
        list(d.half_term_idx ORDER BY d.day) AS half_term_of, list(d.entry_half_term_idx ORDER BY d.day) AS entry_half_term_of
      FROM days d JOIN calendars k ON k.school = d.school AND d.date BETWEEN k.known_from AND k.known_to
      GROUP BY d.school),
    halves AS (
      SELECT school,
        map_from_entries(list((idx, CAST(first_day - {EPOCH} AS INTEGER)) ORDER BY idx)) AS half_term_starts,
        map_from_entries(list((idx, CAST(last_day - {EPOCH} AS INTEGER)) ORDER BY idx)) AS half_term_ends,
        map_from_entries(list((idx, term_idx) ORDER BY idx)) AS term_of,
        min(idx) AS first_idx, max(idx) AS last_idx, min(term_idx) AS first_term, max(term_idx) AS last_term
      FROM half_terms GROUP BY school),
    terms AS (
      SELECT school, map_from_entries(list((term_idx, ends) ORDER BY term_idx)) AS term_ends,
        map_from_entries(list((term_idx, starts) ORDER BY term_idx)) AS term_starts,
        map_from_entries(list((term_idx, at_least) ORDER BY term_idx)) AS term_not_before
      FROM (SELECT school, term_idx, CAST(max(term_last_day) - {EPOCH} AS INTEGER) AS ends,
              CAST(min(first_day) - {EPOCH} AS INTEGER) AS starts,
              CAST(max(last_day) - {EPOCH} AS INTEGER) + 1 AS at_least FROM half_terms GROUP BY ALL)
      GROUP BY school)
    SELECT k.school, k.approximate, known.* EXCLUDE (school), numbers.* EXCLUDE (school), halves.* EXCLUDE (school),
      terms.* EXCLUDE (school)
    FROM calendars k LEFT JOIN numbers USING (school) LEFT JOIN known USING (school)
    LEFT JOIN halves USING (school) LEFT JOIN terms USING (school)""")
