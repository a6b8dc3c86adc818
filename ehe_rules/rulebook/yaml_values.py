"""From a YAML file's events to its values, in one pass; each value's lines are noted on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from ehe_rules.errors import RulebookError
from ehe_rules.yaml_text import events_of, trap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.rulebook.yamlfile import YamlFile

Path = tuple[str | int, ...]
"""Keys and places that lead to a value."""


def values_of(file: YamlFile) -> Any:  # noqa: ANN401 - any YAML value
    """Return what a file's text says, and fill in `file.lines`.

    Raises RulebookError where a key stands twice or is no plain word, and yaml.YAMLError (with its mark) where the text is not YAML,
    is more than one document, or has what a small file could fill the memory or the stack with and a ruleset has no need of.
    """
    values, documents = None, 0
    events: Iterator[Any] = events_of(file.text)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                mark: Any = event.start_mark
                raise yaml.MarkedYAMLError(problem="but found another document", problem_mark=mark)
        elif isinstance(event, yaml.NodeEvent):
            values = _value(file, event, events, ())
    return values


def _value(file: YamlFile, event: Any, events: Iterator[Any], path: Path) -> Any:  # noqa: ANN401 - an event's marks are of two libraries
    _refuse_anchors(event)
    first = _line(event.start_mark)
    file.lines[path] = (first, _line(event.end_mark))
    if isinstance(event, yaml.ScalarEvent):
        blank = not event.style and event.value in {"", "null", "~"}
        return None if blank else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_value(file, event, events, (*path, len(items))))
        file.lines[path] = (first, _line(event.end_mark))
        return items
    result: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _key(file, event, path)
        if key in result:
            line = _line(event.start_mark)
            raise RulebookError(f"{file.path}, line {line}: the key '{key}' stands twice; keep one of them.")
        result[key] = _value(file, next(events), events, (*path, key))
    file.lines[path] = (first, _line(event.end_mark))
    return result


def _key(file: YamlFile, event: Any, path: Path) -> str:  # noqa: ANN401 - as above
    _refuse_anchors(event)
    if not isinstance(event, yaml.ScalarEvent):
        raise file.error(path, "a key must be a plain word.")
    return str(event.value)


def _refuse_anchors(event: Any) -> None:  # noqa: ANN401 - as above
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise trap("anchors (&) and aliases (*) are not allowed here; write it out", event)


def _line(mark: Any) -> int:  # noqa: ANN401 - as above
    number: int = mark.line
    return number + 1
