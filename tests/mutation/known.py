"""The changes that are known to make no difference, each with its reason: equivalent.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

LISTED = Path(__file__).with_name("equivalent.yaml")


class Equivalent(NamedTuple):
    """A change (`where` and `words` as a Change has them) and why it makes no difference."""

    where: str
    words: str
    why: str

    @property
    def key(self) -> tuple[str, str]:
        """What names the change."""
        return self.where, self.words

    @property
    def ruleset(self) -> str:
        """The ruleset that it is a change of."""
        return self.where.split()[0].partition(":")[0]


def equivalents() -> list[Equivalent]:
    """Return what stands in equivalent.yaml: groups of changes with one reason, each change as `where | words`."""
    groups = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    listed = [(*line.split(" | "), group["why"].strip()) for group in groups for line in group["changes"]]
    return [Equivalent(where, words, why) for where, words, why in listed]
