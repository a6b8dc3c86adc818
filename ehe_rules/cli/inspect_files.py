"""`ehe-rules inspect`: each file and sheet by itself: its columns, its period, its counts, its categories."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from ehe_rules.cli.screen import counted, field, heading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WIDTH = 80
LABEL = 15
SHOWN = 30
"""Categories that gave nothing, listed for each sheet; the most frequent first."""

_ROWS = {
    "pupils": (
        "roll",
        "least(min(entry_date), min(leaving_date))",
        "greatest(max(entry_date), max(leaving_date))",
    ),
    "attendance": ("attendance", "min(date)", "max(date)"),
    "events": ("events", "min(date)", "max(date)"),
    "register": ("register", "min(off_roll_date)", "max(off_roll_date)"),
    "la_children": ("la_children", "min(notified_on)", "max(notified_on)"),
}
"""Tables whose rows keep their file: where they were read into, and their first and last date."""


def show_files(con: DuckDBPyConnection) -> None:
    """Show every file and sheet: what it was taken for, column by column, and what is in it."""
    files = con.execute(
        "SELECT file, sheet, header_row, taken_for, coalesce(system, ''), rows, coalesce(note, '') FROM files ORDER BY file, sheet"
    ).fetchall()
    for file, sheet, header_row, taken_for, system, rows, note in files:
        heading(f"{file}{f' [{sheet}]' if sheet else ''}")
        if not system:
            _show("taken for", taken_for)
        else:
            at = f", headings in row {header_row}" if header_row else ""
            _show("taken for", f"{taken_for} ({system}), {counted(rows, 'row')}{at}")
        _show("note", note)
        _show_headings(con, file, sheet)
        if taken_for in _ROWS:
            _show_period(con, file, sheet, taken_for)
        _show_events(con, file, sheet)
        _show_categories(con, file, sheet)


def _show(label: str, text: str) -> None:
    field(label, "\n".join(wrap(text, WIDTH - LABEL)), LABEL - 3)


def _show_headings(con: DuckDBPyConnection, file: str, sheet: str) -> None:
    read = con.execute(
        "SELECT heading, column_name FROM headings WHERE file = ? AND sheet = ? ORDER BY position",
        [file, sheet],
    ).fetchall()
    _show("columns", ", ".join(heading for heading, column in read if column and heading == column))
    field(
        "read as",
        "\n".join(f"{heading} -> {column}" for heading, column in read if column and heading != column),
        LABEL - 3,
    )
    _show("not read", ", ".join(heading for heading, column in read if not column))


def _show_period(con: DuckDBPyConnection, file: str, sheet: str, taken_for: str) -> None:
    table, first, last = _ROWS[taken_for]
    row = con.execute(
        f"SELECT count(DISTINCT pupil), CAST({first} AS VARCHAR), CAST({last} AS VARCHAR) FROM {table} WHERE file = ? AND sheet = ?",
        [file, sheet],
    ).fetchone() or (0, None, None)
    _show("pupils", f"{row[0]:,}")
    if row[1]:
        _show("period", f"{row[1]} to {row[2]}")


def _show_events(con: DuckDBPyConnection, file: str, sheet: str) -> None:
    kinds, unclear = (
        con.execute(
            f"SELECT event, count(*) FROM {table} WHERE file = ? AND sheet = ? GROUP BY event ORDER BY event",
            [file, sheet],
        ).fetchall()
        for table in ("events", "unclear_entries")
    )
    held = con.execute(
        "SELECT count(*) FROM kinds_held WHERE file = ? AND sheet = ?", [file, sheet]
    ).fetchone()
    if held and held[0]:
        _show("can hold", counted(held[0], "kind of event", "kinds of event"))
    _show("events", ", ".join(f"{event} {n:,}" for event, n in kinds))
    _show("unclear", ", ".join(f"{event} {n:,}" for event, n in unclear))


def _show_categories(con: DuckDBPyConnection, file: str, sheet: str) -> None:
    silent = con.execute(
        "SELECT category, rows - mapped FROM categories WHERE file = ? AND sheet = ? AND rows > mapped ORDER BY 2 DESC, 1",
        [file, sheet],
    ).fetchall()
    lines = [f"{category or '(none)'} {rows:,}" for category, rows in silent[:SHOWN]]
    if len(silent) > SHOWN:
        lines.append(f"and {counted(len(silent) - SHOWN, 'more category', 'more categories')}")
    field("gave nothing", "\n".join(lines), LABEL - 3)
