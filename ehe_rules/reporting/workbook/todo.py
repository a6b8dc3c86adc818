"""The sheet To do: the worklists of all schools' pages in one, in the same words and the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.statuses import Status, severity_rank
from ehe_rules.reporting.workbook.sheets import Column, Sheet, Value, day, lines
from ehe_rules.reporting.worklist import urgency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.reporting.several import Several
    from ehe_rules.reporting.workbook.material import Material, Place
    from ehe_rules.reporting.worklist import Item, Work

_COLUMNS = (
    Column("School", 18),
    Column("Child", 18),
    Column("Year", 8),
    Column("UPN", 15),
    Column("Comes first because", 18),
    Column("When", 18),
    Column("Date", 12, "date"),
    Column("Severity", 9),
    Column("What to do", 36, in_csv=True),
    Column("Why", 48),
    Column("Who", 14),
    Column("Asked for by", 15),
)
_MOST_REASONS = 4


def to_do(material: Material) -> Sheet:
    """Return what is overdue or coming up, by child, worst first: all schools' worklists merged."""
    work = [(place, one) for place in material.places for one in place.page.to_do[0]]
    work.sort(key=lambda found: (*urgency(found[1]), found[0].name))
    several = [(place, one) for place in material.places for one in place.page.to_do[1]]
    several.sort(key=lambda found: (found[1].item.order, found[0].name))
    return Sheet(
        name="To do",
        title="What to do, by child, worst first",
        lead="Children with a social worker, a plan or an open concern come first, then the gravest and longest overdue. If something was done, record it with the date it happened. What several children need outside any case stands once, at the end; Findings has each of them.",
        columns=_COLUMNS,
        rows=[
            *(_row(place, one, item) for place, one in work for item in one.items),
            *(_row_of_several(place, one) for place, one in several),
        ],
        empty="Nothing is overdue or coming up in what was supplied.",
        keep=2,
    )


def _row(place: Place, work: Work, item: Item) -> tuple[Value, ...]:
    reasons = [verdict.reason or verdict.title for verdict in item.verdicts]
    more = len(reasons) - _MOST_REASONS
    same = [f"And {more} more of the same."] if more > 0 else []
    first = lines(*work.child.flags) if work.child else None
    return (*place.child(work.child), first, *_act(item, [*reasons[:_MOST_REASONS], *same]))


def _row_of_several(place: Place, several: Several) -> tuple[Value, ...]:
    why = [*several.reasons, several.who]
    return (place.name, several.number, None, None, None, *_act(several.item, why))


def _act(item: Item, why: Sequence[str]) -> tuple[Value, ...]:
    worst = min((verdict.severity for verdict in item.verdicts), key=severity_rank)
    return (
        Status(item.when, "", "bad" if item.overdue else "due"),
        day(item.by),
        words.label(worst),
        item.action,
        lines(*why, *item.notes),
        item.owner,
        lines(*(rule.id for rule in item.rules)),
    )
