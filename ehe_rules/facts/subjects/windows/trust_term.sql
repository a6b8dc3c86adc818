-- One row per term of the trust begun by the audit date. Its own date is the term's last day; where the calendar lacks the
-- term's second half, that day is only known to be later than what the calendar has (`ends_sure`), and that the term may run until the next one listed begins.
SELECT t.school, CAST(coalesce(t.ends, t.seen + 1) - {EPOCH} AS INTEGER) AS own_day, CAST(t.begins - {EPOCH} AS INTEGER) AS id_day,
  CAST(t.begins - {EPOCH} AS INTEGER) AS open_day, CAST(t.begins - {EPOCH} AS INTEGER) AS win_from, {NEVER} AS win_to,
  t.ends IS NOT NULL AS ends_sure, CAST(coalesce(t.ends - {EPOCH}, t.next_begins - {EPOCH} - 1, {NEVER}) AS INTEGER) AS runs_to
FROM (
  SELECT school, term_idx, min(first_day) AS begins, max(last_day) AS seen, max(term_last_day) AS ends,
    lead(min(first_day)) OVER (PARTITION BY school ORDER BY term_idx) AS next_begins
  FROM half_terms GROUP BY school, term_idx) t
JOIN audit a USING (school) LEFT JOIN ({reaches}) r USING (school)
WHERE t.begins <= a.on_date AND t.begins >= coalesce(r.from_date, t.begins) AND t.school IN (SELECT owner FROM owners)
