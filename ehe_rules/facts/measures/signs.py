"""Early signs (hcat 4.4): how many of five kinds a pupil's record shows in the last school days, as bounds of a number.

The kinds are those of the policy: attendance that falls or comes and goes, anxiety, repeated complaints, pressure around
unmet SEND need, reduced engagement. Left out of the first: religious observance, a travelling family's absence, suspension, days
on which no attendance was possible, and pupils of whom the authority has a sickness return of the last year; or
the signs would point at children for their faith, their family or their health. A kind of which nothing is on record is not known
only where nothing that the school exports could show it. What lies before the calendar supplied is left aside.
"""

from __future__ import annotations

from ehe_rules.facts.figures import figure
from ehe_rules.facts.marks.exceptions import ON_STAY
from ehe_rules.facts.marks.sessions import MONDAY
from ehe_rules.facts.marks.spans import sums_sql

WINDOW = figure("signs_window")
A_YEAR = 365

ENTRIES = {
    "anxiety": (),
    "complaint": ("complaint_made",),
    "send": ("ehcp_request_refused",),
    "engagement": (),
}
"""Signs that entries show: what a risk entry covers, and kinds of entry that say the same."""

REPEATED = 2
"""So many complaints are repeated ones."""

# The same fall as attendance_fall, without the sessions of leave: 100 * (year - recent) / (year's possible) ...
_POSSIBLE = "({0}.attended + {0}.missed - {0}.on_leave + {0}.unknown)"


def _falls(year: str, recent: str) -> str:
    """Return SQL: whether the last weeks lie so many points below the year, at these attended sessions."""
    of_year, of_recent = _POSSIBLE.format("y"), _POSSIBLE.format("w")
    return f"100 * (({year}) * {of_recent} - ({recent}) * {of_year}) >= {figure('falling_points')} * {of_year} * {of_recent}"


_ATTENDANCE = """
falls AS (
  SELECT y.subject,
    {year} > 0 AND {recent} > 0 AND {surely} AS sure, {year} > 0 AND {recent} > 0 AND {perhaps} AS perhaps
  FROM {of_year} y JOIN {of_weeks} w USING (subject)),
recent AS MATERIALIZED (
  SELECT p.subject, p.roll, r.school, p.from_n, p.to_n, k.first_n, k.last_n
  FROM {of_weeks} p JOIN spells r ON r.roll = p.roll LEFT JOIN mark_stays k ON k.roll = p.roll),
-- Few pupils look back over days of their own: weeks are laid out once for those of a school that look back over the same.
spans AS (SELECT DISTINCT school, from_n, to_n FROM recent),
weeks_of AS (
  SELECT p.school, p.from_n, p.to_n, s.monday, count(d.n) AS days, min(d.n) AS monday_n, max(d.n) AS friday_n FROM spans p
  JOIN school_weeks s ON s.school = p.school AND s.last_n >= p.from_n AND s.first_n <= p.to_n
  JOIN days d ON d.school = p.school AND d.school_day AND d.n BETWEEN greatest(p.from_n, s.first_n) AND least(p.to_n, s.last_n)
  GROUP BY ALL),
marked AS (
  SELECT p.subject, {monday} AS monday, count(*) AS days, sum(m.attended) AS attended, sum(m.ill + m.unauthorised) AS missed, sum(m.known) AS known
  FROM recent p JOIN exceptions m ON m.roll = p.roll AND m.n BETWEEN p.from_n AND p.to_n GROUP BY ALL),
in_weeks AS (
  SELECT p.subject, 2 * ({told} - coalesce(m.days, 0)) + coalesce(m.attended, 0) AS attended, coalesce(m.missed, 0) AS missed,
    2 * (w.days - {told} + coalesce(m.days, 0)) - coalesce(m.known, 0) AS unknown
  FROM recent p JOIN weeks_of w ON w.school = p.school AND w.from_n = p.from_n AND w.to_n = p.to_n
  LEFT JOIN marked m ON m.subject = p.subject AND m.monday = w.monday),
comes_and_goes AS (
  SELECT subject, count(*) FILTER (attended > 0 AND missed > 0) >= {enough_weeks} AS sure,
    count(*) FILTER (attended + unknown > 0 AND missed + unknown > 0 AND attended + missed + unknown > 1) >= {enough_weeks} AS perhaps
  FROM in_weeks GROUP BY subject),
sick AS (
  SELECT DISTINCT f.subject FROM {facts} f JOIN entries e ON e.school = f.school AND e.pupil = f.pupil
  WHERE e.event = 'sickness_return_made' AND e.day BETWEEN f.on_day - {a_year} AND f.on_day)"""


def _attendance(facts: str) -> str:
    return _ATTENDANCE.format(
        year=_POSSIBLE.format("y"),
        recent=_POSSIBLE.format("w"),
        surely=_falls("y.attended", "w.attended + w.unknown"),
        perhaps=_falls("y.attended + y.unknown", "w.attended"),
        of_year=sums_sql(facts, "year"),
        of_weeks=sums_sql(facts, "six weeks"),
        monday=MONDAY.format("m.day"),
        told=ON_STAY.format(from_n="w.monday_n", to_n="w.friday_n", k="p"),
        enough_weeks=figure("inconsistent_weeks"),
        facts=facts,
        a_year=A_YEAR,
    )


def _entry_sign(sign: str, kinds: tuple[str, ...], facts: str) -> str:
    """Return SQL: whether entries of the window show the sign (sure), may (unsaid: what they cover is never said), or could not (silent)."""
    said = [f"(m.event = 'risk_identified' AND list_contains(m.covers, '{sign}'))"]
    enough = REPEATED if sign == "complaint" else 1
    listed = ", ".join(f"'{kind}'" for kind in ("risk_identified", *kinds))
    of_kind = f"m.event IN ({', '.join(repr(kind) for kind in kinds)})" if kinds else "false"
    unsaid = (
        "m.event = 'risk_identified' AND len(coalesce(m.covers, [])) = 0 AND NOT coalesce(c.covers, false)"
    )
    return f"""
  {sign} AS (
    SELECT f.subject, count(*) FILTER ({said[0]}) > 0 OR count(*) FILTER ({of_kind}) >= {enough} AS sure,
      count(*) FILTER ({unsaid}) > 0 AS unsaid, f.school NOT IN (SELECT school FROM carries WHERE event IN ({listed})) AS silent
    FROM {facts} f JOIN days d ON d.school = f.school AND d.day = f.on_day
    LEFT JOIN members_pupil m ON m.subject = f.subject AND m.event IN ({listed}) AND m.nlo > d.n - {WINDOW}
    LEFT JOIN carried c ON c.school = m.school AND c.event = m.event
    GROUP BY f.subject, f.school)"""


def early_signs(facts: str) -> str:
    """Return SQL: `subject, lo, hi` of the number of kinds of sign, and `signs`: those that are certain, parted by semicolons."""
    entry_signs = ",".join(_entry_sign(sign, kinds, facts) for sign, kinds in ENTRIES.items())
    joins = " ".join(f"JOIN {sign} USING (subject)" for sign in ENTRIES)
    needed = figure("anxiety_sessions_needed")
    attendance = "coalesce(b.{0}, false) OR coalesce(g.{0}, false)"
    anxious = f"coalesce(x.anxious >= {needed}, false) OR anxiety.sure"
    speaks = "f.school IN (SELECT school FROM speak_of_anxiety)"
    may_be_anxious = f"{speaks} AND coalesce(x.anxious + x.unknown - x.own_code >= {needed}, true) OR anxiety.silent AND NOT {speaks} OR anxiety.unsaid"
    sure = [f"(s.subject IS NULL AND ({attendance.format('sure')}))", f"({anxious})"]
    perhaps = [
        f"(s.subject IS NULL AND (b.subject IS NULL OR {attendance.format('perhaps')}))",
        f"(({anxious}) OR ({may_be_anxious}))",
    ]
    sure += [f"{sign}.sure" for sign in ENTRIES if sign != "anxiety"]
    perhaps += [f"({sign}.sure OR {sign}.unsaid OR {sign}.silent)" for sign in ENTRIES if sign != "anxiety"]
    count = " + ".join(f"CASE WHEN {test} THEN 1 ELSE 0 END" for test in sure)
    most = " + ".join(f"CASE WHEN {test} THEN 1 ELSE 0 END" for test in perhaps)
    seen = ", ".join(
        f"CASE WHEN {test} THEN '{sign}' END"
        for sign, test in zip(("attendance", *ENTRIES), sure, strict=True)
    )
    return f"""
    WITH {_attendance(facts)}, {entry_signs}
    SELECT f.subject, {count} AS lo, greatest({most}, {count}) AS hi, concat_ws(';', {seen}) AS signs
    FROM {facts} f {joins} LEFT JOIN falls b ON b.subject = f.subject LEFT JOIN comes_and_goes g ON g.subject = f.subject
    LEFT JOIN sick s ON s.subject = f.subject
    LEFT JOIN {sums_sql(facts, "signs window")} x ON x.subject = f.subject"""
