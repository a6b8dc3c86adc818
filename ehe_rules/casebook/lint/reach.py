"""Lint: a `when` that can never be true, and events that never count for the subject that a rule is about."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from ehe_rules.casebook.lint.asked import gives, recorded_by
from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.walk import events_in, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.casebook.lint.finding import Finding, InHand
    from ehe_rules.rulebook.syntax import Expr

MOST_WAYS = 500
"""So many ways to be true are looked at; nobody reads a `when` that has more."""

OF_A_PUPIL = frozenset({"case", "pupil", "advice", "pressure", "return", "request"})
SCOPES = {
    "case": frozenset({"case", "pupil"}),
    "leaver": OF_A_PUPIL,
    "pupil": OF_A_PUPIL,
    "return": frozenset({"return", "case", "pupil"}),
    "advice": frozenset({"advice", "case", "pupil"}),
    "pressure": frozenset({"pressure", "case", "pupil"}),
    "request": frozenset({"request", "case", "pupil"}),
    "school": frozenset({"school"}),
    "school_month": frozenset({"school"}),
}
"""The scopes of the events that can count for a subject (docs/language.md, "Subjects and windows"); other kinds are not looked at."""

Literal_ = tuple["Expr", bool]


def reach(rule: InHand) -> Iterator[Finding]:
    """Yield findings about what a rule can never see or be."""
    held = rule.rule.file.in_force
    if held is not None and held.from_ and held.to and held.to < held.from_:
        yield rule.at(
            "in_force", "never", "The rule ends before it begins, so it never holds; correct `in_force`."
        )
    if rule.rule.when is not None:
        yield from (rule.at("when", "never", message) for message in _never(rule.rule.when))
    for name in sorted(_unseen(rule)):
        scope = rule.ruleset.vocabulary.scopes[name]
        keys = [
            key
            for key, tree in (("when", rule.rule.when), (rule.rule.file.kind, rule.rule.expr))
            if name in events_in(tree)
        ]
        yield rule.at(
            keys[0] if keys else "anchor",
            "never",
            f"'{name}' (scope {scope}) never counts for a {rule.rule.file.about}, so it is never recorded there; "
            "make the rule about a subject that sees it, or ask for another event.",
        )


def _unseen(rule: InHand) -> set[str]:
    vocabulary, about = rule.ruleset.vocabulary, rule.rule.file.about
    seen = SCOPES.get(about)
    if seen is None:
        return set()
    events = {name for tree in (rule.rule.when, rule.rule.expr, rule.rule.anchor) for name in events_in(tree)}
    standing = {name for name, kind in vocabulary.kinds.items() if kind.stands_beside}
    if about == "pupil":
        events -= standing
    return {name for name in events if name in vocabulary.scopes and vocabulary.scopes[name] not in seen}


def _never(when: Expr) -> Iterator[str]:
    """Yield what is wrong with a `when`: the whole of it, or a way joined by `or`, can never be true."""
    ways = _ways(when, wanted=True)
    if ways is None:
        return
    clashes = [_clash(way) for way in ways]
    found = sorted({clash for clash in clashes if clash})
    if not found:
        return
    if all(clashes):
        yield f"`when` can never be true: it {found[0]}. Take one of them out."
    else:
        yield from (
            f"A part of `when` joined by `or` can never be true: it {clash}. Take it out." for clash in found
        )


def _ways(condition: Expr, *, wanted: bool) -> list[tuple[Literal_, ...]] | None:
    """Return every way for a condition to be true (or, if not `wanted`, untrue); None where there are very many."""
    match condition:
        case s.Not(part):
            return _ways(part, wanted=not wanted)
        case s.Both(parts) | s.Either(parts):
            below = [_ways(part, wanted=wanted) for part in parts]
            if isinstance(condition, s.Either) == wanted:
                return None if any(b is None for b in below) else [way for b in below for way in b or ()]
            size = 1
            for ways in below:
                if ways is None or (size := size * len(ways)) > MOST_WAYS:
                    return None
            joined = product(*(b or () for b in below))
            return [tuple(dict.fromkeys(lit for way in several for lit in way)) for several in joined]
    return [((condition, wanted),)]


def _clash(way: tuple[Literal_, ...]) -> str:
    """Return what two parts of a way contradict one another in, or nothing."""
    for one, other in combinations(way, 2):
        found = _contradict(one, other) or _contradict(other, one)
        if found:
            return found
    return ""


def _contradict(one: Literal_, other: Literal_) -> str:
    (a, a_holds), (b, b_holds) = one, other
    if a == b and a_holds != b_holds:
        return f"asks for and against the same ({_named(a)})"
    if a_holds and isinstance(b, s.Recorded) and not b_holds and any(gives(r, b.a) for r in recorded_by(a)):
        return f"asks that {_named(b)} is not recorded, and for something that it must be recorded for"
    if isinstance(a, s.Is) and isinstance(b, s.Is) and a.column == b.column and a_holds:
        left = set(a.words) & set(b.words) if b_holds else set(a.words) - set(b.words)
        if not left:
            return f"asks for two different values of {a.column}"
    if isinstance(a, s.Compare) and isinstance(b, s.Compare) and a.number == b.number:
        low, high = _within(a, holds=a_holds), _within(b, holds=b_holds)
        if low and high and max(low[0], high[0]) > min(low[1], high[1]):
            return f"asks for two different numbers of {_named(a)}"
    return ""


FAR = 10**9


def _within(compare: s.Compare, *, holds: bool) -> tuple[int, int] | None:
    """Return the numbers for which a comparison with a plain number holds, as a span; None where they are none."""
    if compare.bound.name is not None:
        return None
    n = compare.bound.value
    spans = {">=": (n, FAR), ">": (n + 1, FAR), "<": (0, n - 1), "<=": (0, n)}
    if compare.operator == "=":
        return (n, n) if holds else None
    against = {">=": "<", ">": "<=", "<": ">=", "<=": ">"}
    return spans[compare.operator if holds else against[compare.operator]]


def _named(leaf: Expr) -> str:
    columns = [n.column for n in nodes(leaf) if isinstance(n, (s.FieldRef, s.Is, s.IsRecorded))]
    milestones = [n.name for n in nodes(leaf) if isinstance(n, s.MilestoneRef) and n.name]
    numbers = [n.name for n in nodes(leaf) if isinstance(n, s.Number) and n.name]
    return ", ".join(milestones[:1] or sorted({*columns, *numbers, *events_in(leaf)}))
