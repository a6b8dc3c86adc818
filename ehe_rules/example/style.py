"""How a school's files look: encodings, separators and ways to write a date, as real exports differ in them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Cell = str | int | date
"""What a cell holds until it is written; a date is written in the school's own way."""


@dataclass(frozen=True)
class Style:
    """The form of a school's files; with `workbook` its roll and its events are sheets of one workbook."""

    encoding: str = "utf-8"
    delimiter: str = ","
    day_first: bool = False
    workbook: bool = False

    def text(self, cell: Cell) -> str:
        """Write one cell: dates as 2026-01-12, or as 12/01/2026 where the school puts the day first."""
        if isinstance(cell, date):
            return f"{cell:%d/%m/%Y}" if self.day_first else cell.isoformat()
        return str(cell)


PLAIN = Style()
"""The trust's own files."""


def write_csv(
    path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], style: Style = PLAIN
) -> None:
    """Write rows as a CSV file with these columns; what a row lacks is left blank."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=style.delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([style.text(row.get(column, "")) for column in columns])
    path.write_bytes(encoded(text.getvalue(), style))


def encoded(text: str, style: Style) -> bytes:
    """Give a file's text as bytes in the encoding of the style."""
    if style.encoding == "utf-16":
        # Always little-endian, whatever the machine; plain "utf-16" follows the processor.
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(style.encoding)
