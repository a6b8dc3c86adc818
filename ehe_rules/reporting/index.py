"""The trust's overview: counts and rates, school by school and part by part. It names no child."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ehe_rules.reporting.apart import Pattern, Prohibition, on_record, patterns, prohibitions
from ehe_rules.reporting.problems import FileProblems, Supplied, by_file, supplied
from ehe_rules.reporting.rates import FEWEST_FOR_PERCENTAGES, Tally
from ehe_rules.reporting.rows import SchoolRows, counts, of_schools, records, trust_findings
from ehe_rules.reporting.statuses import OWN_DUTIES
from ehe_rules.reporting.tallies import tallies, tallies_by_school, total
from ehe_rules.reporting.trust import OwnDuty, own_duties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.reporting.focused.rises import Rise
    from ehe_rules.reporting.redact import Redactor
    from ehe_rules.reporting.run import Run
    from ehe_rules.reporting.verdicts import Rules
    from ehe_rules.result import Result


@dataclass(frozen=True)
class SchoolLine:
    """One school's row. `percent` is False for a school with so few cases that a percentage would mislead.

    `all` leaves out what is asked of every child on roll, which would hide the rest: that is `children`; so are patterns
    `of_children` kept apart from the other `indicators`.
    """

    name: str
    urn: str
    kind: str
    page: str
    cases: int
    all: Tally
    children: Tally
    parts: list[Tally]
    on_record: int
    indicators: int
    of_children: int
    percent: bool
    rise: Rise | None


@dataclass(frozen=True)
class Surroundings:
    """What the overview needs besides findings.

    `hide` takes pupils out of free text, `outputs` are files to link to, `rises` each school's comparison by URN.
    """

    hide: Redactor
    outputs: list[str]
    rises: Mapping[str, Rise] = field(default_factory=dict)


@dataclass(frozen=True)
class IndexPage:
    """All that the overview shows, in its order."""

    run: Run
    schools: list[SchoolLine]
    all: Tally
    children: Tally
    parts: list[Tally]
    prohibitions: list[Prohibition]
    patterns: list[Pattern]
    trust: list[OwnDuty]
    others: int
    files: Supplied
    problems: list[FileProblems]
    outputs: list[str]

    @property
    def waived(self) -> int:
        """How much is waived: where nothing is, the page does not speak of waivers."""
        return self.all.waived + self.children.waived + sum(one.waived for one in self.prohibitions)


def index_page(
    result: Result, run: Run, schools: Sequence[SchoolRows], rules: Rules, pages: Surroundings
) -> IndexPage:
    """Return the overview."""
    hide = pages.hide
    findings = result.findings
    parts = tallies(findings)
    return IndexPage(
        run=run,
        schools=_lines(result, schools, on_record(of_schools(findings), rules), pages.rises),
        all=total(part for part in parts if not part.every_child),
        children=total(part for part in parts if part.every_child),
        parts=parts,
        prohibitions=prohibitions(findings, rules),
        patterns=patterns(findings, rules),
        trust=own_duties(trust_findings(result), run, rules, hide),
        others=int(
            (~findings["duty_of"].isin([*OWN_DUTIES, ""]) & (findings["status"] != "indicator")).sum()
        ),
        files=supplied(records(result.files), hide),
        problems=by_file(records(result.problems), hide),
        outputs=pages.outputs,
    )


def _lines(
    result: Result, schools: Sequence[SchoolRows], broken: Mapping[str, int], rises: Mapping[str, Rise]
) -> list[SchoolLine]:
    findings, subjects = of_schools(result.findings), result.subjects
    by_school = tallies_by_school(findings)
    cases = counts(subjects[subjects["about"] == "case"], "school")
    looked_at = findings["status"] == "indicator"
    of_children = counts(findings[looked_at & (findings["about"] == "pupil")], "school")
    patterns = counts(findings[looked_at & (findings["about"] != "pupil")], "school")
    lines = []
    for school in schools:
        parts = by_school.get(school.urn, [])
        number = cases.get((school.urn,), 0)
        lines.append(
            SchoolLine(
                name=school.name,
                urn=school.urn,
                kind=school.kind,
                page=school.page,
                cases=number,
                all=total(part for part in parts if not part.every_child),
                children=total(part for part in parts if part.every_child),
                parts=parts,
                on_record=broken.get(school.urn, 0),
                indicators=patterns.get((school.urn,), 0),
                of_children=of_children.get((school.urn,), 0),
                percent=number >= FEWEST_FOR_PERCENTAGES,
                rise=rises.get(school.urn),
            )
        )
    return lines
