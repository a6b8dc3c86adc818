-- One row per roll row that has left by the audit date; every entry of the pupil in this spell counts.
SELECT school, pupil, left_day AS own_day, left_day AS id_day, entry_day AS open_day, entry_day AS win_from,
  next_entry_day - 1 AS win_to, entry_day AS pupil_from, roll
FROM spells WHERE left_day < {NEVER}
