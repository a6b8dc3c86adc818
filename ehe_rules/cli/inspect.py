"""`ehe-rules inspect`: what each file was taken for, column by column, and what was wrong with which rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ehe_rules.cli import options
from ehe_rules.cli.inspect_files import show_files
from ehe_rules.cli.screen import counted, heading, progress, safe, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

DATED = {
    "pupils": ("roll", ("entry_date", "leaving_date")),
    "attendance": ("attendance", ("date",)),
    "events": ("events", ("date",)),
    "register": ("register", ("off_roll_date",)),
    "la_children": ("la_children", ("notified_on",)),
    "calendar": ("calendar", ("first_day", "last_day")),
    "closures": ("closures", ("date",)),
    "exports": ("exports", ("exported_on",)),
    "staff": ("staff", ()),
}
"""What exports call a table: where it was read into, and the columns that give its period."""

SHOWN = 100
"""Problems listed on the screen; the report lists all."""


@click.command(short_help="Show what each file was taken for, and what is wrong with it.")
@options.exports
@options.ruleset
@options.profile
@options.templates
def inspect(
    *,
    exports: tuple[Path, ...],
    rulesets: tuple[str, ...],
    profiles: tuple[Path, ...],
    templates: tuple[Path, ...],
) -> None:
    """Show what each file and sheet of EXPORTS was taken for, column by column, and which rows have problems.

    Nothing is judged and nothing is written. No pupil is named and no entry quoted; staff whose role is not known are.
    """
    from ehe_rules.checking import load_rulesets  # noqa: PLC0415 - heavy
    from ehe_rules.exports import load  # noqa: PLC0415 - heavy
    from ehe_rules.judge import words_of  # noqa: PLC0415 - heavy

    words = words_of(load_rulesets(rulesets, with_cases=False)[0].vocabulary)
    with progress("Reading the exports"):
        con = load(list(exports), words, profiles, templates).con
    show_files(con)
    _show_tables(con)
    _show_kinds(con, len(words.events))
    _show_names(con)
    _show_problems(con)


def _show_tables(con: DuckDBPyConnection) -> None:
    schools = [row[0] for row in con.execute("SELECT school FROM schools ORDER BY school").fetchall()]
    supplied: dict[str, set[str]] = {}
    for school, name in con.execute("SELECT DISTINCT school, table_name FROM supplied").fetchall():
        supplied.setdefault(name, set()).add(school)
    heading(f"What was read, {counted(len(schools), 'school')}")
    lines = [_line(con, name, set(schools) - supplied.get(name, set()), len(schools)) for name in DATED]
    table(("table", "rows", "first date", "last date", "not supplied for"), lines, right=("rows",))


def _line(con: DuckDBPyConnection, name: str, missing: set[str], schools: int) -> tuple[str, ...]:
    source, columns = DATED[name]
    first, last = ("''", "''")
    if columns:
        # least and greatest pass over a column without any date
        first = f"CAST(least({', '.join(f'min({column})' for column in columns)}) AS VARCHAR)"
        last = f"CAST(greatest({', '.join(f'max({column})' for column in columns)}) AS VARCHAR)"
    row = con.execute(f"SELECT count(*), {first}, {last} FROM {source}").fetchone() or (0, None, None)
    without = "any school" if missing and len(missing) == schools else ", ".join(sorted(missing))
    return (name, f"{row[0]:,}", row[1] or "", row[2] or "", without)


def _show_kinds(con: DuckDBPyConnection, kinds: int) -> None:
    """Show how many kinds of event each school's exports can hold: of the others nothing can be said."""
    held = con.execute(
        "SELECT s.school, count(c.event) FROM schools s LEFT JOIN carries c USING (school) GROUP BY s.school ORDER BY s.school"
    ).fetchall()
    heading("Kinds of event that the exports can hold")
    table(
        ("school", "kinds", "of"), [(school, f"{n:,}", f"{kinds:,}") for school, n in held], ("kinds", "of")
    )


def _show_names(con: DuckDBPyConnection) -> None:
    names = con.execute(
        "SELECT DISTINCT value FROM problems WHERE message LIKE '%staff table%' AND \"column\" IN ('author', 'role') AND value <> '' ORDER BY 1"
    ).fetchall()
    if names:
        heading(f"Names of staff without a role: {len(names):,}")
        for (name,) in names:
            say(safe(f"  {name}"))


def _show_problems(con: DuckDBPyConnection) -> None:
    problems = con.execute(
        'SELECT severity, file, sheet, row, "column", message, todo FROM problems '
        "ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, file, sheet, row, \"column\", message"
    ).fetchall()
    heading(f"Problems: {_counts([row[0] for row in problems])}")
    for severity, file, sheet, row, column, message, todo in problems[:SHOWN]:
        place = f"{file}{f'[{sheet}]' if sheet else ''}{f':{row}' if row else ''}"
        say(safe(f"  {severity}: {place}{f', column {column}' if column else ''}"))
        for line in wrapped(f"{message} {todo}", 4):
            say(safe(line))
    if len(problems) > SHOWN:
        say(f"  and {len(problems) - SHOWN:,} more; the report of `ehe-rules check` lists them all.")


def wrapped(text: str, indent: int) -> list[str]:
    """Return a text in lines of at most 80 characters."""
    import textwrap  # noqa: PLC0415 - only where lines are shown

    return textwrap.wrap(text, 80, initial_indent=" " * indent, subsequent_indent=" " * indent)


def _counts(severities: Sequence[str]) -> str:
    said = [
        counted(severities.count(kind), kind) for kind in ("error", "warning", "note") if kind in severities
    ]
    return ", ".join(said) or "none"
