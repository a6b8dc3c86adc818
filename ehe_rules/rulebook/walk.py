"""Walks a rule's tree: what it names, whatever the form it stands in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.rulebook.ruleset import Rule


def nodes(tree: object) -> Iterator[object]:
    """Yield every node of a tree (a form, a reference, a length, ...), itself first; milestones spelt out too."""
    if isinstance(tree, tuple):
        for part in tree:
            yield from nodes(part)
    elif is_dataclass(tree):
        yield tree
        for field in fields(tree):
            yield from nodes(getattr(tree, field.name))


def trees(rule: Rule) -> tuple[object, ...]:
    """Return the trees of a rule: its `when`, its sentence and its anchor, as far as it has them."""
    return tuple(tree for tree in (rule.when, rule.expr, rule.anchor) if tree is not None)


def parameters_in(tree: object) -> set[str]:
    """Return the names of the parameters that a tree counts with."""
    return {n.name for n in nodes(tree) if isinstance(n, (s.Length, s.Bound)) and n.name is not None}


def milestones_in(tree: object) -> set[str]:
    """Return the names of the milestones in a tree, and of those that they rest on."""
    return {n.name for n in nodes(tree) if isinstance(n, s.MilestoneRef) and n.name}


def events_in(tree: object) -> set[str]:
    """Return the names of the events in a tree."""
    return {n.event for n in nodes(tree) if isinstance(n, s.EventRef)}
