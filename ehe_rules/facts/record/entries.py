"""Entries: every event that the record holds by the audit date, and those that the tool dates itself, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, EPOCH, NEVER, entered_sql
from ehe_rules.facts.marks.days import ATTENDED
from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.marks.half_days import VALID
from ehe_rules.facts.record.family import EVENT as FAMILY_EVENT
from ehe_rules.facts.record.family import FAMILY_HISTORY
from ehe_rules.facts.record.logged import ehe_tag_sql
from ehe_rules.facts.record.register import ENTERED, ON_REGISTER
from ehe_rules.facts.subjects.authority import add_authority_entries
from ehe_rules.facts.subjects.intakes import BEFORE_ENTRY, OF_INTAKE

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

    from ehe_rules.rulebook.vocabulary import Vocabulary


def build_entries(
    con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary, names: Collection[str] = ()
) -> None:
    """Make `entries` (with the school-day bounds of each of their dates): what was seen, and what roll, marks and register date.

    `names`: what the rules name; of the events dated from marks only those are made.
    """
    con.execute(f"""
    CREATE OR REPLACE TABLE undated AS
    SELECT entry, school, pupil, event, scope, day, entered_day,
      CAST(until - {EPOCH} AS INTEGER) AS until_day, role, "with" AS others, covers, "to" AS sent_to, outcome,
      unsure, lower(tag) AS tag, {ehe_tag_sql(vocabulary)} AS ehe_tag, logged_on, ref, true AS sure, NULL::BIGINT AS roll
    FROM seen""")
    for sql in (
        _OFF_ROLLED,
        _LEFT,
        _ENTERED,
        _ATTENDED,
        OF_INTAKE,
        BEFORE_ENTRY,
        *(f"FROM dated_{name}" for name in FROM_MARKS if name in names),
    ):
        con.execute(f"INSERT INTO undated BY NAME {sql}")
    if any(vocabulary.scopes.get(name) == "la" for name in names):
        add_authority_entries(con, vocabulary)
    if FAMILY_EVENT in names:
        con.execute(f"INSERT INTO undated BY NAME {FAMILY_HISTORY}")
    if ON_REGISTER in names:
        con.execute(f"INSERT INTO undated BY NAME {ENTERED}")
    con.execute(f"""
    CREATE OR REPLACE TABLE entries AS
    SELECT u.*, d.n_lo AS nlo, d.n_hi AS nhi,
      CASE WHEN u.entered_day = {NEVER} THEN {NEVER} ELSE e.n_lo END AS entered_nlo,
      CASE WHEN u.entered_day = {NEVER} THEN {NEVER} ELSE e.n_hi END AS entered_nhi,
      t.n_lo AS until_nlo, t.n_hi AS until_nhi
    FROM undated u
    LEFT JOIN days d ON d.school = u.school AND d.day = u.day
    LEFT JOIN days e ON e.school = u.school AND e.day = u.entered_day
    LEFT JOIN days t ON t.school = u.school AND t.day = u.until_day""")


_OFF_ROLLED = f"""
SELECT school, pupil, 'off_rolled' AS event, 'case' AS scope, left_day AS day,
  {entered_sql("leaving_entered")} AS entered_day, ehe = 'yes' AS sure, roll
FROM spells WHERE ehe IN ('yes', 'unknown') AND left_day < {NEVER}"""

_LEFT = f"""
SELECT school, pupil, 'left_roll' AS event, 'pupil' AS scope, left_day AS day,
  {entered_sql("leaving_entered")} AS entered_day, true AS sure, roll
FROM spells WHERE left_day < {NEVER}"""

_ENTERED = f"""
SELECT school, pupil, 'on_rolled' AS event, 'pupil' AS scope, entry_day AS day,
  {entered_sql("entry_entered")} AS entered_day, true AS sure, roll
FROM spells WHERE entry_day > {ANY} AND entry_date <= on_date"""

# Present marks after the day that the last letter of the spell names; the letter's last named day of several on that day.
_ATTENDED = f"""
SELECT s.school, s.pupil, 'attended_after_notice' AS event, 'pupil' AS scope,
  CAST(min(m.date) - {EPOCH} AS INTEGER) AS day, true AS sure, s.roll
FROM (
  SELECT s.school, s.pupil, s.roll, s.on_date, s.next_entry_day, max_by(coalesce(e.until, DATE '9999-12-31'), (e.date, coalesce(e.until, DATE '0001-01-01'))) AS last_day
  FROM spells s JOIN seen e ON e.school = s.school AND e.pupil = s.pupil AND e.event = 'notification_received'
    AND e.day >= s.entry_day AND e.day < s.next_entry_day
  GROUP BY ALL) s
JOIN attendance m ON m.school = s.school AND m.pupil = s.pupil AND m.date > s.last_day AND m.date <= s.on_date
  AND m.date - {EPOCH} < s.next_entry_day
JOIN codes c ON c.code = m.code AND {VALID}
WHERE c.class IN {ATTENDED}
GROUP BY s.school, s.pupil, s.roll"""
