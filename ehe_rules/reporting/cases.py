"""Each case as one block: what happened, in order, and what the rules make of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ehe_rules.reporting import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.rows import Row, SchoolRows
    from ehe_rules.reporting.verdicts import Verdict


NOT_KNOWN = "not known whether for home education"

_CLOSERS = {"left": "left for another reason", "re-entry": "back on roll the next day"}
"""What closes a case and is no entry of its own (see the window of cases)."""


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
        facts=_facts(row),
        state=_state(row),
        closed=bool(row["closed_on"]),
        left_on=words.day(row["off_rolled_on"]),
        back_on=_back_on(row),
        ehe=_ehe(row),
        timeline=[_entry(entry) for entry in entries],
        open_verdicts=[verdict for verdict in ordered if verdict.status != "met"],
        met=[verdict for verdict in ordered if verdict.status == "met"],
    )


def _state(row: Row) -> str:
    if not row["off_rolled_on"]:
        return f"closed {words.day(row['closed_on'])}" if row["closed_on"] else "open"
    left_on = words.day(row["off_rolled_on"])
    if _ehe(row) == "no":
        return f"left for another reason on {left_on}"
    since = f"off roll since {left_on}"
    if row["closed_on"]:
        # A child who came back is not off roll since then.
        back = words.day(_back_on(row))
        ended = f"back on roll {back}" if back else f"closed {words.day(row['closed_on'])}"
        since = f"off roll from {left_on}, {ended}"
    return since if row["ehe"] == "yes" else f"{since}; {NOT_KNOWN}"


def _ehe(row: Row) -> str:
    return "unexplained" if row["unexplained"] else row["ehe"]


def _back_on(row: Row) -> str:
    """Return the day on which a child who had left came back: a case ends on the day before."""
    closed = words.parsed(row["closed_on"])
    back = closed and row["off_rolled_on"] and "re-entry" in words.split(row["closed_by"])
    return (closed + timedelta(days=1)).isoformat() if closed and back else ""


def _facts(row: Row) -> list[tuple[str, str]]:
    """Return the dates of a case with what opened, closed or ended it; what is blank is left out."""
    dated = [
        ("Opened", row["opened_on"], words.in_sentence(row["opened_by"])),
        ("Off roll", row["off_rolled_on"], _why_off_roll(row)),
        (
            "Closed",
            row["closed_on"],
            words.listed([_closer(by, row) for by in words.split(row["closed_by"])]),
        ),
    ]
    return [(name, f"{words.day(on)}: {why}" if why else words.day(on)) for name, on, why in dated if on]


def _why_off_roll(row: Row) -> str:
    """Say what the leaving was, as far as the record shows it."""
    if row["ehe"] == "yes":
        return f"home education by its {words.in_sentence(row['ehe_by'])}" if row["ehe_by"] else ""
    return "another reason than home education" if _ehe(row) == "no" else NOT_KNOWN


def _closer(by: str, row: Row) -> str:
    """Return what closed a case, in words."""
    if by == "left" and row["unexplained"]:
        return "left, and no reason is recorded"
    return _CLOSERS.get(by) or words.in_sentence(by)


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
