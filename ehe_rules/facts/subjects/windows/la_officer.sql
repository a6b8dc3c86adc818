-- One row per officer named by an entry of contact or of training; the first such entry gives the day.
SELECT school, '' AS pupil, min(day) AS own_day, min(day) AS id_day, min(day) AS open_day, '' AS opened_by, {ANY} AS win_from,
  {NEVER} AS win_to, ref, ref AS named
FROM entries WHERE event IN ('la_any_contact', 'la_officer_trained') AND ref IS NOT NULL GROUP BY school, ref
