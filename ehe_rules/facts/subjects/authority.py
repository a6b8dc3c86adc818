"""An authority's own records: its register of home educated children, and what is dated from it.

The authority is an owner (owners.py): entries of scope `la` are its own whichever school's name stands beside them, and a child is
known by UPN. Its clock is the calendar's days: no school calendar applies to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, EPOCH, NEVER, SCHOOL_YEAR
from ehe_rules.facts.record.leaving import compulsory_age_ends_sql, fold_sql, folded
from ehe_rules.facts.record.owners import ALL

if TYPE_CHECKING:
    import duckdb

    from ehe_rules.rulebook.vocabulary import Vocabulary

CONTACTS = ("la_first_contact", "la_contact", "la_home_visit", "la_meeting_elsewhere")
ONE_OF = {"la_any_contact": CONTACTS, "la_contact_or_report": (*CONTACTS, "la_report_received")}
"""Derived events that are the entries of several kinds under one name: known to be missing where one of the kinds is logged at all."""

CERTAIN = ("turned_13", "la_register_ended")
"""Derived events that are known to be missing where there is no row: where it is not known there is one that is not sure."""

REVIEW = "la_procedure_reviewed"
"""Nobody leads it: who took part is said by `with` as well as by `role`."""


def add_authority_entries(con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary) -> None:
    """Make `la_register` and `la_years`, and add to `undated` and `held` what is dated from the authority's records.

    `la_register(school, pupil, notified_day, from_day, next_day, end_day, ended_by, ...)`: one row for each child and time on
    the register, of children who stand in `la_children` and of those whom only entries name. `school` is the owner, `at_school` the one that the register names; `notified_day`
    NULL where the register gives none; `end_day` NEVER while it has not ended by the audit date.
    """
    ended = ", ".join(f"'{folded(word)}'" for word in vocabulary.la_ended_words) or "''"
    con.execute(f"CREATE OR REPLACE TABLE la_register AS {_REGISTER.format(ended=ended)}")
    con.execute(f"CREATE OR REPLACE TABLE la_years AS {_YEARS}")
    con.execute(f"DELETE FROM undated WHERE event = 'la_notified' AND (school, pupil) IN ({_DATED})")
    con.execute(f"""UPDATE carried SET role = role OR "with" WHERE event = '{REVIEW}'""")
    for sql in (_NOTIFIED, _TURNED_13, _ENDED):
        con.execute(f"INSERT INTO undated BY NAME {sql}")
    for event, kinds in ONE_OF.items():
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        con.execute(
            f"INSERT INTO undated BY NAME SELECT * REPLACE ('{event}' AS event) FROM undated WHERE event IN ({listed})"
        )
        con.execute(
            f"INSERT INTO held SELECT DISTINCT school, '{event}' FROM held WHERE event IN ({listed}) ORDER BY school"
        )


_ENDS = compulsory_age_ends_sql("t.date_of_birth")

# A child whom only entries name is on the register too: leaving it out would be silent. A row without a day says nothing where
# another row of the child has one.
_REGISTER = f"""
WITH listed AS (
  SELECT coalesce(o.owner, '{ALL}') AS school, c.pupil, CAST(c.notified_on - {EPOCH} AS INTEGER) AS notified_day, c.date_of_birth, c.ehc_plan, nullif(c.school, '') AS at_school,
    {fold_sql("c.status")} IN ({{ended}}) AS says_ended, c.file, c.sheet, c.row
  FROM la_children c LEFT JOIN owners o ON o.school = c.school
  JOIN audit a ON a.school = coalesce(o.owner, '{ALL}')
  WHERE c.pupil IS NOT NULL AND (c.notified_on IS NULL OR c.notified_on <= a.on_date)),
children AS (
  SELECT school, pupil, max(date_of_birth) AS date_of_birth, bool_or(notified_day IS NOT NULL) AS dated FROM listed GROUP BY school, pupil
  UNION ALL
  SELECT DISTINCT school, pupil, NULL::DATE, NULL::BOOLEAN FROM undated
  WHERE scope = 'la' AND pupil IS NOT NULL AND (school, pupil) NOT IN (SELECT (school, pupil) FROM listed)),
times AS (
  SELECT c.school, c.pupil, l.notified_day, c.date_of_birth, c.dated IS NOT NULL AS listed,
    max(l.ehc_plan) AS ehc_plan, max(l.at_school) AS at_school, coalesce(bool_or(l.says_ended), false) AS says_ended,
    min((l.file, l.sheet, l.row)) AS place
  FROM children c LEFT JOIN listed l ON l.school = c.school AND l.pupil = c.pupil AND (l.notified_day IS NOT NULL OR NOT c.dated)
  GROUP BY ALL),
windowed AS (
  SELECT *, CASE WHEN row_number() OVER w = 1 THEN {ANY} ELSE notified_day END AS from_day,
    coalesce(lead(notified_day) OVER w, {NEVER}) AS next_day
  FROM times WINDOW w AS (PARTITION BY school, pupil ORDER BY notified_day NULLS FIRST)),
left_by AS (
  SELECT t.school, t.pupil, t.from_day, min(u.day) AS left_day
  FROM windowed t JOIN undated u ON u.school = t.school AND u.pupil = t.pupil AND u.event = 'la_register_left'
    AND u.day >= coalesce(t.notified_day, {ANY}) AND u.day < t.next_day GROUP BY ALL),
ended AS (
  SELECT t.*, x.left_day, CAST({_ENDS} - {EPOCH} AS INTEGER) AS age_day, CAST(a.on_date - {EPOCH} AS INTEGER) AS on_day
  FROM windowed t JOIN audit a USING (school) LEFT JOIN left_by x USING (school, pupil, from_day))
SELECT * EXCLUDE (place) REPLACE (coalesce(ehc_plan, CASE WHEN EXISTS (
    FROM undated u WHERE u.school = ended.school AND u.pupil = ended.pupil AND u.event = 'ehc_plan_made') THEN 'yes' END) AS ehc_plan), place[1] AS file, place[2] AS sheet, place[3] AS "row",
  CASE WHEN least(left_day, age_day) <= on_day THEN least(left_day, age_day) ELSE {NEVER} END AS end_day,
  CASE WHEN left_day <= coalesce(age_day, left_day) THEN 'la_register_left'
       WHEN age_day <= on_day THEN 'end of compulsory school age' ELSE '' END AS ended_by
FROM ended ORDER BY school, pupil, from_day"""

# A log that tells of contact was kept in that year; what is dated by what it tells of (a plan, a training) may be far older than the log.
_YEARS = f"""
WITH owned AS (
  SELECT school, NULL::DATE AS date FROM la_register
  UNION ALL SELECT school, {EPOCH} + day FROM undated WHERE scope = 'la' AND entry IS NOT NULL
    AND event NOT IN ('ehc_plan_made', 'la_plan_reviewed', 'la_officer_trained')),
spans AS (
  SELECT o.school, any_value({SCHOOL_YEAR.format("a.on_date")}) AS last_year,
    coalesce(min({SCHOOL_YEAR.format("o.date")}), last_year) AS first_year
  FROM owned o JOIN audit a USING (school) GROUP BY o.school)
SELECT school, CAST(unnest(generate_series(first_year, last_year)) AS INTEGER) AS year FROM spans ORDER BY ALL"""

_DATED = "SELECT (school, pupil) FROM la_register WHERE notified_day IS NOT NULL"

# On the register without a day, or in the log alone: when the authority was told is not known, unless an entry says it.
_NOTIFIED = f"""
SELECT school, pupil, 'la_notified' AS event, 'la' AS scope, coalesce(notified_day, {ANY}) AS day, notified_day IS NOT NULL AS sure
FROM la_register r WHERE notified_day IS NOT NULL OR NOT EXISTS (
  FROM undated u WHERE u.school = r.school AND u.pupil = r.pupil AND u.event = 'la_notified')"""

_BIRTHDAY = f"CAST(CAST(date_of_birth + INTERVAL 13 YEAR AS DATE) - {EPOCH} AS INTEGER)"

_TURNED_13 = f"""
SELECT DISTINCT school, pupil, 'turned_13' AS event, 'la' AS scope, coalesce({_BIRTHDAY}, {ANY}) AS day, date_of_birth IS NOT NULL AS sure
FROM la_register WHERE date_of_birth IS NULL OR {_BIRTHDAY} <= on_day"""

# A status that says so without a day, or a child of whom no register tells: the end may have come at any time.
_ENDED = f"""
SELECT school, pupil, 'la_register_ended' AS event, 'la' AS scope,
  CASE WHEN end_day < {NEVER} THEN end_day ELSE from_day END AS day, end_day < {NEVER} AS sure
FROM la_register r WHERE end_day < {NEVER} OR says_ended
  OR (NOT listed AND NOT EXISTS (FROM held h WHERE h.school = r.school AND h.event = 'la_register_left'))"""
