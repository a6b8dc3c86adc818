"""Long tables written at once: a column is the words that stand in it and, for each row, which of them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ehe_rules.example.style import PLAIN, encoded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ehe_rules.example.style import Cell, Style


@dataclass(frozen=True)
class Coded:
    """A column: `at` says for each row the place of its word in `words`."""

    words: Sequence[Cell]
    at: NDArray[np.intp]


def write_long(path: Path, columns: Mapping[str, Coded], style: Style = PLAIN) -> None:
    """Write a CSV file of one row for each place of the columns, which are all of one length."""
    heading = style.delimiter.join(columns) + "\r\n"
    parts = [_padded(column, style) for column in columns.values()]
    rows = len(next(iter(columns.values())).at)
    ends = [style.delimiter] * (len(parts) - 1) + ["\r\n"]
    cells = [piece for part, end in zip(parts, ends, strict=True) for piece in (part, _same(end, rows))]
    lines = np.hstack(cells).ravel()
    # Words are padded with zero bytes, which no cell holds: without them the lines stand as they should.
    content = lines[lines != 0].tobytes().decode("utf-8")
    path.write_bytes(encoded(heading + content, style))


def _padded(column: Coded, style: Style) -> NDArray[np.uint8]:
    words = [_quoted(style.text(word), style.delimiter).encode("utf-8") for word in column.words]
    width = max(1, *(len(word) for word in words))
    table = np.frombuffer(b"".join(word.ljust(width, b"\0") for word in words), dtype=np.uint8)
    return table.reshape(len(words), width)[column.at]


def _same(text: str, rows: int) -> NDArray[np.uint8]:
    return np.broadcast_to(np.frombuffer(text.encode("utf-8"), dtype=np.uint8), (rows, len(text)))


def _quoted(word: str, delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow([word, ""])
    return text.getvalue().removesuffix(delimiter)
