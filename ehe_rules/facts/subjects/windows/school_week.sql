-- One row per school and week (Monday to Sunday) with a school day, begun by the audit date, from the first week that the events'
-- export reaches back to. Its own date is the week's last school day. What is dated in a week without school belongs to the week before it.
-- `school_days` are those of the whole week, to come or not.
WITH weeks AS (
  SELECT d.school, CAST(date_trunc('week', d.date) AS DATE) AS monday, min(d.day) AS first_day, max(d.day) AS last_day,
    min(d.n) AS first_n, max(d.n) AS last_n, count(*) AS school_days
  FROM days d JOIN calendars k USING (school)
  LEFT JOIN (SELECT school, min(date) AS first_date FROM (SELECT DISTINCT school, date FROM attendance) GROUP BY school) m USING (school)
  WHERE d.school_day AND d.n_lo = d.n_hi AND d.school IN (SELECT school FROM schools)
    -- Without a calendar nobody knows how long a school was open before its first mark.
    AND (NOT k.approximate OR d.date >= coalesce(m.first_date, (SELECT min(date_trunc('month', on_date)) FROM audit a WHERE a.school = d.school)))
  GROUP BY d.school, monday),
begun AS (
  SELECT w.*, coalesce(lead(CAST(monday - {EPOCH} AS INTEGER)) OVER (PARTITION BY school ORDER BY monday) - 1, {NEVER}) AS win_to
  FROM weeks w JOIN audit a USING (school) WHERE w.first_day <= a.on_date - {EPOCH})
SELECT b.school, b.last_day AS own_day, CAST(b.monday - {EPOCH} AS INTEGER) AS id_day, b.first_day AS open_day,
  CAST(b.monday - {EPOCH} AS INTEGER) AS win_from, b.win_to, b.last_day AS runs_to, b.first_n, b.last_n, b.school_days, b.school_days >= {short_week} AS asks
FROM begun b LEFT JOIN ({reaches}) r USING (school)
WHERE b.monday >= coalesce(r.from_date, b.monday)
