"""Which files there are: those given and those in folders given, each under a name that never changes."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.errors import ExportsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINK_TO_FOLDER = "This is a link to a folder, and links to folders are not followed."
BROKEN_LINK = "This is a link to a file that is not there."

_LEFTOVERS = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Found:
    """A file to read. `name` is its path relative to the folder given (its own name if given by itself).

    `passed_over` says why it is not read after all: a link to a folder (it may lead round in a circle) or to nothing.
    """

    name: str
    path: Path
    passed_over: str = ""

    @property
    def folder(self) -> str:
        """Give the nearest folder around it, within what was given, whose name is a URN's six digits ('' if none)."""
        around = [*reversed(Path(self.name).parent.parts), self.path.resolve().parent.name]
        return next((name for name in around if re.fullmatch(r"\d{6}", name)), "")


def find_files(paths: Sequence[Path]) -> list[Found]:
    """List the files of the paths given, sorted by name; hidden files, lock files and the like are left out.

    Raises ExportsError when a path does not exist or there is no file at all. Two files of one name (from two
    folders given) get the folder's name before theirs.
    """
    found: dict[Path, Found] = {}
    for path in sorted(map(Path, paths), key=lambda path: (path.is_file(), path.resolve().as_posix())):
        if not path.exists():
            raise ExportsError(
                f"{path}: there is no such file or folder. Give the folder that holds the exports."
            )
        for name, file in _within(path):
            # a name that is not UTF-8 (an old Windows share) could not be written to any report
            plain = name.encode("utf-8", "backslashreplace").decode()
            why = "" if file.is_file() else LINK_TO_FOLDER if file.is_dir() else BROKEN_LINK
            found.setdefault(file.absolute() if why else file.resolve(), Found(plain, file, why))
    if not found:
        listed = ", ".join(str(path) for path in paths) or "nothing was given"
        raise ExportsError(
            f"There are no files to read ({listed}). Put the exports (CSV, XLSX, CTF) in the folder."
        )
    return sorted(_told_apart(list(found.values())), key=lambda item: item.name)


def _within(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        yield path.name, path
        return
    for folder, subfolders, names in os.walk(path):
        subfolders[:] = sorted(name for name in subfolders if not _is_hidden(name))
        linked = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        for name in sorted([*names, *linked]):
            file = Path(folder) / name
            if not _is_hidden(name) and (file.is_file() or file.is_symlink()):
                yield file.relative_to(path).as_posix(), file


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LEFTOVERS


def _told_apart(found: list[Found]) -> list[Found]:
    """Put as much of the path before a name as it takes to tell two files apart."""
    extra = 0
    while any(count > 1 for count in Counter(item.name for item in found).values()):
        extra += 1
        counts = Counter(item.name for item in found)
        found = [
            replace(item, name=_longer(item, extra)) if counts[item.name] > 1 else item for item in found
        ]
    return found


def _longer(item: Found, extra: int) -> str:
    parts = item.path.resolve().parts
    depth = len(Path(item.name).parts) + 1
    return "/".join(parts[-depth:]) if extra < len(parts) else item.path.resolve().as_posix()
