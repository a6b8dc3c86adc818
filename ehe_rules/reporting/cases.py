"""Each case as one block: what happened, in order, and what the rules make of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.case_ends import back_on, facts, left_for, state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.rows import Row, SchoolRows
    from ehe_rules.reporting.verdicts import Verdict


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. `entered` is blank when the entry was made on the day itself."""

    date: str
    entered: str
    event: str
    words: str
    evidence: list[str]
    before: bool


@dataclass(frozen=True)
class Case:
    """One case. `facts` are the pairs of its summary list; `open_verdicts` all that is not simply met.

    `left_on` is the day the name came off the roll, `back_on` (ISO) the day on which the child came back; `ehe` is whether the
    leaving was for home education: yes, no, unknown, or unexplained where nothing recorded says why.
    """

    subject: str
    anchor: str
    child: Child
    facts: list[tuple[str, str]]
    state: str
    closed: bool
    left_on: str
    back_on: str
    ehe: str
    timeline: list[Entry]
    open_verdicts: list[Verdict]
    met: list[Verdict]

    @property
    def off_roll(self) -> bool:
        """Whether the child has come off roll, for whatever reason."""
        return bool(self.left_on)

    @property
    def open(self) -> bool:
        """Whether nothing has ended the case: neither an entry nor a leaving."""
        return not self.closed and not self.off_roll

    @property
    def left(self) -> bool:
        """Whether the roll shows that the child left for home education."""
        return self.off_roll and self.ehe == "yes"

    @property
    def left_unknown(self) -> bool:
        """Whether the child left and the record does not say if it was for home education."""
        return self.off_roll and self.ehe not in ("yes", "no")

    @property
    def back(self) -> str:
        """The day on which the child came back on roll, in words."""
        return words.day(self.back_on)

    @property
    def standing(self) -> str:
        """What is not simply in place, counted by status: `2 not met, 1 done late`."""
        counts = Counter(
            verdict.shown.words.lower() for verdict in self.open_verdicts if verdict.status != "indicator"
        )
        return ", ".join(f"{number} {status}" for status, number in counts.items()) or "all in place"


def cases(school: SchoolRows, people: Mapping[str, Child], verdicts: Sequence[Verdict]) -> list[Case]:
    """Return the cases by child's surname, then by the day they opened."""
    rows = [row for row in school.subjects if row["about"] == "case"]
    rows.sort(key=lambda row: (*people[row["pupil"]].order, row["opened_on"], row["subject"]))
    entries = _grouped(school.timeline)
    judged: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        judged.setdefault(verdict.case, []).append(verdict)
    return [
        _case(
            number, row, people[row["pupil"]], entries.get(row["subject"], []), judged.get(row["subject"], [])
        )
        for number, row in enumerate(rows, start=1)
    ]


def _case(number: int, row: Row, child: Child, entries: list[Row], verdicts: list[Verdict]) -> Case:
    ordered = sorted(verdicts, key=lambda verdict: verdict.order)
    return Case(
        subject=row["subject"],
        anchor=f"case-{number}",
        child=child,
        facts=facts(row),
        state=state(row),
        closed=bool(row["closed_on"]),
        left_on=words.day(row["off_rolled_on"]),
        back_on=back_on(row),
        ehe=left_for(row),
        timeline=[_entry(entry) for entry in entries],
        open_verdicts=[verdict for verdict in ordered if verdict.status != "met"],
        met=[verdict for verdict in ordered if verdict.status == "met"],
    )


def _entry(row: Row) -> Entry:
    later = row["recorded"] and row["recorded"][:10] != row["date"][:10]
    return Entry(
        date=words.weekday(row["date"][:10]),
        entered=words.day(row["recorded"][:10]) if later else "",
        event=words.label(row["event"]),
        words=row["words"],
        evidence=[words.evidence(reference) for reference in words.split(row["evidence"])],
        before=row["before_window"] == "yes",
    )


def _grouped(timeline: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in timeline:
        groups.setdefault(row["case"], []).append(row)
    return groups
