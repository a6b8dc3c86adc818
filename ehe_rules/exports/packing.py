"""Files that are containers: what they are by their first bytes, and zips that must not be unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from ehe_rules.exports.grid import UnreadableError

MOST_PARTS = 2_000
MOST_BYTES = 1 << 30
MOST_RATIO = 200
SMALL_BYTES = 32 << 20
"""Below this size unpacked, how well a part was packed does not matter."""

BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,  # xml.etree's ParseError is one
    TypeError,
    ValueError,  # defusedxml's refusals too
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises on damaged workbooks: many things, for it trusts its input."""


def is_zip(data: bytes) -> bool:
    """Tell whether a file begins as a zip does, as every XLSX workbook must."""
    return data.startswith(b"PK\x03\x04")


def is_old_office(data: bytes) -> bool:
    """Tell whether a file is an old Office document: .xls, or any workbook locked with a password."""
    return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def unpacked_safely(data: bytes) -> zipfile.ZipFile:
    """Open a workbook's zip; raises UnreadableError if it is damaged, no workbook, or would swell."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
        infos = parts.infolist()
    except BROKEN as error:
        raise UnreadableError("This workbook is damaged and cannot be opened.", "Export it again.") from error
    if "xl/workbook.xml" not in {info.filename.lower() for info in infos}:
        raise UnreadableError(
            "This is a zip file or another Office document, not a workbook (XLSX).",
            "Unpack it, or export the table as CSV or XLSX.",
        )
    unpacked = sum(info.file_size for info in infos)
    swollen = any(
        info.file_size > SMALL_BYTES and info.file_size > MOST_RATIO * max(info.compress_size, 1)
        for info in infos
    )
    if len(infos) > MOST_PARTS or unpacked > MOST_BYTES or swollen:
        raise UnreadableError(
            f"This workbook would unpack to {unpacked:,} bytes in {len(infos):,} parts: it was not opened.",
            "Save only the sheets needed into a new workbook, or as CSV.",
        )
    return parts
