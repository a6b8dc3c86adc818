"""Each form as conditions: when it is certainly met, due, late or not met (docs/language.md, "Deadlines" and after).

A date lies between two bounds, and a status is certain only if every date between them gives it. So every condition
here says "whatever the dates are"; where none of them holds, the form cannot be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    every,
    negated,
)
from ehe_rules.engines.durable_spans import Certain, Span, asof, asof_of, compared, extreme
from ehe_rules.engines.durable_timed import Timed
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import FALSE, TRUE
from ehe_rules.facts.terms import filled, leaves
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.facts.terms import Amount, Deadline, Filled, TermList, Test


class FormReader:
    """Reads forms about one kind of subject."""

    def __init__(self, terms: TermList, *, current: bool = False) -> None:
        """Take the numbers of the terms: they name the columns of the facts. `current`: of periods that count while they run."""
        self.terms = terms
        self.current = current

    def certain(self, form: c.Form, *, duty: bool) -> Certain:
        """Return when each status of a form is certain.

        As a duty it heeds a case closed before it was due; as a condition it does not, nor an export date where it has no
        deadline.
        """
        if isinstance(form, c.Timed):
            return Timed(form, self, duty=duty).certain()
        if isinstance(form, c.Recurring):
            return self._recurring(form, duty=duty)
        found = self._untimed(form)
        return self._until_the_end(form, found) if duty and self.current else found

    def _until_the_end(self, form: c.After | c.Present | c.Tested | c.Counted, found: Certain) -> Certain:
        """Return when each status is certain of a form without a deadline: due, if it can still come, until the period ends."""
        runs = at_most("on_day", "runs_to")
        failed = found[NOT_MET]
        to_come = self.span(form.a).missing() if isinstance(form, c.After) else failed
        told = _told_up_to(form)
        seen = at_most("runs_to", told) if told is not None else ALWAYS
        return {
            **found,
            DUE: every(runs, to_come),
            NOT_MET: every(failed, negated(every(either(runs, negated(seen)), to_come))),
        }

    def _untimed(self, form: c.After | c.Present | c.Tested | c.Counted) -> Certain:
        match form:
            case c.After():
                return self._after(form)
            case c.Present(a) if (said := filled(a)) is not None:
                return self._tested(said)
            case c.Present(a):
                return {MET: self.span(a).recorded(), NOT_MET: self.span(a).missing()}
            case c.Tested(test):
                return self._tested(test)
            case c.Counted():
                return self._counted(form)

    def _tested(self, test: Test | Filled) -> Certain:
        truth = f"{self.terms.prefix(test)}_tv"
        return {MET: at_most(TRUE, truth), NOT_MET: at_most(truth, FALSE)}

    def span(self, dated: c.Dated) -> Span:
        """Return the bounds of a date: those of a milestone are the earliest or latest of its parts' bounds."""
        if isinstance(dated, c.Joined):
            return extreme(dated.joined_by, [self.span(part) for part in dated.parts])
        if isinstance(dated, s.MilestoneRef):
            return extreme(dated.parts.joined_by, [self.span(part) for part in dated.parts.parts])
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
        open_still, silent = at_most(1, f"{p}_open"), at_most(1, f"{p}_last_over")
        behind = (*form.gaps.events, *leaves(form.gaps.until.ref))
        seen = every(silent, at_most(f"{p}_last_due", asof(behind)))
        running = open_still
        if duty:
            running = either(running, at_most(1, f"{p}_frozen"))
        waiting = every(running, at_most(f"{p}_entries", 0))
        in_time = every(known, negated(ran_over), negated(silent))
        # Had the pupil left earlier than is known, nothing might have been owed any more.
        sure = at_most(1, f"{p}_sure")
        return {
            NOT_MET: every(known, sure, open_still, seen),
            LATE: every(known, sure, either(ran_over, seen), negated(every(open_still, seen))),
            DUE: every(in_time, sure, waiting),
            MET: every(in_time, negated(waiting)),
        }

    def _counted(self, form: c.Counted) -> Certain:
        p = self.terms.prefix(form.number)
        met: Condition = NEVER_SO
        not_met: Condition = NEVER_SO
        for number, holds in self._values(form.amount):
            right, wrong = compared(Span(f"{p}_lo", f"{p}_hi"), form.operator, number)
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


def _told_up_to(form: c.After | c.Present | c.Tested | c.Counted) -> Extreme | None:
    """Return the day up to which silence about a form without a deadline counts; None where it asks for no entry."""
    match form:
        case c.Present(a) | c.After(a):
            return asof_of(a)
        case c.Counted(s.Number(event=event)) if event is not None:
            return asof((event,))
        case c.Tested(s.Includes(event) | s.OutcomeIs(event)):
            return asof((event,))
    return None
