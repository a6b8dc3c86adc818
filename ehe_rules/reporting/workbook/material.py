"""What every sheet draws on: the pages as they stand, with the trust's own and an authority's beside the schools'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting.redact import Redactor
from ehe_rules.reporting.rows import SchoolRows, is_of_authority, of_schools, records
from ehe_rules.reporting.school import SchoolPage, Shared, school_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.index import IndexPage
    from ehe_rules.reporting.verdicts import Rules
    from ehe_rules.reporting.workbook.sheets import Value
    from ehe_rules.result import Result

TRUST, AUTHORITY = "The trust", "The authority"


@dataclass(frozen=True)
class Place:
    """A school's page under its name; or what belongs to no school, as the trust's or an authority's."""

    name: str
    page: SchoolPage

    @property
    def whole(self) -> str:
        """What stands where a child would, for what concerns none: the school as a whole."""
        return "The school as a whole" if self.page.urn else f"{self.page.name} as a whole"

    def child(self, child: Child | None) -> tuple[Value, Value, Value, Value]:
        """Return the cells School, Child, Year and UPN."""
        if child is None:
            return (self.name, self.whole, None, None)
        return (self.name, child.name, child.year, child.number)


@dataclass(frozen=True)
class Material:
    """The result, the trust's overview, and each school's page, with the trust's own and an authority's last."""

    result: Result
    overview: IndexPage
    places: list[Place]
    rules: Rules


def material(result: Result, overview: IndexPage, pages: Sequence[SchoolPage], rules: Rules) -> Material:
    """Return what the sheets are made of."""
    schools = [Place(page.name, page) for page in pages]
    shared = Shared(files=[], problems=[], hide=Redactor())
    others = [_of_no_school(result, name) for name in (TRUST, AUTHORITY)]
    owners = [
        Place(own.name, school_page(own, overview.run, rules, shared)) for own in others if own.findings
    ]
    return Material(result, overview, [*schools, *owners], rules)


def _of_no_school(result: Result, name: str) -> SchoolRows:
    """Return what belongs to no school, in the shape of a school: the trust's, or an authority's; children known by UPN only."""
    found, subjects = (_owned_by(frame, name) for frame in (result.findings, result.subjects))
    is_met = found["status"] == "met"
    # Among its own records the authority's duties are its own.
    own = {"duty_of": "school"} if name == AUTHORITY else {}
    return SchoolRows(
        urn="",
        name=name,
        kind="",
        findings=[{**row, **own} for row in records(found[~is_met])],
        met_elsewhere=int(is_met.sum()),
        subjects=records(subjects),
        timeline=records(result.timeline[result.timeline["school"] == ""]),
        pupils=records(result.pupils[result.pupils["school"] == ""]),
    )


def _owned_by(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows (findings or subjects) of an authority's own records, or those of no school that are the trust's."""
    if name == AUTHORITY:
        return frame[frame["about"].map(is_of_authority).astype(bool)]
    schools = of_schools(frame)
    return schools[schools["school"] == ""]
