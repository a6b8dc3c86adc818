"""The day from which a family's history of home education is on record (hcat 4.1): SQL for rows of `undated` (entries.py).

On record is what the roll row says, an earlier stay (here or at the trust's other school) that ended in home education, an entry
that names it, and the same of siblings: pupils of the school with the same family id. Where nothing was asked, nothing
is on record: whether the family was asked is a matter of its own (hcat 4.3).
"""

from __future__ import annotations

from ehe_rules.facts.constants import ANY, EPOCH, NEVER

EVENT = "family_ehe_history"

_SAYS_SO = "(e.event = 'education_history_recorded' AND e.outcome = 'ehe') OR (e.event = 'risk_identified' AND list_contains(e.covers, 'ehe_history'))"

ON_RECORD = """b.roll IS NOT NULL AND (
  b.school IN (SELECT school FROM supplied WHERE table_name = 'pupils' AND column_name = 'previous_ehe')
  OR b.school IN (SELECT school FROM carries WHERE event = 'education_history_recorded'))"""
"""SQL: whether the exports of the school of a subject (b) can hold such a history at all."""

# A day before the pupil's own entry on roll is as good as that day: from then on the school could act on it.
FAMILY_HISTORY = f"""
WITH told AS (
  SELECT s.roll, s.entry_day AS day FROM spells s LEFT JOIN moves m ON m.roll = s.roll
  WHERE lower(s.previous_ehe) = 'yes' OR m.own_ehe = 'yes' OR m.other_ehe = 'yes'
  UNION ALL
  SELECT s.roll, e.day FROM spells s JOIN seen e ON e.school = s.school AND e.pupil = s.pupil
  WHERE e.day < s.next_entry_day AND ({_SAYS_SO})
  UNION ALL
  SELECT s.roll, s.left_day FROM spells s WHERE s.ehe = 'yes' AND s.left_day < {NEVER}),
families AS (
  SELECT roll, school, pupil, lower(trim(family_id)) AS family FROM spells WHERE trim(coalesce(family_id, '')) <> ''),
known AS (
  SELECT roll, min(day) AS day FROM (
    -- A pupil's own leaving is no history that this stay could be watched for.
    SELECT t.roll, t.day FROM told t JOIN spells s USING (roll) WHERE t.day < s.left_day
    UNION ALL
    SELECT own.roll, t.day FROM families own
    JOIN families other ON other.school = own.school AND other.family = own.family AND other.pupil <> own.pupil
    JOIN told t ON t.roll = other.roll) GROUP BY roll),
dated AS (
  SELECT s.school, s.pupil, s.roll, greatest(k.day, s.entry_day) AS day, s.entry_day > {ANY} AS sure, s.left_day, s.on_date
  FROM known k JOIN spells s USING (roll))
SELECT school, pupil, '{EVENT}' AS event, 'pupil' AS scope,
  -- Of a pupil whose entry date is blank it is not known from when on the school could act.
  CASE WHEN day > {ANY} THEN day ELSE CAST(on_date - {EPOCH} AS INTEGER) END AS day, sure AND day > {ANY} AS sure, roll
FROM dated WHERE day < left_day"""
