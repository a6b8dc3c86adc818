"""YAML that people hand over (profiles, lists of letters): not read before it is known to be harmless."""

from __future__ import annotations

import yaml

from ehe_rules.yaml_text import Loader, events_of, trap

MOST_VALUES = 100_000
"""Values once every alias is written out: a real profile has some hundreds."""


def read_plain(text: str) -> object:
    """Give the values, every scalar as text: a school's 100001 is no number, and `no` is a word. Raises yaml.YAMLError.

    Anchors and aliases may be used, as the built-in profiles do.
    """
    _refuse_traps(text)
    return yaml.load(text, Loader)  # noqa: S506 - makes text only


def _refuse_traps(text: str) -> None:
    """Count the values with every alias written out: some lines of aliases of aliases stand for millions of them."""
    named: dict[str, int] = {}
    around: list[tuple[str | None, int]] = [(None, 0)]
    for event in events_of(text):
        if isinstance(event, yaml.CollectionStartEvent):
            around.append((event.anchor, 1))
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, count = around.pop()
        elif isinstance(event, yaml.AliasEvent):
            anchor, count = None, named.get(event.anchor or "", 0)
        elif isinstance(event, yaml.ScalarEvent):
            anchor, count = event.anchor, 1
        else:
            continue
        if anchor is not None:
            named[anchor] = count
        of, so_far = around[-1]
        if so_far + count > MOST_VALUES:
            raise trap(f"written out it would hold more than {MOST_VALUES:,} values", event)
        around[-1] = (of, so_far + count)
