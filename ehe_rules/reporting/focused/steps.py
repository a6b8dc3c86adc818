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
NOT_SAID = Status("Recorded", "?", "unknown")

EXAMINED = "focused_review_case_examined"
_ONCE = (
    ("focused_review_started", "The trust starts the review", "Focused review"),
    ("focused_review_adherence_checked", "Adherence to the procedure is checked", "Focused review adherence"),
    (
        "focused_review_la_coordinated",
        "Support is coordinated with the local authority",
        "Focused review with the LA",
    ),
)
"""The entry, what it stands for, and how the oversight log says it."""

ONE_TO_ONE = "headteacher_one_to_one"
TAKEN_UP = ("patterns", "hotspots", "repeated_concerns", "send_links", "attendance_trends")
"""What a 1:1 takes up of what was found (hcat:7.3): one of them is enough."""


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
    return [started, _examined(recent, *reviewed, people), *others, _one_to_one(recent)]


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


def _one_to_one(recent: Sequence[Row]) -> Step:
    """Return the headteacher's 1:1: one that does not say what it took up may have been about something else."""
    found = [row for row in recent if row["event"] == ONE_TO_ONE]
    took_up = any(set(words.split(row["covers"])) & set(TAKEN_UP) for row in found)
    not_said = ["What it took up is not said."] if found and not took_up else []
    asked = words.listed([words.in_sentence(word) for word in TAKEN_UP])
    return Step(
        title="The headteacher's 1:1 takes up what was found",
        shown=RECORDED if took_up else NOT_SAID if found else NOT_RECORDED,
        entries=[*(_said(row) for row in found), *not_said],
        record=f"Headteacher 1:1, in the oversight log (as an event: {ONE_TO_ONE}), with its date and what it took up: {asked}.",
    )


def _examined(
    recent: Sequence[Row], span: str, withdrawn: Sequence[Row], people: Mapping[str, Child]
) -> Step:
    done = {row["pupil"] for row in recent if row["event"] == EXAMINED}
    asked = list(dict.fromkeys(row["pupil"] for row in withdrawn))
    missing = [people[pupil].name if pupil in people else pupil for pupil in asked if pupil not in done]
    number = len(asked) - len(missing)
    entries = (
        [f"{number} of {words.plural(len(asked), 'child', 'children')} withdrawn {span}"] if asked else []
    )
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
