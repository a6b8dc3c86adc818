"""The school days that measures of sessions count over, and the sessions of each pupil added up over them, once for all measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, SCHOOL_YEAR
from ehe_rules.facts.figures import figure
from ehe_rules.facts.marks.exceptions import ON_STAY
from ehe_rules.facts.marks.sessions import COUNTED

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

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


_STARTS = {
    "year": YEAR,
    "six weeks": weeks("6"),
    "ten weeks": weeks("10"),
    "absence window": school_days(figure("absence_window")),
    "signs window": school_days(figure("signs_window")),
}
"""SQL (school, to_n, first_n): where each span begins if it ends with a school day."""

SPANS_OF = {
    "attendance_rate": ("year",),
    "recent_attendance_rate": ("six weeks",),
    "attendance_fall": ("year", "six weeks"),
    "persistent_absence": ("year",),
    "severe_absence": ("year",),
    "unauthorised_sessions": ("ten weeks",),
    "illness_sessions": ("absence window",),
    "illness_spells": ("absence window",),
    "anxiety_sessions": ("absence window",),
    "early_signs": ("year", "six weeks", "signs window"),
}
"""The spans that each measure of sessions counts over."""

# They end the day before the subject's own date, or before the day the attendance was exported: that day may not be over.
_SPANS = """
SELECT '{span}' AS span, f.subject, f.roll, greatest(o.first_n, g.first_n, coalesce(e.n + 1, g.first_n)) AS from_n, o.to_n,
  greatest(o.to_n - greatest(o.first_n, g.first_n, coalesce(e.n + 1, g.first_n)) + 1, 0) AS days,
  o.first_n < g.first_n AND NOT g.approximate AND s.entry_day < g.first_day AS cut
FROM {facts} f JOIN spells s ON s.roll = f.roll JOIN known_from g ON g.school = f.school
JOIN days z ON z.school = f.school AND z.n_lo = z.n_hi
  AND z.day = least(f.own_day, f.attendance_asof, s.left_day, s.next_entry_day) - 1
JOIN (SELECT school, to_n, first_n FROM ({starts})) o ON o.school = f.school AND o.to_n = z.n
LEFT JOIN days e ON e.school = f.school AND e.day = s.entry_day - 1 AND s.entry_day > {ANY} AND e.n_lo = e.n_hi
WHERE f.marks_supplied AND f.roll_known"""


def build_sums(con: duckdb.DuckDBPyConnection, facts: str, measures: Collection[str]) -> None:
    """Make `<facts>_sums`: for each subject of the table `facts` and each span that one of the measures counts over its sessions.

    Columns: span, subject, roll, from_n, to_n, days, cut, attended, missed, unauthorised, ill, anxious, on_leave, own_code, unknown.
    `days` is how many of the span's the pupil was on roll; `cut`: the calendar supplied begins later than the span, and so may the
    pupil's time on roll have. `unknown` are the sessions on roll of which no mark says what they were; with `cut` there may be
    any number more.
    """
    spans = sorted({span for measure in measures for span in SPANS_OF.get(measure, ())})
    if not spans:
        return
    laid = " UNION ALL ".join(_SPANS.format(span=s, facts=facts, starts=_STARTS[s], ANY=ANY) for s in spans)
    told = ON_STAY.format(from_n="p.from_n", to_n="p.to_n", k="k")
    totals = ", ".join(f"sum({name}) AS {name}" for name in COUNTED)
    count = {name: f"CAST(coalesce(t.{name}, 0) AS INTEGER)" for name in COUNTED}
    con.execute(f"""
    CREATE OR REPLACE TABLE {facts}_sums AS
    WITH spans AS MATERIALIZED (SELECT p.*, {told} AS told FROM ({laid}) p LEFT JOIN mark_stays k USING (roll)),
    totals AS (
      SELECT p.span, p.subject, count(*) AS exceptions, {totals}
      FROM spans p JOIN exceptions m ON m.roll = p.roll AND m.n BETWEEN p.from_n AND p.to_n GROUP BY p.span, p.subject),
    counted AS (
      SELECT p.* EXCLUDE (told), {", ".join(f"{count[n]} AS {n}" for n in COUNTED if n != "attended")},
        CAST(2 * (p.told - coalesce(t.exceptions, 0)) AS INTEGER) + {count["attended"]} AS attended
      FROM spans p LEFT JOIN totals t ON t.span = p.span AND t.subject = p.subject)
    SELECT * EXCLUDE (authorised, outside), authorised + unauthorised AS missed,
      2 * days - attended - authorised - unauthorised - outside AS unknown
    FROM counted""")


def sums_sql(facts: str, span: str) -> str:
    """Return SQL: the rows of one span of `<facts>_sums`."""
    return f"(SELECT * FROM {facts}_sums WHERE span = '{span}')"
