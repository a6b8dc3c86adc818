-- One row per term of the trust begun by the audit date. Its own date is the term's last day; where the calendar lacks the
-- term's second half, that day is only known to be later than what the calendar has (`ends_sure`).
SELECT t.school, CAST(coalesce(t.ends, t.seen + 1) - {EPOCH} AS INTEGER) AS own_day, CAST(t.begins - {EPOCH} AS INTEGER) AS id_day,
  CAST(t.begins - {EPOCH} AS INTEGER) AS open_day, CAST(t.begins - {EPOCH} AS INTEGER) AS win_from, {NEVER} AS win_to,
  t.ends IS NOT NULL AS ends_sure
FROM (
  SELECT school, term_idx, min(first_day) AS begins, max(last_day) AS seen, max(term_last_day) AS ends
  FROM half_terms GROUP BY school, term_idx) t
JOIN audit a USING (school) LEFT JOIN ({reaches}) r USING (school)
WHERE t.begins <= a.on_date AND t.begins >= coalesce(r.from_date, t.begins) AND t.school IN (SELECT owner FROM owners)
