"""The figures at the top of a school's page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.reporting.cases import Case
    from ehe_rules.reporting.heaps import Undecided
    from ehe_rules.reporting.verdicts import Verdict
    from ehe_rules.reporting.worklist import Work


@dataclass(frozen=True)
class Counts:
    """The figures at the top of the page: things, not verdicts, where they are things to do.

    Of the cases, `left` ended with a leaving for home education (`back` of these came back on roll), `left_unknown` with one of which that is not known,
    `left_otherwise` with one for another reason; `closed` are those that something else ended.
    """

    overdue: int
    coming: int
    children: int
    undecided: int
    late: int
    past: int
    met: int
    cases: int
    open_cases: int
    left: int
    back: int
    left_unknown: int
    left_otherwise: int
    closed: int


def counts(
    work: Sequence[Work],
    waiting: Sequence[Undecided],
    past: Sequence[Verdict],
    blocks: Sequence[Case],
    met: int,
) -> Counts:
    """Return the figures of a school: acts to do, checks undecided, late, past and in place, cases."""
    items = [item for one in work for item in one.items]
    ended = Counter(_ended(case) for case in blocks)
    return Counts(
        overdue=sum(item.overdue for item in items),
        coming=sum(not item.overdue for item in items),
        children=sum(one.child is not None for one in work),
        undecided=sum(group.number for group in waiting),
        late=sum(one.status == "late" for one in past),
        past=sum(one.status != "late" for one in past),
        met=met,
        cases=len(blocks),
        open_cases=ended["open"],
        left=ended["left"],
        back=sum(case.left and bool(case.back_on) for case in blocks),
        left_unknown=ended["left_unknown"],
        left_otherwise=ended["left_otherwise"],
        closed=ended["closed"],
    )


def _ended(case: Case) -> str:
    """Return how a case ended, in one word; each case once."""
    if case.left or case.left_unknown:
        return "left" if case.left else "left_unknown"
    if case.off_roll:
        return "left_otherwise"
    return "closed" if case.closed else "open"
