"""The trust's live register against the schools' rolls, both ways (hcat:7.1): who is on it, since when, and who is on one alone.

A register row belongs to the pupil's home education leaving whose date is nearest to the row's; a row without a date to the last one.
A row that names no pupil may be any of its school's leavers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER, REGISTERED
from ehe_rules.facts.record.periods import HALF_TERMS, REACH

if TYPE_CHECKING:
    import duckdb

ON_REGISTER = "entered_on_register"
REGISTER_AGREED = "register_agreed"
AGREES = "register_date_agrees"
MISSING, EXTRA = "leavers_not_on_register", "register_rows_without_leaver"
NAMES = frozenset({ON_REGISTER, REGISTER_AGREED, AGREES, MISSING, EXTRA})
"""The derived events and measures that rest on the register."""

# Where one school of the trust has rows, the register was supplied for all of them: that a school has none says something.
_SUPPLIED = """
SELECT o.school, o.owner FROM owners o WHERE o.owner IN (
  SELECT p.owner FROM owners p JOIN supplied s ON s.school = p.school AND s.table_name = 'register')"""

_ROWS = """
SELECT row_number() OVER (ORDER BY r.file, r.sheet, r.row) AS line, r.school, r.pupil, r.off_roll_date, r.entered, r.file, r.sheet, r.row
FROM register r JOIN audit a USING (school)
WHERE coalesce(r.off_roll_date <= a.on_date, true) AND coalesce(r.entered <= a.on_date, true)"""

_MATCHED = f"""
WITH near AS (
  SELECT r.*, s.roll, s.left_day, s.ehe,
    row_number() OVER (PARTITION BY r.line ORDER BY abs(coalesce(r.off_roll_date - {EPOCH}, {NEVER}) - s.left_day), s.left_day DESC) AS place
  FROM register_rows r JOIN spells s ON s.school = r.school AND s.pupil = r.pupil AND s.ehe IN ('yes', 'unknown'))
SELECT * EXCLUDE (place) FROM near WHERE place = 1"""

# Of several rows for one leaving the first entered counts, and any of them may have the date right.
_LEAVERS = f"""
SELECT s.roll, s.school, s.pupil, s.left_day, s.ehe, {REGISTERED.format("s")} AS registered, count(m.line) > 0 AS found, CAST(min(m.entered) - {EPOCH} AS INTEGER) AS entered_day,
  CASE WHEN count(m.off_roll_date) > 0 THEN bool_or(m.off_roll_date - {EPOCH} = s.left_day) FILTER (m.off_roll_date IS NOT NULL) END AS agrees,
  s.school IN (SELECT school FROM register_rows WHERE pupil IS NULL) AS unnamed, CAST(s.on_date - {EPOCH} AS INTEGER) AS on_day
FROM spells s LEFT JOIN register_matched m USING (roll)
WHERE s.ehe IN ('yes', 'unknown') AND s.school IN (SELECT school FROM register_supplied) GROUP BY ALL"""

# A row is without a leaver for certain only where the roll reaches over its day.
_EXTRA = f"""
WITH {REACH}
SELECT r.line, r.school, coalesce(r.off_roll_date, r.entered, x.on_date) AS date, r.file, r.sheet, r.row,
  coalesce(r.pupil IS NOT NULL AND x.supplied AND r.off_roll_date BETWEEN x.covers_from AND x.covers_to, false) AS surely
FROM register_rows r JOIN reach x USING (school) ANTI JOIN register_matched m USING (line)"""

_COUNTED = f"""
WITH {HALF_TERMS},
counted AS (
  SELECT o.owner AS school, o.school AS of_school, d.first_day, d.reaches_to,
    (SELECT count(*) FROM register_leavers l WHERE l.school = o.school AND l.registered AND NOT l.found AND l.ehe = 'yes'
      AND {EPOCH} + l.left_day BETWEEN d.first_day AND d.reaches_to) AS missing,
    (SELECT count(*) FROM register_leavers l WHERE l.school = o.school AND l.registered AND NOT l.found AND l.ehe = 'unknown'
      AND {EPOCH} + l.left_day BETWEEN d.first_day AND d.reaches_to) AS unclear,
    (SELECT count(*) FROM register_rows r WHERE r.school = o.school AND r.pupil IS NULL) AS unnamed,
    (SELECT count(*) FROM register_extra e WHERE e.school = o.school AND e.surely AND e.date BETWEEN d.first_day AND d.reaches_to) AS extra,
    (SELECT count(*) FROM register_extra e WHERE e.school = o.school AND e.date BETWEEN d.first_day AND d.reaches_to) AS perhaps,
    o.school IN (SELECT school FROM supplied WHERE table_name = 'pupils' AND column_name = 'leaving_date') AS known
  FROM owners o JOIN dated d ON d.school = o.owner
  WHERE o.owner IN (SELECT owner FROM register_supplied) AND o.school IN (SELECT school FROM schools))
SELECT school, first_day, CAST(sum(greatest(missing - unnamed, 0)) AS BIGINT) AS missing_lo,
  CASE WHEN bool_and(known) THEN CAST(sum(missing + unclear) AS BIGINT) ELSE {NEVER} END AS missing_hi,
  CAST(sum(extra) AS BIGINT) AS extra_lo, CAST(sum(perhaps) AS BIGINT) AS extra_hi
FROM counted GROUP BY school, first_day"""


def build_register(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of the register. Reads `register`, `spells`, `half_terms`, `owners`, `supplied`, `exports` and `audit`.

    - `register_supplied(school, owner)`; `register_rows(line, school, pupil, off_roll_date, entered, file, sheet, row)` seen by the audit date.
    - `register_matched`: the rows that belong to a leaving, with its `roll`; `register_extra(line, school, date, surely, ...)` those that do not.
    - `register_leavers(roll, school, registered, found, entered_day, agrees, unnamed, ...)`: each home education leaving; `agrees` whether a
      row has its date (NULL = none has a date), `unnamed` whether the school has rows that name no pupil.
    - `register_counted(school, first_day, missing_lo, ..., extra_hi)`: both ways, for each half term of each owner (as `school`).
    """
    for name, sql in (
        ("supplied", _SUPPLIED),
        ("rows", _ROWS),
        ("matched", _MATCHED),
        ("leavers", _LEAVERS),
        ("extra", _EXTRA),
        ("counted", _COUNTED),
    ):
        con.execute(f"CREATE OR REPLACE TABLE register_{name} AS {sql}")


# Without the day of entry a row has been there by the audit date, and since when is not known.
ENTERED = f"""
WITH found AS (
  SELECT school, pupil, roll, entered_day AS day, true AS sure FROM register_leavers WHERE found AND entered_day IS NOT NULL
  UNION ALL SELECT school, pupil, roll, on_day, true FROM register_leavers WHERE found AND entered_day IS NULL
  UNION ALL SELECT l.school, l.pupil, l.roll, (SELECT min(d.day) FROM days d WHERE d.school = l.school), false
    FROM register_leavers l WHERE CASE WHEN l.found THEN l.entered_day IS NULL ELSE l.unnamed END)
SELECT school, pupil, '{ON_REGISTER}' AS event, 'leaver' AS scope, CAST(day AS INTEGER) AS day, sure, roll FROM found"""
"""SQL: rows of `undated` (entries.py): when each leaver was entered on the register."""

AGREED = f"""
SELECT s.subject, s.school, '{REGISTER_AGREED}' AS event, 'school' AS scope, s.end_day AS day,
  coalesce(c.missing_hi = 0 AND c.extra_hi = 0, false) AS sure, d.n_lo AS nlo, d.n_hi AS nhi
FROM subjects_trust s
LEFT JOIN register_counted c ON c.school = s.school AND c.first_day = {EPOCH} + s.open_day
LEFT JOIN days d ON d.school = s.school AND d.day = s.end_day
WHERE s.end_day <= s.on_day AND coalesce(c.missing_lo = 0 AND c.extra_lo = 0, true)"""
"""SQL: the last day of a half term as an entry of the trust, where register and rolls agree; not sure where they may not."""


SHOWN = {
    "leaver": (
        (ON_REGISTER, AGREES),
        "JOIN register_matched g ON g.roll = b.roll",
    ),
    "trust": (
        (EXTRA, REGISTER_AGREED),
        f"""JOIN owners o ON o.owner = b.school JOIN register_extra g ON g.school = o.school
      AND g.date BETWEEN {EPOCH} + b.open_day AND {EPOCH} + b.reaches_day""",
    ),
}
"""The register's rows behind a verdict, by kind of subject: for which events and measures, and SQL that joins them (g) to the subject (b)."""


def count_sql(which: str, facts: str) -> str:
    """Return SQL: `subject, lo, hi` of how many leavers are missing, or how many register rows are extra (see numbers.py)."""
    return f"""
    SELECT f.subject, c.{which}_lo AS lo, c.{which}_hi AS hi
    FROM {facts} f JOIN register_counted c ON c.school = f.school AND c.first_day = {EPOCH} + f.open_day"""
