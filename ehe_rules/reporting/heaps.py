"""The two heaps beside the worklist: what cannot be decided, and what is past doing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ehe_rules.reporting import words
from ehe_rules.reporting.statuses import severity_rank
from ehe_rules.reporting.worklist import still_to_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ehe_rules.reporting.cases import Case
    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.verdicts import Verdict


MOST_NAMED: Final = 6
"""Where more children than these wait for one thing, it is the thing that is wanting, and they are counted."""

_LEADS = re.compile(r"^(?:Cannot tell\.|Whether this rule applies cannot be told\.) +")
_SENTENCES = re.compile(r"(?<=[.]) +(?=[A-Z])")


@dataclass(frozen=True)
class Undecided:
    """Checks that wait for the same thing: what is missing, whom it concerns, and what the rules ask for.

    `said` are the reasons as the findings give them.
    """

    reason: str
    number: int
    who: str
    asks: list[tuple[str, str]]
    said: frozenset[str]


def undecided(
    verdicts: Iterable[Verdict], people: Mapping[str, Child], whole: str = "The school as a whole"
) -> list[Undecided]:
    """Return what cannot be decided, by what is missing, the commonest first; `whole` is whom it concerns where no child is named."""
    causes: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.status == "cannot_tell":
            causes.setdefault(_cause(verdict.reason), []).append(verdict)
    groups = [
        Undecided(
            reason=_missing(group),
            number=len(group),
            who=_who(group, people) or whole,
            asks=sorted({(verdict.title, verdict.remedy) for verdict in group}),
            said=frozenset(verdict.reason for verdict in group),
        )
        for group in causes.values()
    ]
    return sorted(groups, key=lambda group: (-group.number, group.reason))


def _plain(reason: str) -> str:
    """Return a reason without its first words, which say no more than the heading."""
    return _LEADS.sub("", reason)


def _cause(reason: str) -> str:
    """Return what reasons have in common that wait for the same: all but the figures."""
    return re.sub(r"\d+(?:,\d{3})*", "#", _plain(reason))


def _missing(verdicts: Sequence[Verdict]) -> str:
    """Return what all of them say; where even that differs by its figures, what the first says."""
    said = sorted({_plain(verdict.reason) for verdict in verdicts})
    common = [
        part for part in _SENTENCES.split(said[0]) if all(part in _SENTENCES.split(other) for other in said)
    ]
    return " ".join(common) or said[0]


def _who(verdicts: Sequence[Verdict], people: Mapping[str, Child]) -> str:
    found = {verdict.pupil: people[verdict.pupil] for verdict in verdicts if verdict.pupil in people}
    if len(found) > MOST_NAMED:
        return words.plural(len(found), "child", "children")
    return words.listed([child.name for child in sorted(found.values(), key=lambda child: child.order)])


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
