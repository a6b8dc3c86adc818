"""Bounds of references in SQL: a milestone is the least (or) or greatest (and) of its parts, bound by bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.marks.derived import FROM_MARKS
from ehe_rules.facts.record.family import EVENT as FAMILY_EVENT
from ehe_rules.facts.record.register import ON_REGISTER
from ehe_rules.facts.terms import leaves
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Amount, TermList

TABLE_OF = {
    "off_rolled": "pupils",
    "left_roll": "pupils",
    "on_rolled": "pupils",
    "attended_after_notice": "attendance",
    **dict.fromkeys(FROM_MARKS, "attendance"),
    FAMILY_EVENT: "pupils",
    ON_REGISTER: "register",
}


def bound(ref: s.Ref, which: str, terms: TermList) -> str:
    """Return SQL: one bound (lo, hi, nlo or nhi) of a reference, from the columns of its terms."""
    if not isinstance(ref, s.MilestoneRef):
        return f"{terms.prefix(ref)}_{which}"
    parts = [bound(part, which, terms) for part in ref.parts.parts]
    if len(parts) == 1:
        return parts[0]
    return f"{'least' if ref.parts.joined_by == 'or' else 'greatest'}({', '.join(parts)})"


def is_entry(ref: s.Ref) -> bool:
    """Whether the date is an entry on roll: in a holiday it belongs to the half term after it."""
    if isinstance(ref, s.EventRef):
        return ref.event == "on_rolled" and ref.which in ("first", "last")
    return isinstance(ref, s.FieldRef) and ref.column == "entry_date"


def tables_of(ref: s.Ref) -> list[str]:
    """Return the exports whose age matters where the reference is not recorded: events, pupils, attendance."""
    found = {
        "pupils" if isinstance(leaf, s.FieldRef) else TABLE_OF.get(leaf.event, "events")
        for leaf in leaves(ref)
    }
    return sorted(found)


def amount_sql(amount: Amount, terms: TermList) -> str:
    """Return SQL: the length's number; where it has dated values, the one that holds on the anchor's day."""
    numbers = amount.values
    if len(numbers) == 1:
        return str(numbers[-1][1])
    day = anchor_day(amount.anchor, terms)
    cases = " ".join(f"WHEN {day} >= {start} THEN {n}" for start, n in reversed(numbers[1:]))
    return f"CASE {cases} ELSE {numbers[0][1]} END"


def anchor_day(anchor: s.Ref | None, terms: TermList) -> str:
    """Return SQL: the day that decides which law is in force: the anchor's if it is certain, else the audit date."""
    if anchor is None:
        return "own_day"
    lo, hi = bound(anchor, "lo", terms), bound(anchor, "hi", terms)
    return f"CASE WHEN {lo} = {hi} AND {hi} < {NEVER} THEN {lo} ELSE on_day END"
