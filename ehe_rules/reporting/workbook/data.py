"""The sheets Data problems and Files: what was given, what it was taken for, and which rows to put right."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.rows import Row, records
from ehe_rules.reporting.workbook.sheets import Column, Sheet, lines, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ehe_rules.reporting.workbook.material import Material

_SEVERITIES = ("error", "warning", "note")
_SAME = ("severity", "file", "sheet", "column", "message", "todo")
_MOST_RANGES = 60
_MOST_VALUES = 5


def problems(material: Material) -> Sheet:
    """Return what was wrong with the files: one line for each kind of problem, with all its rows, errors first."""
    kinds: dict[tuple[str, ...], list[Row]] = {}
    for row in records(material.result.problems):
        kinds.setdefault(tuple(row[name] for name in _SAME), []).append(row)
    ordered = sorted(kinds.items(), key=lambda kind: (_rank(kind[0][0]), kind[0][1:]))
    return Sheet(
        name="Data problems",
        title="What was wrong with the files",
        lead="Errors first, then by file. Rows are numbered as a spreadsheet shows them. Correct each at its source, not here, and export again.",
        columns=(
            Column("Kind", 10),
            Column("File", 34),
            Column("Sheet", 14),
            Column("Column", 16),
            Column("Problem", 52),
            Column("What to do", 44),
            Column("Rows", 30),
            Column("As it stands there", 26),
        ),
        rows=[
            (
                words.label(severity),
                file or "No one file",
                sheet,
                column,
                message,
                todo,
                ranges(int(row["row"]) for row in rows if row["row"].isdigit() and row["row"] != "0"),
                _values(rows),
            )
            for (severity, file, sheet, column, message, todo), rows in ordered
        ],
        empty="No problem was found in the files.",
        rest="correct the first and run again",
    )


def _rank(severity: str) -> int:
    return _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES)


def ranges(rows: Iterable[int]) -> str:
    """Return row numbers as people write them: 4, 9 to 12, 30."""
    numbers = sorted(set(rows))
    starts = [at for at in range(len(numbers)) if at == 0 or numbers[at] != numbers[at - 1] + 1]
    found = [
        str(numbers[first]) if last == first + 1 else f"{numbers[first]} to {numbers[last - 1]}"
        for first, last in pairwise([*starts, len(numbers)])
    ]
    more = len(found) - _MOST_RANGES
    return ", ".join(found[:_MOST_RANGES]) + (f" and {more:,} more places" if more > 0 else "")


def _values(rows: list[Row]) -> str:
    values = sorted({row["value"] for row in rows} - {""})
    more = len(values) - _MOST_VALUES
    return lines(*values[:_MOST_VALUES], f"And {more:,} more." if more > 0 else "")


def files(material: Material) -> Sheet:
    """Return the files and sheets that were given, those that were not recognised first."""
    given = sorted(
        records(material.result.files), key=lambda row: (bool(row["system"]), row["file"], row["sheet"])
    )
    return Sheet(
        name="Files",
        title="What was supplied",
        lead="A file is told by its headings, never by its name. Those that were not recognised come first: nothing in them was read.",
        columns=(
            Column("File", 44),
            Column("Sheet", 20),
            Column("Taken for", 22),
            Column("System", 16),
            Column("Headings in row", 10, "number"),
            Column("Rows", 10, "number"),
            Column("Note", 60),
        ),
        rows=[
            (
                row["file"],
                row["sheet"],
                words.label(row["taken_for"]) or "Not recognised",
                row["system"],
                number(row["header_row"]),
                number(row["rows"]),
                row["note"],
            )
            for row in given
        ],
        empty="No file was given.",
        rest="manifest.json has them all",
    )
