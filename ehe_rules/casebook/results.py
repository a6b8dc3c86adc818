"""What came of a case: the verdicts that were expected, those that came, and in words where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ehe_rules.casebook.found import Found
    from ehe_rules.rulebook.model import Case

DATED = ("due_on", "done_on", "days_late")


@dataclass(frozen=True)
class Verdict:
    """One subject's verdict. `days_late` counts in the deadline's unit; dates are blank where the verdict has none."""

    subject: str
    status: str
    due_on: date | None = None
    done_on: date | None = None
    days_late: int | None = None

    @property
    def in_words(self) -> str:
        """The status with its dates."""
        said = [
            f"due by {self.due_on}" if self.due_on else "",
            f"done {self.done_on}" if self.done_on else "",
            f"{self.days_late} late" if self.days_late is not None else "",
        ]
        dates = ", ".join(filter(None, said))
        return f"{self.status} ({dates})" if dates else self.status


@dataclass(frozen=True)
class CaseResult:
    """One case after the run. `rule` is `ruleset:rule`; `line` the case's line in its file; `why` blank = it passed."""

    rule: str
    case: str
    path: Path
    line: int
    expected: tuple[str, ...]
    got: tuple[Verdict, ...]
    engines: tuple[str, ...]
    """The engines that judged it: columnar, and durable where that was asked for and is installed."""
    why: str = ""

    @property
    def passed(self) -> bool:
        """Whether every verdict is the one expected, by both engines."""
        return not self.why


def result_of(
    found: Found, got: tuple[Verdict, ...], engines: tuple[str, ...], differences: tuple[str, ...]
) -> CaseResult:
    """Return the result of a case: its verdicts in order of subject, and what the two engines differ on."""
    reasons = [*_compare(found.case, got), *(f"the engines differ: {message}" for message in differences)]
    why = (
        f"{found.place.file.path}, line {found.place.line}: {found.rule.id}, '{found.case.name}': {'; '.join(reasons)}."
        if reasons
        else ""
    )
    return CaseResult(
        found.rule.id, found.case.name, found.rule.path, found.place.line, found.case.expect, got, engines, why
    )  # fmt: skip


def _compare(case: Case, got: tuple[Verdict, ...]) -> list[str]:
    statuses = tuple(v.status for v in got)
    if statuses != case.expect:
        return [f"expected {_listed(case.expect)}, but it is {_listed([v.in_words for v in got])}"]
    wrong = [
        f"{name} should be {getattr(case, name)}, but is {_shown(getattr(got[0], name))}"
        for name in DATED
        if got and getattr(case, name) not in (None, getattr(got[0], name))
    ]
    return wrong + [
        f"{v.in_words} on {v.subject} makes no sense" for v in got if not _makes_sense(v, case.on)
    ]


def _makes_sense(verdict: Verdict, on: date) -> bool:
    """Whether the figures go with the status, whatever the case asserts."""
    dates = (verdict.due_on, verdict.done_on, verdict.days_late)
    match verdict.status:
        case "met":
            return verdict.days_late is None
        case "due":
            return verdict.days_late is None and (verdict.due_on is None or verdict.due_on >= on)
        case "late" | "not_met":
            return verdict.days_late is None or verdict.days_late > 0
    return dates == (None, None, None)


def _listed(words: list[str] | tuple[str, ...]) -> str:
    return " and ".join(words) if words else "no verdict (the record has no such subject)"


def _shown(value: object) -> str:
    return "blank" if value is None else str(value)
