-- One row per entry of the kind {opener} in an authority's records, of a child or of nobody named: from its day on.
SELECT e.school, coalesce(e.pupil, '') AS pupil, e.day AS own_day, e.day AS id_day, e.day AS open_day, e.event AS opened_by,
  e.day AS win_from, {NEVER} AS win_to, e.ref, e.entry AS opener
FROM entries e WHERE e.event = '{opener}' AND e.sure
