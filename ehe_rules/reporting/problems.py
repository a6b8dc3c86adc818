"""Data problems and files, in words, and without a child's name or UPN where one does not belong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ehe_rules.reporting import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ehe_rules.reporting.redact import Redactor
    from ehe_rules.reporting.rows import Row, SchoolRows

_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Problem:
    """One kind of problem in one file, with the rows that have it."""

    severity: str
    message: str
    todo: str
    where: str
    number: int


@dataclass(frozen=True)
class FileProblems:
    """The problems of one file: how many of each severity, in words, and the first of them."""

    file: str
    counts: str
    shown: list[Problem]
    left_out: int


def by_file(problems: Iterable[Row], hide: Redactor, most: int = 12) -> list[FileProblems]:
    """Return problems by file, errors first; of each file at most `most` different ones are shown."""
    files: dict[str, list[Row]] = {}
    for row in problems:
        files.setdefault(row["file"], []).append(row)
    return [_file_problems(file, rows, hide, most) for file, rows in sorted(files.items())]


def _file_problems(file: str, rows: list[Row], hide: Redactor, most: int) -> FileProblems:
    kinds: dict[tuple[int, str, str, str], list[Row]] = {}
    for row in rows:
        rank = _SEVERITIES.index(row["severity"]) if row["severity"] in _SEVERITIES else len(_SEVERITIES)
        kinds.setdefault((rank, row["sheet"], hide(row["message"]), hide(row["todo"])), []).append(row)
    found = [
        Problem(
            severity=words.label(group[0]["severity"]),
            message=message,
            todo=todo,
            where=hide(_where(sheet, group)),
            number=len(group),
        )
        for (_, sheet, message, todo), group in sorted(kinds.items(), key=lambda kind: kind[0])
    ]
    number = {name: sum(row["severity"] == name for row in rows) for name in _SEVERITIES}
    counts = words.listed([words.plural(number[name], name) for name in _SEVERITIES if number[name]])
    return FileProblems(
        file=hide(file) or "No one file", counts=counts, shown=found[:most], left_out=len(found[most:])
    )


def _where(sheet: str, rows: list[Row], most: int = 8) -> str:
    """`sheet Leavers, column UPN, rows 4, 9 and 12`; of many rows the first few and the number of the rest, of a whole file none."""
    numbers = sorted({int(row["row"]) for row in rows if row["row"].isdigit()} - {0})
    columns = sorted({row["column"] for row in rows if row["column"]})
    shown = [str(number) for number in numbers[:most]]
    rest = [f"{len(numbers) - most:,} more"] if len(numbers) > most else []
    parts = [
        f"sheet {sheet}" if sheet else "",
        f"column {words.listed(columns)}" if columns else "",
        f"{'row' if len(numbers) == 1 else 'rows'} {words.listed([*shown, *rest])}" if numbers else "",
    ]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class File:
    """One file (or sheet) that was given, and what it was taken for."""

    name: str
    taken_for: str
    rows: str
    note: str
    recognised: bool


@dataclass(frozen=True)
class Supplied:
    """What was given: the files that were recognised and those that were not."""

    recognised: list[File] = field(default_factory=list)
    unrecognised: list[File] = field(default_factory=list)


def supplied(files: Iterable[Row], hide: Redactor) -> Supplied:
    """Return the files by name, those that nothing recognised apart."""
    ordered = sorted(files, key=lambda row: (row["file"], row["sheet"]))
    shown = [_file(row, hide) for row in ordered]
    return Supplied(
        [file for file in shown if file.recognised], [file for file in shown if not file.recognised]
    )


def _file(row: Row, hide: Redactor) -> File:
    taken_for = row["taken_for"].strip()
    system = f" ({row['system']})" if row["system"] else ""
    return File(
        name=hide(f"{row['file']}, sheet {row['sheet']}" if row["sheet"] else row["file"]),
        taken_for=f"{words.label(taken_for)}{system}",
        rows=f"{int(row['rows']):,}" if row["rows"].isdigit() else row["rows"],
        note=hide(row["note"]),
        recognised=taken_for.lower() not in ("", "not recognised", "empty"),
    )


def files_of(school: SchoolRows) -> set[str]:
    """Return the files that this school's findings and timelines rest on."""
    cells = [row["evidence"] for row in (*school.findings, *school.timeline)]
    return {words.evidence_file(reference) for cell in cells for reference in words.split(cell)} - {""}
