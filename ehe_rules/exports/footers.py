"""Rows below a list, or between its rows, that are none of it: headings once more, totals, page numbers, who printed it and when.

Where an export ends with such lines their cells stand under the list's headings: "Total: 1" under the admission number
would be a pupil. A row that names nobody by number and says no day is held against the words that footers begin with.
A CTF has no such lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.match import READ_FROM_XML
from ehe_rules.exports.rows import stage_tables
from ehe_rules.exports.schema import columns_of, literal, quoted
from ehe_rules.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.match import Match
    from ehe_rules.problems import ProblemLog

_MACROS = (
    # "Page" is a surname too, and part of schools' names: only "Page 1" is a footer
    r"""CREATE MACRO is_footer(cell) AS coalesce(regexp_matches(cell, '(?i)^\W*((grand |sub-?\s*)?totals?|counts?|numbers? of|no\. of'
        || '|page\s*\d|exported|printed|produced|downloaded|report|generated|created (by|on|at)|run (by|on|at)|end of'
        || '|date (of )?(export|report|print)(ed)?|filters?|filtered by|confidential)\b'), false)""",
    r"""CREATE MACRO is_upn_like(cell) AS
        coalesce(regexp_full_match(replace(cell, ' ', ''), '[A-Za-z]?[0-9]{7,12}[0-9A-Za-z]?'), false)""",
    r"""CREATE MACRO is_number_like(cell) AS
        coalesce(regexp_full_match(cell, '[A-Za-z]{0,5}[-/]?[0-9][0-9A-Za-z/.-]*') AND NOT is_footer(cell), false)""",
)

_SAYS_SO = {
    "stage_pupils": ("forename", "surname", *columns_of("pupils", "date")),
    "marks_without_day": ("date", "session"),
    "stage_events": ("event", *columns_of("events", "date")),
    "logged": ("date", "recorded", "category", "subcategory"),
    "stage_register": columns_of("register", "date"),
    "stage_la_children": columns_of("la_children", "date"),
}
"""What makes a row one of the list: a name, a day, a kind of entry."""

_IN_PROSE = ("text", "title", "note", "comment", "tag", "template")
"""Columns of whole sentences: one that begins with "Report" is an entry's, if any other cell is filled."""

_CALLED = ("forename", "surname", "upn", "admission_no")
"""Columns that name somebody: where "Total" stands in one of them, the number beside it is the total."""

_FOUND = """
INSERT INTO footer_rows
SELECT src, row FROM {table} WHERE src NOT IN (SELECT src FROM sources WHERE system = '{xml}' OR part_of IS NOT NULL) AND (({headings}) OR NOT ({says_so}) AND NOT ({upn})
    AND ({filled} = 0 OR ({called}) OR (({worded}) AND NOT ({number})) OR ({filled} = 1 AND {alone} AND NOT ({number}) AND ({spaced}))))
"""

_LISTED = """
SELECT o.file, o.sheet, f.row, '', '', 'This row names no pupil and no day: it was taken for a heading, a total, a page number or another line '
    || 'between or below the list''s own, and left out.'
FROM footer_rows f JOIN sources o USING (src)
"""

# Marks are many and their days few: only rows on what is no day can be footers.
_MARKS = """
CREATE VIEW marks_without_day AS
SELECT w.src, m.row, w.school, w.upn, w.admission_no, d.date, s.session, s.code, s.comment
FROM mark_rows m JOIN (FROM mark_day WHERE date IS NULL OR is_footer(date)) d USING (day)
JOIN mark_who w USING (who) JOIN mark_said s USING (said)
"""

_DROPPED = (
    "DELETE FROM mark_rows m USING mark_who w, footer_rows f WHERE w.who = m.who AND f.src = w.src AND f.row = m.row",
    "DELETE FROM mark_who WHERE src IN (SELECT src FROM footer_rows) AND who NOT IN (SELECT who FROM mark_rows)",
)


def drop_footers(con: DuckDBPyConnection, log: ProblemLog, taken: Sequence[tuple[int, Match]]) -> None:
    """Take rows that are none of their list's out of the stage, and list them."""
    for macro in _MACROS:
        con.execute(macro)
    con.execute("CREATE TABLE footer_rows (src INTEGER, row INTEGER)")
    con.execute(_MARKS)
    columns = {
        **stage_tables(),
        "marks_without_day": ("school", "upn", "admission_no", "date", "session", "code", "comment"),
    }
    filled = [table for table in _SAYS_SO if log.has_rows(table)]
    side_by_side(con, lambda cursor, table: cursor.execute(_found(table, columns[table], taken)), filled)
    if not log.has_rows("footer_rows"):
        return
    for table in filled:
        if table != "marks_without_day":
            con.execute(f"DELETE FROM {table} WHERE (src, row) IN (SELECT (src, row) FROM footer_rows)")
    for statement in _DROPPED:
        con.execute(statement)
    log.add_rows("note", _LISTED, "Nothing, if that is so; else fill in who it is and when.")


def _headings_again(columns: Sequence[str], taken: Sequence[tuple[int, Match]]) -> str:
    """Give the SQL that tells a row in which each cell read is its column's own heading, as on every page of a printed report."""
    alike: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for src, match in taken:
        read = tuple((c, match.headings[place].strip()) for c, place in match.columns.items() if c in columns)
        alike.setdefault(read, []).append(src)
    tests = [
        f"(src IN ({', '.join(map(str, srcs))}) AND {' AND '.join(f'{quoted(c)} = {literal(heading)}' for c, heading in read)})"
        for read, srcs in alike.items()
        if len(read) > 1
    ]
    return " OR ".join(tests) or "false"


def _found(table: str, columns: Sequence[str], taken: Sequence[tuple[int, Match]]) -> str:
    """Give the statement that finds a table's rows that are none: a constant of the profile fills no cell."""
    given: dict[str, list[int]] = {}
    for src, match in taken:
        for column in match.table.constants:
            given.setdefault(column, []).append(src)
    filled = {
        column: f"{quoted(column)} IS NOT NULL"
        + (f" AND src NOT IN ({', '.join(map(str, given[column]))})" if column in given else "")
        for column in columns
    }
    says_so = [f"({quoted(c)} IS NOT NULL AND NOT is_footer({quoted(c)}))" for c in _SAYS_SO[table]]
    if table == "stage_register":
        says_so.append("(src, row) IN (SELECT (src, row) FROM dated)")
    footer = {c: f"(({filled[c]}) AND is_footer({quoted(c)}))" for c in columns if c not in _IN_PROSE}
    spaced = [f"({filled[c]} AND contains({quoted(c)}, ' '))" for c in columns]
    # a count under the UPNs is none
    spaced += ["regexp_full_match(upn, '[0-9]{1,6}')"] if "upn" in columns else []
    return _FOUND.format(
        table=table,
        xml=READ_FROM_XML,
        says_so=" OR ".join(says_so),
        upn="is_upn_like(upn)",
        headings=_headings_again(columns, taken),
        called=" OR ".join(sql for c, sql in footer.items() if c in _CALLED) or "false",
        worded=" OR ".join(footer.values()),
        spaced=" OR ".join(spaced),
        filled=" + ".join(f"CAST({sql} AS INTEGER)" for sql in filled.values()),
        # a school alone is a row whose pupil is missing, which is another problem
        alone="school IS NULL",
        number="is_number_like(admission_no)" if "admission_no" in columns else "false",
    )
