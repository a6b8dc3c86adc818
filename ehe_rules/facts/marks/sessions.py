"""Half days: what each session of a pupil was, counted for each day, and added up over the days that a measure asks for.

A session is attended, authorised or unauthorised absence, or no possible attendance; or it is not known what it was: no mark
stands, or one that was not in force, or marks that contradict one another. What is not known may be any of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, EPOCH, SCHOOL_YEAR
from ehe_rules.facts.figures import listed
from ehe_rules.facts.marks.days import VALID
from ehe_rules.facts.record.exported import EXPORTED

if TYPE_CHECKING:
    import duckdb

_MEANS = {
    "attended": "c.class IN ('PRES', 'AEA')",
    "authorised": "c.class = 'AUTH'",
    "unauthorised": "c.class = 'UNAUTH'",
    "outside": "c.class = 'NPA' OR m.code IN ('#', 'Z')",
    "unclear": "c.class IS NULL AND m.code NOT IN ('-', '#', 'Z')",
    "ill": "m.code = 'I'",
    "on_leave": "m.code IN ('R', 'T', 'E')",
}
"""SQL: what a code can mean on a day. `on_leave`: religious observance, a travelling parent, suspension."""

_BITS = {name: 1 << place for place, name in enumerate(_MEANS)}
_ANXIOUS = 1 << len(_BITS)
_SORTS = " + ".join(
    str(_BITS[name]) for name in ("attended", "authorised", "unauthorised", "outside", "unclear")
)


def _one_sort(name: str, bits: str) -> str:
    """Return SQL: 1 where a session's marks are all of this sort."""
    return f"CASE WHEN {bits} & ({_SORTS}) = {_BITS[name]} THEN 1 ELSE 0 END"


def _missed_with(name: str, bits: str) -> str:
    """Return SQL: 1 where a session is authorised absence and its code is of this kind."""
    return f"CASE WHEN {bits} & ({_SORTS} + {_BITS[name]}) = {_BITS['authorised'] + _BITS[name]} THEN 1 ELSE 0 END"


def _anxious(sorts: tuple[str, ...], bits: str) -> str:
    """Return SQL: 1 where a session of one of these sorts has a word or a code of the trust's lists."""
    listed_sorts = ", ".join(str(_BITS[name]) for name in sorts)
    return f"CASE WHEN {bits} & {_ANXIOUS} > 0 AND {bits} & ({_SORTS}) IN ({listed_sorts}) THEN 1 ELSE 0 END"


def _both(of_session: str) -> str:
    """Return SQL: the sum over morning (alias x, column am) and afternoon (pm)."""
    return f"CAST({of_session.format('x.am')} + {of_session.format('x.pm')} AS UTINYINT)"


_SUMS = {
    **{name: _both(_one_sort(name, "{0}")) for name in ("attended", "authorised", "unauthorised", "outside")},
    "ill": _both(_missed_with("ill", "{0}")),
    "on_leave": _both(_missed_with("on_leave", "{0}")),
    "anxious": _both(_anxious(("authorised", "unauthorised", "unclear"), "{0}")),
    "own_code": _both(_anxious(("unclear",), "{0}")),
}

# Words of a list are looked for as whole words: `anxious` is no part of `unanxious`.
_SPOKEN_OF = f"""
SELECT DISTINCT m.code, m.comment,
  lower(CAST(m.code AS VARCHAR)) IN {listed("anxiety_codes")} OR EXISTS (
    FROM {listed("anxiety_words")} w
    WHERE contains(' ' || trim(regexp_replace(lower(CAST(m.comment AS VARCHAR)), '[^a-z0-9]+', ' ', 'g')) || ' ',
                   ' ' || trim(regexp_replace(w.item, '[^a-z0-9]+', ' ', 'g')) || ' ')) AS anxious
FROM (SELECT DISTINCT code, comment FROM attendance) m WHERE anxious"""

_DAY_SESSIONS = f"""
WITH meant AS (
  SELECT m.code, m.date, CAST({" + ".join(f"CASE WHEN {test} THEN {_BITS[name]} ELSE 0 END" for name, test in _MEANS.items())} AS USMALLINT) AS bits
  FROM (SELECT DISTINCT code, date FROM attendance) m LEFT JOIN codes c ON c.code = m.code AND {VALID}),
spoken_of AS ({_SPOKEN_OF}),
counted AS (
  SELECT s.roll, m.date,
    bit_or(CASE WHEN m.session = 'AM' THEN x.bits + CASE WHEN a.anxious THEN {_ANXIOUS} ELSE 0 END ELSE 0 END) AS am,
    bit_or(CASE WHEN m.session = 'PM' THEN x.bits + CASE WHEN a.anxious THEN {_ANXIOUS} ELSE 0 END ELSE 0 END) AS pm
  FROM attendance m JOIN meant x ON x.code = m.code AND x.date = m.date
  LEFT JOIN spoken_of a ON a.code = m.code AND a.comment IS NOT DISTINCT FROM m.comment
  JOIN spells s ON s.school = m.school AND s.pupil = m.pupil AND m.date <= s.on_date
    AND m.date - {EPOCH} >= s.entry_day AND m.date - {EPOCH} < least(s.left_day, s.next_entry_day)
  GROUP BY s.roll, m.date)
SELECT CAST(x.roll AS INTEGER) AS roll, d.day, d.n, {", ".join(f"{sql} AS {name}" for name, sql in _SUMS.items())}
FROM counted x JOIN spells s USING (roll) JOIN days d ON d.school = s.school AND d.date = x.date
WHERE d.school_day AND d.n_lo = d.n_hi"""

# A week with a school day in it, in order; of an approximate calendar from the school's first mark on.
_SCHOOL_WEEKS = """
SELECT school, CAST(day - isodow(date) + 1 AS INTEGER) AS monday, min(n) AS first_n, max(n) AS last_n,
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
    """Make `day_sessions`, `school_weeks`, `known_from` and `speak_of_anxiety` (from `mark_spans` and the figures).

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
    totals = ", ".join(f"CAST(coalesce(sum({name}), 0) AS INTEGER) AS {name}" for name in _SUMS)
    return f"""
    SELECT p.subject, p.cut, t.attended, t.authorised + t.unauthorised AS missed, t.unauthorised, t.ill, t.anxious, t.on_leave, t.own_code,
      2 * p.days - t.attended - t.authorised - t.unauthorised - t.outside AS unknown
    FROM ({spans_sql(facts, starts)}) p JOIN (
      SELECT p.subject, {totals} FROM ({spans_sql(facts, starts)}) p
      LEFT JOIN day_sessions m ON m.roll = p.roll AND m.n BETWEEN p.from_n AND p.to_n GROUP BY p.subject) t USING (subject)"""
