"""The page of a focused review: why it started, every case, the patterns, what was done so far, what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.focused.cases import CaseGroup, CaseRow, open_row, withdrawn_row
from ehe_rules.reporting.focused.chart import Bar, bars
from ehe_rules.reporting.focused.patterns import Pattern, patterns
from ehe_rules.reporting.focused.questions import questions
from ehe_rules.reporting.focused.rises import half_term_words
from ehe_rules.reporting.focused.steps import Step, examined_on, steps
from ehe_rules.reporting.rows import Row, page_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.reporting.cases import Case
    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.focused.material import ReviewRows
    from ehe_rules.reporting.focused.rises import Rise
    from ehe_rules.reporting.run import Run
    from ehe_rules.reporting.school import SchoolPage


@dataclass(frozen=True)
class FocusedPage:
    """All that the page shows, in its order. `school_page` is the file name of the school's own page; `children` left this half term."""

    run: Run
    urn: str
    name: str
    kind: str
    school_page: str
    rise: Rise
    children: int
    bars: list[Bar]
    groups: list[CaseGroup]
    patterns: list[Pattern]
    span: str
    steps: list[Step]
    since: str
    questions: list[str]

    @property
    def since_left_out(self) -> str:
        """The day before which cases that were over were left out of this report, in words."""
        return words.day(self.run.choices.since)

    @property
    def since_words(self) -> str:
        """The day from which entries count for this review, in words."""
        return words.day(self.since)


def focused_page(
    rise: Rise, rows: ReviewRows, school: SchoolPage, people: Mapping[str, Child]
) -> FocusedPage:
    """Return the page of one school's review, from its own page and the result's rows."""
    reviewed = _reviewed_half_terms(rise, rows.half_terms)
    now = [row for row in rows.withdrawals if _half_term(row) in reviewed]
    earlier = [half_term for row in rows.half_terms if (half_term := _half_term(row)) not in reviewed]
    # Without a calendar no half term is known: then every withdrawal on record is shown as one before.
    before = [row for row in rows.withdrawals if _half_term(row) in earlier or not rows.half_terms]
    since = rise.started_on or next((row["first_day"] for row in rows.half_terms if row["is_current"]), "")
    examined = examined_on(rows.oversight, since)
    span = "this half term and the one before" if len(reviewed) > 1 else "this half term"
    groups = _groups(span, (now, before), school.cases, people, examined)
    found = patterns(now, before, rows.profile)
    return FocusedPage(
        run=school.run,
        urn=school.urn,
        name=school.name,
        kind=school.kind,
        school_page=page_name(school.urn),
        rise=rise,
        children=len({row["pupil"] for row in rows.withdrawals if half_term_words(row) == rise.half_term}),
        bars=bars(rows.half_terms) if any(row["seen"] != "no" for row in rows.half_terms) else [],
        groups=groups,
        patterns=found,
        span=span,
        steps=steps(rows.oversight, since, (span, now), people),
        since=since,
        questions=questions(now, found, _reviewed(now, school.cases)),
    )


def _reviewed_half_terms(rise: Rise, half_terms: Sequence[Row]) -> list[tuple[str, str]]:
    """Return this half term; and the one before where the trust started a review which that one, or neither, explains."""
    current = next((n for n, row in enumerate(half_terms) if row["is_current"] == "yes"), None)
    if current is None:
        return []
    both = rise.started and (rise.outcome_before == "yes" or rise.outcome != "yes")
    first = max(current - 1, 0) if both else current
    return [_half_term(row) for row in half_terms[first : current + 1]]


def _half_term(row: Row) -> tuple[str, str]:
    return row["academic_year"], row["half_term"]


def _groups(
    span: str,
    withdrawals: tuple[Sequence[Row], Sequence[Row]],
    cases: Sequence[Case],
    people: Mapping[str, Child],
    examined: Mapping[str, str],
) -> list[CaseGroup]:
    """Return the withdrawals of the half terms reviewed (`span`), open cases, earlier withdrawals; no heading without a case."""
    by_subject = {case.subject: case for case in cases}

    def withdrawn(rows: Sequence[Row]) -> list[CaseRow]:
        return [
            withdrawn_row(
                row, people[row["pupil"]], by_subject.get(row["case"]), examined.get(row["pupil"], "")
            )
            for row in rows
        ]

    still_open = [open_row(case, examined.get(case.child.key, "")) for case in cases if case.open]
    groups = [
        CaseGroup(f"Withdrawn {span}", withdrawn(withdrawals[0])),
        CaseGroup("Open now", still_open),
        CaseGroup("Withdrawn in earlier half terms", withdrawn(withdrawals[1])),
    ]
    return [group for group in groups if group.rows]


def _reviewed(now: Sequence[Row], cases: Sequence[Case]) -> list[Case]:
    """Return the cases that questions are asked about: the withdrawals reviewed, and what is open."""
    withdrawn = {row["case"] for row in now}
    return [case for case in cases if case.subject in withdrawn or case.open]
