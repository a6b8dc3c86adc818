"""How a sheet's cells become rows of the stage: SQL, made from what the sheet was taken for.

Beside `stage_<table>` there are `logged` (rows of a log whose profile has `entries`: mapped once all is read),
`dated` (cells of a list's dated columns), `row_codes` (a system's own numbers for schools) and `unsure_rows` (kept.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.kept import conditions, spoken, unsure
from ehe_rules.exports.lines import SAID_BY_EXPORT
from ehe_rules.exports.schema import NATIVE, columns_of, literal, quoted, staged_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.exports.match import Match
    from ehe_rules.exports.profile_table import TableProfile

READ_BY_LINES = (
    "category",
    "subcategory",
    "title",
    "text",
    "template",
    "author",
    "incident",
    "action",
    "linked",
)
"""The system's columns that are kept of a log until its rows are mapped."""

_DATED = (
    "school",
    "upn",
    "admission_no",
    "event",
    "date",
    "role",
    "with",
    "covers",
    "to",
    "outcome",
    "until",
    "reason",
    "unsaid",
)
_UPN = r"[A-Za-z] ?\d{11} ?[0-9A-Za-z]"


def stage_tables() -> dict[str, tuple[str, ...]]:
    """Give every table that sheets are read into, with its columns after src and row."""
    return {
        **{f"stage_{table}": tuple(staged_columns(table)) for table in NATIVE if table != "attendance"},
        "logged": tuple(dict.fromkeys([*NATIVE["events"], *READ_BY_LINES])),
        "dated": _DATED,
        "row_codes": ("code",),
        "unsure_rows": ("column_name", "cell"),
    }


def target_of(table: TableProfile) -> str:
    """Give the table that rows of a sheet of this table go to."""
    return "logged" if table.entries else f"stage_{table.table}"


def inserts(match: Match, piece: str) -> Iterator[str]:
    """Give the statements that take the rows of `piece` (src, row, c0, c1 ...) into the stage, the table's own first."""
    table, cells = match.table, _cells(match)
    kept = f"FROM {kept_rows(match, piece)}"
    mapped = mapped_cells(match)
    target = target_of(table)
    yield f"INSERT INTO {target} BY NAME {_select(mapped, stage_tables()[target])} {kept}"
    yield from _unsure_rows(match, piece)
    if "school_code" in cells:
        yield f"INSERT INTO row_codes SELECT src, row, {cells['school_code']} {kept}"
    for line in table.events_in:
        if line.column("date") in cells:
            told: dict[str, str] = {
                column: mapped[column] for column in ("school", "upn", "admission_no") if column in mapped
            }
            told |= {a: cells[line.column(a)] for a in ("date", *line.cells) if line.column(a) in cells}
            told["event"] = literal(line.event)
            told["unsaid"] = literal(";".join(a for a in ("role", *SAID_BY_EXPORT) if a not in told))
            yield f"INSERT INTO dated BY NAME {_select(told, _DATED)} {kept} WHERE {told['date']} IS NOT NULL"


def _unsure_rows(match: Match, piece: str) -> Iterator[str]:
    """Give the statements that note rows of which a cell leaves open whether they count; those of events are staged as unclear."""
    cells, target = _cells(match), target_of(match.table)
    for column, where in unsure(match.table, cells):
        yield f"INSERT INTO unsure_rows SELECT src, row, {literal(column)}, {cells[column]} FROM {piece} WHERE {where}"
        if target == "stage_events":
            told = mapped_cells(match) | {"unclear": literal(column)}
            yield f"INSERT INTO {target} BY NAME {_select(told, stage_tables()[target])} FROM {piece} WHERE {where}"


def passes_over(match: Match) -> bool:
    """Tell whether the profile may pass over rows of a sheet."""
    return any(conditions(match.table, _cells(match)))


def kept_rows(match: Match, piece: str) -> str:
    """Give the relation `piece` without the rows that the profile passes over."""
    kept = " AND ".join(conditions(match.table, _cells(match)))
    return f"(FROM {piece} WHERE {kept})" if kept else piece


def mapped_cells(match: Match) -> dict[str, str]:
    """Give the SQL of every column over a row: trimmed, blank as NULL, the profile's values and constants applied."""
    table, cells = match.table, _cells(match)
    mapped = {
        **cells,
        **{column: _mapped(cells[column], words) for column, words in _maps(table, cells).items()},
    }
    return mapped | {column: f"cleaned({literal(value)})" for column, value in table.constants.items()}


def read_from(match: Match) -> dict[str, tuple[str, ...]]:
    """Give for every column the cells of a row (c0, c1 ...) that its SQL reads."""
    index = {place: number for number, place in enumerate(match.places)}
    read = {column: (f"c{index[place]}",) for column, place in match.columns.items()}
    if "whose" in read:
        read |= dict.fromkeys(("upn", "admission_no"), read["whose"])
    return {column: cells for column, cells in read.items() if column not in match.table.constants}


def _select(cells: dict[str, str], columns: tuple[str, ...]) -> str:
    named = ", ".join(f"{cells[column]} AS {quoted(column)}" for column in columns if column in cells)
    return f"SELECT src, row, {named}"


def _cells(match: Match) -> dict[str, str]:
    """Give the SQL of every column read: trimmed, blank as NULL."""
    table = match.table
    index = {place: number for number, place in enumerate(match.places)}
    cells = {column: _filled(f"cleaned(c{index[place]})", table) for column, place in match.columns.items()}
    if match.profile.dates_of(table) == "month first":
        dates = {*columns_of(table.table, "date"), *table.dated_headings} & set(cells)
        cells |= {column: f"from_month_first({cells[column]})" for column in sorted(dates)}
    if "whose" in cells:
        is_upn = f"regexp_full_match({cells['whose']}, {literal(_UPN)})"
        cells["upn"] = f"CASE WHEN {is_upn} THEN {cells['whose']} END"
        cells["admission_no"] = f"CASE WHEN NOT {is_upn} THEN {cells['whose']} END"
    return cells


def _filled(cell: str, table: TableProfile) -> str:
    if not table.blank:
        return cell
    return f"CASE WHEN said({cell}) NOT IN ({', '.join(map(spoken, table.blank))}) THEN {cell} END"


def _maps(table: TableProfile, cells: dict[str, str]) -> dict[str, dict[str, str]]:
    return {column: words for column, words in table.values.items() if words and column in cells}


def _mapped(cell: str, values: dict[str, str]) -> str:
    branches = " ".join(f"WHEN {spoken(given)} THEN {literal(word)}" for given, word in values.items())
    return f"CASE said({cell}) {branches} ELSE {cell} END"
