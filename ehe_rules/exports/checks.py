"""What a person should look at once everything is read: rows given twice, marks that differ, leavers marked present."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.schema import NATIVE, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

# Equal rows are kept: which of them to drop is for whoever exported them.
_TWICE = """
WITH each AS (SELECT {columns}, list({{'file': file, 'sheet': sheet, 'row': s.row}} ORDER BY file, sheet, s.row) AS places
    FROM stage_{table} s JOIN sources USING (src) GROUP BY ALL HAVING count(*) > 1)
SELECT places[1].file, places[1].sheet, places[1].row, '', '', 'This row stands ' || len(places) || ' times in the table {table}, next at '
    || places[2].file || CASE WHEN places[2].sheet <> '' THEN ' [' || places[2].sheet || ']' ELSE '' END || ' row ' || places[2].row
    || '. All were kept.'
FROM each
"""

_MARKS_TWICE = """
WITH each AS (
    SELECT min_by(file, (file, sheet, row)) AS file, min_by(sheet, (file, sheet, row)) AS sheet,
        min_by(row, (file, sheet, row)) AS row, min(code) <> max(code) AS differ
    FROM attendance SEMI JOIN marked_twice USING (school, pupil)
    GROUP BY school, pupil, date, session HAVING count(*) > 1)
SELECT file, sheet, min(row), 'code', '', count(*) || ' session(s), this the first, have more than one mark for the pupil'
    || CASE WHEN differ THEN ', and the codes differ.' ELSE ' (the same code).' END || ' All were kept.'
FROM each WHERE differ = {differ} GROUP BY file, sheet, differ
"""

# Pupils with more marks than sessions marked: to group all marks by session would take many times the memory.
_MARKED_TWICE = """
CREATE TABLE marked_twice AS
WITH met AS (SELECT date, row_number() OVER (ORDER BY date) AS n FROM (SELECT DISTINCT date FROM attendance))
SELECT school, pupil FROM attendance JOIN met USING (date) GROUP BY school, pupil
HAVING count(*) > bit_count(bitstring_agg(2 * n + CASE WHEN session = 'PM' THEN 1 ELSE 0 END, 0, {most}))
"""

# Judged for each file among leavers who have marks in the month up to the day: others show nothing either way.
_PRESENT_ON_LEAVING = """
WITH leavers AS (
    SELECT r.file, r.sheet, r.row, bool_or(a.date = r.leaving_date AND c.class = 'PRES') AS present
    FROM roll r JOIN sources o ON o.file = r.file AND o.sheet = r.sheet AND NOT o.leaving_next
    JOIN attendance a ON a.school = r.school AND a.pupil = r.pupil AND a.date BETWEEN r.leaving_date - 31 AND r.leaving_date
    LEFT JOIN codes c ON c.code = a.code AND a.date BETWEEN coalesce(c.valid_from, DATE '1900-01-01')
        AND coalesce(c.valid_to, DATE '2100-12-31')
    WHERE r.leaving_date IS NOT NULL GROUP BY ALL)
SELECT file, sheet, min(row) FILTER (present), 'leaving_date', '', count(*) FILTER (present) || ' of ' || count(*)
    || ' leavers with marks were present on their leaving date: this system may record the last day on roll. '
    || 'The date was taken as the day off roll.'
FROM leavers GROUP BY file, sheet HAVING count(*) FILTER (present) * 2 > count(*)
"""


# The other way round: without a mark on a day on which the school took its registers, they had left already.
_GONE_ON_LEAVING = """
WITH leavers AS (
    SELECT r.file, r.sheet, r.row, bool_or(a.date = r.leaving_date - 1) AS marked
    FROM roll r JOIN sources o ON o.file = r.file AND o.sheet = r.sheet AND o.leaving_next
    JOIN attendance a ON a.school = r.school AND a.pupil = r.pupil AND a.date BETWEEN r.leaving_date - 32 AND r.leaving_date - 1
    WHERE (r.school, r.leaving_date - 1) IN (SELECT (school, date) FROM attendance) GROUP BY ALL)
SELECT file, sheet, min(row) FILTER (NOT marked), 'leaving_date', '', count(*) FILTER (NOT marked) || ' of ' || count(*)
    || ' leavers with marks had none on their leaving date: this system may record the day off roll. '
    || 'The date was taken as the last day on roll.'
FROM leavers GROUP BY file, sheet HAVING count(*) FILTER (NOT marked) * 2 > count(*)
"""


def list_oddities(con: DuckDBPyConnection, log: ProblemLog, filled: set[str]) -> None:
    """List rows given twice, sessions with two marks, and files whose leavers were present on the day they left."""
    for table in sorted(filled - {"attendance"}):
        columns = ", ".join(f"s.{quoted(column)}" for column in NATIVE[table])
        log.add_rows("note", _TWICE.format(table=table, columns=columns), "Export each row once.")
    if "attendance" not in filled:
        return
    days = con.execute("SELECT count(DISTINCT date) FROM attendance").fetchone()
    con.execute(_MARKED_TWICE.format(most=2 * (days[0] if days else 0) + 1))
    log.add_rows("note", _MARKS_TWICE.format(differ="false"), "Export each mark once.", of_many=True)
    log.add_rows(
        "warning",
        _MARKS_TWICE.format(differ="true"),
        "Keep the mark that the register holds now.",
        of_many=True,
    )
    log.add_rows(
        "warning",
        _PRESENT_ON_LEAVING,
        "If so, give a profile that says `leaving_date: last day on roll` (then the next day is taken).",
        of_many=True,
    )
    log.add_rows(
        "warning",
        _GONE_ON_LEAVING,
        "If so, give a profile that says `leaving_date: day off roll` (then that day is taken).",
        of_many=True,
    )
