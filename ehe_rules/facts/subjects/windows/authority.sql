-- One row per authority and school year (1 August to 31 July) from that of its first record to that of the audit date; its
-- own date is the year's last day. A review held in the year after may still answer it, late.
SELECT school, '' AS pupil, CAST(make_date(year + 1, 7, 31) - {EPOCH} AS INTEGER) AS own_day,
  CAST(make_date(year, 8, 1) - {EPOCH} AS INTEGER) AS id_day, CAST(make_date(year, 8, 1) - {EPOCH} AS INTEGER) AS open_day,
  '' AS opened_by, CAST(make_date(year, 8, 1) - {EPOCH} AS INTEGER) AS win_from,
  CAST(make_date(year + 2, 7, 31) - {EPOCH} AS INTEGER) AS win_to
FROM la_years
