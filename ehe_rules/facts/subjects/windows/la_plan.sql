-- One row per plan of contact; the child's next plan takes its place, and that or the end of the time on the register ends what was still due.
SELECT *, least(next_day, over_day) AS close_day,
  CASE WHEN over_day < next_day THEN 'la_register_ended' WHEN next_day < {NEVER} THEN '{opener}' ELSE '' END AS closed_by,
  least(next_day, over_day) AS freeze_day
FROM (
  SELECT e.school, coalesce(e.pupil, '') AS pupil, e.day AS own_day, e.day AS id_day, e.day AS open_day, e.event AS opened_by,
    e.day AS win_from, {NEVER} AS win_to, e.ref, e.entry AS opener,
    coalesce(min(e.day) OVER (PARTITION BY e.school, coalesce(e.pupil, '') ORDER BY e.day
      RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), {NEVER}) AS next_day,
    -- a plan that is dated after that end is no plan of that time
    CASE WHEN g.end_day >= e.day THEN g.end_day ELSE {NEVER} END AS over_day
  FROM entries e LEFT JOIN la_register g ON g.school = e.school AND g.pupil = e.pupil AND e.day >= g.from_day AND e.day < g.next_day
  WHERE e.event = '{opener}' AND e.sure)
