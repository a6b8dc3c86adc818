-- One row per half term of the trust begun by the audit date, as school_half_term.sql has for a school. `reaches_day` takes in the holiday after it.
WITH {half_terms}
SELECT h.school, CAST(h.last_day - {EPOCH} AS INTEGER) AS own_day, CAST(h.first_day - {EPOCH} AS INTEGER) AS id_day,
  CAST(h.first_day - {EPOCH} AS INTEGER) AS open_day, CAST(h.first_day - {EPOCH} AS INTEGER) AS win_from, {NEVER} AS win_to, CAST(h.last_day - {EPOCH} AS INTEGER) AS runs_to,
  CAST(h.reaches_to - {EPOCH} AS INTEGER) AS reaches_day
FROM dated h JOIN audit a USING (school) LEFT JOIN ({reaches}) r USING (school)
WHERE h.first_day <= a.on_date AND h.first_day >= coalesce(r.from_date, h.first_day) AND h.school IN (SELECT owner FROM owners)
