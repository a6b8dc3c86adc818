"""The trust's own duties on the overview: one line for each and for how it stands, with a count of half terms or terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting.said_once import act_of, commonest, dates_of, number_of, rules_of
from ehe_rules.reporting.verdicts import Rules, Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ehe_rules.reporting.redact import Redactor
    from ehe_rules.reporting.rows import Row
    from ehe_rules.reporting.run import Run
    from ehe_rules.reporting.statuses import Status


@dataclass(frozen=True)
class OwnDuty:
    """A duty of the trust itself and how it stands; `number` says of how many half terms or terms."""

    shown: Status
    title: str
    number: str
    reasons: list[str]
    deadlines: str
    clauses: str


def own_duties(findings: Iterable[Row], run: Run, rules: Rules, hide: Redactor) -> list[OwnDuty]:
    """Return the trust's duties from the findings about it, what presses most first; `hide` takes pupils out of reasons."""
    groups: dict[tuple[str, str], list[Verdict]] = {}
    found = [verdict(row, rules, run.on) for row in findings]
    for one in sorted(found, key=lambda one: one.order):
        groups.setdefault((act_of(one.rule), one.status), []).append(one)
    return [_own_duty(group, hide) for group in groups.values()]


def _own_duty(group: Sequence[Verdict], hide: Redactor) -> OwnDuty:
    first = group[0]
    clauses = list(dict.fromkeys(rule.clauses for rule in rules_of(group)))
    # What is in place needs no reasons but for the last time; what is not says why.
    said = [group[-1].reason] if first.status == "met" else [one.reason for one in group]
    return OwnDuty(
        shown=first.shown,
        title=first.title,
        number=number_of(group) if len(group) > 1 else "",
        reasons=[hide(reason) for reason in commonest(said)],
        deadlines=dates_of(group),
        clauses=", ".join(clauses),
    )
