"""CSV and its relatives: encodings, separators, and records numbered as a spreadsheet numbers rows."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ehe_rules.exports.grid import Oddity, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEPARATORS = (",", ";", "\t")
LARGEST_CELL = 1 << 24
"""Characters: above the longest safeguarding narrative, below what an unclosed quotation mark swallows."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Give the text of a file and the name of its encoding; raises UnreadableError for what is no text.

    A byte order mark decides; else UTF-8 if it fits, else Windows (cp1252), which fits almost anything.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    if b"\0" in data[:4096]:
        return _without_mark(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "The file begins as Unicode text but goes on as something else: it may be damaged or cut short.",
            "Export it again.",
        ) from error


def _without_mark(data: bytes) -> tuple[str, str]:
    """UTF-16 without its mark: in English text every other byte is zero."""
    sample = data[:4096]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = sample[start::2].count(0)
        if zeros * 10 > len(sample) * 4 and sample[1 - start :: 2].count(0) == 0:
            return _strictly(data, encoding), encoding
    raise UnreadableError(
        "This is not text, a workbook (XLSX) or a CTF.",
        "Export the table as CSV or XLSX, or take the file away.",
    )


@dataclass
class CsvGrid:
    """Delimited text read with one separator.

    No escape character, for a backslash is an attendance mark. A row is a record, blank lines included,
    so that numbers agree with a spreadsheet even after cells with line breaks in them.
    """

    text: str
    separator: str
    sheet: str = ""
    oddities: list[Oddity] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Give every record with its number; notes a quotation mark that is never closed."""
        csv.field_size_limit(LARGEST_CELL)
        lines = _Remembered(io.StringIO(self.text, newline=""))
        number = 0
        try:
            for number, record in enumerate(csv.reader(lines, delimiter=self.separator), start=1):
                yield number, record
                lines.forget()
        except csv.Error as error:
            raise UnreadableError(
                f"Reading broke off after row {number}: {error}.", "Export the file again."
            ) from error
        self._note_unclosed(number, lines.last)

    def _note_unclosed(self, number: int, last_record: str) -> None:
        try:
            list(csv.reader(io.StringIO(last_record, newline=""), delimiter=self.separator, strict=True))
        except csv.Error as error:
            if "unexpected end" in str(error):
                self.oddities.append(
                    Oddity(
                        number,
                        "A quotation mark opens a cell in this row and is never closed: "
                        "all that follows in the file was read as that one cell.",
                        "Close or remove the quotation mark, or export the file again.",
                    )
                )

    def is_plain(self) -> bool:
        """Tell whether lines are records: no quotation marks, no blank lines within, no stray characters."""
        text = self.text
        if '"' in text or "\0" in text:
            return False
        if "\r" in text and text.count("\r") != text.count("\r\n"):
            return False
        body = text.rstrip("\r\n")
        return "\n\n" not in body and "\n\r" not in body and not body.startswith(("\n", "\r"))


class _Remembered:
    """Lines of a file that remembers those of the record being read."""

    def __init__(self, lines: io.StringIO) -> None:
        self._lines = lines
        self._pending: list[str] = []
        self.last = ""

    def __iter__(self) -> _Remembered:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._pending.append(line)
        return line

    def forget(self) -> None:
        """Start a new record, keeping the one just read."""
        self.last = "".join(self._pending)
        self._pending.clear()
