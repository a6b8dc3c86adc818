-- One row per school and half term begun by the audit date, from the first that the events' export holds whole. Its own date is
-- the half term's last day. What answers it may come later, so its window has no end.
SELECT h.school, CAST(h.last_day - {EPOCH} AS INTEGER) AS own_day, CAST(h.first_day - {EPOCH} AS INTEGER) AS id_day,
  CAST(h.first_day - {EPOCH} AS INTEGER) AS open_day, CAST(h.first_day - {EPOCH} AS INTEGER) AS win_from, {NEVER} AS win_to, CAST(h.last_day - {EPOCH} AS INTEGER) AS runs_to
FROM half_terms h JOIN audit a USING (school) LEFT JOIN ({reaches}) r USING (school)
WHERE h.first_day <= a.on_date AND h.first_day >= coalesce(r.from_date, h.first_day) AND h.school IN (SELECT school FROM schools)
