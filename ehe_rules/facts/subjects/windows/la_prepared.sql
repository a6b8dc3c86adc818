-- One row per entry of the kind {opener}, with what was done for it beforehand: since the one before of the same child. What
-- was done after it is its own only while no other follows.
SELECT e.school, coalesce(e.pupil, '') AS pupil, e.day AS own_day, e.day AS id_day, e.day AS open_day, e.event AS opened_by,
  coalesce(max(e.day) OVER (w RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, {ANY}) AS win_from,
  CASE WHEN max(e.day) OVER (w RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) > e.day THEN e.day ELSE {NEVER} END AS win_to,
  e.ref, e.entry AS opener
FROM entries e WHERE e.event = '{opener}' AND e.sure
WINDOW w AS (PARTITION BY e.school, coalesce(e.pupil, '') ORDER BY e.day)
