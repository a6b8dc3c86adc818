"""What one school must know of another: where in the trust a pupil was before, and whether for home education in between.

Everything else is judged school by school. A pupil is known at another school by the UPN alone, and never where the two
dates of birth differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, NEVER

if TYPE_CHECKING:
    import duckdb


def build_moves(con: duckdb.DuckDBPyConnection) -> None:
    """Make `moves`: one row for each roll row.

    `other_school` and `other_left_day`: the trust's other school that the pupil left last, on or before this entry, and the day
    (NULL: none); `other_ehe` and `own_ehe`: whether any such earlier stay at another school, and at this one, ended in
    home education (yes, unknown, no).
    """
    con.execute(f"CREATE OR REPLACE TABLE moves AS {_MOVES}")


_SAID = "CASE WHEN bool_or({0} = 'yes') THEN 'yes' WHEN bool_or({0} = 'unknown') THEN 'unknown' ELSE 'no' END"

_MOVES = f"""
WITH elsewhere AS (
  SELECT now.roll, max_by(before.school, (before.left_day, before.school)) FILTER (before.left_day < {NEVER}) AS other_school,
    max(before.left_day) FILTER (before.left_day < {NEVER}) AS other_left_day,
    {_SAID.format("before.ehe")} AS other_ehe
  FROM spells now JOIN spells before ON before.upn = now.upn AND before.school <> now.school
    AND (before.left_day < {NEVER} AND before.left_day <= now.entry_day OR before.leaving_unknown AND before.entry_day < now.entry_day)
    AND now.entry_day > {ANY}
    AND coalesce(before.date_of_birth = now.date_of_birth, true)
  GROUP BY now.roll),
here AS (
  SELECT now.roll, {_SAID.format("before.ehe")} AS own_ehe
  FROM spells now JOIN spells before ON before.school = now.school AND before.pupil = now.pupil AND before.spell_no < now.spell_no
  GROUP BY now.roll)
SELECT s.roll, e.other_school, e.other_left_day, coalesce(e.other_ehe, 'no') AS other_ehe, coalesce(h.own_ehe, 'no') AS own_ehe
FROM spells s LEFT JOIN elsewhere e USING (roll) LEFT JOIN here h USING (roll) ORDER BY s.roll"""
