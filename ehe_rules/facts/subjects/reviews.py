"""Focused reviews: which withdrawals one is about, and the day on which each of their cases had been examined (hcat:7.5)."""

from __future__ import annotations

from ehe_rules.facts.constants import EPOCH, NEVER, REGISTERED
from ehe_rules.facts.record.periods import HALF_TERMS

HALF_TERM_DAYS = 56
"""As long as a half term lasts with its holiday at most; used only where the calendar does not say."""

CASES_EXAMINED = "every_case_examined"
"""The derived event: the day on which the last of the cases was examined; the review's own day where there is none."""

# The pupils who left for home education in the half term in which the review was started, or in the one before, up to its start.
EXAMINED_ALL = f"""
WITH {HALF_TERMS},
spans AS (
  SELECT s.subject, s.school, s.open_day, s.events_asof,
    coalesce(b.first_day - {EPOCH}, c.first_day - {EPOCH} - {HALF_TERM_DAYS}, s.open_day - 2 * {HALF_TERM_DAYS}) AS from_day
  FROM subjects_focused_review s
  LEFT JOIN dated c ON c.school = s.school AND {EPOCH} + s.open_day BETWEEN c.first_day AND c.reaches_to
  LEFT JOIN dated b ON b.school = c.school AND b.number = c.number - 1),
withdrawn AS (
  SELECT s.subject, l.pupil, bool_or(l.ehe = 'yes') AS surely FROM spans s
  JOIN spells l ON l.school = s.school AND l.ehe IN ('yes', 'unknown') AND {REGISTERED.format("l")} AND l.left_day BETWEEN s.from_day AND s.open_day
  GROUP BY ALL),
examined AS (
  SELECT subject, pupil, min(day) AS day FROM plain WHERE event = 'focused_review_case_examined' AND pupil IS NOT NULL GROUP BY ALL),
counted AS (
  SELECT s.subject, s.school, s.open_day, max(e.day) AS last_day,
    count(w.pupil) FILTER (w.surely AND e.day IS NULL) AS missing, count(w.pupil) FILTER (NOT w.surely AND e.day IS NULL) AS unclear,
    s.school IN (SELECT school FROM supplied WHERE table_name = 'pupils' AND column_name = 'leaving_date') AS roll_supplied,
    EXISTS (FROM held h WHERE h.school = s.school AND h.event = 'focused_review_case_examined') AS logged
  FROM spans s LEFT JOIN withdrawn w USING (subject) LEFT JOIN examined e ON e.subject = w.subject AND e.pupil = w.pupil GROUP BY ALL),
found AS (
  SELECT subject, school, CASE WHEN roll_supplied AND missing + unclear = 0 THEN greatest(coalesce(last_day, open_day), open_day) ELSE open_day END AS day,
    roll_supplied AND missing + unclear = 0 AS sure
  FROM counted WHERE NOT roll_supplied OR missing = 0 OR NOT logged)
SELECT f.subject, f.school, '{CASES_EXAMINED}' AS event, 'school' AS scope, f.day, f.sure, d.n_lo AS nlo, d.n_hi AS nhi
FROM found f LEFT JOIN days d ON d.school = f.school AND d.day = f.day WHERE f.day < {NEVER}"""
"""SQL: that event as an entry of each subject, over its other entries (`plain`); not sure where it may have been on a later day, or never."""
