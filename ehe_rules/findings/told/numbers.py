"""What a rule asks of a number: `the register has no session marks from the leaving date on`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.findings import words as w
from ehe_rules.findings.numbers import SAID
from ehe_rules.findings.told.spoken import NUMBERS

if TYPE_CHECKING:
    from datetime import date

    from ehe_rules.rulebook.ruleset import Ruleset
    from ehe_rules.rulebook.syntax import Bound, Compare, Operator

OPPOSITE: dict[Operator, tuple[Operator, ...]] = {
    "<": (">=",),
    "<=": (">",),
    ">": ("<=",),
    ">=": ("<",),
    "=": ("<", ">"),
}


def number_told(asked: Compare, ruleset: Ruleset, *, holds: bool) -> str:
    """Return what a comparison asks of its number, or (unless it `holds`) the opposite."""
    operators: tuple[Operator, ...] = (asked.operator,) if holds else OPPOSITE[asked.operator]
    unit = unit_of(asked, ruleset)
    amount = w.by_date(
        [
            (day, " or ".join(_amount(operator, value, unit) for operator in operators))
            for day, value in bounds_of(asked.bound, ruleset)
        ]
    )
    if asked.number.event is not None:
        return f"{w.event(asked.number.event)} stands on record with {amount}"
    name = asked.number.name or ""
    return (SAID.get(name) or NUMBERS.get(name, f"{w.plain(name)}: {{}}")).format(amount)


def bounds_of(bound: Bound, ruleset: Ruleset) -> list[tuple[date | None, int]]:
    """Return the number that is compared with; of a dated parameter each, with the day from which it holds."""
    if bound.name is None:
        return [(None, bound.value)]
    dated = ruleset.parameters[bound.name].values
    return [(v.from_, int(v.value)) for v in dated]


def unit_of(asked: Compare, ruleset: Ruleset) -> str:
    """Return what the number counts, in the plural."""
    if asked.number.event is not None:
        return "entries"
    name = asked.number.name or ""
    measure = ruleset.vocabulary.measures.get(name)
    if measure is None or not measure.unit:
        return ""
    return "session marks" if measure.unit == "sessions" and "marks" in name else measure.unit


def _amount(operator: Operator, value: int, unit: str) -> str:
    one = {"entries": "entry"}.get(unit, unit.removesuffix("s"))
    if (operator, value) in {("<=", 0), ("<", 1), ("=", 0)}:
        return f"no {unit}".strip()
    if (operator, value) in {(">=", 1), (">", 0)}:
        return f"at least one {one}".strip()
    count = f"{value} {one if value == 1 else unit}".strip()
    return {
        "<": f"fewer than {count}",
        "<=": f"{count} or fewer",
        ">": f"more than {count}",
        ">=": f"{count} or more",
        "=": f"exactly {count}",
    }[operator]
