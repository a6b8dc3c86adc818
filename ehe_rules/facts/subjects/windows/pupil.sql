-- One row per roll row that has entered by the audit date and not left (nor may have); its own date is the audit date.
SELECT school, pupil, CAST(on_date - {EPOCH} AS INTEGER) AS own_day, nullif(entry_day, {ANY}) AS id_day, entry_day AS open_day,
  entry_day AS win_from, next_entry_day - 1 AS win_to, entry_day AS pupil_from, roll
FROM spells WHERE left_day = {NEVER} AND NOT leaving_unknown AND (entry_date IS NULL OR entry_date <= on_date)
