"""Transition meetings: one held for an intake names no pupil, and any is held before the pupils come.

An intake is who enters the school in August or September of a year. A meeting that names no pupil counts for each pupil of
the intake of the calendar year in which it was held; one that names a pupil who was not on roll yet counts for the
next spell, if that begins within a year.
"""

from __future__ import annotations

from ehe_rules.facts.constants import EPOCH

MEETING = "transition_meeting_held"
INTAKE_MONTHS = (8, 9)
AHEAD = 365
"""Days before the entry on roll within which a meeting about that pupil is one about this entry."""

_SAYS = f"""e.entry, s.school, s.pupil, e.event, 'pupil' AS scope, e.day, CAST(e.recorded - {EPOCH} AS INTEGER) AS entered_day,
  e.role, e."with" AS others, e.covers, e."to" AS sent_to, e.outcome, e.unsure, lower(e.tag) AS tag, e.ref, true AS sure, s.roll"""

OF_INTAKE = f"""
SELECT {_SAYS} FROM seen e JOIN spells s ON s.school = e.school AND year(s.entry_date) = year(e.date)
  AND month(s.entry_date) IN {INTAKE_MONTHS} AND e.day < least(s.left_day, s.next_entry_day)
WHERE e.event = '{MEETING}' AND e.pupil IS NULL"""
"""SQL: rows of `undated` for meetings that name no pupil, one for each roll row of the intake."""

BEFORE_ENTRY = f"""
SELECT {_SAYS} FROM seen e JOIN spells s ON s.school = e.school AND s.pupil = e.pupil
WHERE e.event = '{MEETING}' AND s.entry_day > e.day AND s.entry_day <= e.day + {AHEAD}
  AND NOT EXISTS (FROM spells o WHERE o.school = s.school AND o.pupil = s.pupil AND o.entry_day < s.entry_day
    AND (o.entry_day > e.day OR e.day < o.left_day))"""
"""SQL: rows of `undated` for meetings about a pupil who came to the school after them."""
