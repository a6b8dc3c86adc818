"""Dates and times in words: what a date is that of, how long, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.findings import words as w
from ehe_rules.findings.told.spoken import MILESTONES
from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.parameters import length_of

if TYPE_CHECKING:
    from datetime import date

    from ehe_rules.rulebook.ruleset import Ruleset


def date_told(ref: s.Ref) -> str:
    """Return what a date is that of: an event, a dated column or a milestone."""
    if isinstance(ref, s.MilestoneRef):
        if ref.name:
            return MILESTONES.get(ref.name, w.plain(ref.name))
        return f" {ref.parts.joined_by} ".join(date_told(part) for part in ref.parts.parts)
    last = isinstance(ref, s.EventRef) and ref.which == "last"
    return f"{w.reference(ref)}{' (the last one)' if last else ''}"


def length(one: s.Length, ruleset: Ruleset) -> str:
    """Return a length of time; of a dated parameter each, with the day from which it holds."""
    return w.by_date([(day, w.count_of(number, unit)) for day, number, unit in _held(one, ruleset)])


def _held(one: s.Length, ruleset: Ruleset) -> list[tuple[date | None, int, s.Unit]]:
    if one.name is None:
        return [(None, one.value, one.unit)]
    dated = ruleset.parameters[one.name].values
    return [(v.from_, *length_of(v.value)) for v in dated]


def when(leaf: s.Within | s.Between | s.Every, ruleset: Ruleset) -> str:
    """Return the time that a form allows: `within 5 school days after the EHE meeting`."""
    match leaf:
        case s.Within(length=p, side="before", b=b):
            return f"in the {length(p, ruleset)} before {date_told(b)}"
        case s.Within(length=p, side=side, b=b):
            end = _end_of(p, b, ruleset)
            if end:
                return f"by {end}"
            return f"{_within(length(p, ruleset), side)} {date_told(b)}"
        case s.Between(start=start, end=end):
            return f"between {_moment(start, ruleset)} and {_moment(end, ruleset)}"
        case s.Every(length=p, start=begins, until=until):
            every = f"at least every {length(p, ruleset)}"
            return f"{every} from {date_told(begins)} until {_moment(until, ruleset)}"


def _end_of(one: s.Length, ref: s.Ref, ruleset: Ruleset) -> str:
    """Return the end of a half term or term, counted from that of a date; blank for any other length."""
    held = _held(one, ruleset)
    if held[0][2] not in ("half terms", "terms"):
        return ""
    return w.by_date([(day, _one_end(number, unit, ref)) for day, number, unit in held])


def _one_end(number: int, unit: s.Unit, ref: s.Ref) -> str:
    if number == 0:
        return f"the end of the {unit[:-1]} of {date_told(ref)}"
    which = "" if number == 1 else f"{w.count_of(number, unit)} "
    return f"the end of the {unit[:-1]} {which}after that of {date_told(ref)}"


def _within(length_said: str, side: str) -> str:
    """Return `within 2 days of`; a length of nothing is the day itself."""
    if length_said.startswith("0 ") and "(" not in length_said:
        return "no later than" if side == "of" else "on the day of"
    return f"within {length_said} {side}"


def _moment(moment: s.Moment, ruleset: Ruleset) -> str:
    if moment.shift is None:
        return date_told(moment.ref)
    end = _end_of(moment.shift, moment.ref, ruleset) if moment.direction == "after" else ""
    return end or f"{length(moment.shift, ruleset)} {moment.direction} {date_told(moment.ref)}"
