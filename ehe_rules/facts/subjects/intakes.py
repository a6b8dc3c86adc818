"""What is done before a pupil comes: transition meetings, of which one held for an intake names no pupil, and questions at admission.

An intake is who enters the school in August or September of a year. A meeting that names no pupil counts for each pupil of
the intake of the calendar year in which it was held; one that names a pupil who was not on roll yet counts for the
next spell, if that begins within a year. So do the question and the answer on earlier home education: forms are filled in before the first day.
"""

from __future__ import annotations

MEETING = "transition_meeting_held"
INTAKE_MONTHS = (8, 9)
AHEAD = 365
"""Days before the entry on roll within which a meeting about that pupil, or what the family said, is one about this entry."""

AT_ADMISSION = ("education_history_asked", "education_history_recorded", "ehe_history_recorded")
"""Events that happen at admission, on the first day or before it."""

_SAYS = """e.entry, s.school, s.pupil, e.event, 'pupil' AS scope, e.day, e.entered_day,
  e.role, e."with" AS others, e.covers, e."to" AS sent_to, e.outcome, e.unsure, lower(e.tag) AS tag, e.ref, true AS sure, s.roll"""

OF_INTAKE = f"""
SELECT {_SAYS} FROM seen e JOIN spells s ON s.school = e.school AND year(s.entry_date) = year(e.date)
  AND month(s.entry_date) IN {INTAKE_MONTHS} AND e.day < least(s.left_day, s.next_entry_day)
WHERE e.event = '{MEETING}' AND e.pupil IS NULL"""
"""SQL: rows of `undated` for meetings that name no pupil, one for each roll row of the intake."""

# On roll that day at an earlier stay, or back in between: then it was not about this entry.
_AHEAD_OF_ENTRY = f"""s.entry_day > e.day AND s.entry_day <= e.day + {AHEAD}
  AND NOT EXISTS (FROM spells o WHERE o.school = s.school AND o.pupil = s.pupil AND o.entry_day < s.entry_day
    AND (o.entry_day > e.day OR e.day < o.left_day))"""

BEFORE_ENTRY = f"""
SELECT {_SAYS} FROM seen e JOIN spells s ON s.school = e.school AND s.pupil = e.pupil
WHERE e.event = '{MEETING}' AND {_AHEAD_OF_ENTRY}"""
"""SQL: rows of `undated` for meetings about a pupil who came to the school after them."""


def of_admission(kind: str) -> str:
    """Return SQL: `subject` (pupil or leaver) with the entries of its admission that are dated before its entry on roll."""
    events = ", ".join(f"'{event}'" for event in AT_ADMISSION)
    return f"""
    SELECT b.subject, e.* FROM subjects_{kind} b JOIN spells s ON s.roll = b.roll
    JOIN entries e ON e.school = s.school AND e.pupil = s.pupil AND e.event IN ({events})
    WHERE {_AHEAD_OF_ENTRY}"""
