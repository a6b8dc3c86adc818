"""The sheets of figures by part of the procedure, of all schools and of each, and of what must not happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.workbook.sheets import Column, Sheet, Value, lines, percent

if TYPE_CHECKING:
    from ehe_rules.reporting.rates import Tally
    from ehe_rules.reporting.workbook.material import Material

_RATES = (
    Column("Decided", 10, "number"),
    Column("Done in time", 10, "number"),
    Column("Done late", 10, "number"),
    Column("Not met", 10, "number"),
    Column("In time, of decided", 11, "percent"),
    Column("Done at all, of decided", 11, "percent"),
    Column("Cannot tell", 10, "number"),
    Column("Could be decided", 11, "percent"),
    Column("Not yet due", 10, "number"),
    Column("Waived", 10, "number"),
)
_NO_RATE = "The duties of schools and trust; done in time includes in place where no time is set. A percentage of fewer than 5 says less than the numbers, so it is left out. There is no single rate."


def summary(material: Material) -> Sheet:
    """Return the figures of all schools together, by part of the procedure."""
    return Sheet(
        name="Summary",
        title="By part of the procedure, all schools",
        lead=_NO_RATE,
        columns=(Column("Part", 34), *_RATES),
        rows=[(tally.part.capitalize(), *_rates(tally, enough=True)) for tally in material.overview.parts],
        empty="No duty fell to any school in what was supplied.",
    )


def by_part(material: Material) -> Sheet:
    """Return the figures of each school by part of the procedure."""
    names = {place.page.urn: place.name for place in material.places}
    return Sheet(
        name="Schools by part",
        title="School by school and part by part",
        lead=f"In order of name. {_NO_RATE} Percentages only from 5 cases.",
        columns=(Column("School", 28), Column("Part", 34), *_RATES),
        rows=[
            (names[line.urn], tally.part.capitalize(), *_rates(tally, enough=line.percent))
            for line in material.overview.schools
            for tally in line.parts
        ],
        empty="No duty fell to any school in what was supplied.",
    )


def _rates(tally: Tally, *, enough: bool) -> tuple[Value, ...]:
    return (
        tally.decided,
        tally.met,
        tally.late,
        tally.not_met,
        percent(tally.in_time, enough=enough),
        percent(tally.at_all, enough=enough),
        tally.cannot_tell,
        percent(tally.decidable, enough=enough),
        tally.due,
        tally.waived,
    )


def prohibitions(material: Material) -> Sheet:
    """Return what must not happen: how often nothing is on record against it, and how often something is."""
    return Sheet(
        name="Must not happen",
        title="What must not happen",
        lead="Nothing on record is not proof: it means only that nobody wrote it down. These stand outside every rate.",
        columns=(
            Column("What must not happen", 64),
            Column("Nothing on record", 12, "number"),
            Column("On record", 12, "number"),
            Column("Waived", 12, "number"),
            Column("Cannot tell", 12, "number"),
            Column("Rule", 22),
        ),
        rows=[
            (
                one.rules[0].title,
                one.clear,
                one.on_record,
                one.waived,
                one.cannot_tell,
                lines(*(rule.id for rule in one.rules)),
            )
            for one in material.overview.prohibitions
        ],
        empty=f"No prohibition was judged for {words.plural(len(material.overview.schools), 'school')}.",
    )
