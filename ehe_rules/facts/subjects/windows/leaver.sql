-- One row per roll row that has left by the audit date; every entry of the pupil in this spell counts, those of the day of leaving too
-- where the pupil came back on roll that day.
SELECT school, pupil, left_day AS own_day, left_day AS id_day, entry_day AS open_day, entry_day AS win_from,
  CASE WHEN left_day = next_entry_day THEN left_day ELSE next_entry_day - 1 END AS win_to, entry_day AS pupil_from, roll
FROM spells WHERE left_day < {NEVER}
