"""Numbers of half days: rates, absences and spells of illness, each as SQL that gives `subject, lo, hi` (see numbers.py).

A rate is a whole number of tenths of a percent, rounded down: asking whether it is less than a whole number, or at least that,
is then the same as comparing the sessions themselves. What a session was that is not known lies between all attended and all missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.marks.spans import sums_sql

if TYPE_CHECKING:
    from collections.abc import Callable

_POSSIBLE = "({0}.attended + {0}.missed + {0}.unknown)"


def _rate(span: str) -> Callable[[str], str]:
    possible = _POSSIBLE.format("s")
    return lambda facts: (
        f"""
    SELECT s.subject, 1000 * s.attended // {possible} AS lo, 1000 * (s.attended + s.unknown) // {possible} AS hi
    FROM {sums_sql(facts, span)} s WHERE NOT s.cut AND {possible} > 0"""
    )


def _fall(facts: str) -> str:
    """Return SQL: by how many percentage points the last weeks lie below the year, rounded down; 0 where they do not."""
    year, recent = _POSSIBLE.format("y"), _POSSIBLE.format("r")
    points = f"greatest(100 * (({{0}}) * {recent} - ({{1}}) * {year}), 0) // ({year} * {recent})"
    return f"""
    SELECT y.subject, {points.format("y.attended", "r.attended + r.unknown")} AS lo,
      {points.format("y.attended + y.unknown", "r.attended")} AS hi
    FROM {sums_sql(facts, "year")} y JOIN {sums_sql(facts, "six weeks")} r USING (subject)
    WHERE NOT y.cut AND NOT r.cut AND {year} > 0 AND {recent} > 0"""


def _count(name: str, span: str) -> Callable[[str], str]:
    return lambda facts: (
        f"""
    SELECT s.subject, s.{name} AS lo, CASE WHEN s.cut THEN {NEVER} ELSE s.{name} + s.unknown END AS hi
    FROM {sums_sql(facts, span)} s"""
    )


def _anxiety(facts: str) -> str:
    return f"""
    SELECT s.subject, s.anxious AS lo, CASE WHEN s.cut THEN {NEVER} ELSE s.anxious + s.unknown - s.own_code END AS hi
    FROM {sums_sql(facts, "absence window")} s JOIN {facts} f USING (subject)
    WHERE f.school IN (SELECT school FROM speak_of_anxiety)"""


# Days that may be of illness or not: between two ill days they may make one spell of two, or two of one (and more besides).
def _spells(facts: str) -> str:
    """Return SQL: how many rows of school days with a session of illness there are in the window."""
    return f"""
    WITH span AS {sums_sql(facts, "absence window")},
    line AS (
      SELECT p.subject, d.n, CASE WHEN m.ill > 0 THEN 'ill'
        WHEN coalesce(m.known, CASE WHEN d.n BETWEEN k.first_n AND k.last_n THEN 2 ELSE 0 END) < 2 THEN 'open' ELSE 'well' END AS sort
      FROM span p JOIN spells s ON s.roll = p.roll
      JOIN days d ON d.school = s.school AND d.school_day AND d.n BETWEEN p.from_n AND p.to_n
      LEFT JOIN mark_stays k ON k.roll = p.roll LEFT JOIN exceptions m ON m.roll = p.roll AND m.n = d.n
      WHERE coalesce(m.outside, 0) < 2),
    placed AS (
      SELECT *, row_number() OVER w AS place, lag(sort) OVER w AS before, lead(sort) OVER w AS after
      FROM line WINDOW w AS (PARTITION BY subject ORDER BY n)),
    grouped AS (
      SELECT subject, sort, count(*) AS days, min_by(before, place) AS before, max_by(after, place) AS after
      FROM (SELECT *, place - row_number() OVER (PARTITION BY subject, sort ORDER BY place) AS island FROM placed)
      WHERE sort <> 'well' GROUP BY subject, sort, island),
    counted AS (
      SELECT subject, count(*) FILTER (sort = 'ill') AS spells,
        count(*) FILTER (sort = 'open' AND before = 'ill' AND after = 'ill') AS joins,
        sum((days + 1 - CASE WHEN before = 'ill' THEN 1 ELSE 0 END - CASE WHEN after = 'ill' THEN 1 ELSE 0 END) // 2)
          FILTER (sort = 'open') AS more
      FROM grouped GROUP BY subject)
    SELECT p.subject, coalesce(c.spells - c.joins, 0) AS lo,
      CASE WHEN p.cut THEN {NEVER} ELSE coalesce(c.spells, 0) + coalesce(c.more, 0) END AS hi
    FROM span p LEFT JOIN counted c USING (subject)"""


def _absent_at_least(share: int) -> str:
    """Return SQL over sums s: yes where a 1/share of the possible sessions or more was missed, no where less, else NULL."""
    possible = _POSSIBLE.format("s")
    return f"""CASE WHEN NOT s.cut AND {possible} > 0 THEN CASE WHEN {share} * s.missed >= {possible} THEN 'yes'
      WHEN {share} * (s.missed + s.unknown) < {possible} THEN 'no' END END"""


SQL: dict[str, Callable[[str], str]] = {
    "attendance_rate": _rate("year"),
    "recent_attendance_rate": _rate("six weeks"),
    "attendance_fall": _fall,
    "unauthorised_sessions": _count("unauthorised", "ten weeks"),
    "illness_sessions": _count("ill", "absence window"),
    "illness_spells": _spells,
    "anxiety_sessions": _anxiety,
}
"""The numbers by name: SQL over the table of facts so far."""

ABSENCES = {"persistent_absence": 10, "severe_absence": 2}
"""Yes or no: a tenth, or a half, of the possible sessions of the school year was missed."""

ABSENCE_WORDS = {name: f"{name}.word" for name in ABSENCES}
ABSENCE_JOINS = {
    name: f"""LEFT JOIN (SELECT s.subject, {_absent_at_least(share)} AS word FROM {sums_sql("{facts}", "year")} s) {name}
      ON {name}.subject = f.subject"""
    for name, share in ABSENCES.items()
}
"""SQL of the two words, and what they join to the facts (see measures.py)."""
