-- One row per plan of contact; the child's next plan takes its place, and ends what was still due.
SELECT *, next_day AS close_day, CASE WHEN next_day < {NEVER} THEN '{opener}' ELSE '' END AS closed_by, next_day AS freeze_day
FROM (
  SELECT e.school, coalesce(e.pupil, '') AS pupil, e.day AS own_day, e.day AS id_day, e.day AS open_day, e.event AS opened_by,
    e.day AS win_from, {NEVER} AS win_to, e.ref, e.entry AS opener,
    coalesce(min(e.day) OVER (PARTITION BY e.school, coalesce(e.pupil, '') ORDER BY e.day
      RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), {NEVER}) AS next_day
  FROM entries e WHERE e.event = '{opener}' AND e.sure)
