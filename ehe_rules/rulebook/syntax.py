"""What a rule says, as a tree: the meaning of each node is docs/language.md.

Everything here is immutable and compares by value, so that the same words in two rules are one term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

NarrowBy = Literal["by", "to", "covering", "as"]
Which = Literal["first", "last", "until", "entered"]
Unit = Literal["school days", "days", "weeks", "months", "half terms", "terms", "years"]
Relation = Literal["before", "on or before", "on", "on or after", "after"]
Operator = Literal["<", "<=", ">", ">=", "="]

NOT_SAID = "not_said"
"""`E as not_said`: entries whose outcome is blank, whether or not the export carries outcomes."""

ANY_ENTRY = "any_entry"
"""Any case-scoped entry of the case but the opening one."""


@dataclass(frozen=True, order=True)
class Narrow:
    """One narrowing of an event: `by R`, `to X`, `covering X`, `as X`.

    `words` are in vocabulary words (role groups already replaced by their roles), sorted. With
    `every_word` all of them are needed, otherwise any one.
    """

    by: NarrowBy
    words: tuple[str, ...]
    every_word: bool = False


@dataclass(frozen=True, order=True)
class EventRef:
    """An event, perhaps narrowed: the date of its first (or last) qualifying entry.

    `which` = until or entered: that date of the last-dated qualifying entry.
    """

    event: str
    narrows: tuple[Narrow, ...] = ()
    which: Which = "first"


@dataclass(frozen=True, order=True)
class FieldRef:
    """A dated column of the subject's roll row, such as `leaving_date`."""

    column: str


@dataclass(frozen=True, order=True)
class MilestoneRef:
    """A milestone by name; `parts` is its definition: and/or of references."""

    name: str
    parts: RefTree


@dataclass(frozen=True, order=True)
class RefTree:
    """`and` (latest of its parts) or `or` (earliest of its parts) of references."""

    joined_by: Literal["and", "or"]
    parts: tuple[Ref, ...]


Ref = EventRef | FieldRef | MilestoneRef


@dataclass(frozen=True, order=True)
class Length:
    """A length of time: a number and its unit, or a parameter that holds one (`name`)."""

    name: str | None = None
    value: int = 0
    unit: Unit = "days"


@dataclass(frozen=True, order=True)
class Moment:
    """A date, perhaps shifted: `B`, `30 school days after B`, `dispute_window before B`."""

    ref: Ref
    shift: Length | None = None
    direction: Literal["after", "before"] = "after"


@dataclass(frozen=True)
class Recorded:
    """`A`."""

    a: Ref


@dataclass(frozen=True)
class Within:
    """`A within P of B`, `A within P after B`, `A within P before B`."""

    a: Ref
    length: Length
    side: Literal["of", "after", "before"]
    b: Ref


@dataclass(frozen=True)
class Between:
    """`A between START and END`: some A in the span, both ends in it."""

    a: Ref
    start: Moment
    end: Moment


@dataclass(frozen=True)
class Order:
    """`A before B`, `A on or before B`, `A on B`, `A on or after B`, `A after B`."""

    a: Ref
    relation: Relation
    b: Ref


@dataclass(frozen=True)
class Every:
    """`A every P from B until C`; A is an event or an `or` milestone."""

    a: Ref
    length: Length
    start: Ref
    until: Moment


@dataclass(frozen=True)
class Includes:
    """`E.role includes x`: a test of the union over all qualifying entries of the window.

    `attribute` is role, with, covers, to or tag.
    """

    event: EventRef
    attribute: Literal["role", "with", "covers", "to", "tag"]
    words: tuple[str, ...]
    every_word: bool = False


@dataclass(frozen=True)
class OutcomeIs:
    """`E.outcome is x`, `E.outcome in (x, y)`: the outcome of the last-dated entry."""

    event: EventRef
    words: tuple[str, ...]


@dataclass(frozen=True)
class Number:
    """A number measure or column (`name`), or the count of an event's entries (`event`)."""

    name: str | None = None
    event: EventRef | None = None


@dataclass(frozen=True)
class Bound:
    """What a number is compared with: a number, or a parameter that holds one."""

    value: int = 0
    name: str | None = None


@dataclass(frozen=True)
class Compare:
    """`n >= 10`; `n between 3 and 5` is two of them joined by `and`."""

    number: Number
    operator: Operator
    bound: Bound


@dataclass(frozen=True)
class Is:
    """`c is x`, `c in (x, y)`; a bare yes/no column is `c is yes`."""

    column: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class IsRecorded:
    """`c is recorded`: whether a column holds a value at all."""

    column: str


Leaf = Recorded | Within | Between | Order | Every | Includes | OutcomeIs | Compare | Is | IsRecorded


@dataclass(frozen=True)
class Not:
    """`not X`."""

    part: Expr


@dataclass(frozen=True)
class Both:
    """`X and Y and ...`."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True)
class Either:
    """`X or Y or ...`."""

    parts: tuple[Expr, ...]


Expr = Leaf | Not | Both | Either


def unit_named(text: str) -> Unit:
    """Return the unit in its plural form: `school day` and `school days` are one."""
    folded = re.sub(r"\s+", " ", text.strip())
    return cast("Unit", folded if folded.endswith("s") else f"{folded}s")
