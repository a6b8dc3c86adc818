-- One row per case: when it opened and closed, by what, and the window in which entries count for it.
-- Openers and closers in order of date; an opener before a closer of the same day. What is open follows from the last
-- mark alone, so a case starts at an opener whose previous mark is a closer, or none.
-- Who left and came back on one day: what is dated that day is of the time on roll that ended.
WITH stays AS (
  SELECT *, coalesce(lag(left_day) OVER (PARTITION BY school, pupil ORDER BY spell_no) = entry_day, false) AS same_day FROM spells),
pupils AS (
  SELECT DISTINCT school, pupil FROM entries WHERE pupil IS NOT NULL AND scope = 'case' AND sure),
openers AS (
  SELECT school, pupil, day, min_by(event, list_position([{opener_order}], event)) AS event FROM entries
  WHERE event IN ({opened_by}) AND sure AND pupil IS NOT NULL GROUP BY school, pupil, day),
earliest AS (
  SELECT p.school, p.pupil, o.day AS opener_day, x.day AS entry_day, x.event
  FROM pupils p
  LEFT JOIN (SELECT school, pupil, min(day) AS day FROM openers GROUP BY ALL) o USING (school, pupil)
  LEFT JOIN (SELECT school, pupil, min(day) AS day, min_by(event, (day, event)) AS event FROM entries
             WHERE scope = 'case' AND event NOT IN ({opened_by}) AND roll IS NULL
               -- the return of a new pupil is an ordinary starter's: it tells of no home education
               AND NOT (event = 'la_return_made' AND coalesce(outcome, '') = 'new_pupil') GROUP BY ALL) x USING (school, pupil)),
orphans AS (
  SELECT e.school, e.pupil, e.entry_day AS day, e.event
  FROM earliest e
  WHERE e.entry_day IS NOT NULL AND (e.opener_day IS NULL OR e.entry_day < (
    SELECT greatest(look_back(e.school, e.opener_day), coalesce(max(s.entry_day), {ANY}))
    FROM stays s WHERE s.school = e.school AND s.pupil = e.pupil
      AND s.entry_day <= e.opener_day - CASE WHEN s.same_day THEN 1 ELSE 0 END))),
marks AS (
  SELECT school, pupil, day, 1 AS kind, event, false AS orphan FROM openers
  UNION ALL SELECT school, pupil, day, 1, event, true FROM orphans
  UNION ALL SELECT school, pupil, day, 2, event, false FROM entries WHERE event IN ({closed_by}) AND pupil IS NOT NULL
  UNION ALL SELECT school, pupil, left_day, 2, 'left', false FROM spells WHERE ehe = 'no' AND {leaving_closes}
  UNION ALL SELECT school, pupil, entry_day - CASE WHEN same_day THEN 0 ELSE 1 END, 2,
    CASE WHEN same_day THEN 're-entry that day' ELSE 're-entry' END, false FROM stays
    WHERE spell_no > 1 AND entry_day > {ANY} AND entry_date <= on_date AND {entry_closes}),
in_order AS (
  SELECT *, coalesce(lag(kind) OVER w, 2) AS previous,
    CASE WHEN kind = 2 THEN day END AS closer_day
  FROM marks WINDOW w AS (PARTITION BY school, pupil ORDER BY day, kind, event)),
closing AS (
  SELECT *,
    first_value(closer_day IGNORE NULLS) OVER (
      PARTITION BY school, pupil ORDER BY day, kind, event ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS close_day
  FROM in_order),
opened AS (
  SELECT school, pupil, day AS open_day, event AS opened_by, orphan, coalesce(close_day, {NEVER}) AS close_day,
    lag(close_day) OVER w AS previous_close
  FROM closing WHERE kind = 1 AND previous = 2
  WINDOW w AS (PARTITION BY school, pupil ORDER BY day)),
ended AS (
  SELECT o.*, k.closed_by, coalesce(k.freezes, false) AS freezes
  FROM opened o LEFT JOIN (
    SELECT school, pupil, day, string_agg(DISTINCT event, '; ' ORDER BY event) AS closed_by,
      bool_or(event IN ('risk_resolved', 'left')) AS freezes
    FROM marks WHERE kind = 2 GROUP BY school, pupil, day) k
    ON k.school = o.school AND k.pupil = o.pupil AND k.day = o.close_day),
placed AS (
  SELECT e.*,
    (SELECT max(s.entry_day) FROM stays s WHERE s.school = e.school AND s.pupil = e.pupil
      AND s.entry_day <= e.open_day - CASE WHEN s.same_day THEN 1 ELSE 0 END) AS on_roll_day
  FROM ended e),
started AS (
  SELECT *, greatest(look_back(school, open_day), coalesce(previous_close + 1, {ANY}), coalesce(on_roll_day, {ANY})) AS win_from
  FROM placed)
SELECT c.school, c.pupil, c.open_day, c.opened_by, c.orphan, c.close_day, coalesce(c.closed_by, '') AS closed_by,
  CASE WHEN c.freezes THEN c.close_day ELSE {NEVER} END AS freeze_day,
  -- of a leaver of whom it is not known why, a leaving for another reason may have closed it
  CASE WHEN s.ehe = 'unknown' AND s.left_day BETWEEN c.open_day AND c.close_day THEN s.left_day ELSE {NEVER} END AS perhaps_day,
  c.open_day AS own_day, c.open_day AS id_day, c.win_from,
  coalesce(lead(c.win_from) OVER (PARTITION BY c.school, c.pupil ORDER BY c.open_day) - 1, {NEVER}) AS win_to,
  coalesce(c.on_roll_day, {ANY}) AS pupil_from, s.roll, NULL::VARCHAR AS ref
FROM started c
LEFT JOIN spells s ON s.school = c.school AND s.pupil = c.pupil
  AND s.spell_no = coalesce(
    (SELECT max(x.spell_no) FROM stays x WHERE x.school = c.school AND x.pupil = c.pupil
      AND x.entry_day <= c.open_day - CASE WHEN x.same_day THEN 1 ELSE 0 END), 1)
