"""The sheet Leavers: the children who came off roll for home education, or of whom that is not known, with the dates of their cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.case_ends import NOT_KNOWN
from ehe_rules.reporting.rows import records
from ehe_rules.reporting.workbook.sheets import Column, Sheet, Value, day

if TYPE_CHECKING:
    from ehe_rules.reporting.leavers import Leaver
    from ehe_rules.reporting.workbook.material import Material, Place


def leavers(material: Material) -> Sheet:
    """Return one line for each case that ended in home education, or perhaps did, as on the pages; last, leavers without a case."""
    subjects = material.result.subjects
    left = records(subjects[(subjects["about"] == "case") & (subjects["off_rolled_on"] != "")])
    dates = {row["subject"]: row for row in left}
    return Sheet(
        name="Leavers",
        title="Left for home education",
        lead="Children who came off roll for home education, by school and surname; then those of whom the record does not say whether it was for that. Off roll is the day the name came off the roll.",
        columns=(
            Column("School", 24),
            Column("Child", 22),
            Column("Year", 9),
            Column("UPN", 15),
            Column("Needs and plans", 22),
            Column("Case opened", 13, "date"),
            Column("Opened by", 22),
            Column("Off roll", 13, "date"),
            Column("Back on roll", 13, "date"),
            Column("Home education shown by", 26),
            Column("What stands", 30),
        ),
        rows=[
            (
                *place.child(case.child),
                words.listed([*case.child.flags, *case.child.needs]),
                day(dates[case.subject]["opened_on"]),
                words.label(dates[case.subject]["opened_by"]),
                day(dates[case.subject]["off_rolled_on"]),
                day(case.back_on),
                words.label(NOT_KNOWN if case.left_unknown else dates[case.subject]["ehe_by"]),
                case.standing,
            )
            for place in material.places
            for case in (*place.page.leavers, *place.page.perhaps_leavers)
        ]
        + [_without_case(place, one) for place in material.places for one in place.page.without_case],
        empty="No child is recorded as having left for home education.",
        keep=2,
    )


def _without_case(place: Place, one: Leaver) -> tuple[Value, ...]:
    needs = words.listed([*one.child.flags, *one.child.needs])
    return (
        *place.child(one.child),
        needs,
        None,
        None,
        day(one.on),
        None,
        words.label(NOT_KNOWN),
        "No case on record",
    )
