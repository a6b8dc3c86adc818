"""One school's page, for its DSL: what to do, what cannot be decided, what to learn from, then every case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.cases import Case, cases
from ehe_rules.reporting.children import Child, children
from ehe_rules.reporting.heaps import Undecided, learning, undecided
from ehe_rules.reporting.problems import FileProblems, Supplied, by_file, files_of, supplied
from ehe_rules.reporting.redact import Redactor, redactor
from ehe_rules.reporting.verdicts import Rule, Rules, Verdict, verdict
from ehe_rules.reporting.worklist import Work, worklist

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.reporting.rows import Row, SchoolRows
    from ehe_rules.reporting.run import Run


@dataclass(frozen=True)
class Named:
    """A verdict with the child it concerns (None: the school as a whole) and the case, if there is one."""

    child: Child | None
    case: Case | None
    verdict: Verdict


@dataclass(frozen=True)
class Counts:
    """The figures at the top of the page: things, not verdicts, where they are things to do."""

    overdue: int
    coming: int
    children: int
    undecided: int
    late: int
    past: int
    met: int
    cases: int
    open_cases: int


@dataclass(frozen=True)
class SchoolPage:
    """All that the school's page shows, in its order."""

    run: Run
    urn: str
    name: str
    kind: str
    counts: Counts
    work: list[Work]
    undecided: list[Undecided]
    learning: list[Named]
    waived: list[Named]
    indicators: list[Named]
    others: list[Named]
    cases: list[Case]
    leavers: list[Case]
    elsewhere: list[Named]
    met_elsewhere: int
    files: Supplied
    problems: list[FileProblems]
    rules: list[Rule]


def school_page(school: SchoolRows, run: Run, rules: Rules, shared: Shared) -> SchoolPage:
    """Return one school's page."""
    people = children(school)
    verdicts = [verdict(row, rules, run.on) for row in school.findings]
    blocks = cases(school, people, verdicts)
    by_subject = {case.subject: case for case in blocks}

    def named(chosen: Sequence[Verdict]) -> list[Named]:
        return [Named(people.get(one.pupil), by_subject.get(one.case), one) for one in chosen]

    def of_status(*statuses: str) -> list[Verdict]:
        return sorted((one for one in verdicts if one.status in statuses), key=lambda one: one.order)

    work, waiting, past = (
        worklist(verdicts, people, by_subject),
        undecided(verdicts, people),
        learning(verdicts, by_subject),
    )
    met = school.met_elsewhere + len(of_status("met"))
    files, problems = _files(school, shared)
    return SchoolPage(
        run=run,
        urn=school.urn,
        name=school.name,
        kind=school.kind,
        counts=_counts(work, waiting, past, blocks, met),
        work=work,
        undecided=waiting,
        learning=named(past),
        waived=named(of_status("waived")),
        indicators=named(of_status("indicator")),
        others=named([one for one in of_status("not_met", "late", "due") if not one.own]),
        cases=blocks,
        leavers=[case for case in blocks if case.left],
        elsewhere=named(
            [one for one in of_status("not_met", "due", "late", "cannot_tell") if one.case not in by_subject]
        ),
        met_elsewhere=school.met_elsewhere,
        files=files,
        problems=problems,
        rules=_used(verdicts),
    )


@dataclass(frozen=True)
class Shared:
    """What the pages of all schools draw on: the files, their problems, and a redactor of every pupil."""

    files: list[Row]
    problems: list[Row]
    hide: Redactor


def _files(school: SchoolRows, shared: Shared) -> tuple[Supplied, list[FileProblems]]:
    """Return the files this school's records came from; other schools' pupils in them are not named."""
    used = files_of(school)
    hide = shared.hide.sparing(redactor([*school.pupils, *school.subjects, *school.findings]))
    return (
        supplied([row for row in shared.files if row["file"] in used], hide),
        by_file([row for row in shared.problems if row["file"] in used], hide),
    )


def _used(verdicts: Sequence[Verdict]) -> list[Rule]:
    found = {one.rule.anchor: one.rule for one in verdicts}
    return sorted(found.values(), key=lambda rule: words.natural(rule.id))


def _counts(
    work: Sequence[Work],
    waiting: Sequence[Undecided],
    past: Sequence[Verdict],
    blocks: Sequence[Case],
    met: int,
) -> Counts:
    items = [item for one in work for item in one.items]
    return Counts(
        overdue=sum(item.overdue for item in items),
        coming=sum(not item.overdue for item in items),
        children=sum(one.child is not None for one in work),
        undecided=sum(group.number for group in waiting),
        late=sum(one.status == "late" for one in past),
        past=sum(one.status != "late" for one in past),
        met=met,
        cases=len(blocks),
        open_cases=sum(not case.closed and not case.left for case in blocks),
    )
