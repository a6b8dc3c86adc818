"""What every sheet draws on: the pages as they stand, and a name for each school that is no other's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting.redact import Redactor
from ehe_rules.reporting.rows import SchoolRows, records
from ehe_rules.reporting.school import SchoolPage, Shared, school_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.index import IndexPage
    from ehe_rules.reporting.verdicts import Rules
    from ehe_rules.reporting.workbook.sheets import Value
    from ehe_rules.result import Result

TRUST = "The trust"


@dataclass(frozen=True)
class Place:
    """A school's page under a name that is unique in the workbook; or what belongs to no school, as the trust's."""

    name: str
    page: SchoolPage

    @property
    def whole(self) -> str:
        """What stands where a child would, for what concerns none: the school as a whole."""
        return "The school as a whole" if self.page.urn else "The trust as a whole"

    def child(self, child: Child | None) -> tuple[Value, Value, Value, Value]:
        """Return the cells School, Child, Year and UPN."""
        if child is None:
            return (self.name, self.whole, None, None)
        return (self.name, child.name, child.year, child.upn)


@dataclass(frozen=True)
class Material:
    """The result, the trust's overview, and each school's page with the trust's own last."""

    result: Result
    overview: IndexPage
    places: list[Place]
    rules: Rules


def material(result: Result, overview: IndexPage, pages: Sequence[SchoolPage], rules: Rules) -> Material:
    """Return what the sheets are made of."""
    again = Counter(page.name for page in pages)
    schools = [
        Place(page.name if again[page.name] == 1 else f"{page.name} ({page.urn})", page) for page in pages
    ]
    own = _of_no_school(result)
    shared = Shared(files=[], problems=[], hide=Redactor())
    trust = [Place(TRUST, school_page(own, overview.run, rules, shared))] if own.findings else []
    return Material(result, overview, [*schools, *trust], rules)


def _of_no_school(result: Result) -> SchoolRows:
    """Return what belongs to no school, in the shape of a school: the trust's duties, children known by UPN only."""
    findings = result.findings[result.findings["school"] == ""]
    is_met = findings["status"] == "met"
    return SchoolRows(
        urn="",
        name=TRUST,
        kind="",
        findings=records(findings[~is_met]),
        met_elsewhere=int(is_met.sum()),
        subjects=records(result.subjects[result.subjects["school"] == ""]),
        timeline=records(result.timeline[result.timeline["school"] == ""]),
        pupils=records(result.pupils[result.pupils["school"] == ""]),
    )
