"""A by a limit, as conditions: in time, due, late or not done, whatever the dates between their bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.engines.chain import DUE, LATE, MET, NOT_MET
from ehe_rules.engines.durable_conditions import ALWAYS, NEVER_SO, Condition, at_most, before, either, every
from ehe_rules.engines.durable_spans import Certain, asof_of

if TYPE_CHECKING:
    from ehe_rules.engines.durable_forms import FormReader
    from ehe_rules.facts import forms as c


class Timed:
    """A by a limit: A lies between `a.lo` and `a.hi`, the last moment allowed between `limit.lo` and `limit.hi`."""

    def __init__(self, form: c.Timed, reader: FormReader, *, duty: bool) -> None:
        """Take the bounds of both dates and what else bounds the form."""
        self.form, self.duty = form, duty
        self.a, self.limit = reader.span(form.a), reader.moment(form.limit)
        self.early = reader.moment(form.early) if form.early is not None else None
        self.needed = reader.moment(form.needs).recorded() if form.needs is not None else ALWAYS
        self.less = -1 if form.day_before else 0
        """`before` allows the day before B only."""

    def certain(self) -> Certain:
        """Return when each status is certain."""
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
        return every(
            self.a.recorded(), self.limit.recorded(), late, self._run_out_by_closing(), self._surely_open()
        )

    def _not_met(self) -> Condition:
        run_out = every(before(self.limit.hi, "on_day", -self.less), self._closed_after_limit())
        seen = at_most(self.limit.hi, asof_of(self.form.a), -self.less)
        failed = every(self.a.missing(), run_out, seen)
        if self.early is not None:
            too_early = every(
                self.a.recorded(),
                before(self.a.hi, self.early.lo),
                at_most(self.a.hi, self.limit.lo, self.less),
                self._run_out_by_closing(),
            )
            failed = either(failed, too_early)
        return every(self.limit.recorded(), failed, self._surely_open())

    # Closed before it was due: the case closed (`freeze_day`, never if it did not) while A was not done and not out of time.

    def _done_by_closing(self) -> Condition:
        return at_most(self.a.hi, "freeze_day") if self.duty else ALWAYS

    def _not_by_closing(self) -> Condition:
        return before("freeze_day", self.a.lo) if self.duty else NEVER_SO

    def _closed_after_limit(self) -> Condition:
        return before(self.limit.hi, "freeze_day", -self.less) if self.duty else ALWAYS

    def _run_out_by_closing(self) -> Condition:
        return either(self._done_by_closing(), self._closed_after_limit())

    def _surely_open(self) -> Condition:
        """Unless it closed by a leaving of which it is not known why (`perhaps_day`), while A was not done and not out of time."""
        after_limit = before(self.limit.hi, "perhaps_day", -self.less)
        return either(at_most(self.a.hi, "perhaps_day"), after_limit) if self.duty else ALWAYS
