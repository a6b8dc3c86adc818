"""Counts the duties of schools and trust by part and status: what the rates are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.reporting.rates import EVERY_CHILD, PARTS, Tally
from ehe_rules.reporting.rows import counts
from ehe_rules.reporting.statuses import OWN_DUTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

STATUSES = ("met", "late", "not_met", "due", "cannot_tell", "waived")
"""The statuses that a duty can have."""


def duties(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that count in rates: rules that require, of the school or the trust, not indicators."""
    own = findings["duty_of"].isin([*OWN_DUTIES, ""])
    return findings[own & (findings["kind"] == "require") & (findings["force"] != "indicator")]


def tallies(findings: pd.DataFrame) -> list[Tally]:
    """Return one tally for each part that has a finding, in the order of the procedure (other parts last).

    What rules ask of every child on roll stands in a tally of its own, after that of its part.
    """
    return _ordered({(part, status): number for (_, part, status), number in _counted(findings, "").items()})


def tallies_by_school(findings: pd.DataFrame) -> dict[str, list[Tally]]:
    """Return the tallies of each school by URN; what belongs to no school is the trust's alone."""
    by_school: dict[str, dict[tuple[str, str], int]] = {}
    for (school, part, status), number in _counted(findings, "school").items():
        by_school.setdefault(school, {})[part, status] = number
    return {school: _ordered(numbers) for school, numbers in by_school.items()}


def _counted(findings: pd.DataFrame, by: str) -> dict[tuple[str, str, str], int]:
    """Return how many duties there are of each school (or of all, by `''`), part and status."""
    found: dict[tuple[str, str, str], int] = {}
    for (*owner, part, about, status), number in counts(
        duties(findings), *([by] if by else []), "part", "about", "status"
    ).items():
        named = f"{part or 'other'}{EVERY_CHILD if about == 'pupil' else ''}"
        key = ("".join(owner), named, status)
        found[key] = found.get(key, 0) + number
    return found


def _ordered(numbers: dict[tuple[str, str], int]) -> list[Tally]:
    parts = sorted({part for part, _ in numbers}, key=_place)
    return [Tally(part, **{status: numbers.get((part, status), 0) for status in STATUSES}) for part in parts]


def _place(part: str) -> tuple[int, str, bool]:
    plain = part.removesuffix(EVERY_CHILD)
    return PARTS.index(plain) if plain in PARTS else len(PARTS), plain, plain != part


def total(parts: Iterable[Tally]) -> Tally:
    """Return the counts of all parts together: for counting, never for a rate of its own."""
    every = list(parts)
    return Tally("all", **{status: sum(getattr(tally, status) for tally in every) for status in STATUSES})
