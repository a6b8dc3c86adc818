"""The tool's own reports among the exports: passed over, for what a report says of the exports is none of them.

Told by what they are and not by where they lie: a sheet of an earlier workbook has the headings of a register, and a
register that only the tool wrote would prove that the trust keeps one.
"""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

from ehe_rules.exports.packing import BROKEN, is_zip
from ehe_rules.problems import Problem
from ehe_rules.result import CONTRACT_COLUMNS, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ehe_rules.exports.find import Found
    from ehe_rules.problems import ProblemLog

_MAKER = "ehe-rules"
_SHEETS = ("Cover", "To do", "Findings", "Leavers", "Data problems")
"""Sheets that no other workbook has all of, should whoever saved it anew have changed its properties."""

_HEAD = 4096
_MOST = 1 << 20
"""Bytes read of one part of a workbook."""

_TODO = "Nothing. Better keep reports in a folder of their own, apart from the exports."


def without_reports(found: Sequence[Found], log: ProblemLog) -> list[Found]:
    """Give the files that are no reports of this tool; of those that are, say in a note what they are.

    A report's pages are told by the manifest beside them, its workbook and lists also by themselves, wherever they were copied.
    """
    listed: dict[Path, str] = {}
    for file in found:
        if file.path.name == MANIFEST and not file.passed_over:
            listed |= dict.fromkeys(_written_with(file.path), file.name)
    kept = []
    for file in found:
        if file.passed_over or not (file.path.absolute() in listed or is_report(file.path)):
            kept.append(file)
        elif file.path.name == MANIFEST or file.path.absolute() not in listed:
            log.add(Problem("note", file.name, "", 0, "", "", _what(file.name, [*listed.values()]), _TODO))
    return kept


def is_report(path: Path) -> bool:
    """Tell whether a file is one that this tool wrote: the workbook, the findings as CSV or JSON, a manifest."""
    try:
        with path.open("rb") as opened:
            head = opened.read(_HEAD)
        return _is_workbook(path) if is_zip(head) else _is_list(head) or _is_manifest(path)
    except BROKEN:
        return False  # what is wrong with it is said where it is read


def _what(name: str, manifests: Sequence[str]) -> str:
    count = manifests.count(name)
    more = f" It was passed over, with the {count} files that it lists." if count else " It was passed over."
    return f"This is no export but part of a report that this tool wrote earlier.{more}"


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as parts:
        maker = f">{_MAKER}</dc:creator>".encode()
        if "docProps/core.xml" in parts.namelist() and maker in _part(parts, "docProps/core.xml"):
            return True
        named = _part(parts, "xl/workbook.xml")
        return all(f'name="{sheet}"'.encode() in named for sheet in _SHEETS)


def _part(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(_MOST)


def _is_list(head: bytes) -> bool:
    first = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
    plain = first[0].replace(b'"', b"").replace(b";", b",").replace(b"\t", b",") if first else b""
    is_csv = plain.startswith(",".join(CONTRACT_COLUMNS).encode())
    return is_csv or (head.startswith(b'{"ruleset": ') and b'"findings": [' in head)


def _is_manifest(path: Path) -> bool:
    return path.name == MANIFEST and _manifest(path) is not None


def _manifest(path: Path) -> dict[str, object] | None:
    """Give what a manifest of this tool says; None for any other file of the name."""
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    tool = said.get("tool") if isinstance(said, dict) else None
    return said if isinstance(tool, dict) and tool.get("name") == _MAKER else None


def _written_with(path: Path) -> Iterator[Path]:
    outputs = (_manifest(path) or {}).get("outputs")
    yield from (path.parent.absolute() / name for name in outputs) if isinstance(outputs, dict) else ()
