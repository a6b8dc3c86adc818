"""A tree in the language's own words, so that the product's parser can be asked as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.rulebook.syntax import (
    Between,
    Both,
    Compare,
    Either,
    EventRef,
    Every,
    FieldRef,
    Includes,
    Is,
    IsRecorded,
    Length,
    MilestoneRef,
    Not,
    Order,
    OutcomeIs,
    Recorded,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.rulebook.syntax import Expr, Leaf, Moment, Ref


def to_text(expr: Expr) -> str:
    """Write an expression as a rule would; what milestones mean is in `milestone_texts`."""
    if isinstance(expr, Both | Either):
        joint = " and " if isinstance(expr, Both) else " or "
        return joint.join(_bracketed(part) for part in expr.parts)
    if isinstance(expr, Not):
        return f"not ({to_text(expr.part)})"
    return _leaf(expr)


def milestone_texts(*exprs: Expr | Ref | None) -> dict[str, str]:
    """Write the definitions of all milestones in some expressions or references, by name, inner ones first."""
    found: dict[str, str] = {}
    for expr in exprs:
        refs = [expr] if isinstance(expr, EventRef | FieldRef | MilestoneRef) else _refs(expr) if expr else ()
        for ref in refs:
            _define(ref, found)
    return found


def _define(ref: Ref, found: dict[str, str]) -> None:
    if isinstance(ref, MilestoneRef):
        for part in ref.parts.parts:
            _define(part, found)
        found[ref.name] = f" {ref.parts.joined_by} ".join(ref_text(part) for part in ref.parts.parts)


def _refs(expr: Expr) -> Iterator[Ref]:
    """Every reference in an expression that can be a milestone."""
    if isinstance(expr, Both | Either):
        for part in expr.parts:
            yield from _refs(part)
    elif isinstance(expr, Not):
        yield from _refs(expr.part)
    elif isinstance(expr, Recorded | Within | Between | Order | Every):
        yield expr.a
        if isinstance(expr, Within | Order):
            yield expr.b
        elif isinstance(expr, Between):
            yield from (expr.start.ref, expr.end.ref)
        elif isinstance(expr, Every):
            yield from (expr.start, expr.until.ref)


def _bracketed(expr: Expr) -> str:
    return f"({to_text(expr)})" if isinstance(expr, Both | Either) else to_text(expr)


def ref_text(ref: Ref) -> str:
    """Write a reference."""
    if isinstance(ref, FieldRef):
        return ref.column
    if isinstance(ref, MilestoneRef):
        return ref.name
    return _event(ref, "" if ref.which == "first" else f".{ref.which}")


def _event(ref: EventRef, dotted: str) -> str:
    narrows = "".join(f" {narrow.by} {_words(narrow.words, narrow.every_word)}" for narrow in ref.narrows)
    return f"{ref.event}{dotted}{narrows}"


def _words(words: tuple[str, ...], every_word: bool) -> str:  # noqa: FBT001 - as the tree has it
    if len(words) == 1:
        return words[0]
    return f"{'all' if every_word else 'any'} of ({', '.join(words)})"


def _length(length: Length) -> str:
    if length.name is not None:
        return length.name
    return f"{length.value} {length.unit[:-1] if length.value == 1 else length.unit}"


def _moment(moment: Moment) -> str:
    whole = ref_text(moment.ref)
    return f"{_length(moment.shift)} {moment.direction} {whole}" if moment.shift else whole


def _leaf(leaf: Leaf) -> str:
    if isinstance(leaf, Recorded):
        return ref_text(leaf.a)
    if isinstance(leaf, Within):
        return f"{ref_text(leaf.a)} within {_length(leaf.length)} {leaf.side} {ref_text(leaf.b)}"
    if isinstance(leaf, Between):
        return f"{ref_text(leaf.a)} between {_moment(leaf.start)} and {_moment(leaf.end)}"
    if isinstance(leaf, Order):
        return f"{ref_text(leaf.a)} {leaf.relation} {ref_text(leaf.b)}"
    if isinstance(leaf, Every):
        span = f"from {ref_text(leaf.start)} until {_moment(leaf.until)}"
        return f"{ref_text(leaf.a)} every {_length(leaf.length)} {span}"
    return _test(leaf)


def _test(leaf: Includes | OutcomeIs | Compare | Is | IsRecorded) -> str:
    if isinstance(leaf, Includes):
        event = _event(leaf.event, f".{leaf.attribute}")
        return f"{event} includes {_words(leaf.words, leaf.every_word)}"
    if isinstance(leaf, OutcomeIs):
        return _is(_event(leaf.event, ".outcome"), leaf.words)
    if isinstance(leaf, Compare):
        bound = leaf.bound.name or leaf.bound.value
        counted = _event(leaf.number.event, ".count") if leaf.number.event else leaf.number.name
        return f"{counted} {leaf.operator} {bound}"
    return _is(leaf.column, leaf.words) if isinstance(leaf, Is) else f"{leaf.column} is recorded"


def _is(what: str, words: tuple[str, ...]) -> str:
    return f"{what} is {words[0]}" if len(words) == 1 else f"{what} in ({', '.join(words)})"
