"""Where a case stands, so that every mistake in one names its file and line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ehe_rules.rulebook.names import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ehe_rules.errors import RulebookError
    from ehe_rules.rulebook.yamlfile import YamlFile

Row = dict[str, str]
"""A row of an exports table: text by heading."""

FEW = 20
"""So many words can be listed in a message where none of them is near."""


@dataclass(frozen=True)
class Place:
    """A value in a YAML file, by its path of keys."""

    file: YamlFile
    path: tuple[str | int, ...]

    def at(self, *keys: str | int) -> Place:
        """Return a place below this one."""
        return Place(self.file, (*self.path, *keys))

    @property
    def line(self) -> int:
        """The line in the file, counted from 1."""
        return self.file.line(self.path)

    def error(self, message: str) -> RulebookError:
        """Return an error that names the file and this line."""
        return self.file.error(self.path, message)

    def known(self, word: str, words: Iterable[str], what: str) -> str:
        """Return `word` if it is one of `words`; raise RulebookError with the nearest of them if not."""
        listed = sorted(words)
        if word not in listed:
            hint = nearest(word, listed) or (
                f" There are: {', '.join(listed)}." if len(listed) <= FEW else ""
            )
            raise self.error(f"'{word}' is not {what}.{hint}")
        return word

    def day(self, text: str) -> date:
        """Return the date that `text` gives; raise RulebookError where it is none."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.error(f"'{text}' is not a date; write it as 2026-01-19.") from None
