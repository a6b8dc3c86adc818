"""What would change a verdict: the parts of its rule that would have to be otherwise, read off each part's own status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.engines.chain import CANNOT_TELL, LATE, MET, NOT_MET
from ehe_rules.facts import forms as c
from ehe_rules.facts.constants import BEYOND, FALSE, TRUE, UNKNOWN
from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.findings import words as w
from ehe_rules.findings.sentences.entries import day_of
from ehe_rules.findings.told.forms import condition
from ehe_rules.findings.told.supposed import supposed
from ehe_rules.findings.told.tree import several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.findings.record import Record, Verdict
    from ehe_rules.findings.told.tree import Told
    from ehe_rules.rulebook.ruleset import Ruleset

ASIDE = -1
"""The number of a duty's part that did not decide: nothing is known here of how it stands."""


def what_would_change(rule: c.CompiledRule, verdict: Verdict, record: Record, ruleset: Ruleset) -> str:
    """Return in a sentence or two what would have to be otherwise for another verdict; '' where that cannot be said simply."""
    if verdict.form is not None and verdict.form < 0 and rule.when is not None:
        truths = [_truth(p, n) for p, n in zip(_leaves(rule.when), verdict.parts, strict=True)]
        asked = _Asked(record, ruleset, TRUE).otherwise(rule.when, iter(truths), so=True)
        return f"The rule would apply {supposed(asked, so=True)}" if asked else ""
    head, so = HEADS[rule.kind].get(verdict.status, ("It would be met", True))
    true = MET if rule.kind == "require" else TRUE
    asked = _Asked(record, ruleset, true).otherwise(rule.part, iter(verdict.parts), so=so)
    if asked is None:
        return ""
    if so and ASIDE in verdict.parts:
        head = head.replace("would", "could")  # what did not decide may not be as asked either
    return f"{head} {supposed(asked, so=so)}{_done_now(rule, verdict, record)}"


HEADS = {
    "require": {
        "met": ("It would not be met", False),
        "due": ("There is still time. It would be met", True),
        "late": ("Nothing done now changes that it was late. It would be met", True),
    },
    # a prohibition is broken, and a pattern shown, by what is so
    "forbid": {
        "met": ("It would not be met", True),
        "not_met": ("It would be met", False),
        "cannot_tell": ("It would not be met", True),
    },
    "flag": {
        "indicator": ("It would not be shown", False),
        "cannot_tell": ("It would be shown", True),
    },
}
"""How the sentence begins, and whether it then says what would have to be so or what not to be so."""


class _Asked:
    """Finds what would have to be otherwise; `true` is the number of a part that is as its rule asks."""

    def __init__(self, record: Record, ruleset: Ruleset, true: int) -> None:
        self.record, self.ruleset, self.true = record, ruleset, true

    def otherwise(self, part: c.Part, numbers: Iterator[int], *, so: bool) -> Told | None:
        """Return what must become so (or, unless `so`, what must not be so) for the part to change; None if it need not."""
        if isinstance(part, c.Group):
            below = [self.otherwise(p, numbers, so=so) for p in part.parts]
            every = (part.joined_by == "and") == so
            if not every and None in below and self.true == TRUE:
                return None
            open_ = [x for x in below if x is not None]
            return several("all" if every else "one", open_) if open_ else None
        number = next(numbers)
        return None if number == ASIDE or (number == self.true) == so else self._said(part, so=so)

    def _said(self, part: c.Form | c.Negated | c.Held, *, so: bool) -> str:
        form = part.form if isinstance(part, (c.Negated, c.Held)) else part
        if form.source is None:
            raise TypeError(f"no words for {type(form).__name__}")
        said = condition(form.source, self.ruleset, holds=not isinstance(part, c.Negated))
        return f"{said}{self._last_day(form) if so and form is part else ''}"

    def _last_day(self, form: c.Form) -> str:
        """Return the last day allowed in words, where it is certain."""
        if not isinstance(form, c.Timed):
            return ""
        p = self.record.terms.prefix(form.limit)
        low, high = self.record.facts[f"{p}_lo"], self.record.facts[f"{p}_hi"]
        last = high - 1 if form.day_before else high
        return f" (by {w.said_with_weekday(last)})" if low == high < BEYOND else ""


def _leaves(part: c.Part) -> Iterator[c.Part]:
    if isinstance(part, c.Group):
        for below in part.parts:
            yield from _leaves(below)
    else:
        yield part


def _truth(part: c.Part, status: int) -> int:
    """Return the truth of a condition's part from its form's status (as `truth` in engines/decided.py)."""
    so = status in (LATE, NOT_MET) if isinstance(part, c.Negated) else status == MET
    return TRUE if so else UNKNOWN if status == CANNOT_TELL else FALSE


def _done_now(rule: c.CompiledRule, verdict: Verdict, record: Record) -> str:
    """Say that what is missing would be late if it were done on the audit date, where that is certain."""
    # an entry of today may count for the next period, or the pupil's next subject
    counts = KINDS[rule.about].whose == "pupil" and record.facts["win_to"] >= record.facts["on_day"]
    if rule.kind != "require" or verdict.status != "not_met" or not counts:
        return ""
    now = [
        LATE if number == NOT_MET and _missing(part, record) else number
        for part, number in zip(_leaves(rule.part), verdict.parts, strict=True)
    ]
    return " Done now, it would be late." if _status(rule.part, iter(now)) == LATE else ""


def _missing(part: c.Part, record: Record) -> bool:
    return isinstance(part, c.Recurring) or (isinstance(part, c.Timed) and day_of(part.a, record) is None)


def _status(part: c.Part, numbers: Iterator[int]) -> int:
    if not isinstance(part, c.Group):
        return next(numbers)
    below = [x for x in [_status(p, numbers) for p in part.parts] if x != ASIDE]
    return (min if part.joined_by == "and" else max)(below, default=ASIDE)
