"""CSV and its relatives: encodings, separators, and records numbered as a spreadsheet numbers rows."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ehe_rules.exports.grid import Oddity, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ehe_rules.exports.scan import Scan

SEPARATORS = (",", ";", "\t")
LARGEST_CELL = 1 << 24
"""Characters: above the longest safeguarding narrative, below what an unclosed quotation mark swallows."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class TextFile:
    """A file of delimited text; it is read from the start as often as asked, and never held in memory."""

    path: Path
    scan: Scan
    encoding: str

    def open(self) -> io.TextIOWrapper:
        """Open the text, line endings as they are; what Windows text cannot hold is shown as such."""
        errors = "replace" if self.encoding == "cp1252" else "strict"
        return self.path.open(encoding=self.encoding, errors=errors, newline="")

    def read(self) -> str:
        """Give the whole text, for files that are small."""
        with self.open() as opened:
            return opened.read()

    def is_plain(self, header_row: int) -> bool:
        """Tell whether the lines below the header are records: no blank lines among them, no stray characters.

        Cells in quotation marks may be there: see `Scan.has_quotes`.
        """
        return self.scan.is_lines and self.scan.last_blank <= header_row and self.encoding != "utf-16"

    @property
    def is_damaged(self) -> bool:
        """Tell whether some characters could not be read."""
        return self.encoding == "cp1252" and self.scan.has_undefined


def text_file(path: Path, scan: Scan) -> TextFile:
    """Give a file as text; raises UnreadableError for what is no text.

    A byte order mark decides; else UTF-8 if it fits, else Windows (cp1252), which fits almost anything.
    """
    encoding = next((name for mark, name in _BOMS if scan.head.startswith(mark)), None)
    if encoding is None and b"\0" in scan.head:
        encoding = _without_mark(scan.head)
    if encoding is None:
        encoding = "utf-8" if scan.is_utf8 else "cp1252"
    found = TextFile(path, scan, encoding)
    if encoding != "cp1252" and not scan.is_utf8:
        _read_strictly(found)
    return found


def _without_mark(head: bytes) -> str:
    """UTF-16 without its mark: in English text every other byte is zero."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[start::2].count(0)
        if zeros * 10 > len(head) * 4 and head[1 - start :: 2].count(0) == 0:
            return encoding
    zero = head.index(0)
    if head[:zero].isascii() and head[:zero].count(b"\n"):
        row = head[:zero].count(b"\n") + 1
        raise UnreadableError(
            f"The file begins as text, but line {row} holds a zero byte (NUL), which no text has: it may be damaged.",
            "Export it again, or open it in Excel and save it as CSV UTF-8.",
        )
    raise UnreadableError(
        "This is not text, a workbook (XLSX) or a CTF.",
        "Export the table as CSV or XLSX, or take the file away.",
    )


def _read_strictly(text: TextFile) -> None:
    try:
        with text.open() as opened:
            while opened.read(1 << 20):
                pass
    except UnicodeError as error:
        raise UnreadableError(
            "The file begins as Unicode text but goes on as something else: it may be damaged or cut short.",
            "Export it again.",
        ) from error


@dataclass
class CsvGrid:
    """Delimited text read with one separator.

    No escape character, for a backslash is an attendance mark. A row is a record, blank lines included,
    so that numbers agree with a spreadsheet even after cells with line breaks in them.
    """

    text: TextFile
    separator: str
    sheet: str = ""
    oddities: list[Oddity] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Give every record with its number; notes a quotation mark that is never closed."""
        csv.field_size_limit(LARGEST_CELL)
        number = 0
        with self.text.open() as opened:
            lines = _Remembered(opened)
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


class _Remembered:
    """Lines of a file that remembers those of the record being read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
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
