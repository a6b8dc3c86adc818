"""Findings gathered: one line for a rule however many children or weeks it speaks of, naming only those in need."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.said_once import MOST_NAMED, act_of, commonest, dates_of, matter, number_of, rules_of
from ehe_rules.reporting.statuses import Status, status_rank, status_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ehe_rules.reporting.school import Named
    from ehe_rules.reporting.verdicts import Rule, Rules, Verdict


FEW = 3
"""So many findings of cases on one rule stand each in a line of its own; more stand in one, and the cases say the rest."""


@dataclass(frozen=True)
class Line:
    """One act with one status, for one or for many, whichever rules ask for it. `number` is in words (`37 children`).

    `people` are the children to be named, each once, by surname, `more` how many of them are not; without any it
    is about the school as a whole, and `dates` says when.
    """

    verdict: Verdict
    named: list[Named]
    number: str
    people: list[Named]
    more: int
    dates: str
    reasons: list[str]

    @property
    def one(self) -> Named | None:
        """What the line is about, where it is only one: a case, a pupil, a week."""
        return self.named[0] if len({matter(named.verdict) for named in self.named}) == 1 else None

    @property
    def rules(self) -> list[Rule]:
        """The rules that say it, each once."""
        return rules_of(named.verdict for named in self.named)


@dataclass(frozen=True)
class Check:
    """One rule outside any case: how many have which status, and a line for each status that needs something."""

    rule: Rule
    tallies: list[tuple[Status, int]]
    lines: list[Line]


def lines(found: Iterable[Named]) -> list[Line]:
    """Return one line for each act and status, in the order met; what few cases lack stands in a line for each of them."""
    groups: dict[tuple[str, str, bool], list[Named]] = {}
    for named in found:
        one = named.verdict
        groups.setdefault((act_of(one.rule), one.status, named.case is not None), []).append(named)
    return [
        _line(part)
        for (_, _, of_case), group in groups.items()
        for part in (_each(group) if of_case else [group])
    ]


def _each(group: Sequence[Named]) -> list[list[Named]]:
    """Return the findings of a few cases apart, those of many together."""
    by_case: dict[str, list[Named]] = {}
    for named in group:
        by_case.setdefault(matter(named.verdict), []).append(named)
    return [*by_case.values()] if len(by_case) <= FEW else [[*group]]


def checks(found: Sequence[Named], met: Mapping[tuple[str, str], int], rules: Rules) -> list[Check]:
    """Return the rules judged outside any case, those that need something first; `met` are counts by ruleset and rule."""
    by_rule: dict[str, list[Named]] = {}
    for named in found:
        by_rule.setdefault(named.verdict.rule.anchor, []).append(named)
    in_place = {rules[key].anchor: number for key, number in met.items() if key in rules}
    known = {rules[key].anchor: rules[key] for key in met if key in rules}
    known |= {anchor: group[0].verdict.rule for anchor, group in by_rule.items()}
    listed = [
        _check(rule, by_rule.get(anchor, []), in_place.get(anchor, 0)) for anchor, rule in known.items()
    ]
    return sorted(listed, key=_urgency)


def _check(rule: Rule, found: Sequence[Named], met: int) -> Check:
    tallies = Counter(named.verdict.status for named in found)
    shown = {named.verdict.status: named.verdict.shown for named in found}
    listed = [(shown[status], tallies[status]) for status in sorted(tallies, key=status_rank)]
    if met:
        listed.append((status_words("met", kind=rule.kind, duty_of=rule.duty, has_deadline=False), met))
    return Check(rule, listed, lines(found))


def _urgency(check: Check) -> tuple[int, tuple[object, ...]]:
    worst = min((status_rank(line.verdict.status) for line in check.lines), default=status_rank("met"))
    return worst, words.natural(check.rule.id)


def _line(group: list[Named]) -> Line:
    first = min(group, key=lambda named: named.verdict.order)
    by_child = {named.child.key: named for named in group if named.child}
    people = [named for _, named in sorted(by_child.items(), key=lambda pair: pair[1].verdict.pupil)]
    people.sort(key=lambda named: named.child.order if named.child else ())
    # What cannot be told of many waits for one thing, not for the children.
    most = FEW if first.verdict.status == "cannot_tell" else MOST_NAMED
    return Line(
        verdict=first.verdict,
        named=group,
        number=number_of([named.verdict for named in group]),
        people=people[:most],
        more=len(people[most:]),
        dates="" if people else dates_of(named.verdict for named in group),
        reasons=_reasons(group),
    )


def _reasons(group: Sequence[Named]) -> list[str]:
    """Return why; where many cases have each its own reason, they say it."""
    said = commonest(
        reason for _, reason in {(matter(named.verdict), named.verdict.reason) for named in group}
    )
    several = len({matter(named.verdict) for named in group}) > 1
    if several and len(said) > 1 and group[0].case is not None:
        return ["The cases say why, each with its dates."]
    return said
