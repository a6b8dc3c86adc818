"""The sheet Leavers: the children who came off roll for home education, or of whom that is not known, with the dates of their cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.case_ends import NOT_KNOWN
from ehe_rules.reporting.rows import records
from ehe_rules.reporting.workbook.sheets import Column, Sheet, day

if TYPE_CHECKING:
    from ehe_rules.reporting.workbook.material import Material


def leavers(material: Material) -> Sheet:
    """Return one line for each case that ended in home education, or perhaps did, by school and surname as on the pages."""
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
        ],
        empty="No child is recorded as having left for home education.",
        keep=2,
    )
