"""Exceptions: a pupil's school days on roll that are not of plain attendance, some one in ten of all.

A day is plain where each session has a mark, and every mark is of attendance and says nothing besides. Numbers of sessions are
worked out from the exceptions alone: whatever other school day there is between the first and the last that a pupil should have
marks on has two sessions attended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.marks.half_days import BITS, in_sessions
from ehe_rules.facts.marks.sessions import COUNTED

if TYPE_CHECKING:
    import duckdb

_OF_ATTENDANCE = BITS["present"] | BITS["activity"]
_PLAIN = f"{{0}} & {_OF_ATTENDANCE} > 0 AND {{0}} & ~{_OF_ATTENDANCE | BITS['made']} = 0"

# Pupils of a school come and go together: days are looked up once for each pair of dates.
_MARK_STAYS = """
WITH stays AS (SELECT roll, school, entry_day, least(left_day, next_entry_day) AS end_day FROM spells),
lasting AS (
  SELECT s.school, s.entry_day, s.end_day, min(d.n) AS first_n, max(d.n) AS last_n
  FROM (SELECT DISTINCT school, entry_day, end_day FROM stays) s JOIN mark_spans p USING (school)
  JOIN days d ON d.school = s.school AND d.school_day AND d.n BETWEEN p.first_n AND p.last_n
    AND d.day >= s.entry_day AND d.day < s.end_day GROUP BY ALL)
SELECT CAST(s.roll AS INTEGER) AS roll, s.school, l.first_n, l.last_n
FROM stays s JOIN lasting l USING (school, entry_day, end_day)"""

# Nearly every pupil has a mark for every day: only who lacks one is held against the days there are.
_EXCEPTION_DAYS = f"""
WITH marked AS (
  SELECT h.roll, count(*) AS days FROM half_days h JOIN mark_stays k USING (roll)
  WHERE h.school_day AND h.n BETWEEN k.first_n AND k.last_n GROUP BY h.roll),
lacking AS MATERIALIZED (
  SELECT k.* FROM mark_stays k LEFT JOIN marked m USING (roll) WHERE coalesce(m.days, 0) <= k.last_n - k.first_n)
SELECT h.roll, h.n, h.day, h.am, h.pm FROM half_days h JOIN mark_stays k USING (roll)
WHERE h.school_day AND h.n BETWEEN k.first_n AND k.last_n AND NOT ({_PLAIN.format("am")} AND {_PLAIN.format("pm")})
UNION ALL
SELECT l.roll, d.n, d.day, 0, 0 FROM lacking l
JOIN days d ON d.school = l.school AND d.school_day AND d.n BETWEEN l.first_n AND l.last_n
ANTI JOIN (FROM half_days SEMI JOIN lacking USING (roll)) h ON h.roll = l.roll AND h.day = d.day"""


def _both(of_session: str) -> str:
    """Return SQL: of how many of the two sessions it is so."""
    return f"CAST({' + '.join(f'CASE WHEN {of_session.format(half)} THEN 1 ELSE 0 END' for half in ('am', 'pm'))} AS UTINYINT)"


_EXCEPTIONS = f"""
SELECT *, CAST(attended + authorised + unauthorised + outside AS UTINYINT) AS known FROM (
  SELECT roll, n, day, am, pm, {in_sessions("made")} AS made, {", ".join(f"{_both(sql)} AS {name}" for name, sql in COUNTED.items())}
  FROM ({_EXCEPTION_DAYS}))"""

ON_STAY = "CASE WHEN {k}.last_n IS NULL THEN 0 ELSE greatest(least({to_n}, {k}.last_n) - greatest({from_n}, {k}.first_n) + 1, 0) END"
"""SQL: how many school days from one number to another lie in a row k of `mark_stays`; 0 where there is no such row."""


def build_exceptions(con: duckdb.DuckDBPyConnection) -> None:
    """Make `mark_stays` and `exceptions`, from `half_days` and `mark_spans`.

    - `mark_stays(roll, school, first_n, last_n)`: of each spell the school days, by number, that it should have marks on: on roll, from the
      school's first mark to the audit date or the day the attendance was exported; no row where there is none.
    - `exceptions(roll, n, day, am, pm, made, attended, authorised, unauthorised, outside, known, ill, on_leave, anxious, own_code)`: those of
      these days that are not plain. `am` and `pm` as in `half_days` (0 without a mark); then how many of the two sessions are so
      (`COUNTED`), `made` those with a mark (`-` is none, `#` and `Z` are), `known` those of which it is known what they were.
    """
    con.execute(f"CREATE OR REPLACE TABLE mark_stays AS {_MARK_STAYS}")
    con.execute(f"CREATE OR REPLACE TABLE exceptions AS {_EXCEPTIONS}")
