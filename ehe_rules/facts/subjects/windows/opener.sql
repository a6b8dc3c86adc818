-- One row per entry of the kind {opener} (and per entry that opens one too, on a day without such): from its day to the audit date. What is the pupil's counts from the entry on roll before it.
SELECT e.school, e.pupil, e.day AS own_day, e.day AS id_day, e.day AS open_day, e.event AS opened_by, e.day AS win_from,
  {NEVER} AS win_to,
  coalesce((SELECT max(x.entry_day) FROM spells x WHERE x.school = e.school AND x.pupil = e.pupil AND x.entry_day <= e.day), {ANY}) AS pupil_from,
  e.ref, e.entry AS opener, s.roll
FROM entries e
LEFT JOIN spells s ON s.school = e.school AND s.pupil = e.pupil
  AND s.spell_no = coalesce(
    (SELECT max(x.spell_no) FROM spells x WHERE x.school = e.school AND x.pupil = e.pupil AND x.entry_day <= e.day), 1)
WHERE e.pupil IS NOT NULL AND (e.event = '{opener}' OR ({also}) AND (e.school, e.pupil, e.day) NOT IN (
    SELECT (x.school, x.pupil, x.day) FROM entries x WHERE x.event = '{opener}' AND x.pupil IS NOT NULL))
