"""Dated columns of a list as events: "EHE1 sent" in the trust's register. A cell that is no date is listed, never guessed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.bad_cells import DAY_NOT_KNOWN
from ehe_rules.exports.kept import DOUBT
from ehe_rules.exports.month_first import FIGURES
from ehe_rules.exports.schema import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog, Severity

_DAY = (
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Za-z]{3,9},? \d{4}"
)

_MACROS = (
    # "16/01/2026 (email)": a date, and behind it neither another nor a word that takes it back
    rf"""CREATE MACRO remarked_day(cell) AS list_transform(
        [regexp_extract(cell, '^((?:[A-Za-z]{{3,9}},? )?(?:{_DAY}))(?:\s*[(\[,;:]|\s+)(.*)$', ['day', 'remark'])],
        lambda found: CASE WHEN found.day <> '' AND date_of(found.day) IS NOT NULL AND NOT regexp_matches(found.remark, '\d[-/.]\d')
            AND NOT regexp_matches(lower(found.remark), {literal(DOUBT)}) THEN found.day END)[1]""",
    # a tick has no letter either
    rf"""CREATE MACRO is_not_done(cell) AS regexp_matches(lower(cell), {literal(DOUBT)})
        OR (squashed(cell) = '' AND NOT regexp_matches(cell, '[\x{{2713}}\x{{2714}}\x{{2611}}\x{{221A}}\x{{2705}}]'))
        OR squashed(cell) IN ('no', 'n', 'false', 'never', 'tbd', 'awaiting', 'pending',
            'waiting', 'outstanding')""",
)

_LIKE_DATE = r"regexp_full_match(date, '\d{1,2}[-/.]\d{1,2}[-/.]\d{4}')"

_CELLS = """
CREATE TABLE dated_cells AS
SELECT d.*, date_of(date) IS NOT NULL AS is_plain, CASE WHEN date_of(date) IS NULL THEN remarked_day(date) END AS remarked,
    (src IN (SELECT src FROM month_first WHERE table_name = 'events' AND column_name = 'date') AND regexp_matches(date, {figures})) AS is_refused
FROM dated d WHERE event IN (SELECT event FROM known_events)
"""

# A cell that is no date goes on as it stands: an entry of a day that is not known (entries.py)
_STAGED = """
INSERT INTO stage_events BY NAME
SELECT * EXCLUDE (is_plain, remarked, is_refused) REPLACE (coalesce(remarked, date) AS date) FROM dated_cells
WHERE is_plain OR remarked IS NOT NULL OR is_refused OR NOT is_not_done(date)
"""

_LISTED = """
SELECT o.file, o.sheet, d.row, replace(d.event, '_', ' '), d.date, {message}
FROM dated_cells d JOIN sources o USING (src) WHERE NOT is_plain AND NOT is_refused AND {where}
"""

_TODO = "Write the date with the year in full once the thing is done."


def take_dated(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Turn the cells of `dated` into rows of `stage_events`, and list those that are no dates.

    What was done on a day that nobody wrote down is neither recorded nor not recorded, and whoever reads the verdicts must be told.
    """
    for statement in (*_MACROS, _CELLS.format(figures=literal(FIGURES)), _STAGED):
        con.execute(statement)
    told = "'A remark stands behind this date: it was read as ' || strftime(date_of(remarked), '%-d %B %Y') || '.'"
    _list(log, "note", "remarked IS NOT NULL", told, "Nothing, if that is the day.")
    no_date = "remarked IS NULL AND "
    told = "'This is not a date: nothing was taken from the cell.'"
    _list(log, "note", f"{no_date}is_not_done(date)", told, _TODO)
    told = f"""CASE WHEN is_short_year(date) THEN 'The year of this date has two digits: '
        WHEN {_LIKE_DATE} THEN 'This is not a date that exists, day first or ISO: ' ELSE 'This is not a date: ' END || {literal(DAY_NOT_KNOWN)}"""
    _list(log, "error", f"{no_date}NOT is_not_done(date)", told, "Write the date with the year in full.")


def _list(log: ProblemLog, severity: Severity, where: str, message: str, todo: str) -> None:
    log.add_rows(severity, _LISTED.format(where=where, message=message), todo)
