"""What several children need outside any case: one act stands once, with their names, not once for each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.said_once import commonest, names_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.worklist import Item, Work

Act = tuple[str, str, bool]


@dataclass(frozen=True)
class Several:
    """One act that is missing for several children: the most pressing item, how many, whom, and why."""

    item: Item
    number: str
    who: str
    reasons: list[str]


def apart(work: Sequence[Work]) -> tuple[list[Work], list[Several]]:
    """Return the worklist without what several children need outside any case; and that, an act a line, worst first."""
    acts: dict[Act, list[tuple[Child, Item]]] = {}
    for one in work:
        for item in one.items:
            if one.child is not None and _outside(item):
                acts.setdefault(_act(item), []).append((one.child, item))
    several = {act: group for act, group in acts.items() if len(group) > 1}
    left = [
        replace(one, items=[item for item in one.items if not _taken(one, item, several)]) for one in work
    ]
    shared = sorted((_shared(group) for group in several.values()), key=lambda one: one.item.order)
    return [one for one in left if one.items], shared


def _outside(item: Item) -> bool:
    return not any(verdict.case for verdict in item.verdicts)


def _act(item: Item) -> Act:
    return item.action, item.owner, item.overdue


def _taken(one: Work, item: Item, several: dict[Act, list[tuple[Child, Item]]]) -> bool:
    return one.child is not None and _outside(item) and _act(item) in several


def _shared(group: Sequence[tuple[Child, Item]]) -> Several:
    return Several(
        item=min((item for _, item in group), key=lambda item: item.order),
        number=words.plural(len(group), "child", "children"),
        who=names_of([child for child, _ in group]),
        reasons=commonest([reason for _, item in group for reason in item.reasons]),
    )
