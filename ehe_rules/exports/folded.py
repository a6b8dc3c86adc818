"""Lists that say who the pupils are and not when they came or went: folded into the rows of lists that do.

A list without dates (a tutor group, a vulnerability list, a CTF without a history) beside one that has them makes no time on roll of
its own: what it says fills the blanks there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.schema import NATIVE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog, Severity

_WHO = ("upn", "admission_no", "forename", "surname", "date_of_birth", "sex", "family_id")
"""What is so whenever a list was made."""

OF_LEAVING = ("leaving_date", "leaving_entered", "leaving_reason", "removal_ground", "destination")
_WHEN = ("school", "entry_date", "entry_entered", *OF_LEAVING)
_NOW = tuple(column for column in NATIVE["pupils"] if column not in {*_WHO, *_WHEN})
"""What is so on the day of the list."""

# A list of times on roll whose row has no dates is one of times all the same, unless another list has the pupil's.
_SILENT = """
CREATE TABLE silent AS
SELECT r.* FROM roll_rows r WHERE NOT r.says_when AND (NOT r.is_of_times OR EXISTS (
    FROM roll_rows o WHERE o.says_when AND o.school = r.school AND o.pupil = r.pupil AND o.src <> r.src));
DELETE FROM roll_rows WHERE line IN (SELECT line FROM silent)
"""

# What lists say now goes into open rows. A list of pupils that names one who has left speaks of the time on roll, unless it is known
# to be of a later day; a system's list of all its pupils, past ones too, says what is so now.
_FOLDED = """
CREATE TABLE who AS SELECT school, pupil, bool_and(said_gone) AS has_gone, {told} FROM silent GROUP BY ALL;
CREATE TABLE who_then AS
WITH gone AS (
    SELECT school, pupil, max(leaving_date) AS left_on FROM roll_rows GROUP BY ALL HAVING bool_and(leaving_date IS NOT NULL))
SELECT school, pupil, left_on, {told} FROM silent JOIN gone USING (school, pupil)
WHERE is_of_times AND coalesce(on_day <= left_on, true) GROUP BY ALL;
UPDATE roll_rows AS r SET {always} FROM who w WHERE r.school = w.school AND r.pupil = w.pupil;
UPDATE roll_rows AS r SET said_gone = true, leaving_unknown = true FROM who w
WHERE r.school = w.school AND r.pupil = w.pupil AND r.leaving_date IS NULL AND w.has_gone;
UPDATE roll_rows AS r SET {now} FROM who w WHERE r.school = w.school AND r.pupil = w.pupil AND r.leaving_date IS NULL;
UPDATE roll_rows AS r SET {now} FROM who_then w WHERE r.school = w.school AND r.pupil = w.pupil AND r.leaving_date = w.left_on
"""

# A list of who the pupils are makes a row only for one of whom there is no open row; if it says that the pupil is on roll no more, only
# for one of whom there is no row at all.
_KEPT = """
INSERT INTO roll_rows SELECT * FROM silent
WHERE NOT is_of_times
    AND (school, pupil) NOT IN (SELECT (o.school, o.pupil) FROM roll_rows o WHERE o.leaving_date IS NULL)
    AND NOT (said_gone AND (school, pupil) IN (SELECT (o.school, o.pupil) FROM roll_rows o))
QUALIFY row_number() OVER (PARTITION BY school, pupil ORDER BY said_gone, line) = 1
"""

_SAID = """
SELECT file, sheet, min(row), 'entry_date', '', count(*) || ' row(s) of this list, this the first, say neither when the pupil came nor went, '
    || 'and another list does: what they say else was taken for that time on roll.'
FROM silent WHERE is_of_times GROUP BY file, sheet
"""

_GONE = """
SELECT file, sheet, min(row), 'leaving_date', '', count(*) || ' pupil(s), this the first, are said to be on roll no more, and no list says when they '
    || 'left: they count neither as on roll nor as leavers.'
FROM roll_rows WHERE leaving_unknown AND said_gone AND is_of_times = {of_times} GROUP BY file, sheet
"""

_HOW_ODD: tuple[tuple[Severity, str], ...] = (("warning", "true"), ("note", "false"))


def fold_lists(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Fold rows of `roll_rows` that say neither when a pupil came nor went into those that do; list who may have left."""
    con.execute(_SILENT)
    if log.has_rows("silent"):
        told = ", ".join(f"{_told(column)} AS {column}" for column in (*_WHO, *_NOW))
        con.execute(_FOLDED.format(told=told, always=_filled_in(_WHO), now=_filled_in(_NOW)))
        con.execute(_KEPT)
        log.add_rows("note", _SAID, "Nothing, if that is so; else add the dates to the list.", of_many=True)
    # past pupils are nothing odd in a system's list of all it has
    for severity, of_times in _HOW_ODD:
        gone = _GONE.format(of_times=of_times)
        log.add_rows(severity, gone, "Export the leavers with their leaving dates.", of_many=True)


def _told(column: str) -> str:
    """Give SQL: what a pupil's lists say; where they differ that made last, and nothing where it is not known which that is."""
    return (
        f"CASE WHEN count(DISTINCT {column}) < 2 THEN min({column}) "
        f"WHEN count({column}) = count(on_day) FILTER ({column} IS NOT NULL) THEN arg_max({column}, (on_day, line)) END"
    )


def _filled_in(columns: Sequence[str]) -> str:
    return ", ".join(f"{column} = coalesce(r.{column}, w.{column})" for column in columns)
