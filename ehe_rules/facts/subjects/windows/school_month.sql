-- One row per school and calendar month with a school day begun by the audit date, of the same school years as school.sql;
-- of an earlier one only from the month of the school's first mark on: before it no export could say anything.
-- Its own date is the month's last day. What answers it may come later, so its window has no end.
SELECT school, CAST(last_day(month) - {EPOCH} AS INTEGER) AS own_day, CAST(month - {EPOCH} AS INTEGER) AS id_day,
  CAST(month - {EPOCH} AS INTEGER) AS open_day, CAST(month - {EPOCH} AS INTEGER) AS win_from, {NEVER} AS win_to,
  CAST(month - {EPOCH} AS INTEGER) AS pupil_from
FROM (SELECT DISTINCT school, CAST(date_trunc('month', date) AS DATE) AS month FROM ({school_days}) WHERE within_marks)
