"""What the oracle is given: a trust's records as plain Python values, and a rule; and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ehe_rules.rulebook.syntax import Expr, Length, Ref

ANY = date.min
"""Lower bound of a date that can be any day."""

NEVER = date.max
"""A date that is not recorded: later than every day."""

DAY = timedelta(days=1)

Kind = Literal["case", "leaver", "pupil", "advice", "pressure", "request", "return"]
Part = Literal["require", "forbid", "flag"]
Status = Literal["met", "late", "due", "not_met", "cannot_tell", "not_applicable", "indicator"]
EheStatus = Literal["yes", "no", "unknown"]

ROLL_DATES = ("date_of_birth", "entry_date", "entry_entered", "leaving_date", "leaving_entered")
"""The dated columns of the roll."""


class Bounds(NamedTuple):
    """The earliest and the latest day that a date can be (`ANY`, `NEVER` included)."""

    lo: date
    hi: date


UNKNOWN = Bounds(ANY, NEVER)
UNRECORDED = Bounds(NEVER, NEVER)


def on(day: date) -> Bounds:
    """Bounds of a date that is known."""
    return Bounds(day, day)


@dataclass(frozen=True)
class HalfTerm:
    """One row of the calendar; `school` None = every school that has no rows of its own for the year."""

    academic_year: str
    number: int
    first_day: date
    last_day: date
    school: str | None = None


@dataclass(frozen=True)
class Closure:
    """One day on which a school (None = every school) was closed."""

    day: date
    school: str | None = None


@dataclass(frozen=True)
class RollRow:
    """One row of the roll. `dates` holds the dated columns, `words` the others; blank = left out."""

    school: str
    pupil: str
    dates: Mapping[str, date] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """One row of the events table. `pupil` is the UPN, or the admission number of a pupil without one."""

    school: str
    pupil: str
    event: str
    day: date
    role: frozenset[str] = frozenset()
    with_: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    outcome: str = ""
    until: date | None = None
    recorded: date | None = None
    tag: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Mark:
    """One attendance mark."""

    school: str
    pupil: str
    day: date
    session: str = "AM"
    code: str = "/"


@dataclass(frozen=True)
class Export:
    """One row of the exports table: `table` is pupils, events, ...; `carries` None = every kind."""

    table: str
    school: str | None = None
    exported_on: date | None = None
    carries: frozenset[str] | None = None


@dataclass(frozen=True)
class School:
    """A school by its URN; `audit` overrides the trust's audit date."""

    urn: str
    name: str
    audit: date | None = None


@dataclass(frozen=True)
class Vocabulary:
    """What the engine is told of the words: scopes, what opens and closes a case, who counts as EHE."""

    scopes: Mapping[str, str]
    openers: tuple[str, ...] = (
        "risk_identified",
        "oral_intention_stated",
        "notification_received",
        "school_suggested_ehe",
        "off_rolled",
    )
    closers: tuple[str, ...] = ("risk_resolved", "notification_withdrawn")
    case_look_back: int = 10
    ehe_words: frozenset[str] = frozenset({"ehe", "elective home education"})


@dataclass(frozen=True)
class Trust:
    """Everything that was supplied, and the audit date.

    `roll_columns` None = no roll was supplied; `marks` None = no attendance; `events_supplied` False =
    no events table at all. A column of the events table that was not supplied is blank in every row.
    """

    audit: date
    schools: tuple[School, ...]
    calendar: tuple[HalfTerm, ...] = ()
    closures: tuple[Closure, ...] = ()
    roll: tuple[RollRow, ...] = ()
    roll_columns: frozenset[str] | None = frozenset()
    events: tuple[Event, ...] = ()
    events_supplied: bool = True
    marks: tuple[Mark, ...] | None = None
    exports: tuple[Export, ...] = ()


Parameters = Mapping[str, "list[tuple[date | None, Length | int]]"]
"""By name: the dated values, `(from when, value)`; None = always; the latest `from` that has begun applies."""


@dataclass(frozen=True)
class Rule:
    """One rule, as far as its verdict goes. `in_force` is the first and the last day of its force."""

    about: Kind
    part: Part
    expr: Expr
    when: Expr | None = None
    anchor: Ref | None = None
    in_force: tuple[date | None, date | None] = (None, None)
    parameters: Parameters = field(default_factory=dict)


class Outcome(NamedTuple):
    """What one form, or a whole rule, comes to."""

    status: Status
    due_on: date | None = None
    done_on: date | None = None
    days_late: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What a rule comes to for one subject."""

    subject: str
    about: Kind
    school: str
    pupil: str
    outcome: Outcome
