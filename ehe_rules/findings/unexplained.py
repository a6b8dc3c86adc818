"""Leavers of whom nothing recorded says why they left: no verdict takes them for home education, and reports count them beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, REGISTERED
from ehe_rules.facts.record.leaving import build_transitions
from ehe_rules.facts.record.roll import SAYS_NOTHING

if TYPE_CHECKING:
    import duckdb

_UNEXPLAINED = f"""
CREATE OR REPLACE TABLE unexplained AS
SELECT s.roll, s.school, s.left_day FROM spells s
WHERE s.ehe = 'no' AND {SAYS_NOTHING} AND {REGISTERED.format("s")}
  -- Who left as the most senior class does needs no explaining.
  AND NOT EXISTS (FROM normal_transitions t WHERE t.roll = s.roll AND t.word = 'yes')"""

_BY_HALF_TERM = f"""
CREATE OR REPLACE TABLE unsaid AS
SELECT p.school, p.number, count(*) AS unsaid
FROM periods p JOIN unexplained u ON u.school = p.school
  AND u.left_day BETWEEN p.first_day - {EPOCH} AND p.reaches_to - {EPOCH}
GROUP BY ALL"""


def build_unexplained(con: duckdb.DuckDBPyConnection) -> None:
    """Make `unexplained` (a row for each such leaver) and `unsaid(school, number, unsaid)`, their number by half term.

    Ground, reason and destination are all blank, an entry of the parent's notice would have been there, and is not.
    Reads `spells` and `periods`.
    """
    build_transitions(con)
    con.execute(_UNEXPLAINED)
    con.execute(_BY_HALF_TERM)
