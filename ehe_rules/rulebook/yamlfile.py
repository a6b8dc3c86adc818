"""YAML files in which every value knows its line, so that a mistake can be shown where it stands.

Scalars stay text; pydantic gives them their types. A key that stands twice, an anchor or an alias is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.yaml_values import values_of
from ehe_rules.yaml_text import TrapError

if TYPE_CHECKING:
    from pathlib import Path

M = TypeVar("M", bound=BaseModel)
MAX_BYTES = 2_000_000


@dataclass(frozen=True)
class YamlFile:
    """A YAML file's values, and where each stands: `lines` maps a path of keys to (first line, last line)."""

    path: Path
    text: str
    values: Any
    lines: dict[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict)

    def line(self, path: tuple[str | int, ...]) -> int:
        """Return the line (from 1) of the value at `path`, or of its nearest ancestor."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, (1, 1))[0]

    def error(self, path: tuple[str | int, ...], message: str) -> RulebookError:
        """Return an error that names this file and the line of `path`."""
        return RulebookError(f"{self.path}, line {self.line(path)}: {message}")

    def where(self, path: tuple[str | int, ...], offset: int, text: str) -> tuple[int, int]:
        """Return line and column (from 1) in the file of character `offset` of the folded text at `path`."""
        first, last = self.lines[path]
        wanted = sum(1 for c in text[:offset] if not c.isspace())
        lines = self.text.split("\n")
        start = self._first_character(first, last, text, lines)
        seen = 0
        for number in range(start[0], len(lines) + 1):
            line = lines[number - 1]
            for column in range(start[1] if number == start[0] else 0, len(line)):
                if line[column].isspace():
                    continue
                if seen == wanted:
                    return number, column + 1
                seen += 1
        return first, 1

    @staticmethod
    def _first_character(first: int, last: int, text: str, lines: list[str]) -> tuple[int, int]:
        words = text.split()
        for number in range(first, min(last, len(lines)) + 1):
            column = lines[number - 1].find(words[0]) if words else -1
            if column >= 0 and not lines[number - 1].rstrip().endswith((": >", ": |", ": >-", ": |-")):
                return number, column
        return first, 0


def read_yaml(path: Path, without: str = "") -> YamlFile:
    """Read a YAML file; raise RulebookError where it is not one, with file and line. `without`: a key of its own that is not read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError(f"{path}: this file cannot be read as text ({type(error).__name__}).") from error
    if len(text) > MAX_BYTES:
        raise RulebookError(
            f"{path}: this file is larger than {MAX_BYTES:,} characters; no ruleset needs that."
        )
    file = YamlFile(path, _without(without, text) if without else text, None, {})
    try:
        values = values_of(file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it is not well formed"
        said = problem if isinstance(error, TrapError) else f"this is not valid YAML: {problem}"
        raise RulebookError(f"{path}{line}: {said}.") from error
    return YamlFile(path, text, values, file.lines)


def _without(key: str, text: str) -> str:
    """Return the text, the lines that belong to a key blank, so that all others keep their numbers."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.rstrip() == f"{key}:"), len(lines))
    for number in range(first, len(lines)):
        line = lines[number]
        if number > first and (line.startswith("---") or line[:1].strip(" \t-#")):
            break
        lines[number] = ""
    return "\n".join(lines)


def as_model(file: YamlFile, model: type[M], values: Any = None, path: tuple[str | int, ...] = ()) -> M:  # noqa: ANN401 - any YAML value
    """Return the file's values (or those at `path`) as a model; mistakes name file, line and key."""
    try:
        return model.model_validate(file.values if values is None and not path else values)
    except ValidationError as error:
        first = error.errors()[0]
        where = (*path, *first["loc"])
        name = ".".join(str(p) for p in first["loc"]) or (str(path[-1]) if path else "the file")
        message = first["msg"].removeprefix("Value error, ")
        raise file.error(where, f"{name}: {message}.".replace("..", ".")) from error
