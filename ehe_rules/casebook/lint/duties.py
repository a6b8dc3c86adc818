"""Lint: duties that cannot be told, or that test all entries where one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.casebook.lint.asked import asks_for, asks_for_leaf
from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.walk import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.casebook.lint.finding import Finding, InHand
    from ehe_rules.rulebook.syntax import Expr

KNOWINGLY = "cannot tell"
"""A note with these words says that a rule is meant not to tell where the thing it counts from is not recorded."""

ALWAYS_RECORDED = {
    "leaver": ("left_roll",),
    "pupil": ("on_rolled",),
    "school_week": ("week_end",),
    "school_month": ("month_end",),
    "school_half_term": ("half_term_end",),
    "school": ("year_end",),
    "trust": ("half_term_end",),
    "trust_term": ("term_end",),
    "authority": ("year_end",),
    "la_child": ("la_notified",),
}
"""What every subject of a kind has, so that no `when` need ask for it; besides, the entry that such a subject is one per."""


def duties(rule: InHand) -> Iterator[Finding]:
    """Yield findings about a rule's duty."""
    f = rule.rule.file
    if f.kind != "require":
        return
    for name in sorted(set(_unasked(rule, rule.rule.expr, ()))):
        if KNOWINGLY not in f.note.lower():
            yield rule.at(
                "require",
                "anchor",
                f"The duty counts from {name}, which `when` does not ask for: where it is not recorded the rule cannot tell. Ask for it "
                "in `when`; or, where that is meant, say in the note when and why the rule cannot tell.",
            )
    for event, attribute in sorted(_beside(rule.rule.expr)):
        yield rule.at(
            "require",
            "narrow",
            f"'{event}.{attribute} includes' stands beside a deadline for {event} and tests all its entries together; narrow the "
            f"event in the deadline instead ({event} {_NARROWED.get(attribute, 'covering')} ...).",
        )


_NARROWED = {"role": "by", "with": "by", "to": "to", "covers": "covering"}


def _unasked(rule: InHand, expression: Expr, beside: tuple[Expr, ...]) -> Iterator[str]:
    """Yield what a duty counts from and nothing asks for: neither `when` nor a part beside it.

    Beside it stands what `and` joins; and in `not X or Y`, Y matters only where X is so.
    """
    match expression:
        case s.Both(parts):
            for number, part in enumerate(parts):
                yield from _unasked(rule, part, (*beside, *parts[:number], *parts[number + 1 :]))
        case s.Either(parts):
            held = tuple(part.part for part in parts if isinstance(part, s.Not))
            for part in parts:
                yield from _unasked(rule, part, (*beside, *held))
        case _:
            anchor = _counted_from(expression)
            if anchor is not None and not _known(rule, anchor, beside):
                yield _name(anchor)


def _counted_from(expression: Expr) -> s.Ref | None:
    """Return what a form counts from, if it cannot be told without that."""
    match expression:
        case s.Within(side="of" | "after", b=b) | s.Order(relation="on" | "after" | "on or after", b=b):
            return b
        case s.Between(start=s.Moment(ref=ref)) | s.Every(start=ref):
            return ref
    return None


def _known(rule: InHand, anchor: s.Ref, beside: tuple[Expr, ...]) -> bool:
    about, when = rule.rule.file.about, rule.rule.when
    if isinstance(anchor, s.FieldRef):
        # A column of the roll does not happen or not: where it is blank the date is unknown, and cannot_tell is right.
        return True
    always = {*ALWAYS_RECORDED.get(about, ()), rule.ruleset.vocabulary.subjects[about].one_per}
    if isinstance(anchor, s.EventRef) and anchor.event in always:
        return True
    if (
        about == "leaver"
        and _name(anchor) == "off_rolled"
        and asks_for_leaf(when, s.Is("ehe_leaver", ("yes",)))
    ):
        return True
    return any(asks_for(part, anchor) for part in (when, *beside))


def _name(ref: s.Ref) -> str:
    match ref:
        case s.EventRef(event):
            return event
        case s.FieldRef(column):
            return column
        case s.MilestoneRef(name):
            return name or "a milestone"


def _beside(expression: Expr) -> Iterator[tuple[str, str]]:
    """Yield each event (with the attribute) that a duty both times and tests by `includes`."""
    timed = {
        ref.event
        for node in nodes(expression)
        if isinstance(node, (s.Within, s.Between, s.Order, s.Every))
        for ref in nodes(node.a)
        if isinstance(ref, s.EventRef)
    }
    for node in nodes(expression):
        if isinstance(node, s.Includes) and node.event.event in timed:
            yield node.event.event, node.attribute
