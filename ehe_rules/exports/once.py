"""What the lines of a profile found in a log, each entry once: an incident may stand in several rows and in several files.

An entry is told by its incident's number and its day, for some logs keep one number for all that is done about a child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.plans import IS_PLAN, drop_plans
from ehe_rules.exports.schema import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

LISTS = ("role", "with", "covers", "to", "author")
"""Attributes of which the rows of one entry are joined; of others the first that says anything counts."""

_FIRSTS = ("outcome", "until", "reason", "tag", "ref")

_LETTERS = """
CREATE TABLE row_letters AS
SELECT src, row, event, string_agg(DISTINCT name, '; ' ORDER BY name) AS letters
FROM found JOIN letters USING (event) WHERE contains(spaced(concat_ws(' ', template, said)), spaced(name)) GROUP BY ALL
"""

# One incident in several rows (with an action in each, it stands there for every action), or in two exports
_KEYED = f"""
CREATE TABLE keyed AS
WITH once AS (
    SELECT *, coalesce(CAST(date_of(date) AS VARCHAR), date) AS day FROM found
    QUALIFY place = min(place) OVER (PARTITION BY src, row, upn, admission_no, event))
SELECT * EXCLUDE (template), {IS_PLAN} AS is_plan, CASE WHEN is_action AND action IS NOT NULL THEN 'action ' || action
        WHEN is_action AND incident IS NOT NULL THEN concat_ws(' ', 'under', incident, date, md5(coalesce(said, '')))
        WHEN incident IS NOT NULL THEN concat_ws(' ', 'incident', incident, day)
        WHEN src IN (SELECT unnest([src, part_of]) FROM sources WHERE part_of IS NOT NULL) THEN concat_ws(' ', 'said', date, md5(coalesce(said, '')))
        ELSE concat_ws(' ', 'row', src, row) END AS entry,
    row_number() OVER (ORDER BY place, day, date, file, sheet, row) AS precedence
FROM once
"""

_STAGED = """
INSERT INTO stage_events BY NAME
SELECT min_by(src, precedence) AS src, min_by(row, precedence) AS row, min_by(school_cell, precedence) AS school,
    upn, admission_no, event, min_by(date, precedence) AS date, min_by(recorded, precedence) AS recorded, {lists}, {firsts},
    min_by(source, precedence) AS source, min_by(unsaid, precedence) AS unsaid, min(letters) AS template
FROM keyed LEFT JOIN row_letters USING (src, row, event)
GROUP BY system, coalesce(school, school_cell), upn, admission_no, event, entry
"""

# An incident listed twice because its day was corrected looks just like one with what was done about it afterwards.
_SEVERAL_DAYS = """
WITH several AS (
    SELECT src, incident, min(row) AS row, event FROM keyed WHERE NOT is_action AND incident IS NOT NULL
    GROUP BY src, system, coalesce(school, school_cell), upn, admission_no, event, incident HAVING count(DISTINCT day) > 1)
SELECT o.file, o.sheet, min(s.row), 'incident', min_by(s.incident, (s.row, s.event)), count(DISTINCT s.incident)
    || ' incident number(s) of this file have entries of one kind on several days, the first in row ' || min(s.row)
    || ': each day counts as an entry of its own. Whether one of them is only a corrected date cannot be told.'
FROM several s JOIN sources o USING (src) GROUP BY o.file, o.sheet
"""


def stage_once(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Turn the rows of `found` into rows of `stage_events`, each entry once for each pupil, its lists joined."""
    con.execute(_LETTERS)
    con.execute(_KEYED)
    drop_plans(con, log)
    lists = [f"string_agg(DISTINCT {quoted(c)}, '; ' ORDER BY {quoted(c)}) AS {quoted(c)}" for c in LISTS]
    firsts = [f"min_by({c}, precedence) FILTER ({c} IS NOT NULL) AS {c}" for c in _FIRSTS]
    con.execute(_STAGED.format(lists=", ".join(lists), firsts=", ".join(firsts)))
    log.add_rows(
        "warning",
        _SEVERAL_DAYS,
        "Nothing, if each was done; delete the entry whose date was corrected, if one was.",
        of_many=True,
    )
