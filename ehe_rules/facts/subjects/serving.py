"""Which entry serves which period: a weekly review, a half-term 1:1 or a termly summary counts for one period alone.

A period's entries are those dated in it (with the holiday after it). But the first of them is that of the period before, where that has
none of its own and would need one, and the entry either comes within the kind's grace (a review on the Monday
after the week) or is followed by another in its own period. What is left over serves its own period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.subjects.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

# The first period has none before it. What a period without an entry hands on is a need; one early entry passes the need on.
_SERVED = """
WITH periods AS (
  SELECT s.subject, s.school, s.win_from, row_number() OVER w AS place, {asks} AS asks,
    coalesce(lead(s.win_from) OVER w - 1, {never}) AS to_day, lag(d.n) OVER w + {grace} AS early_n
  FROM subjects_{kind} s LEFT JOIN days d ON d.school = s.school AND d.day = s.own_day AND d.n_lo = d.n_hi
  WINDOW w AS (PARTITION BY s.school ORDER BY s.win_from)),
logged AS (SELECT DISTINCT school, event FROM entries WHERE event IN ({events})),
counted AS (
  SELECT p.subject, p.school, p.place, p.win_from, p.to_day, p.asks, l.event, count(DISTINCT e.day) AS days, min(e.day) AS first_day,
    coalesce(min(e.nhi) <= any_value(p.early_n), false) AS early
  FROM periods p JOIN logged l USING (school)
  LEFT JOIN entries e ON e.school = p.school AND e.event = l.event AND e.day BETWEEN p.win_from AND p.to_day
  GROUP BY ALL),
judged AS (
  SELECT *, last_value(CASE WHEN days = 0 THEN asks WHEN days = 1 AND early AND asks THEN NULL ELSE false END IGNORE NULLS)
    OVER (PARTITION BY school, event ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS wanting
  FROM counted),
given AS (
  SELECT *, coalesce(lag(wanting) OVER w, false) AND (days > 1 OR (days = 1 AND early)) AS gives
  FROM judged WINDOW w AS (PARTITION BY school, event ORDER BY place)),
spans AS (
  SELECT subject, school, event, CASE WHEN gives THEN first_day + 1 ELSE win_from END AS from_day,
    CASE WHEN lead(gives) OVER w THEN lead(first_day) OVER w ELSE to_day END AS to_day
  FROM given WINDOW w AS (PARTITION BY school, event ORDER BY place))
SELECT s.subject, e.* FROM spans s JOIN entries e ON e.school = s.school AND e.event = s.event AND e.day BETWEEN s.from_day AND s.to_day"""


def served_sql(kind: str, events: Collection[str]) -> str:
    """Return SQL: `subject` with the entries of `events` (each of which serves one period) that count for it."""
    asks = "s.asks" if kind == "school_week" else "true"
    listed = ", ".join(f"'{event}'" for event in sorted(events))
    return _SERVED.format(kind=kind, grace=KINDS[kind].grace, asks=asks, events=listed, never=NEVER)
