"""YAML read as text: every scalar stays what stands there, and nothing nested without end gets near a reader.

For rulesets, profiles and lists of letters alike. (`on` and `no` are words, 100001 no number, 1.10 not 1.1.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DEPTH = 20
Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class TrapError(yaml.MarkedYAMLError):
    """A file that a person would not write: it would fill the memory or the stack."""


def trap(problem: str, event: yaml.Event) -> TrapError:
    """Return the error, with the line of what was met last."""
    mark: Any = event.start_mark  # of the C loader or of the other: both know their line
    return TrapError(problem=problem, problem_mark=mark)


def events_of(text: str) -> Iterator[yaml.Event]:
    """Give what the text is made of, one after another. Raises yaml.YAMLError, TrapError where lists and keys go too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise trap(
                f"lists and keys are nested more than {MOST_DEPTH} deep here; nothing that a person writes needs that",
                event,
            )
        yield event
