"""One time on roll that several lists have: an older export and a later one, a list of leavers beside a list of pupils.

Rows of several lists whose times on roll begin within a month of one another, or overlap, are one time on roll, from the earliest
entry. Where the lists say when they were made the later decides on the leaving; else a leaving goes before none, the later of two
days before the earlier, and a warning names both rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.folded import OF_LEAVING
from ehe_rules.exports.schema import NATIVE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

ABOUT = 31
"""Days: entries so near to one another are one entry, as two lists have it; so is a return so near to the leaving before it a return."""

OF_ROWS = ("line", "src", "file", "sheet", "row", "is_of_times", "says_when", "said_gone", "leaving_unknown")
"""What a row of `roll_rows` has beside the columns of the roll."""

_KEY = "school, pupil, undated, stay"
_SHORT = ("school", "pupil", "entry_date", "entry_entered", *OF_LEAVING)
_OTHER = tuple(column for column in (*NATIVE["pupils"], *OF_ROWS) if column not in _SHORT)

# A leaver's row without an entry date, whose leaving is not known, beside an open row of another list: it is that one's leaving.
_UNCLEAR = f"""
CREATE TABLE unclear AS
SELECT u.* FROM roll_rows u WHERE u.entry_date IS NULL AND u.leaving_unknown AND EXISTS (
    FROM roll_rows o WHERE o.school = u.school AND o.pupil = u.pupil AND o.src <> u.src AND o.entry_date IS NOT NULL AND o.leaving_date IS NULL);
DELETE FROM roll_rows WHERE line IN (SELECT line FROM unclear);
UPDATE roll_rows AS r SET leaving_unknown = true, {", ".join(f"{c} = coalesce(r.{c}, u.{c})" for c in OF_LEAVING[1:])}
FROM unclear u WHERE r.school = u.school AND r.pupil = u.pupil AND r.entry_date IS NOT NULL AND r.leaving_date IS NULL
"""

_ORDERED = """
ordered AS (
    SELECT *, file || CASE WHEN sheet <> '' THEN ' [' || sheet || ']' ELSE '' END || ' row ' || row AS place_of,
        lag(entry_date) OVER so_far AS entry_before,
        max(coalesce(leaving_date, DATE '9999-12-31')) OVER (so_far ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS runs_to
    FROM roll_rows WINDOW so_far AS (PARTITION BY school, pupil, entry_date IS NULL ORDER BY entry_date, leaving_date, line))"""
"""SQL: rows in order of entry, with the last day to which those before run."""

# Only where each list has one row of the stay: what one list tells apart is not made one by another.
_STAYS = """
CREATE OR REPLACE TABLE stays AS
WITH {ordered},
begun AS (SELECT *, coalesce(entry_date > entry_before AND (entry_date >= runs_to OR {apart}), false) AS begins FROM ordered),
told AS (
    SELECT *, entry_date IS NULL AS undated, sum(begins::INTEGER) OVER (PARTITION BY school, pupil, entry_date IS NULL
        ORDER BY entry_date, leaving_date, line) AS stay, src IN (
        SELECT src FROM source_columns WHERE table_name = 'pupils' AND column_name = 'leaving_date') AS tells FROM begun),
several AS (SELECT {key} FROM told GROUP BY ALL HAVING count(*) > 1 AND count(*) = count(DISTINCT src)),
decided AS (
    SELECT t.*, coalesce(bool_and(on_day IS NOT NULL) FILTER (tells) OVER (PARTITION BY {key}), false) AS later_decides
    FROM told t SEMI JOIN several USING ({key})),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY later_decides AND NOT tells, CASE WHEN later_decides THEN on_day END DESC NULLS LAST,
        leaving_date DESC NULLS LAST, leaving_unknown DESC, removal_ground NULLS LAST, leaving_reason NULLS LAST, destination NULLS LAST, line) AS place
    FROM decided)
SELECT p.*, c.place_of AS chosen_place, c.on_day AS chosen_day, c.entry_date AS chosen_entry, c.leaving_date AS chosen_leaving,
    c.leaving_unknown AS chosen_unknown, c.removal_ground AS chosen_ground
FROM placed p JOIN (FROM placed WHERE place = 1) c USING ({key})
"""

_MERGED = """
DELETE FROM roll_rows WHERE line IN (SELECT line FROM stays);
INSERT INTO roll_rows BY NAME
SELECT school, pupil, min(entry_date) AS entry_date, arg_min(entry_entered, (entry_date, place)) AS entry_entered,
    arg_min(on_day, place) FILTER (place = 1) AS on_day, {leaving}, {other}
FROM stays GROUP BY {key}
"""

# A leaving of another year, of a pupil whose lists do not say when each time on roll began, is another leaving.
_OF_THAT_DAY = "leaving_date IS NOT DISTINCT FROM chosen_leaving AND leaving_unknown = chosen_unknown"
_OF_THAT_LEAVING = f"{_OF_THAT_DAY} OR coalesce(abs(leaving_date - chosen_leaving) <= {ABOUT}, leaving_unknown AND chosen_leaving IS NOT NULL)"

_DAY = "strftime({}, '%-d %B %Y')"
_LATER_SAYS = f"""
SELECT file, sheet, row, 'leaving_date', {_DAY.format("leaving_date")}, 'In ' || chosen_place || ', which was exported later ('
    || {_DAY.format("chosen_day")} || '), the pupil ' || CASE WHEN chosen_leaving IS NULL THEN 'has not left' ELSE 'came off roll on '
    || {_DAY.format("chosen_leaving")} END || ', by this row on ' || {_DAY.format("leaving_date")} || ': the later export counts.'
FROM stays WHERE place > 1 AND later_decides AND leaving_date <> coalesce(chosen_leaving, DATE '9999-12-31')
"""
_TWO_DAYS = f"""
SELECT file, sheet, row, 'leaving_date', {_DAY.format("leaving_date")}, 'By this row the pupil came off roll on ' || {_DAY.format("leaving_date")}
    || ', by ' || chosen_place || ' on ' || {_DAY.format("chosen_leaving")} || ': that was taken.'
FROM stays WHERE place > 1 AND NOT later_decides AND leaving_date <> chosen_leaving
"""
_TWO_GROUNDS = """
SELECT file, sheet, row, 'removal_ground', removal_ground, 'The ground for removal is another in ' || chosen_place || ' (' || chosen_ground
    || '): that was taken.'
FROM stays WHERE place > 1 AND leaving_date = chosen_leaving AND removal_ground <> chosen_ground
"""
_TWO_ENTRIES = """
SELECT file, sheet, min(row), 'entry_date', '', count(*) || ' time(s) on roll of this list, this the first, begin on another day in another list ('
    || arg_min(chosen_place, row) || '): each was taken for one time on roll, from the earlier day.'
FROM stays WHERE place > 1 AND entry_date <> chosen_entry GROUP BY file, sheet
"""
_STILL_RUNNING = f"""
WITH {_ORDERED},
found AS (
    SELECT o.file, o.sheet, o.row, e.place_of FROM ordered o JOIN ordered e ON e.school = o.school AND e.pupil = o.pupil AND e.line <> o.line
        AND e.entry_date < o.entry_date AND coalesce(e.leaving_date, DATE '9999-12-31') = o.runs_to
    WHERE o.entry_date > o.entry_before AND o.entry_date < o.runs_to)
SELECT file, sheet, min(row), 'entry_date', '', count(*) || ' time(s) on roll, this the first, begin while another of the pupil at this school ('
    || min_by(place_of, (row, place_of)) || ') is still running: both were kept.'
FROM found GROUP BY file, sheet
"""
_SAME_DAY = "Correct the day in the MIS, then export both lists once more; or say in exports.csv when each was made (table, file, exported_on)."


def join_stays(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Make rows of `roll_rows` that are one time on roll one row, and list where they differ, and stays that overlap all the same."""
    lists = con.execute("SELECT count(DISTINCT src) FROM roll_rows").fetchone()
    if lists and lists[0] > 1:
        con.execute(_UNCLEAR)
        for apart in (f"entry_date - entry_before > {ABOUT}", f"entry_date > runs_to - {ABOUT}"):
            _join(con, log, apart)
    log.add_rows("warning", _STILL_RUNNING, "Correct the entry date or the leaving date.", of_many=True)


def _join(con: DuckDBPyConnection, log: ProblemLog, apart: str) -> None:
    con.execute(_STAYS.format(ordered=_ORDERED, apart=apart, key=_KEY))
    if not log.has_rows("stays"):
        return
    day = ", ".join(
        f"arg_min({column}, place) FILTER ({_OF_THAT_DAY}) AS {column}" for column in OF_LEAVING[:2]
    )
    why = ", ".join(
        f"arg_min({column}, place) FILTER ({_OF_THAT_LEAVING}) AS {column}" for column in OF_LEAVING[2:]
    )
    other = ", ".join(f"arg_min({column}, place) AS {column}" for column in _OTHER)
    con.execute(_MERGED.format(leaving=f"{day}, {why}", other=other, key=_KEY))
    log.add_rows(
        "warning", _LATER_SAYS, "Nothing, if the later export is right; else export the roll once more."
    )
    log.add_rows("warning", _TWO_DAYS, _SAME_DAY)
    log.add_rows("warning", _TWO_GROUNDS, "Correct the ground in the MIS, then export both lists once more.")
    log.add_rows("warning", _TWO_ENTRIES, "Correct the entry date where it is wrong.", of_many=True)
