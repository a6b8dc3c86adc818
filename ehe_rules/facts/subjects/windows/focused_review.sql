-- One row per entry of the kind {opener}, from its day to the audit date.
SELECT school, day AS own_day, day AS id_day, day AS open_day, event AS opened_by, day AS win_from, {NEVER} AS win_to, ref, entry AS opener
FROM entries WHERE event = '{opener}' AND school IS NOT NULL
