"""Makes a workbook's bytes depend on its content alone: on no clock, no machine and no version of a library beneath."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize
from xml.parsers.expat import ParserCreate
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from datetime import datetime

    from openpyxl.workbook import Workbook

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""
_SHEETS = "xl/worksheets/sheet"
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
            canonical = _canonical_sheet if name.startswith(_SHEETS) else canonicalize
            target.writestr(part, canonical(source.read(name).decode()).encode())
    return plain.getvalue()


def _canonical_sheet(xml: str) -> str:
    """Return a sheet's XML as `canonicalize` does, in a third of the time: a sheet declares its namespaces at its root and nowhere else."""
    written: list[str] = []
    add = written.append
    parser = ParserCreate()
    parser.ordered_attributes = parser.buffer_text = True

    def start(name: str, attributes: list[str]) -> None:
        pairs = sorted(zip(attributes[::2], attributes[1::2], strict=True), key=_place)
        add(f"<{name}{''.join([f' {key}={_quoted(value)}' for key, value in pairs])}>")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: add(f"</{name}>")
    parser.CharacterDataHandler = lambda text: add(_escaped(text))
    parser.Parse(xml, True)  # noqa: FBT003 - all of it at once
    return "".join(written)


def _place(attribute: tuple[str, str]) -> tuple[bool, bool, str]:
    """Sort declarations of namespaces first, then attributes of none, then those of one."""
    name, _ = attribute
    return not name.startswith("xmlns"), ":" in name, name


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")


def _quoted(value: str) -> str:
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    text = text.replace("\t", "&#x9;").replace("\n", "&#xA;").replace("\r", "&#xD;")
    return f'"{text}"'
