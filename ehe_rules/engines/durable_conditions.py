"""Conditions over numbers of a fact, as durable-rules can judge them: comparisons joined by `and` and `or`.

Every number is whole, so that `a < b` is `a <= b - 1`, and every fact holds every number, so that what is not `a <= b`
is `a > b`. A milestone is never worked out here: `the latest of (A, B) <= x` is `A <= x and B <= x`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True)
class Compare:
    """`left <= right + plus` or `left >= right + plus`; without `right` the number `plus` itself."""

    left: str
    relation: Literal["<=", ">="]
    right: str | None
    plus: int


@dataclass(frozen=True)
class All:
    """Every part holds; without parts: always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """Some part holds; without parts: never."""

    parts: tuple[Condition, ...]


Condition = Compare | All | AnyOf
ALWAYS, NEVER_SO = All(()), AnyOf(())


@dataclass(frozen=True)
class Extreme:
    """The earliest or the latest of several bounds."""

    which: Literal["earliest", "latest"]
    parts: tuple[Bound, ...]


Bound = str | int | Extreme
"""A number of the fact by name, a number, or the earliest or latest of such."""


def at_most(x: Bound, y: Bound, plus: int = 0) -> Condition:
    """Return `x <= y + plus`, the earliest and latest of bounds taken apart."""
    if isinstance(x, Extreme):
        found = (at_most(part, y, plus) for part in x.parts)
        return either(*found) if x.which == "earliest" else every(*found)
    if isinstance(y, Extreme):
        found = (at_most(x, part, plus) for part in y.parts)
        return every(*found) if y.which == "earliest" else either(*found)
    if isinstance(x, str):
        return Compare(x, "<=", y, plus) if isinstance(y, str) else Compare(x, "<=", None, y + plus)
    if isinstance(y, str):
        return Compare(y, ">=", None, x - plus)
    return ALWAYS if x <= y + plus else NEVER_SO


def before(x: Bound, y: Bound, plus: int = 0) -> Condition:
    """Return `x < y + plus`."""
    return at_most(x, y, plus - 1)


def equal(x: Bound, y: Bound) -> Condition:
    """Return `x = y`."""
    return every(at_most(x, y), at_most(y, x))


def every(*parts: Condition) -> Condition:
    """Return the conjunction, as flat as it can be."""
    return _joined(All, parts, neutral=ALWAYS, decisive=NEVER_SO)


def either(*parts: Condition) -> Condition:
    """Return the disjunction, as flat as it can be."""
    return _joined(AnyOf, parts, neutral=NEVER_SO, decisive=ALWAYS)


def negated(condition: Condition) -> Condition:
    """Return what holds exactly where the condition does not."""
    match condition:
        case Compare(left, "<=", right, plus):
            return Compare(left, ">=", right, plus + 1)
        case Compare(left, _, right, plus):
            return Compare(left, "<=", right, plus - 1)
        case All(parts):
            return either(*map(negated, parts))
        case AnyOf(parts):
            return every(*map(negated, parts))


def branches(condition: Condition) -> int:
    """Return how many branches durable-rules makes of it: it multiplies an `or` inside an `and` out."""
    match condition:
        case All(parts):
            return prod(map(branches, parts))
        case AnyOf(parts):
            return sum(map(branches, parts))
    return 1


def names_in(condition: Condition) -> Iterator[str]:
    """Yield the names of the numbers that a condition reads."""
    if isinstance(condition, Compare):
        yield condition.left
        if condition.right is not None:
            yield condition.right
    else:
        for part in condition.parts:
            yield from names_in(part)


def as_durable(condition: Condition) -> dict[str, Any]:
    """Return the condition in the JSON form that durable-rules compiles (`$m` is the fact itself)."""
    if not isinstance(condition, Compare):
        parts = [as_durable(part) for part in condition.parts]
        return parts[0] if len(parts) == 1 else {"$and" if isinstance(condition, All) else "$or": parts}
    operator = "$lte" if condition.relation == "<=" else "$gte"
    if condition.right is None:
        return {operator: {condition.left: condition.plus}}
    right: dict[str, Any] = {"$m": condition.right}
    return {
        operator: {condition.left: {"$add": {"$l": right, "$r": condition.plus}} if condition.plus else right}
    }


def _joined(
    join: type[All | AnyOf], parts: Iterable[Condition], *, neutral: Condition, decisive: Condition
) -> Condition:
    flat: dict[Condition, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, join) else (part,)))
    if decisive in flat:
        return decisive
    kept = tuple(part for part in flat if part != neutral)
    return kept[0] if len(kept) == 1 else join(kept)
