"""One pass over a file's bytes: its hash, and what its text would be like. However large, a piece of it at a time."""

from __future__ import annotations

import codecs
import hashlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ehe_rules.exports.grid import UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.intp]

HEAD = 4096
_AT_ONCE = 1 << 20
_NOTHING = b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"
_PAIR = b"\r\n"
_RETURN, _FEED = _PAIR
_UNDEFINED = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
"""Bytes that mean nothing in Windows text (cp1252)."""


@dataclass(frozen=True)
class Scan:
    """What one pass over a file's bytes tells."""

    head: bytes
    """The first HEAD bytes, by which kinds of file are told apart."""
    size: int
    sha256: str
    is_empty: bool
    is_utf8: bool
    has_undefined: bool
    """Bytes that Windows text cannot hold (the file may still be UTF-8)."""
    has_quotes: bool
    is_lines: bool
    """Line endings are all of one kind and no zero byte is there."""
    last_blank: int
    """The number of the last blank line that has something after it; 0 where there is none."""


def scan_file(path: Path) -> Scan:
    """Read a file once; raises OSError where it cannot be opened."""
    sha256, lines = hashlib.sha256(), _Lines()
    head, size, blank, undefined = b"", 0, True, False
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            sha256.update(piece)
            head, size = head or piece[:HEAD], size + len(piece)
            blank = blank and not piece.strip(_NOTHING)
            if not piece.isascii():
                undefined = undefined or any(byte in piece for byte in _UNDEFINED)
            utf8 = _go_on(utf8, piece)
            lines.take(piece)
    is_utf8 = _go_on(utf8, b"", final=True) is not None
    return Scan(
        head,
        size,
        sha256.hexdigest(),
        blank,
        is_utf8,
        undefined,
        lines.has_quotes,
        lines.are_plain(),
        lines.last_blank,
    )


def must_be_same(path: Path, scan: Scan) -> None:
    """Raise UnreadableError where a file is no longer as long as it was: someone is still writing it."""
    if path.stat().st_size != scan.size:
        raise UnreadableError(
            "The file changed while it was being read.", "Wait until it is written, and run again."
        )


def _go_on(
    decoder: codecs.IncrementalDecoder | None, piece: bytes, *, final: bool = False
) -> codecs.IncrementalDecoder | None:
    """Decode one piece more; None once the file has proved not to be UTF-8."""
    if decoder is None or (piece.isascii() and not decoder.getstate()[0] and not final):
        return decoder
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return None
    return decoder


class _Lines:
    """Finds out what stands in the way of taking lines for records."""

    def __init__(self) -> None:
        self.has_quotes = False
        self.last_blank = 0
        self._has_zero = self._has_lone = self._has_pairs = self._has_bare = False
        self._ending = b""
        """The line endings at the end of what was read so far."""
        self._is_first = True

    def take(self, piece: bytes) -> None:
        """Take the next piece of the file."""
        self.has_quotes = self.has_quotes or b'"' in piece
        self._has_zero = self._has_zero or b"\0" in piece
        joined = self._ending + piece
        body = joined.rstrip(b"\r\n")
        self._ending = joined[len(body) :]
        bytes_of, feeds = self._see_endings(body)
        self._find_blank(bytes_of, feeds)
        self._is_first = self._is_first and not body

    def _see_endings(self, text: bytes) -> tuple[Bytes, Places]:
        """Note the kinds of line endings; give the text's bytes, and where in them line feeds stand."""
        bytes_of = np.frombuffer(text, np.uint8)
        returns, feeds = np.flatnonzero(bytes_of == _RETURN), np.flatnonzero(bytes_of == _FEED)
        if returns.size == feeds.size and (returns + 1 == feeds).all():
            pairs = feeds.size
        else:
            pairs = np.intersect1d(returns + 1, feeds, assume_unique=True).size
        self._has_pairs = self._has_pairs or pairs > 0
        self._has_lone = self._has_lone or returns.size != pairs
        self._has_bare = self._has_bare or feeds.size != pairs
        return bytes_of, feeds

    def _find_blank(self, bytes_of: Bytes, feeds: Places) -> None:
        if self._is_first:
            feeds = np.concatenate(([-1], feeds))  # the start of a file is like the end of a line
        apart = np.diff(feeds)
        empty, returns = np.flatnonzero(apart == 1), np.flatnonzero(apart == len(_PAIR))
        blank = np.concatenate((empty, returns[bytes_of[feeds[returns] + 1] == _RETURN]))
        if blank.size:
            # beyond the first piece no header can follow
            self.last_blank = int(blank.max()) + 1 if self._is_first else sys.maxsize

    def are_plain(self) -> bool:
        """Tell whether line endings are all of one kind, none missing its half, and no zero byte is there."""
        self._see_endings(self._ending)
        return not (self._has_zero or self._has_lone or (self._has_bare and self._has_pairs))
