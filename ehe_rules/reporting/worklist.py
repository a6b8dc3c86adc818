"""What to do, by child, worst first: one line for each act that is missing, however many rules ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting.statuses import severity_rank, status_rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ehe_rules.reporting.cases import Case
    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.verdicts import Rule, Verdict

# Off roll ends the duties of the early stages; what is left to do then belongs to these parts.
_AFTER_LEAVING = ("stage 4", "off-roll law", "records", "returns", "oversight")
# A week or a month that has passed without its review cannot be made good: it is for learning.
_PASSED = ("school_week", "school_month")


@dataclass(frozen=True)
class Item:
    """One act that is missing: in few words and in full, who does it, by when, and which verdicts it would settle."""

    act: str
    action: str
    owner: str
    overdue: bool
    when: str
    by: str
    verdicts: list[Verdict]
    notes: list[str]

    @property
    def rules(self) -> list[Rule]:
        """The rules that ask for it, each once."""
        return list({verdict.rule.anchor: verdict.rule for verdict in self.verdicts}.values())

    @property
    def grave(self) -> bool:
        """Whether a rule of critical or high severity asks for it; of the rest a page says in full only if asked."""
        return any(severity_rank(verdict.severity) <= severity_rank("high") for verdict in self.verdicts)

    @property
    def reasons(self) -> list[str]:
        """What the record shows, said once where several rules say the same."""
        return list(dict.fromkeys(verdict.reason or verdict.title for verdict in self.verdicts))

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """Overdue before due, then severity, days late, the nearest date."""
        worst = min(severity_rank(verdict.severity) for verdict in self.verdicts)
        late = max(verdict.days_late for verdict in self.verdicts)
        return (0 if self.overdue else 1, worst, -late, self.by or "9999-12-31", self.action)


@dataclass(frozen=True)
class Work:
    """One child's items (child None: the school as a whole). `cases` are the cases they come from."""

    child: Child | None
    items: list[Item]
    cases: list[Case]


def still_to_do(verdict: Verdict, case: Case | None) -> bool:
    """Whether something can still be done about it: open cases, and what remains once a child has left.

    Only what is about the case itself ends with it. A leaver's file is still to be sent, and a child who is back on roll
    is still to be looked after, whichever case they stand beside and whether that is over.
    """
    if not verdict.own or verdict.status not in ("not_met", "due"):
        return False
    if verdict.status == "due":
        return True
    if verdict.about in _PASSED:
        return False
    if verdict.about != "case" or case is None:
        return True
    return not case.closed and (not case.off_roll or verdict.part in _AFTER_LEAVING)


def worklist(
    verdicts: Iterable[Verdict], people: Mapping[str, Child], cases: Mapping[str, Case]
) -> list[Work]:
    """Return the children with something to do now, those with a social worker, a plan or a concern first."""
    by_child: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if still_to_do(verdict, cases.get(verdict.case)):
            by_child.setdefault(verdict.pupil, []).append(verdict)
    work = [
        Work(
            child=people.get(pupil),
            items=_items(group),
            cases=[cases[name] for name in sorted({verdict.case for verdict in group}) if name in cases],
        )
        for pupil, group in by_child.items()
    ]
    return sorted(work, key=urgency)


def urgency(work: Work) -> tuple[object, ...]:
    """Return a sorting key: children who come before others, then children, then the school as a whole; worst first."""
    first = work.items[0].order
    if work.child is None:
        return (2, first, ())
    return (0 if work.child.first else 1, first, work.child.order)


def _items(verdicts: Sequence[Verdict]) -> list[Item]:
    """Return one item for each act that is missing, whichever ruleset asks for it."""
    acts: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        acts.setdefault(verdict.rule.act or verdict.remedy or verdict.title, []).append(verdict)
    items = [_item(sorted(group, key=lambda verdict: verdict.order)) for group in acts.values()]
    return sorted(items, key=lambda item: item.order)


def _item(verdicts: list[Verdict]) -> Item:
    """Return an act with the remedy and the owner of the rule that presses most."""
    worst = min(verdicts, key=lambda verdict: (status_rank(verdict.status), verdict.by or "9999-12-31"))
    overdue = worst.status == "not_met"
    return Item(
        act=worst.rule.act or worst.title,
        action=worst.remedy or worst.title,
        owner=worst.owner,
        overdue=overdue,
        when=_when(worst, overdue=overdue),
        by=worst.by,
        verdicts=verdicts,
        notes=list(dict.fromkeys(verdict.note for verdict in verdicts if verdict.note)),
    )


def _when(verdict: Verdict, *, overdue: bool) -> str:
    if overdue and verdict.kind == "forbid":
        return "On record"
    if overdue:
        return f"Was due {verdict.deadline}" if verdict.deadline else "Outstanding"
    return f"By {verdict.deadline}" if verdict.deadline else "Coming up"
