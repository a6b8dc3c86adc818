"""Makes a workbook's bytes depend on its content alone: on no clock, no machine and no version of a library beneath."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from datetime import datetime

    from openpyxl.workbook import Workbook

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""
_FIRST = ("[Content_Types].xml", "_rels/.rels")
"""Where a reader begins."""


def packed(workbook: Workbook, moment: datetime) -> bytes:
    """Return a workbook as an XLSX file that says it was made at `moment` (UTC)."""
    from openpyxl.writer.excel import (  # noqa: PLC0415 - slow to import; only where a workbook is written
        ExcelWriter,
    )

    workbook.properties.created = workbook.properties.modified = moment.replace(tzinfo=None)
    written = io.BytesIO()
    # not Workbook.save, which takes the time from the clock
    ExcelWriter(workbook, ZipFile(written, "w", ZIP_STORED)).save()
    return _repacked(written.getvalue())


def _repacked(content: bytes) -> bytes:
    """Return the same archive with sorted parts, fixed times and canonical XML.

    Stored, not deflated: deflating gives other bytes with another zlib. Canonical, because openpyxl writes
    other XML for the same content where lxml is installed.
    """
    plain = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(plain, "w", ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name not in _FIRST, name)):
            part = ZipInfo(name, _EARLIEST)
            part.create_system = 0
            target.writestr(part, canonicalize(source.read(name).decode()).encode())
    return plain.getvalue()
