"""Sessions: what each was, counted for each day of a pupil, and added up over the days that a measure asks for.

A session is attended, authorised or unauthorised absence, or no possible attendance; or it is not known what it was: no mark
stands, or one that was not in force, or marks that contradict one another. What is not known may be any of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, EPOCH, SCHOOL_YEAR
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


_COUNTED = {
    **{name: _of_sort(name) for name in ("attended", "authorised", "unauthorised", "outside")},
    "ill": _with("i", "authorised"),
    "on_leave": _with("on_leave", "authorised"),
    "anxious": _with("anxious", "authorised", "unauthorised", "unclear"),
    "own_code": _with("anxious", "unclear"),
}


def _both(of_session: str) -> str:
    """Return SQL: of how many of the two sessions it is so."""
    return f"CAST({' + '.join(f'CASE WHEN {of_session.format(half)} THEN 1 ELSE 0 END' for half in ('am', 'pm'))} AS UTINYINT)"


_DAY_SESSIONS = f"""
SELECT roll, day, n, {", ".join(f"{_both(sql)} AS {name}" for name, sql in _COUNTED.items())}
FROM half_days WHERE school_day"""

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
    """Make `day_sessions`, `school_weeks`, `known_from` and `speak_of_anxiety` (from `half_days`, `mark_spans` and the figures).

    - `day_sessions(roll, day, n, attended, authorised, unauthorised, outside, ill, on_leave, anxious, own_code)`: a row for each spell on
      roll and school day with a mark; how many of its two sessions were so. The first four shut one another out; what is left
      to two is not known. `outside`: no possible attendance. `ill`, `on_leave` and `anxious` are among the absences;
      `own_code` are those of `anxious` whose code is the school's own, so that the mark itself says no more.
    - `school_weeks(school, monday, first_n, last_n, number)`: weeks with a school day, in order.
    - `known_from(school, approximate, first_n, first_day, asof_day)`: the first school day of which anything can be known, and the
      day up to which marks are seen, itself perhaps not over.
    - `speak_of_anxiety(school)`: schools of which some mark has a comment, or a code of the trust's list.
    """
    con.execute(f"""
    CREATE OR REPLACE TABLE speak_of_anxiety AS
    SELECT DISTINCT CAST(school AS VARCHAR) AS school FROM attendance
    WHERE CAST(comment AS VARCHAR) <> '' OR lower(CAST(code AS VARCHAR)) IN {listed("anxiety_codes")}""")
    con.execute(f"CREATE OR REPLACE TABLE day_sessions AS {_DAY_SESSIONS}")
    con.execute(f"CREATE OR REPLACE TABLE school_weeks AS {_SCHOOL_WEEKS}")
    con.execute(f"CREATE OR REPLACE TABLE known_from AS {_KNOWN_FROM}")


def spans_sql(facts: str, starts: str) -> str:
    """Return SQL (subject, roll, from_n, to_n, days, cut): the school days that a measure counts over, for the table `facts`.

    They end the day before the subject's own date, or before the day the attendance was exported: that day may not be
    over. `starts` is YEAR, `weeks(n)` or `school_days(n)`. `days` is how many of them the pupil was on roll; `cut`: the
    calendar supplied begins later than they do, and so may the pupil's time on roll have.
    """
    return f"""
    SELECT f.subject, f.roll, greatest(o.first_n, g.first_n, coalesce(e.n + 1, g.first_n)) AS from_n, o.to_n,
      greatest(o.to_n - greatest(o.first_n, g.first_n, coalesce(e.n + 1, g.first_n)) + 1, 0) AS days,
      o.first_n < g.first_n AND NOT g.approximate AND s.entry_day < g.first_day AS cut
    FROM {facts} f JOIN spells s ON s.roll = f.roll JOIN known_from g ON g.school = f.school
    JOIN days z ON z.school = f.school AND z.n_lo = z.n_hi
      AND z.day = least(f.own_day, f.attendance_asof, s.left_day, s.next_entry_day) - 1
    JOIN (SELECT school, to_n, first_n FROM ({starts})) o ON o.school = f.school AND o.to_n = z.n
    LEFT JOIN days e ON e.school = f.school AND e.day = s.entry_day - 1 AND s.entry_day > {ANY} AND e.n_lo = e.n_hi
    WHERE f.marks_supplied AND f.roll_known"""


# The year of the last school day: in the summer holiday that of the year gone. A first half term that is not listed cuts it.
YEAR = f"""
SELECT d.school, d.n AS to_n, min(d.n) OVER w - CASE WHEN k.approximate OR bool_or(h.half_term = 1) OVER w THEN 0 ELSE 1 END AS first_n
FROM days d JOIN calendars k USING (school)
LEFT JOIN half_terms h ON h.school = d.school AND d.date BETWEEN h.first_day AND h.last_day
WHERE d.school_day AND d.n_lo = d.n_hi WINDOW w AS (PARTITION BY d.school, {SCHOOL_YEAR.format("d.date")})"""


def weeks(number: str) -> str:
    """Return SQL: for each school day the first day of the last so many school weeks, its own week as far as it had gone."""
    return f"""
    SELECT d.school, d.n AS to_n, coalesce(b.first_n, 0) AS first_n
    FROM days d JOIN school_weeks w ON w.school = d.school AND d.n BETWEEN w.first_n AND w.last_n
    LEFT JOIN school_weeks b ON b.school = d.school AND b.number = w.number - {number} + 1
    WHERE d.school_day AND d.n_lo = d.n_hi"""


def school_days(number: str) -> str:
    """Return SQL: for each school day the first of the last so many."""
    return f"SELECT school, n AS to_n, n - {number} + 1 AS first_n FROM days WHERE school_day AND n_lo = n_hi"


def sums_sql(facts: str, starts: str) -> str:
    """Return SQL: for each subject the sessions of its span: subject, attended, missed, unauthorised, ill, anxious, on_leave, own_code, unknown, cut.

    `unknown` are the sessions on roll of which no mark says what they were; with `cut` there may be any number more.
    """
    totals = ", ".join(f"CAST(coalesce(sum({name}), 0) AS INTEGER) AS {name}" for name in _COUNTED)
    return f"""
    SELECT p.subject, p.cut, t.attended, t.authorised + t.unauthorised AS missed, t.unauthorised, t.ill, t.anxious, t.on_leave, t.own_code,
      2 * p.days - t.attended - t.authorised - t.unauthorised - t.outside AS unknown
    FROM ({spans_sql(facts, starts)}) p JOIN (
      SELECT p.subject, {totals} FROM ({spans_sql(facts, starts)}) p
      LEFT JOIN day_sessions m ON m.roll = p.roll AND m.n BETWEEN p.from_n AND p.to_n GROUP BY p.subject) t USING (subject)"""
