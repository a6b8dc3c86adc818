"""Workbooks whose bytes depend on nothing but their cells."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ehe_rules.example.style import Cell

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
CREATED = "2026-03-20T12:00:00Z"
_STAMP = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines above the table, its columns, its rows."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, Cell]]
    above: Sequence[str] = ()


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write an XLSX file; dates are true dates, and the same cells always give the same bytes."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and only the example needs it here

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        for line in sheet.above:
            page.append([line])
        page.append(list(sheet.columns))
        for row in sheet.rows:
            page.append([row.get(column) or None for column in sheet.columns])
    written = io.BytesIO()
    book.save(written)
    path.write_bytes(_fixed(written.getvalue()))


def _fixed(content: bytes) -> bytes:
    # openpyxl stamps the hour of saving into the properties and into every part of the archive. Stored and
    # not compressed, because compressors differ from machine to machine.
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as saved,
        zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as fixed,
    ):
        for name in sorted(saved.namelist()):
            part = saved.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(rf"\g<1>{CREATED}", part.decode("utf-8")).encode("utf-8")
            fixed.writestr(zipfile.ZipInfo(name, ZIP_DATE), part)
    return out.getvalue()
