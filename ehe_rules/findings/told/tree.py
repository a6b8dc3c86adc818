"""What a rule says, as a sentence or as a list of sentences of which all, or one, must hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Several:
    """Sentences of which `all` must hold, or `one` at least."""

    joined: Literal["all", "one"]
    parts: tuple[Told, ...]


Told = str | Several


def several(joined: Literal["all", "one"], parts: Iterable[Told]) -> Told:
    """Join sentences; what is joined in the same way stays one list, and a single sentence stands by itself."""
    flat: list[Told] = []
    for part in parts:
        flat += part.parts if isinstance(part, Several) and part.joined == joined else (part,)
    return flat[0] if len(flat) == 1 else Several(joined, tuple(flat))
