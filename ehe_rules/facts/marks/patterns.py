"""Events dated by the day on which a pattern of absence is reached: SQL for rows of `undated` (entries.py).

A pattern holds on a school day if the days up to it, as far back as the pattern looks, show so many sessions (or spells). While it
holds again before all of its days have gone by it is the same pattern: its day is the first of the latest such stretch. A stretch
whose last day lies too far back is past, and dates nothing.
Sessions of which it is not known what they were may or may not count, so that a pattern's day has bounds.
"""

from __future__ import annotations

from ehe_rules.facts.figures import figure
from ehe_rules.facts.marks.spans import school_days, weeks

PENALTY_WEEKS, PENALTY_SESSIONS, PENALTY_STANDS = "10", "10", "50"
"""The national threshold: so many unauthorised sessions within so many school weeks; past after so many school days."""

WINDOW = figure("absence_window")

# What is not yet past holds on one of the last days; only who can have so much on the days it looks back to is read day by day.
_LIKELY = """
WITH starts AS MATERIALIZED ({starts}),
tail AS (
  SELECT p.school, greatest(p.first_n, min(o.first_n)) AS from_n, p.last_n, any_value(g.asof_day) AS asof_day
  FROM mark_spans p JOIN known_from g USING (school)
  JOIN starts o ON o.school = p.school AND o.to_n BETWEEN p.last_n - {stands} + 1 AND p.last_n
  GROUP BY p.school, p.first_n, p.last_n),
told AS (
  SELECT m.roll, m.n, m.{counted} AS sure, CASE WHEN m.day < t.asof_day THEN 2 - m.known - {own} ELSE 0 END AS open
  FROM exceptions m JOIN mark_stays k USING (roll) JOIN tail t ON t.school = k.school AND m.n BETWEEN t.from_n AND t.last_n),
in_spells AS (
  SELECT roll, count(*) AS spells FROM (
    SELECT roll, coalesce(lag(n) OVER (PARTITION BY roll ORDER BY n) < n - 1, true) AS begins FROM told WHERE sure > 0)
  WHERE begins GROUP BY roll),
most AS (SELECT roll, sum(sure + open) AS sessions, count(*) FILTER (open > 0) AS days FROM told GROUP BY roll),
likely AS (
  SELECT r.roll FROM (
    SELECT s.roll, coalesce(m.sessions, 0) AS sessions, coalesce(b.spells, 0) + coalesce(m.days, 0) AS spells
    FROM mark_stays s JOIN tail t ON t.school = s.school AND s.last_n >= t.from_n
    LEFT JOIN most m USING (roll) LEFT JOIN in_spells b USING (roll) WHERE {known}) r
  WHERE {holds})"""

# Each school day on roll from the school's first mark on, with the sessions that count and those that may.
_LINE = """
stay AS (
  SELECT k.roll, d.n, d.day, o.first_n AS from_n, d.day < g.asof_day AS over
  FROM mark_stays k SEMI JOIN likely USING (roll) JOIN known_from g USING (school)
  JOIN days d ON d.school = k.school AND d.school_day AND d.n BETWEEN k.first_n AND k.last_n
  JOIN starts o ON o.school = k.school AND o.to_n = d.n),
line AS (
  SELECT y.roll, y.n, y.day, y.from_n, coalesce(m.{counted}, 0) AS sure, coalesce(m.outside, 0) AS outside,
    CASE WHEN y.over THEN coalesce(2 - m.known - {own}, 0) ELSE 0 END AS open
  FROM stay y LEFT JOIN exceptions m ON m.roll = y.roll AND m.n = y.n)"""

_HOLDS_BY_SESSIONS = """
held AS (
  SELECT roll, n, day, from_n, sum(sure) OVER w >= {enough} AS surely, sum(sure + open) OVER w >= {enough} AS perhaps
  FROM line WINDOW w AS (PARTITION BY roll ORDER BY n ROWS BETWEEN n - from_n PRECEDING AND CURRENT ROW))"""

# A day on which no attendance was possible parts nothing, and the pattern holds on none.
# Spells that are certain have a day between them that certainly is none of illness; any day that may be one may be a spell.
_HOLDS_BY_SPELLS = """
sorted AS (
  SELECT *, CASE WHEN outside = 2 THEN NULL WHEN sure > 0 THEN 'ill' WHEN open > 0 THEN 'open' ELSE 'well' END AS sort FROM line),
begun AS (
  SELECT *,
    sort = 'ill' AND coalesce(last_value(CASE WHEN sort <> 'open' THEN sort END IGNORE NULLS) OVER before, 'well') <> 'ill' AS begins,
    sort = 'ill' AND coalesce(last_value(sort IGNORE NULLS) OVER before, 'well') <> 'ill' AS may_begin
  FROM sorted WINDOW before AS (PARTITION BY roll ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
numbered AS (
  SELECT *, CASE WHEN sort = 'ill' THEN count(*) FILTER (begins) OVER o END AS spell,
    CASE WHEN sort = 'ill' THEN count(*) FILTER (may_begin) OVER o END AS may_be_spell
  FROM begun WINDOW o AS (PARTITION BY roll ORDER BY n)),
counted AS (
  SELECT roll, n, day, from_n, sort, sum(sure) OVER w AS sessions, sum(sure + open) OVER w AS most_sessions,
    coalesce(max(spell) OVER w - min(spell) OVER w + 1, 0) AS spells,
    coalesce(max(may_be_spell) OVER w - min(may_be_spell) OVER w + 1, 0) + count(*) FILTER (sort = 'open') OVER w AS most_spells
  FROM numbered WINDOW w AS (PARTITION BY roll ORDER BY n ROWS BETWEEN n - from_n PRECEDING AND CURRENT ROW)),
held AS (
  SELECT roll, n, day, from_n, spells >= {spells} OR (sessions >= {sessions} AND spells >= {over}) AS surely,
    most_spells >= {spells} OR (most_sessions >= {sessions} AND most_spells >= {over}) AS perhaps
  FROM counted WHERE sort IS NOT NULL)"""

# Whatever the open days were, the pattern's latest stretch reaches at least to the last day on which it surely held.
_REACHED = """
past AS (SELECT s.roll, p.last_n - {stands} AS n FROM spells s JOIN mark_spans p USING (school)),
stretches AS (
  SELECT *, count(*) FILTER (new) OVER (PARTITION BY roll ORDER BY n) AS stretch FROM (
    SELECT *, coalesce(lag(n) OVER (PARTITION BY roll ORDER BY n) < from_n, true) AS new FROM held WHERE perhaps)),
perhaps AS (
  SELECT s.* FROM stretches s JOIN past p USING (roll) QUALIFY max(s.n) OVER (PARTITION BY s.roll, s.stretch) > p.n),
surely AS (
  SELECT *, coalesce(lag(n) OVER (PARTITION BY roll ORDER BY n) < from_n, true) AS new FROM held WHERE surely),
latest AS (
  SELECT s.roll, max(s.day) FILTER (s.new) AS day, max(s.n) AS n
  FROM surely s JOIN past p USING (roll) GROUP BY s.roll, p.n HAVING max(s.n) > p.n),
bounds AS (
  SELECT p.roll, min(p.day) FILTER (l.roll IS NULL OR p.stretch = a.stretch) AS earliest,
    CASE WHEN l.roll IS NULL THEN NULL WHEN bool_or(p.n > l.n AND p.from_n > l.n) THEN max(p.day) ELSE any_value(l.day) END AS certain
  FROM perhaps p LEFT JOIN latest l USING (roll) LEFT JOIN perhaps a ON a.roll = l.roll AND a.n = l.n GROUP BY p.roll, l.roll),
found AS (
  SELECT roll, certain AS day, true AS sure FROM bounds WHERE certain IS NOT NULL
  UNION ALL SELECT roll, earliest, false FROM bounds WHERE certain IS NULL OR earliest < certain)
SELECT s.school, s.pupil, '{event}' AS event, 'pupil' AS scope, f.day, f.sure, s.roll FROM found f JOIN spells s USING (roll)"""

_SPOKEN_OF = "s.school IN (SELECT school FROM speak_of_anxiety)"


def _reached(event: str, starts: str, counted: str, likely: str, holds: str) -> str:
    """Return SQL: the rows of one pattern; how far back it looks, what it counts, when it can hold (over r), and when it holds."""
    stands = PENALTY_STANDS if event == "penalty_threshold_reached" else figure("pattern_stands")
    own, known = ("m.own_code", _SPOKEN_OF) if counted == "anxious" else ("0", "true")
    who = _LIKELY.format(starts=starts, counted=counted, stands=stands, own=own, known=known, holds=likely)
    line = _LINE.format(counted=counted, own=own)
    return f"{who}, {line}, {holds}, {_REACHED.format(event=event, stands=stands)}"


_SPELLS, _SESSIONS, _OVER = (
    figure(name) for name in ("illness_spells_needed", "illness_sessions_needed", "illness_sessions_over")
)
_ANXIETY = figure("anxiety_sessions_needed")

PATTERNS = {
    "illness_pattern": _reached(
        "illness_pattern",
        school_days(WINDOW),
        "ill",
        f"r.spells >= {_SPELLS} OR (r.sessions >= {_SESSIONS} AND r.spells >= {_OVER})",
        _HOLDS_BY_SPELLS.format(spells=_SPELLS, sessions=_SESSIONS, over=_OVER),
    ),
    "anxiety_pattern": _reached(
        "anxiety_pattern",
        school_days(WINDOW),
        "anxious",
        f"r.sessions >= {_ANXIETY}",
        _HOLDS_BY_SESSIONS.format(enough=_ANXIETY),
    ),
    "penalty_threshold_reached": _reached(
        "penalty_threshold_reached",
        weeks(PENALTY_WEEKS),
        "unauthorised",
        f"r.sessions >= {PENALTY_SESSIONS}",
        _HOLDS_BY_SESSIONS.format(enough=PENALTY_SESSIONS),
    ),
}
"""Derived events that are dated only where a rule names them."""
