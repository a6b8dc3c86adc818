"""What a focused review asks of the trust (hcat:7.3, hcat:7.5), and what is recorded of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.rows import Row

RECORDED = Status("Recorded", "\N{CHECK MARK}", "good")
PARTLY = Status("Partly recorded", "\N{RIGHTWARDS ARROW}", "due")
NOT_RECORDED = Status("Not recorded", "\N{EN DASH}", "quiet")

EXAMINED = "focused_review_case_examined"
_ONCE = (
    ("focused_review_started", "The trust starts the review", "Focused review"),
    ("focused_review_adherence_checked", "Adherence to the procedure is checked", "Focused review adherence"),
    (
        "focused_review_la_coordinated",
        "Support is coordinated with the local authority",
        "Focused review with the LA",
    ),
    ("headteacher_one_to_one", "The headteacher's 1:1 takes up what was found", "Headteacher 1:1"),
)
"""The entry, what it stands for, and how the oversight log says it."""


@dataclass(frozen=True)
class Step:
    """One step: whether it is recorded, what the entries say, and how to record it."""

    title: str
    shown: Status
    entries: list[str]
    record: str


def steps(
    oversight: Sequence[Row], since: str, reviewed: tuple[str, Sequence[Row]], people: Mapping[str, Child]
) -> list[Step]:
    """Return the steps in their order; entries dated before `since` (ISO) belong to an earlier review.

    `reviewed` are the half terms reviewed, in words, and their withdrawals.
    """
    recent = [row for row in oversight if row["date"] >= since]
    started, *others = [_once(event, title, said, recent) for event, title, said in _ONCE]
    return [started, _examined(recent, *reviewed, people), *others]


def examined_on(oversight: Sequence[Row], since: str) -> dict[str, str]:
    """Return when each pupil's case was examined, in words, by pupil."""
    return {
        row["pupil"]: words.day(row["date"])
        for row in oversight
        if row["event"] == EXAMINED and row["date"] >= since
    }


def _once(event: str, title: str, said: str, recent: Sequence[Row]) -> Step:
    found = [row for row in recent if row["event"] == event]
    return Step(
        title=title,
        shown=RECORDED if found else NOT_RECORDED,
        entries=[_said(row) for row in found],
        record=f"{said}, in the oversight log (as an event: {event}), with its date.",
    )


def _examined(
    recent: Sequence[Row], span: str, withdrawn: Sequence[Row], people: Mapping[str, Child]
) -> Step:
    done = {row["pupil"] for row in recent if row["event"] == EXAMINED}
    asked = list(dict.fromkeys(row["pupil"] for row in withdrawn))
    missing = [people[pupil].name if pupil in people else pupil for pupil in asked if pupil not in done]
    number = len(asked) - len(missing)
    entries = [f"{number} of {words.plural(len(asked), 'withdrawal')} of {span}"] if asked else []
    if number and missing:
        entries.append(f"Not yet: {words.listed(missing)}")
    return Step(
        title="Each case is examined",
        shown=RECORDED if asked and not missing else PARTLY if number else NOT_RECORDED,
        entries=entries,
        record=f"Focused review case, in the oversight log (as an event: {EXAMINED}), with the child's UPN and the date.",
    )


def _said(row: Row) -> str:
    later = row["recorded"] and row["recorded"] != row["date"]
    parts = [words.day(row["date"]), row["words"], f"entered {words.day(row['recorded'])}" if later else ""]
    return "; ".join(part for part in parts if part)
