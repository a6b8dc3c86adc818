"""The figures at the top of a school's page."""

from __future__ import annotations

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
    """The figures at the top of the page: things, not verdicts, where they are things to do."""

    overdue: int
    coming: int
    children: int
    undecided: int
    late: int
    past: int
    met: int
    cases: int
    open_cases: int


def counts(
    work: Sequence[Work],
    waiting: Sequence[Undecided],
    past: Sequence[Verdict],
    blocks: Sequence[Case],
    met: int,
) -> Counts:
    """Return the figures of a school: acts to do, checks undecided, late, past and in place, cases."""
    items = [item for one in work for item in one.items]
    return Counts(
        overdue=sum(item.overdue for item in items),
        coming=sum(not item.overdue for item in items),
        children=sum(one.child is not None for one in work),
        undecided=sum(group.number for group in waiting),
        late=sum(one.status == "late" for one in past),
        past=sum(one.status != "late" for one in past),
        met=met,
        cases=len(blocks),
        open_cases=sum(not case.closed and not case.left for case in blocks),
    )
