"""The sheets Findings, Undecided and Patterns: what a person has to read. What is met is only counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting.said_once import names_of
from ehe_rules.reporting.school import Named
from ehe_rules.reporting.workbook.sheets import Column, Sheet, Value, day, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ehe_rules.reporting.gathered import Line
    from ehe_rules.reporting.verdicts import Verdict
    from ehe_rules.reporting.workbook.material import Material, Place

IN_BULK = 20
"""If more checks of a school than this wait for the same thing, they are one line of Undecided and none of Findings."""

_WHO = (Column("School", 18), Column("Child", 18), Column("Year", 8), Column("UPN", 15))
_MOST = 4


def findings(material: Material) -> Sheet:
    """Return what is not met, late, due, waived or undecided, the most pressing first."""
    found = [(place, named) for place in material.places for named in _to_read(place)]
    found.sort(key=lambda one: (one[1].verdict.order, one[0].name))
    return Sheet(
        name="Findings",
        title="Findings: what is not simply met",
        lead=f"What is met is only counted. If over {IN_BULK} checks of a school wait for the same thing, they stand on Undecided only. Days late are school days where the rule counts in school days.",
        columns=(
            *_WHO,
            Column("Status", 12),
            Column("Severity", 9),
            Column("Part", 11),
            Column("What the rule asks", 34, in_csv=True),
            Column("Why", 44, in_csv=True),
            Column("Due by", 12, "date"),
            Column("Done on", 12, "date"),
            Column("Days late", 7, "number"),
            Column("Whose duty", 14),
            Column("Evidence", 28, in_csv=True),
            Column("Rule", 14),
        ),
        rows=[_finding(place, named) for place, named in found],
        empty="Nothing is not met, late, due or undecided in what was supplied.",
        keep=2,
    )


def _to_read(place: Place) -> Iterator[Named]:
    """Yield a page's findings but for patterns and for what waits in bulk: those of cases, then all others."""
    page = place.page
    bulk = {reason for group in page.undecided if group.number > IN_BULK for reason in group.said}
    of_cases = [Named(case.child, case, one) for case in page.cases for one in case.open_verdicts]
    outside = [*page.elsewhere, *(named for named in page.waived if named.case is None)]
    for named in (*of_cases, *outside):
        one = named.verdict
        if one.status != "indicator" and not (one.status == "cannot_tell" and one.reason in bulk):
            yield named


def _finding(place: Place, named: Named) -> tuple[Value, ...]:
    one = named.verdict
    return (
        *place.child(named.child),
        one.shown,
        one.rule.severity,
        one.part.capitalize(),
        one.title,
        lines(one.reason, one.note),
        day(one.by),
        day(one.done_on),
        one.days_late or None,
        _duty(one),
        lines(*_first(one.evidence)),
        one.rule.id,
    )


def _duty(verdict: Verdict) -> str:
    return verdict.owner if verdict.own and verdict.owner else verdict.rule.duty_of.capitalize()


def undecided(material: Material) -> Sheet:
    """Return what cannot be decided: one line for each school and missing thing, the commonest first."""
    found = [(place, group) for place in material.places for group in place.page.undecided]
    found.sort(key=lambda one: (-one[1].number, one[0].name, one[1].reason))
    return Sheet(
        name="Undecided",
        title="What cannot be decided from what was supplied",
        lead="Neither done nor not done. Each line says what is missing; recorded or exported once, it settles all the checks beside it. findings.csv has each check.",
        columns=(
            Column("School", 20),
            Column("What is missing", 58, in_csv=True),
            Column("What it leaves open", 58),
            Column("Whom it concerns", 30),
            Column("Checks", 9, "number"),
        ),
        rows=[
            (
                place.name,
                group.reason,
                lines(*_first([title for title, _ in group.asks])),
                group.who if place.page.urn else place.whole,
                group.number,
            )
            for place, group in found
        ],
        empty="Everything that the rules ask about could be decided.",
    )


def patterns(material: Material) -> Sheet:
    """Return the patterns found, by school: one line for each of a case, one for all children on roll who show the same."""
    found = [(place, line) for place in material.places for line in place.page.lines["patterns"]]
    return Sheet(
        name="Patterns",
        title="Patterns to look at: never a failing",
        lead="A pattern that a person should look at, drawn from dates and counts; it knows no reasons, and it is in no rate. What many children show is one line; findings.csv has each of them.",
        columns=(
            *_WHO,
            Column("Pattern", 44),
            Column("Why", 56),
            Column("What to do", 36, in_csv=True),
            Column("Rule", 16),
        ),
        rows=[_pattern(place, line) for place, line in found],
        empty="No pattern was found.",
        keep=2,
    )


def _pattern(place: Place, line: Line) -> tuple[Value, ...]:
    one = line.verdict
    of_many = (place.name, line.number, None, None)
    named = [] if line.one else [names_of([each.child for each in line.named if each.child])]
    return (
        *(place.child(line.one.child) if line.one else of_many),
        one.title,
        lines(*line.reasons, *named, one.note),
        one.remedy,
        lines(*(rule.id for rule in line.rules)),
    )


def _first(texts: Sequence[str]) -> list[str]:
    """Return the first few texts, and how many more there are."""
    return [*texts[:_MOST], f"And {len(texts) - _MOST} more."] if len(texts) > _MOST else list(texts)
