"""Each case of a focused review in one row: how far the procedure was followed, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.statuses import status_rank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ehe_rules.reporting.cases import Case
    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.rows import Row
    from ehe_rules.reporting.statuses import Status
    from ehe_rules.reporting.verdicts import Verdict

STAGES = (
    ("Stage 1", ("stage 1",)),
    ("Stage 2", ("stage 2",)),
    ("Stage 3", ("stage 3",)),
    ("Stage 4", ("stage 4",)),
    ("Off-roll law", ("off-roll law", "returns")),
)
"""The columns of the table, with the parts of the procedure that each takes in."""


@dataclass(frozen=True)
class Stage:
    """One stage of one case: the worst status (None: nothing was asked for), how many checks have it, of how many."""

    name: str
    shown: Status | None
    number: int
    of: int


@dataclass(frozen=True)
class CaseRow:
    """One case. `anchor` is its place on the school's page ('' if it is not there); `dates` are what and when."""

    child: Child
    anchor: str
    dates: list[tuple[str, str]]
    attendance: str
    stages: list[Stage]
    examined: str


@dataclass(frozen=True)
class CaseGroup:
    """Cases that belong together, under a heading."""

    title: str
    rows: list[CaseRow]


def withdrawn_row(row: Row, child: Child, case: Case | None, examined: str) -> CaseRow:
    """Return the row of a withdrawal."""
    dated = [("Notice", row["notice_on"]), ("Off roll", row["left_on"])]
    dates = [*_opened(case), *((name, words.day(on)) for name, on in dated if on)]
    return CaseRow(
        child=child,
        anchor=case.anchor if case else "",
        dates=dates,
        attendance=attendance(row),
        stages=stages(case),
        examined=examined,
    )


def open_row(case: Case, examined: str) -> CaseRow:
    """Return the row of an open case."""
    return CaseRow(case.child, case.anchor, _opened(case), "", stages(case), examined)


def attendance(row: Row) -> str:
    """`42 of 60 sessions`, or '' where no marks were supplied."""
    return f"{row['attended']} of {row['possible']} sessions" if row["possible"] else ""


def stages(case: Case | None) -> list[Stage]:
    """Return what the rules make of a case, stage by stage."""
    verdicts = [*case.open_verdicts, *case.met] if case else []
    return [_stage(name, [one for one in verdicts if one.part in parts]) for name, parts in STAGES]


def _stage(name: str, verdicts: Iterable[Verdict]) -> Stage:
    """Return the worst of the duties and prohibitions of the school and the trust; patterns are none."""
    own = [one for one in verdicts if one.own and one.status != "indicator"]
    if not own:
        return Stage(name, None, 0, 0)
    worst = min(own, key=lambda one: status_rank(one.status))
    return Stage(name, worst.shown, sum(one.status == worst.status for one in own), len(own))


def _opened(case: Case | None) -> list[tuple[str, str]]:
    return [(name, value) for name, value in case.facts if name == "Opened"] if case else []
