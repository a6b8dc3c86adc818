-- One row per school and school year (1 August to 31 July) with a school day begun by the audit date: the year of the audit
-- date, and every year of which marks were supplied. Its own date is the audit date or the year's last day.
SELECT school, CAST(least(make_date(year + 1, 7, 31), max(on_date)) - {EPOCH} AS INTEGER) AS own_day, min(day) AS id_day,
  min(day) AS open_day, CAST(make_date(year, 8, 1) - {EPOCH} AS INTEGER) AS win_from,
  CAST(make_date(year + 1, 7, 31) - {EPOCH} AS INTEGER) AS win_to, min(day) AS pupil_from,
  CAST(make_date(year + 1, 7, 31) - {EPOCH} AS INTEGER) AS end_day
FROM ({school_days}) GROUP BY school, year
