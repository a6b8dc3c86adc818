"""Marks are many and say little: every different pupil, day and mark is kept once, and a row is three numbers.

- `mark_rows(row, who, day, said)`: a row of a sheet.
- `mark_who(who, src, ...)`: a sheet's different pupils; `mark_day(day, date)` and `mark_said(said, ...)`: different
  dates and marks. Cells as in every stage table: text, trimmed, blank = NULL.
- `stage_attendance`: a view of them all, as if marks were staged like other rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.schema import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from duckdb import DuckDBPyConnection

PARTS: dict[str, tuple[str, ...]] = {
    "who": ("school", "school_code", "upn", "admission_no"),
    "day": ("date",),
    "said": ("session", "code", "comment"),
}
"""What of a mark is kept together: the columns of `mark_who`, `mark_day` and `mark_said`."""

MARKS = "mark_rows m JOIN {0}_who w USING (who) JOIN {0}_day d USING (day) JOIN {0}_said s USING (said)"
"""SQL: marks with their parts, from tables that begin with the name given."""


def create_marks(con: DuckDBPyConnection) -> None:
    """Create the tables, empty, and the view `stage_attendance` (src, row, and the native columns)."""
    con.execute("CREATE TABLE mark_rows (row INTEGER, who INTEGER, day INTEGER, said INTEGER)")
    # sheets may be coded side by side: whichever comes first, no number is given twice
    con.execute("CREATE SEQUENCE mark_numbers")
    for part, columns in PARTS.items():
        src = "src INTEGER, " if part == "who" else ""
        listed = ", ".join(f"{quoted(column)} VARCHAR" for column in columns)
        con.execute(f"CREATE TABLE mark_{part} ({part} INTEGER, {src}{listed})")
    con.execute(
        "CREATE VIEW stage_attendance AS SELECT w.src, m.row, w.school, w.upn, w.admission_no, d.date, s.session, s.code, s.comment "
        f"FROM {MARKS.format('mark')}"
    )


def code_marks(
    con: DuckDBPyConnection,
    source: int,
    cells: Mapping[str, str],
    read_from: Mapping[str, Collection[str]],
    rows: str,
) -> int:
    """Add the rows of a relation (row, c0, c1 ...) and give their number.

    `cells` is the SQL of each column over a row, `read_from` the c0, c1 ... that it reads.
    """
    joins = []
    for part, columns in PARTS.items():
        raw = sorted({c for column in columns for c in read_from.get(column, ())})
        _code_part(con, part, source, {c: cells.get(c, "NULL") for c in columns}, raw, rows)
        joins.append(
            f"JOIN new_{part} ON {' AND '.join(f'new_{part}.{c} IS NOT DISTINCT FROM r.{c}' for c in raw) or 'true'}"
        )
    added = con.execute(
        f"INSERT INTO mark_rows SELECT r.row, who, day, said FROM {rows} r {' '.join(joins)}"
    ).fetchone()
    for part in PARTS:
        con.execute(f"DROP TABLE new_{part}")
    return int(added[0]) if added else 0


def _code_part(  # noqa: PLR0913, PLR0917 - what a part is made of
    con: DuckDBPyConnection, part: str, source: int, cells: Mapping[str, str], raw: list[str], rows: str
) -> None:
    """Give each different set of a part's cells a number (`new_<part>`), and add them, cleaned, to `mark_<part>`."""
    given = ", ".join(raw)
    different = f"(SELECT DISTINCT {given} FROM {rows})" if raw else "(SELECT 1)"
    con.execute(
        f"CREATE TEMP TABLE new_{part} AS SELECT CAST(nextval('mark_numbers') AS INTEGER) AS {part}"
        f"{''.join(f', {c}' for c in raw)} FROM {different}"
    )
    src = f"{source} AS src, " if part == "who" else ""
    named = ", ".join(f"{cell} AS {quoted(column)}" for column, cell in cells.items())
    con.execute(f"INSERT INTO mark_{part} BY NAME SELECT {part}, {src}{named} FROM new_{part}")
