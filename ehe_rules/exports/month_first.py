"""Columns whose dates seem to be written month first: none of them is read, for most could be read either way, and wrongly.

Told by dates that only fit that order (01/13/2026), where the column of that sheet has none that only fits the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.schema import NATIVE, columns_of, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.match import Match
    from ehe_rules.problems import ProblemLog

FIGURES = r"^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}\b"
_FEWEST = 12
"""No month has a greater number."""

_FOUND = """
INSERT INTO month_first
WITH parts AS (
    SELECT src, row, {cell} AS cell, try_cast(regexp_extract({cell}, '{figures}', 1) AS INTEGER) AS one,
        try_cast(regexp_extract({cell}, '{figures}', 2) AS INTEGER) AS two
    FROM {rows} WHERE {cell} IS NOT NULL AND src NOT IN ({said_so}))
SELECT src, '{table}', '{column}', min(row) FILTER (two > {fewest}), min_by(cell, row) FILTER (two > {fewest}), count(*) FILTER (two <= {fewest}),
    count(*) FILTER (two > {fewest})
FROM parts WHERE one IS NOT NULL
GROUP BY src HAVING count(*) FILTER (one <= {fewest} AND two > {fewest}) > 0 AND count(*) FILTER (one > {fewest}) = 0
"""

# Marks are many, and their days few: only where a day proves it are they looked at.
_ANY_MARK = f"SELECT 1 FROM mark_day WHERE try_cast(regexp_extract(date, '{FIGURES}', 2) AS INTEGER) > {_FEWEST} LIMIT 1"
_MARKS = (
    "(SELECT w.src, m.row, d.date FROM mark_rows m JOIN mark_who w USING (who) JOIN mark_day d USING (day))"
)

_SAID = """
SELECT o.file, o.sheet, m.row, m.column_name, m.cell, 'The dates of this column seem to be written month first (the first: row ' || m.row
    || '). None of them was read: ' || m.refused || ' that fit no other order, and ' || m.either || ' that could be read either way.'
    || CASE WHEN m.table_name = 'events' AND m.column_name = 'date' THEN ' Those entries count as made on days that are not known.' ELSE '' END
FROM month_first m JOIN sources o USING (src)
"""


def find_month_first(con: DuckDBPyConnection, log: ProblemLog, taken: Sequence[tuple[int, Match]]) -> None:
    """Make `month_first`: the sheets' columns whose dates are not to be read; list each once."""
    con.execute(
        "CREATE TABLE month_first (src INTEGER, table_name VARCHAR, column_name VARCHAR, row INTEGER, cell VARCHAR, either BIGINT, refused BIGINT)"
    )
    said = [str(src) for src, match in taken if match.profile.dates_of(match.table) == "month first"]
    marked = con.execute(_ANY_MARK).fetchone() is not None
    for rows, table, columns in _columns():
        if not (marked if table == "attendance" else log.has_rows(rows)):
            continue
        for column in columns:
            con.execute(
                _FOUND.format(
                    rows=rows,
                    table=table,
                    column=column,
                    cell=quoted(column),
                    figures=FIGURES,
                    fewest=_FEWEST,
                    said_so=", ".join(said) or "-1",
                )
            )
    log.add_rows(
        "error",
        _SAID,
        "Export with the day first (31/01/2026) or as 2026-01-31, or give a profile that says `dates: month first`.",
        of_many=True,
    )


def forget_month_first(con: DuckDBPyConnection) -> None:
    """Take the days of those columns out of the typed tables; their text stays beside them."""
    for table, column in con.execute(
        "SELECT DISTINCT table_name, column_name FROM month_first ORDER BY ALL"
    ).fetchall():
        if table == "attendance":
            con.execute(
                "UPDATE cells_day SET date = NULL WHERE day IN (SELECT m.day FROM mark_rows m JOIN mark_who w USING (who) "
                f"WHERE w.src IN (SELECT src FROM month_first WHERE table_name = 'attendance')) AND {_is_figures('date')}"
            )
        else:
            con.execute(
                f"UPDATE cells_{table} SET {quoted(column)} = NULL WHERE {not_read(con, table, column)}"
            )


def not_read(con: DuckDBPyConnection, table: str, column: str) -> str:
    """Give the SQL that tells, over a row of `cells_<table>`, whether its date was not read because of its column."""
    found = con.execute(
        "SELECT DISTINCT src FROM month_first WHERE table_name = ? AND column_name = ? ORDER BY src",
        [table, column],
    ).fetchall()
    listed = ", ".join(str(src) for (src,) in found)
    return f"(src IN ({listed}) AND {_is_figures(column)})" if found else "false"


def _is_figures(column: str) -> str:
    return f"regexp_matches(raw_{column}, {literal(FIGURES)})"


def _columns() -> Iterator[tuple[str, str, Sequence[str]]]:
    """Give the columns of dates: where they stand as text, as which table they are typed, and which they are."""
    yield "logged", "events", columns_of("events", "date")
    yield "dated", "events", ("date", "until")
    for table in NATIVE:
        yield _MARKS if table == "attendance" else f"stage_{table}", table, columns_of(table, "date")
