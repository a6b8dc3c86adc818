"""One school's page, for its DSL: what to do, what cannot be decided, what to learn from, then every case."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.cases import Case, cases
from ehe_rules.reporting.children import Child, children
from ehe_rules.reporting.figures import Counts, counts
from ehe_rules.reporting.gathered import Check, Line, checks, lines
from ehe_rules.reporting.heaps import Undecided, learning, undecided
from ehe_rules.reporting.leavers import MOST_NAMED, Leaver, without_case
from ehe_rules.reporting.problems import FileProblems, Supplied, by_file, files_of, supplied
from ehe_rules.reporting.rates import FEWEST_FOR_PERCENTAGES, Tally
from ehe_rules.reporting.redact import Redactor, redactor
from ehe_rules.reporting.several import Several, apart
from ehe_rules.reporting.verdicts import Rule, Rules, Verdict, verdict
from ehe_rules.reporting.worklist import Work, worklist

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.reporting.focused.rises import Rise
    from ehe_rules.reporting.rows import Row, SchoolRows
    from ehe_rules.reporting.run import Run


@dataclass(frozen=True)
class Named:
    """A verdict with the child it concerns (None: the school as a whole) and the case, if there is one."""

    child: Child | None
    case: Case | None
    verdict: Verdict


@dataclass(frozen=True)
class SchoolPage:
    """All that the school's page shows, in its order.

    `leavers` are the cases that ended with a leaving for home education, `perhaps_leavers` those that ended with one of
    which the record does not say whether it was; `without_case` left so and had no case.
    """

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
    perhaps_leavers: list[Case]
    without_case: list[Leaver]
    elsewhere: list[Named]
    met_elsewhere: int
    files: Supplied
    problems: list[FileProblems]
    rules: list[Rule]
    rise: Rise | None
    parts: list[Tally]
    percent: bool
    checks: list[Check]

    @cached_property
    def to_do(self) -> tuple[list[Work], list[Several]]:
        """The worklist by child, and apart from it what several children need outside any case."""
        return apart(self.work)

    @property
    def named_without_case(self) -> list[Leaver]:
        """Those who left last of the leavers without a case."""
        return self.without_case[:MOST_NAMED]

    @cached_property
    def lines(self) -> dict[str, list[Line]]:
        """What was late or is past doing, patterns, others' duties and waivers, with one line for many outside any case."""
        return {
            "learning": lines(self.learning),
            "patterns": lines(self.indicators),
            "others": lines(self.others),
            "waived": lines(self.waived),
        }


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
    elsewhere = named(
        [one for one in of_status("not_met", "due", "late", "cannot_tell") if one.case not in by_subject]
    )
    met = school.met_elsewhere + len(of_status("met"))
    files, problems = _files(school, shared)
    return SchoolPage(
        run=run,
        urn=school.urn,
        name=school.name,
        kind=school.kind,
        counts=counts(work, waiting, past, blocks, met),
        work=work,
        undecided=waiting,
        learning=named(past),
        waived=named(of_status("waived")),
        indicators=named(of_status("indicator")),
        others=named([one for one in of_status("not_met", "late", "due") if not one.own]),
        cases=blocks,
        leavers=[case for case in blocks if case.left],
        perhaps_leavers=[case for case in blocks if case.left_unknown],
        without_case=without_case(school, people),
        elsewhere=elsewhere,
        met_elsewhere=school.met_elsewhere,
        files=files,
        problems=problems,
        rules=_used(verdicts, [rules[key] for key in school.met_by_rule if key in rules]),
        rise=shared.rises.get(school.urn),
        parts=shared.parts.get(school.urn, []),
        percent=len(blocks) >= FEWEST_FOR_PERCENTAGES,
        checks=checks(elsewhere, school.met_by_rule, rules),
    )


@dataclass(frozen=True)
class Shared:
    """What the pages of all schools draw on: files, their problems, a redactor of every pupil.

    By URN: whether withdrawals rose, and the rates by part.
    """

    files: list[Row]
    problems: list[Row]
    hide: Redactor
    rises: Mapping[str, Rise] = field(default_factory=dict)
    parts: Mapping[str, list[Tally]] = field(default_factory=dict)


def _files(school: SchoolRows, shared: Shared) -> tuple[Supplied, list[FileProblems]]:
    """Return the files this school's records came from; other schools' pupils in them are not named."""
    used = files_of(school)
    hide = shared.hide.sparing(redactor([*school.pupils, *school.subjects, *school.findings]))
    return (
        supplied([row for row in shared.files if row["file"] in used], hide),
        by_file([row for row in shared.problems if row["file"] in used], hide),
    )


def _used(verdicts: Sequence[Verdict], met: Sequence[Rule]) -> list[Rule]:
    found = {rule.anchor: rule for rule in (*met, *(one.rule for one in verdicts))}
    return sorted(found.values(), key=lambda rule: words.natural(rule.id))
