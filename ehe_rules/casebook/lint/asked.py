"""What a condition asks for: which dates are surely recorded wherever it is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ehe_rules.rulebook.syntax import Expr


def asks_for(condition: Expr | None, ref: s.Ref) -> bool:
    """Return whether `ref` is recorded wherever the condition is true."""
    if isinstance(ref, s.MilestoneRef) and not _true_of(condition, lambda leaf: _gives(leaf, ref)):
        parts = ref.parts.parts
        both = ref.parts.joined_by == "and"
        return (
            all(asks_for(condition, part) for part in parts)
            if both
            else any(asks_for(condition, part) for part in parts)
        )
    return _true_of(condition, lambda leaf: _gives(leaf, ref))


def asks_for_leaf(condition: Expr | None, wanted: Expr) -> bool:
    """Return whether a form is true wherever the condition is."""
    return _true_of(condition, lambda leaf: leaf == wanted)


def recorded_by(leaf: Expr) -> Iterator[s.Ref]:
    """Yield what is surely recorded where a form is true."""
    match leaf:
        case s.Recorded(a) | s.Between(a=a) | s.Order(a=a):
            yield a
        case s.Within(a=a, b=b):
            yield from (a, b)
        case s.Every(start=start):
            yield start
        case s.Includes(event=event) | s.OutcomeIs(event=event):
            yield event
        case s.Compare(s.Number(event=event), ">=" | ">" | "=", bound) if event is not None:
            if bound.name is None and (bound.value > 0 or leaf.operator == ">"):
                yield event
        case s.IsRecorded(column):
            yield s.FieldRef(column)


def gives(one: s.Ref, other: s.Ref) -> bool:
    """Return whether `other` is recorded wherever `one` is."""
    if one == other:
        return True
    if isinstance(one, s.MilestoneRef):
        quantify = all if one.parts.joined_by == "or" else any
        return quantify(gives(part, other) for part in one.parts.parts)
    if isinstance(other, s.MilestoneRef):
        quantify = any if other.parts.joined_by == "or" else all
        return quantify(gives(one, part) for part in other.parts.parts)
    # Whether a further date of the entry (its until) is blank is the record's matter, not the rule's.
    return (
        isinstance(one, s.EventRef)
        and isinstance(other, s.EventRef)
        and one.event == other.event
        and set(other.narrows) <= set(one.narrows)
    )


def _gives(leaf: Expr, ref: s.Ref) -> bool:
    return any(gives(one, ref) for one in recorded_by(leaf))


def _true_of(condition: Expr | None, test: Callable[[Expr], bool]) -> bool:
    match condition:
        case None | s.Not():
            return False
        case s.Both(parts):
            return any(_true_of(part, test) for part in parts)
        case s.Either(parts):
            return all(_true_of(part, test) for part in parts)
    return test(condition)
