"""The two heaps beside the worklist: what cannot be decided, and what is past doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.statuses import severity_rank
from ehe_rules.reporting.worklist import still_to_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ehe_rules.reporting.cases import Case
    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.verdicts import Verdict


@dataclass(frozen=True)
class Undecided:
    """Checks that wait for the same thing: the reason, whom it concerns, and what the rules ask for."""

    reason: str
    number: int
    who: str
    asks: list[tuple[str, str]]


def undecided(
    verdicts: Iterable[Verdict], people: Mapping[str, Child], whole: str = "The school as a whole"
) -> list[Undecided]:
    """Return what cannot be decided, by reason, the commonest first; `whole` is whom it concerns where no child is named."""
    reasons: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.status == "cannot_tell":
            reasons.setdefault(verdict.reason, []).append(verdict)
    groups = [
        Undecided(
            reason=reason,
            number=len(group),
            who=_who(group, people) or whole,
            asks=sorted({(verdict.title, verdict.remedy) for verdict in group}),
        )
        for reason, group in reasons.items()
    ]
    return sorted(groups, key=lambda group: (-group.number, group.reason))


def _who(verdicts: Sequence[Verdict], people: Mapping[str, Child], most: int = 6) -> str:
    found = {verdict.pupil: people[verdict.pupil] for verdict in verdicts if verdict.pupil in people}
    names = [child.name for child in sorted(found.values(), key=lambda child: child.order)]
    if not names:
        return ""
    return words.listed([*names[:most], f"{len(names) - most} more"] if len(names) > most else names)


def learning(verdicts: Iterable[Verdict], cases: Mapping[str, Case]) -> list[Verdict]:
    """Return what was done late, and what was not done and no longer can be, the gravest first."""
    past = [
        verdict
        for verdict in verdicts
        if verdict.own
        and (
            verdict.status == "late"
            or (verdict.status == "not_met" and not still_to_do(verdict, cases.get(verdict.case)))
        )
    ]
    return sorted(past, key=lambda verdict: (severity_rank(verdict.severity), *verdict.order))
