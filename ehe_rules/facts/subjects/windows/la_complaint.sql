-- One row per complaint to the authority; a complaint that was withdrawn ends what is still due.
SELECT o.*, coalesce(x.day, {NEVER}) AS close_day, CASE WHEN x.day IS NULL THEN '' ELSE 'la_complaint_closed' END AS closed_by,
  coalesce(x.day, {NEVER}) AS freeze_day
FROM (
  SELECT e.school, coalesce(e.pupil, '') AS pupil, e.day AS own_day, e.day AS id_day, e.day AS open_day, e.event AS opened_by,
    e.day AS win_from, {NEVER} AS win_to, e.ref, e.entry AS opener
  FROM entries e WHERE e.event = '{opener}' AND e.sure) o
LEFT JOIN LATERAL (
  SELECT min(c.day) AS day FROM entries c
  WHERE c.school = o.school AND coalesce(c.pupil, '') = o.pupil AND c.event = 'la_complaint_closed' AND c.outcome = 'withdrawn'
    AND c.day >= o.open_day AND (c.ref IS NULL OR c.ref = o.ref OR NOT EXISTS (
      FROM entries b WHERE b.school = c.school AND b.event = '{opener}' AND coalesce(b.pupil, '') = o.pupil AND b.ref = c.ref))) x ON true
