-- One row per return: at each request; and at an entry on roll after an EHE leaving, where no request stands between the two.
-- What is the pupil's counts from the latest entry on roll by then, that of the opening included.
WITH requests AS (
  SELECT DISTINCT school, pupil, day FROM entries WHERE event = 'return_requested' AND pupil IS NOT NULL),
re_entries AS (
  SELECT now.school, now.pupil, now.entry_day AS day, before.left_day
  FROM spells now JOIN spells before
    ON before.school = now.school AND before.pupil = now.pupil AND before.spell_no = now.spell_no - 1
  WHERE before.ehe = 'yes' AND now.entry_day > {ANY} AND now.entry_date <= now.on_date
    AND NOT EXISTS (FROM requests q WHERE q.school = now.school AND q.pupil = now.pupil
                    AND q.day BETWEEN before.left_day AND now.entry_day)),
openings AS (
  SELECT school, pupil, day, 'return_requested' AS opened_by, day AS win_from FROM requests
  UNION ALL SELECT school, pupil, day, 'on_rolled', least(left_day + 1, day) FROM re_entries),
windowed AS (
  SELECT *, coalesce(lead(win_from) OVER (PARTITION BY school, pupil ORDER BY day, opened_by) - 1, {NEVER}) AS win_to
  FROM openings)
SELECT w.school, w.pupil, w.day AS own_day, w.day AS id_day, w.day AS open_day, w.opened_by, w.win_from, w.win_to,
  coalesce((SELECT max(s.entry_day) FROM spells s WHERE s.school = w.school AND s.pupil = w.pupil AND s.entry_day <= w.day), {ANY}) AS pupil_from,
  coalesce(
    (SELECT min_by(s.roll, s.entry_day) FROM spells s WHERE s.school = w.school AND s.pupil = w.pupil
      AND s.entry_day >= w.day),
    (SELECT max_by(s.roll, s.spell_no) FROM spells s WHERE s.school = w.school AND s.pupil = w.pupil AND s.entry_day <= w.day)) AS roll
FROM windowed w
