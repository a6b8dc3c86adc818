"""Events that the tool dates from attendance marks: SQL for rows of `undated` (entries.py), one or two for each spell on roll.

A row that is not `sure` is the day from which on the event may have been: with it the event's date has bounds.
"""

from __future__ import annotations

from ehe_rules.facts.constants import EPOCH, SCHOOL_YEAR
from ehe_rules.facts.marks.exceptions import ON_STAY
from ehe_rules.facts.marks.patterns import PATTERNS

SICK_SESSIONS = 30
"""Sessions marked I in one school year: fifteen school days (the sickness return of reg 13)."""

TEN_DAYS = 10

_DATE = f"({EPOCH} + m.day)"

# A later run may have reached ten days too: in a later stretch of uncut days, or after a break in the same one.
_TENTHS = f"""
WITH r AS (
  SELECT roll, n, day, shortest, longest, n - row_number() OVER (PARTITION BY roll ORDER BY n) AS stretch
  FROM absence_runs WHERE codes = 'GNOU' AND roll IN (
    SELECT roll FROM absence_runs WHERE codes = 'GNOU' AND longest >= {TEN_DAYS})),
sure AS (SELECT roll, max(n) AS n, max_by(stretch, n) AS stretch FROM r WHERE shortest = {TEN_DAYS} GROUP BY roll),
broken AS (
  SELECT r.roll, min_by(r.longest, r.n) AS counted
  FROM r JOIN sure s ON s.roll = r.roll AND s.stretch = r.stretch AND r.n > s.n WHERE r.shortest = 0 GROUP BY r.roll),
judged AS (
  SELECT r.roll,
    max(r.day) FILTER (r.n = s.n) AS tenth,
    min(r.day) FILTER (r.longest >= {TEN_DAYS} AND (s.n IS NULL OR r.stretch = s.stretch)) AS earliest,
    coalesce(bool_or(CASE WHEN r.stretch = s.stretch THEN r.longest - b.counted ELSE r.longest END >= {TEN_DAYS})
      FILTER (s.n IS NULL OR r.n > s.n), false) AS later
  FROM r LEFT JOIN sure s USING (roll) LEFT JOIN broken b USING (roll) GROUP BY r.roll),
found AS (
  SELECT roll, earliest AS day, false AS sure FROM judged WHERE later OR earliest < tenth
  UNION ALL SELECT roll, tenth, true FROM judged WHERE NOT later)"""

TEN_DAY_ABSENCE = f"""{_TENTHS}
SELECT s.school, s.pupil, 'ten_day_absence' AS event, 'pupil' AS scope, f.day, f.sure, s.roll FROM found f JOIN spells s USING (roll)"""

# Counted from the marks there are; sessions of the current school year without a mark may hold the rest.
_SICK = f"""
WITH ill AS (
  SELECT m.roll, m.day, {SCHOOL_YEAR.format(_DATE)} AS year,
    sum(m.i) OVER (PARTITION BY m.roll, {SCHOOL_YEAR.format(_DATE)} ORDER BY m.day) AS sessions
  FROM day_marks m WHERE m.i > 0),
latest AS (
  SELECT roll, max(year) AS year, max_by(day, year) AS day FROM (
    SELECT roll, year, min(day) AS day FROM ill WHERE sessions >= {SICK_SESSIONS} GROUP BY roll, year) GROUP BY roll),
first_days AS (
  SELECT school, {SCHOOL_YEAR.format("date")} AS year, min(day) AS day
  FROM days WHERE school_day AND n_lo = n_hi GROUP BY ALL),
this_year AS (
  SELECT s.roll, y.year, b.day AS from_day, b.n + CASE WHEN b.school_day THEN 0 ELSE 1 END AS from_n, e.n AS to_n
  FROM spells s JOIN mark_spans p USING (school)
  JOIN days e ON e.school = s.school AND e.day = least(s.left_day - 1, s.next_entry_day - 1, p.last_day)
  JOIN first_days y ON y.school = s.school AND y.year = {SCHOOL_YEAR.format("e.date")}
  JOIN days b ON b.school = s.school AND b.day = greatest(s.entry_day, y.day) AND b.day <= e.day),
-- Marks of illness count whatever the day, as they do where they are certain.
marked_ill AS (SELECT roll, year, max(sessions) AS sessions FROM ill GROUP BY roll, year),
lacking AS (
  SELECT t.roll, sum(2 - m.made) AS sessions FROM this_year t JOIN exceptions m ON m.roll = t.roll AND m.n BETWEEN t.from_n AND t.to_n
  GROUP BY t.roll),
unmarked AS (
  SELECT t.roll, t.year, t.from_day,
    2 * (t.to_n - t.from_n + 1 - {ON_STAY.format(from_n="t.from_n", to_n="t.to_n", k="k")}) + coalesce(l.sessions, 0) + coalesce(i.sessions, 0) AS most
  FROM this_year t LEFT JOIN mark_stays k ON k.roll = t.roll LEFT JOIN lacking l ON l.roll = t.roll
  LEFT JOIN marked_ill i ON i.roll = t.roll AND i.year = t.year),
found AS (
  SELECT u.roll, coalesce(l.day, u.from_day) AS day, false AS sure
  FROM unmarked u LEFT JOIN latest l USING (roll) WHERE u.most >= {SICK_SESSIONS} AND coalesce(l.year < u.year, true)
  UNION ALL SELECT l.roll, l.day, true FROM latest l LEFT JOIN unmarked u USING (roll)
  WHERE u.roll IS NULL OR u.most < {SICK_SESSIONS} OR l.year >= u.year)"""

SICK_FIFTEEN_DAYS = f"""{_SICK}
SELECT s.school, s.pupil, 'sick_fifteen_days' AS event, 'pupil' AS scope, f.day, f.sure, s.roll FROM found f JOIN spells s USING (roll)"""

_SICK_DATE = f"({EPOCH} + f.day)"

SICK_YEAR_BEGUN = f"""
SELECT s.school, s.pupil, 'sick_year_begun' AS event, 'pupil' AS scope, CAST(greatest(
    make_date(year({_SICK_DATE}) - CASE WHEN month({_SICK_DATE}) < 8 THEN 1 ELSE 0 END, 8, 1) - {EPOCH}, s.entry_day) AS INTEGER) AS day,
  f.sure, s.roll
FROM dated_sick_fifteen_days f JOIN spells s USING (roll)"""

FIRST_C2_MARK = f"""
SELECT s.school, s.pupil, 'first_c2_mark' AS event, 'pupil' AS scope, CAST(min(m.date) - {EPOCH} AS INTEGER) AS day, true AS sure, s.roll
FROM spells s JOIN (SELECT school, pupil, date FROM attendance WHERE code = 'C2') m ON m.school = s.school AND m.pupil = s.pupil
  AND m.date <= s.on_date AND m.date - {EPOCH} >= s.entry_day AND m.date - {EPOCH} < least(s.left_day, s.next_entry_day)
GROUP BY s.school, s.pupil, s.roll"""

FROM_MARKS = {
    "ten_day_absence": TEN_DAY_ABSENCE,
    "sick_fifteen_days": SICK_FIFTEEN_DAYS,
    "sick_year_begun": SICK_YEAR_BEGUN,
    "first_c2_mark": FIRST_C2_MARK,
    **PATTERNS,
}
"""Derived events that are dated only where a rule names them."""

AFTERWARDS = {"sick_year_begun": "sick_fifteen_days"}
"""Those that are dated from another: it has to be there first."""
