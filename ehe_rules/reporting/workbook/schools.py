"""The sheet Schools: one line for each school, by name. It ranks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting.workbook.sheets import Column, Sheet, Value, number, percent

if TYPE_CHECKING:
    from ehe_rules.reporting.focused.rises import Rise
    from ehe_rules.reporting.index import SchoolLine
    from ehe_rules.reporting.workbook.material import Material, Place

_COLUMNS = (
    Column("School", 28),
    Column("URN", 9, "identifier"),
    Column("Phase", 16),
    Column("Cases", 8, "number"),
    Column("Open cases", 8, "number"),
    Column("Left for home education", 11, "number"),
    Column("Left, not known whether for home education", 13, "number"),
    Column("To do: overdue", 9, "number"),
    Column("To do: coming up", 9, "number"),
    Column("Could be decided", 10, "percent"),
    Column("Done in time", 9, "number"),
    Column("Done late", 9, "number"),
    Column("Not met", 9, "number"),
    Column("Not yet due", 9, "number"),
    Column("Cannot tell", 9, "number"),
    Column("Waived", 9, "number"),
    Column("On record against", 9, "number"),
    Column("Patterns", 9, "number"),
    Column("Every child on roll: in place", 11, "number"),
    Column("Every child on roll: not in place or late", 11, "number"),
    Column("Every child on roll: cannot tell", 11, "number"),
    Column("Left this half term", 9, "number"),
    Column("Left this half term, reason not known", 11, "number"),
    Column("Focused review", 26),
)


def schools(material: Material) -> Sheet:
    """Return one line for each school, by name: what it has to do, what it could show, what stands apart."""
    places = {place.page.urn: place for place in material.places}
    return Sheet(
        name="Schools",
        title="School by school",
        lead="In order of name: this ranks nobody. Look first at the share that could be decided; a school that exports little shows few failings. Percentages only from 5 cases. Checks of every child on roll are counted apart, or they would hide all else.",
        columns=_COLUMNS,
        rows=[_row(places[line.urn], line) for line in material.overview.schools],
        empty="No school was met in what was supplied.",
    )


def _row(place: Place, line: SchoolLine) -> tuple[Value, ...]:
    to_do, own, every = place.page.counts, line.all, line.children
    return (
        place.name,
        number(line.urn),
        line.kind,
        to_do.cases,
        to_do.open_cases,
        to_do.left,
        to_do.left_unknown + len(place.page.without_case),
        to_do.overdue,
        to_do.coming,
        percent(own.decidable, enough=line.percent),
        *(own.met, own.late, own.not_met, own.due, own.cannot_tell, own.waived),
        line.on_record,
        line.indicators,
        *(every.met, every.late + every.not_met, every.cannot_tell),
        *((line.rise.count, _unsaid(line.rise), _review(line.rise)) if line.rise else (None, None, None)),
    )


def _unsaid(rise: Rise) -> int | None:
    """Return the leavers of whom it is not known why they left; None where no leaver can be counted."""
    return None if rise.count is None else rise.unknown


def _review(rise: Rise) -> str:
    """Return whether withdrawals rose; a review that the trust started stands beside it."""
    up_to = f", counted up to {rise.counted_to}" if rise.outcome == "yes" and rise.counted_to else ""
    why = rise.comparison if rise.count is None else ""
    started = f"Review started {rise.started}" if rise.started else ""
    return ". ".join(
        part.removesuffix(".")
        for part in (f"{rise.says}{up_to}", why, rise.doubt, rise.missed, started)
        if part
    )
