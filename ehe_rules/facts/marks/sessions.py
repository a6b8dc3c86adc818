"""Sessions: what each was, counted for each day of a pupil.

A session is attended, authorised or unauthorised absence, or no possible attendance; or it is not known what it was: no mark
stands, or one that was not in force, or marks that contradict one another. What is not known may be any of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH
from ehe_rules.facts.figures import listed
from ehe_rules.facts.marks.half_days import BITS
from ehe_rules.facts.record.exported import EXPORTED

if TYPE_CHECKING:
    import duckdb

_SORTS = {
    "attended": BITS["present"] | BITS["activity"],
    "authorised": BITS["authorised"],
    "unauthorised": BITS["unauthorised"],
    "outside": BITS["not_possible"] | BITS["no_session"],
    "unclear": BITS["unclear"],
}
"""What a session was: of one sort, if all its marks are."""

_ALL = sum(_SORTS.values())


def _of_sort(name: str) -> str:
    """Return SQL (over the bits {0} of a session): all its marks are of this sort."""
    return f"{{0}} & {_SORTS[name]} > 0 AND {{0}} & {_ALL - _SORTS[name]} = 0"


def _with(name: str, *sorts: str) -> str:
    """Return SQL: a session of one of these sorts, of which a mark means this besides."""
    return f"{{0}} & {BITS[name]} > 0 AND ({' OR '.join(map(_of_sort, sorts))})"


COUNTED = {
    **{name: _of_sort(name) for name in ("attended", "authorised", "unauthorised", "outside")},
    "ill": _with("i", "authorised"),
    "on_leave": _with("on_leave", "authorised"),
    "anxious": _with("anxious", "authorised", "unauthorised", "unclear"),
    "own_code": _with("anxious", "unclear"),
}
"""What is counted of the sessions of a day: SQL over the bits {0} of a session.

The first four shut one another out; a session that is none of them is not known. `outside`: no possible attendance. `ill`, `on_leave`
and `anxious` are among the absences; `own_code` are those of `anxious` whose code is the school's own, so that the mark itself says no more.
"""


MONDAY = "({0} - ((({0} + 3) % 7 + 7) % 7))"
"""SQL: the Monday of the week of a day (day 0 is a Thursday)."""

# A week with a school day in it, in order; of an approximate calendar from the school's first mark on.
_SCHOOL_WEEKS = f"""
SELECT school, CAST({MONDAY.format("day")} AS INTEGER) AS monday, min(n) AS first_n, max(n) AS last_n,
  CAST(row_number() OVER (PARTITION BY school ORDER BY monday) AS INTEGER) AS number
FROM days WHERE school_day AND n_lo = n_hi GROUP BY school, monday"""

# From when on a school's days are known at all, and whether the calendar supplied holds the beginning of a school year.
_KNOWN_FROM = f"""
SELECT k.school, k.approximate, CASE WHEN k.approximate THEN p.first_n ELSE b.n END AS first_n, b.day AS first_day,
  CAST(least(a.on_date, coalesce(x.attendance, a.on_date)) - {EPOCH} AS INTEGER) AS asof_day
FROM calendars k JOIN audit a USING (school) JOIN ({EXPORTED}) x USING (school)
JOIN (SELECT school, min(n) AS n, min(day) AS day FROM days WHERE school_day AND n_lo = n_hi GROUP BY school) b USING (school)
LEFT JOIN mark_spans p USING (school)"""


def build_sessions(con: duckdb.DuckDBPyConnection) -> None:
    """Make `school_weeks`, `known_from` and `speak_of_anxiety`.

    - `school_weeks(school, monday, first_n, last_n, number)`: weeks with a school day, in order.
    - `known_from(school, approximate, first_n, first_day, asof_day)`: the first school day of which anything can be known, and the
      day up to which marks are seen, itself perhaps not over.
    - `speak_of_anxiety(school)`: schools of which some mark has a comment, or a code of the trust's list.
    """
    con.execute(f"""
    CREATE OR REPLACE TABLE speak_of_anxiety AS
    SELECT DISTINCT CAST(school AS VARCHAR) AS school FROM attendance
    WHERE CAST(comment AS VARCHAR) <> '' OR lower(CAST(code AS VARCHAR)) IN {listed("anxiety_codes")}""")
    con.execute(f"CREATE OR REPLACE TABLE school_weeks AS {_SCHOOL_WEEKS}")
    con.execute(f"CREATE OR REPLACE TABLE known_from AS {_KNOWN_FROM}")
