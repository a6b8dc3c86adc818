"""Measured numbers in words: what was counted, what was asked for, and why a count is not certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.facts import forms as c
    from ehe_rules.findings.record import Record

SAID = {
    "cme_run_at_check": "the run of absence coded G, N, O or U stood at {} on the day of the check",
    "deletion_run_at_check": "the run of absence coded G, N or O stood at {} on the day of the check",
    "deletion_run_at_off_roll": "the run of absence coded G, N or O stood at {} when the name came off the roll",
    "days_absent_after_leave": "{} of absence followed the end of the leave",
    "marks_after_off_roll": "the register has {} from the leaving date on",
    "unmarked_sessions_since_notice": "{} since the notice and before the name came off the roll have no mark",
    "session_marks": "the register has {} of the school year",
    "invalid_marks": "{} have a code that was not in force on their day",
    "ten_day_pupils": "absent for ten school days running in this month: {}",
}
"""What is said of a number, by name of the measure."""

ASKED = {"<": "fewer than {}", "<=": "at most {}", ">": "more than {}", ">=": "at least {}", "=": "{}"}

UNCERTAIN = {
    "run": "A day without a mark, with a code that says the pupil could not attend (Y1 to Y7, Q, D, X), or before the first mark supplied may cut the run or belong to it.",
    "days_absent_after_leave": "Days without a mark, of illness or other leave, or on which the pupil could not attend may not count. Complete the register, or say why the pupil was away.",
    "unmarked_sessions_since_notice": "Whether and when the pupil left is not in the export.",
    "ten_day_pupils": "Days without a mark, or with a code that says the pupil could not attend, may belong to such an absence. Complete the register.",
}
"""Why a number is only known to lie between two others."""

NOT_COUNTED = {
    "run": "The day lies outside the marks or the school calendar that were supplied.",
    "days_absent_after_leave": "The end of the leave is not on record. Log the leave with its last day.",
    "unmarked_sessions_since_notice": "The days lie outside the school calendar that was supplied.",
    "ten_day_pupils": "Ten school days or more of this month have no marks. Add the attendance export of that time.",
}
"""Why a number is not known at all, where marks were supplied."""


def number_said(form: c.Counted, record: Record) -> str:
    """Return a measured number as the record shows it, and what the rule asks for."""
    name = form.number.name or ""
    shown = SAID.get(name, name.replace("_", " ") + ": {}").format(
        _span(name, *_bounds(form, record), record)
    )
    asked = ASKED[form.operator].format(form.amount.values[-1][1])
    return f"{shown} (asked: {asked})."


def why_not_certain(form: c.Counted, record: Record) -> Iterator[str]:
    """Say what keeps a measured number from being certain."""
    name = form.number.name or ""
    lo, hi = _bounds(form, record)
    about = "run" if "_run_" in name else name
    if (lo, hi) == (0, NEVER):
        yield NOT_COUNTED.get(about, f"It is not known: {record.supply.vocabulary.measures[name].means}.")
        return
    said = number_said(form, record)
    yield f"{said[:1].upper()}{said[1:]} {UNCERTAIN.get(about, '')}".rstrip()


def _bounds(form: c.Counted, record: Record) -> tuple[int, int]:
    p = record.terms.prefix(form.number)
    return record.facts[f"{p}_lo"], record.facts[f"{p}_hi"]


def _span(name: str, lo: int, hi: int, record: Record) -> str:
    unit = {"sessions": "session mark" if "marks" in name else "session"}.get(
        record.supply.vocabulary.measures[name].unit, record.supply.vocabulary.measures[name].unit.rstrip("s")
    )
    if lo == hi:
        return f"{lo} {unit}{'' if lo == 1 else 's'}"
    return f"at least {lo} {unit}s" if hi >= NEVER else f"{lo} to {hi} {unit}s"
