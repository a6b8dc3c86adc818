"""Each form as conditions: when it is certainly met, due, late or not met (docs/language.md, "Deadlines" and after).

A date lies between two bounds, and a status is certain only if every date between them gives it. So every condition
here says "whatever the dates are"; where none of them holds, the form cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ehe_rules.engines.chain import DUE, LATE, MET, NOT_MET
from ehe_rules.engines.durable_conditions import (
    ALWAYS,
    NEVER_SO,
    Bound,
    Condition,
    Extreme,
    at_most,
    before,
    either,
    equal,
    every,
    negated,
)
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import FALSE, NEVER, TRUE
from ehe_rules.facts.terms import FirstFrom, leaves
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ehe_rules.facts.terms import Amount, Deadline, TermList

OF_ROLL = ("off_rolled", "left_roll", "on_rolled")
OF_MARKS = ("attended_after_notice",)

Certain = dict[int, Condition]
"""For each status on the chain: when it is certain. A status that is not in it cannot be."""


@dataclass(frozen=True)
class Span:
    """A date's bounds."""

    lo: Bound
    hi: Bound

    def recorded(self) -> Condition:
        """Certainly recorded."""
        return before(self.hi, NEVER)

    def missing(self) -> Condition:
        """Certainly not recorded."""
        return at_most(NEVER, self.lo)

    def certain(self) -> Condition:
        """One day, known and recorded."""
        return every(equal(self.lo, self.hi), self.recorded())


class FormReader:
    """Reads forms about one kind of subject."""

    def __init__(self, terms: TermList) -> None:
        """Take the numbers of the terms: they name the columns of the facts."""
        self.terms = terms

    def certain(self, form: c.Form, *, duty: bool) -> Certain:
        """Return when each status of a form is certain.

        As a duty it heeds export dates and a case closed before it was due; as a condition it takes the record as it
        stands.
        """
        match form:
            case c.Timed():
                return _Timed(form, self, duty=duty).certain()
            case c.After():
                return self._after(form)
            case c.Present(a):
                return {MET: self.span(a).recorded(), NOT_MET: self.span(a).missing()}
            case c.Recurring():
                return self._recurring(form, duty=duty)
            case c.Tested(test):
                truth = f"{self.terms.prefix(test)}_tv"
                return {MET: at_most(TRUE, truth), NOT_MET: at_most(truth, FALSE)}
            case c.Counted():
                return self._counted(form)

    def span(self, dated: c.Dated) -> Span:
        """Return the bounds of a date: those of a milestone are the earliest or latest of its parts' bounds."""
        if isinstance(dated, c.Joined):
            return _extreme(dated.joined_by, [self.span(part) for part in dated.parts])
        if isinstance(dated, s.MilestoneRef):
            return _extreme(dated.parts.joined_by, [self.span(part) for part in dated.parts.parts])
        prefix = self.terms.prefix(dated)
        return Span(f"{prefix}_lo", f"{prefix}_hi")

    def moment(self, moment: Deadline) -> Span:
        """Return the bounds of a moment."""
        prefix = self.terms.prefix(moment)
        return Span(f"{prefix}_lo", f"{prefix}_hi")

    def on_anchor(self, anchor: s.Ref | None, first: int | None, last: int | None) -> Condition:
        """Return whether the day that decides which law holds lies from `first` to `last`, both in it (None: open)."""

        def inside(day: Bound) -> Condition:
            from_then = ALWAYS if first is None else at_most(first, day)
            return every(from_then, ALWAYS if last is None else at_most(day, last))

        if anchor is None:
            return inside("own_day")
        span = self.span(anchor)
        return either(
            every(span.certain(), inside(span.lo)), every(negated(span.certain()), inside("on_day"))
        )

    def _after(self, form: c.After) -> Certain:
        a, b = self.span(form.a), self.moment(form.b)
        wrong = at_most(a.hi, b.lo) if form.strict else before(a.hi, b.lo)
        right = before(b.hi, a.lo) if form.strict else at_most(b.hi, a.lo)
        both = every(a.recorded(), b.recorded())
        return {MET: every(both, right), NOT_MET: either(a.missing(), every(both, wrong))}

    def _recurring(self, form: c.Recurring, *, duty: bool) -> Certain:
        p = self.terms.prefix(form.gaps)
        known, ran_over = at_most(1, f"{p}_known"), at_most(1, f"{p}_over")
        now_over = every(at_most(1, f"{p}_open"), at_most(1, f"{p}_open_over"))
        seen = at_most(f"{p}_due", asof(form.gaps.events)) if duty else ALWAYS
        running = at_most(1, f"{p}_open")
        if duty:
            running = either(running, at_most(1, f"{p}_frozen"))
        waiting = every(running, at_most(f"{p}_entries", 0))
        in_time = every(known, negated(ran_over), negated(now_over))
        # Had the pupil left earlier than is known, nothing might have been owed any more.
        sure = at_most(1, f"{p}_sure")
        return {
            NOT_MET: every(known, sure, now_over, seen),
            LATE: every(known, sure, ran_over, negated(every(now_over, seen))),
            DUE: every(in_time, sure, waiting),
            MET: every(in_time, negated(waiting)),
        }

    def _counted(self, form: c.Counted) -> Certain:
        p = self.terms.prefix(form.number)
        met: Condition = NEVER_SO
        not_met: Condition = NEVER_SO
        for number, holds in self._values(form.amount):
            right, wrong = _compared(Span(f"{p}_lo", f"{p}_hi"), form.operator, number)
            met, not_met = either(met, every(holds, right)), either(not_met, every(holds, wrong))
        return {MET: met, NOT_MET: not_met}

    def _values(self, amount: Amount) -> Iterator[tuple[int, Condition]]:
        """Yield each dated value of a number with the condition that it is the one that holds."""
        starts = [start for start, _ in amount.values]
        for i, (_, number) in enumerate(amount.values):
            first = starts[i] if i else None
            following = starts[i + 1] if i + 1 < len(starts) else None
            last = None if following is None else following - 1
            yield number, self.on_anchor(amount.anchor, first, last) if len(starts) > 1 else ALWAYS


class _Timed:
    """A by a limit: A lies between `a.lo` and `a.hi`, the last moment allowed between `limit.lo` and `limit.hi`."""

    def __init__(self, form: c.Timed, reader: FormReader, *, duty: bool) -> None:
        self.form, self.duty = form, duty
        self.a, self.limit = reader.span(form.a), reader.moment(form.limit)
        self.early = reader.moment(form.early) if form.early is not None else None
        self.needed = reader.moment(form.needs).recorded() if form.needs is not None else ALWAYS
        self.less = -1 if form.day_before else 0
        """`before` allows the day before B only."""

    def certain(self) -> Certain:
        found = {MET: self._met(), DUE: self._due(), LATE: self._late(), NOT_MET: self._not_met()}
        return {status: every(self.needed, condition) for status, condition in found.items()}

    def _met(self) -> Condition:
        in_time = every(
            self.a.recorded(), at_most(self.a.hi, self.limit.lo, self.less), self._done_by_closing()
        )
        if self.early is not None:
            in_time = every(in_time, at_most(self.early.hi, self.a.lo))
        # Without a limit yet, A may still be in time: then it does not matter whether there will be one.
        return in_time if self.form.no_limit[0] == "met" else every(in_time, self.limit.recorded())

    def _due(self) -> Condition:
        """Due whether the limit is recorded (then it has not run out) or not."""
        still = every(self.a.missing(), at_most("on_day", self.limit.lo, self.less))
        ended = every(self._not_by_closing(), at_most("freeze_day", self.limit.lo, self.less))
        with_limit = either(self.limit.missing(), still, ended)
        with_a, without_a = (outcome == "due" for outcome in self.form.no_limit)
        due_without: Condition = NEVER_SO
        if without_a:
            due_without = ALWAYS if with_a else either(self.a.missing(), self._not_by_closing())
        return every(with_limit, either(self.limit.recorded(), due_without))

    def _late(self) -> Condition:
        late = before(self.limit.hi, self.a.lo, -self.less)
        return every(self.a.recorded(), self.limit.recorded(), late, self._run_out_by_closing())

    def _not_met(self) -> Condition:
        run_out = every(before(self.limit.hi, "on_day", -self.less), self._closed_after_limit())
        seen = at_most(self.limit.hi, asof_of(self.form.a), -self.less) if self.duty else ALWAYS
        failed = every(self.a.missing(), run_out, seen)
        if self.early is not None:
            too_early = every(self.a.recorded(), before(self.a.hi, self.early.lo), self._run_out_by_closing())
            failed = either(failed, too_early)
        return every(self.limit.recorded(), failed)

    # Closed before it was due: the case closed (`freeze_day`, never if it did not) while A was not done and not out of time.

    def _done_by_closing(self) -> Condition:
        return at_most(self.a.hi, "freeze_day") if self.duty else ALWAYS

    def _not_by_closing(self) -> Condition:
        return before("freeze_day", self.a.lo) if self.duty else NEVER_SO

    def _closed_after_limit(self) -> Condition:
        return before(self.limit.hi, "freeze_day", -self.less) if self.duty else ALWAYS

    def _run_out_by_closing(self) -> Condition:
        return either(self._done_by_closing(), self._closed_after_limit())


def asof(events: tuple[s.EventRef | s.FieldRef, ...]) -> Extreme:
    """Return the day up to which silence about these counts: the earliest of their exports."""
    return Extreme("earliest", tuple(sorted({f"{_export_of(event)}_asof" for event in events})))


def asof_of(dated: c.Dated) -> Extreme:
    """Return the day up to which silence about a date counts."""
    return asof(tuple(_entries_behind(dated)))


def _entries_behind(dated: c.Dated) -> Iterator[s.EventRef | s.FieldRef]:
    if isinstance(dated, c.Joined):
        for part in dated.parts:
            yield from _entries_behind(part)
    else:
        yield from leaves(dated.event if isinstance(dated, FirstFrom) else dated)


def _export_of(entry: s.EventRef | s.FieldRef) -> str:
    if isinstance(entry, s.FieldRef) or entry.event in OF_ROLL:
        return "pupils"
    return "attendance" if entry.event in OF_MARKS else "events"


def _extreme(joined_by: Literal["and", "or"], spans: list[Span]) -> Span:
    which: Literal["earliest", "latest"] = "latest" if joined_by == "and" else "earliest"
    return Span(Extreme(which, tuple(x.lo for x in spans)), Extreme(which, tuple(x.hi for x in spans)))


def _compared(number: Span, operator: s.Operator, than: int) -> tuple[Condition, Condition]:
    """Return when a comparison of a number between bounds is certainly true, and when certainly false."""
    lo, hi = number.lo, number.hi
    choices: Mapping[s.Operator, tuple[Condition, Condition]] = {
        "<": (before(hi, than), at_most(than, lo)),
        "<=": (at_most(hi, than), before(than, lo)),
        ">": (before(than, lo), at_most(hi, than)),
        ">=": (at_most(than, lo), before(hi, than)),
        "=": (every(at_most(than, lo), at_most(hi, than)), either(before(than, lo), before(hi, than))),
    }
    return choices[operator]
