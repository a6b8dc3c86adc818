-- One row per child on the authority's register and time on it; its own date is the day of notification, else the audit date.
-- It closes with the end of the time on the register: what was still due then is due no more.
SELECT r.school, r.pupil, coalesce(r.notified_day, CAST(a.on_date - {EPOCH} AS INTEGER)) AS own_day, r.notified_day AS id_day,
  coalesce(r.notified_day, {ANY}) AS open_day, 'la_notified' AS opened_by, r.from_day AS win_from, r.next_day - 1 AS win_to,
  r.end_day AS close_day, r.ended_by AS closed_by, r.end_day AS freeze_day
FROM la_register r JOIN audit a USING (school)
