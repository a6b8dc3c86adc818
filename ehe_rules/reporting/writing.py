"""Puts a report into its folder: all of it or nothing, for its owner's eyes only, and no stale page left behind."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ehe_rules.result import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER, _FILE = 0o700, 0o600


class NotOursError(FileExistsError):
    """Files of these names stand in the folder that no run wrote: they are somebody's own."""


def write_files(outputs: Mapping[str, bytes], out: Path) -> list[Path]:
    """Write `outputs` (posix paths below `out`) and return their paths, sorted.

    Files of the previous run that its manifest lists, that are as it left them and that this run does
    not write are removed. If anything fails the folder is as it was. Raises OSError: NotOursError where
    it would overwrite files and no manifest of a run is there.
    """
    _spare_others(outputs, out)
    _private_folder(out)
    stale = _stale(out, outputs)
    staging = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=out))
    try:
        for name, content in outputs.items():
            _write_private(staging / "new" / name, content)
        _swap(sorted(outputs), stale, staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return [out / name for name in sorted(outputs)]


def _spare_others(outputs: Mapping[str, bytes], out: Path) -> None:
    """Refuse to write over files in a folder that no run has written to."""
    there = [name for name in sorted(outputs) if (out / name).exists() or (out / name).is_symlink()]
    if there and _before(out) is None:
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""  # noqa: PLR2004 - a few names are enough
        raise NotOursError(
            f"{', '.join(there[:3])}{more} already there, and not written by this tool. Move what is yours, or give another folder."
        )


def _before(out: Path) -> dict[str, object] | None:
    """Return what the manifest of the previous run lists as written; None where there is none, or another program's.

    One that is damaged is taken for a run's: it lists nothing.
    """
    try:
        found = json.loads((out / MANIFEST).read_bytes())
    except OSError:
        return None
    except ValueError:
        return {}
    if isinstance(found, dict) and "outputs" not in found:
        return None
    listed = found["outputs"] if isinstance(found, dict) else {}
    return listed if isinstance(listed, dict) else {}


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)


def _write_private(path: Path, content: bytes) -> None:
    for folder in [*reversed(path.parents)]:
        if not folder.exists():
            folder.mkdir(mode=_FOLDER)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE), "wb") as file:
        file.write(content)


def _swap(names: list[str], stale: list[str], staging: Path, out: Path) -> None:
    """Move the old files away and the new ones in, the manifest last; undo every move if one fails."""
    moves: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        target.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        source.replace(target)
        moves.append((source, target))

    try:
        for name in [*stale, *sorted(names, key=lambda name: (name == MANIFEST, name))]:
            if (out / name).exists() or (out / name).is_symlink():
                move(out / name, staging / "old" / name)
            if name not in stale:
                move(staging / "new" / name, out / name)
    except BaseException:
        for source, target in reversed(moves):
            target.replace(source)
        raise
    for folder in {(out / name).parent for name in names} - {out}:
        folder.chmod(_FOLDER)
    _remove_empty({(out / name).parent for name in stale} - {out})


def _remove_empty(folders: set[Path]) -> None:
    for folder in folders:
        if not any(folder.iterdir()):
            folder.rmdir()


def _stale(out: Path, outputs: Mapping[str, bytes]) -> list[str]:
    """Return what the previous run wrote here and this one does not, unless somebody has changed it since."""
    return sorted(
        name
        for name, digest in (_before(out) or {}).items()
        if name not in outputs and _inside(name) and _unchanged(out / name, digest)
    )


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and bool(path.name)


def _unchanged(path: Path, digest: object) -> bool:
    return (
        path.is_file() and not path.is_symlink() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
    )
