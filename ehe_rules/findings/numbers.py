"""Measured numbers in words: what was counted, what was asked for, and why a count is not certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.findings.lengths import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.facts import forms as c
    from ehe_rules.findings.record import Record
    from ehe_rules.rulebook import syntax as s

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
    "n_marks": "the register of the school year has {} of no reason yet (N)",
    "stale_n_marks": "{} of no reason yet (N) are older than five school days",
    "sessions_due": "pupils on roll had {} this month",
    "unmarked_sessions": "{} of pupils on roll have no mark this month",
    "starters": "came on roll this month and needed a return: {}",
    "starters_not_returned": "no new pupil's return in time: {}",
    "school_days_in_week": "the week has {}",
    "leavers_not_on_register": "home education leavers of the half term without a row in the trust's register: {}",
    "register_rows_without_leaver": "rows of the trust's register for the half term without a leaver on any school's roll: {}",
    "entries_in_log": "the safeguarding log has {} on the case",
    "entries_tagged": "{} on the case under a tag for home education",
    "risk_entries_untagged": "{} of the risk or the withdrawal under no tag for home education",
    "entries_untagged": "{} on the case under no tag for home education",
    "entries_under_another_tag": "{} on the case under another tag for home education than the school's usual one",
    "longest_entry_delay": "the longest time from what happened to its entry is {}",
    "longest_delay_after_leaving": "the longest time from what happened before the leaving to its entry after it is {}",
    "days_left_in_half_term": "{} were left of the half term",
    "attendance_rate": "attended this school year: {}",
    "recent_attendance_rate": "attended in the last six school weeks: {}",
    "attendance_fall": "the last six school weeks lie {} below the school year",
    "unauthorised_sessions": "{} of the last ten school weeks were unauthorised",
    "unauthorised_run": "the run of absence coded G, N, O or U stands at {}",
    "unauthorised_run_without_u": "the run of absence coded G, N or O stands at {}",
    "longest_unauthorised_run": "the longest run of absence coded G, N, O or U was {}",
    "longest_unauthorised_run_without_u": "the longest run of absence coded G, N or O was {}",
    "illness_sessions": "marked ill of late: {}",
    "illness_spells": "ill of late: {}",
    "anxiety_sessions": "absent with a word or code for anxiety of late: {}",
    "early_signs": "{} of late",
    "school_days_since_last_entry": "since the last entry on the case {} have passed",
    "school_days_from_dispute_to_notice": "from the last dispute to the notice {} passed",
}
"""What is said of a number, by name of the measure."""

SIGNS = {
    "attendance": "attendance that falls or comes and goes",
    "anxiety": "anxiety",
    "complaint": "repeated complaints",
    "send": "pressure around unmet SEND need",
    "engagement": "reduced engagement",
}
"""The kinds of early sign (facts/measures/signs.py) as people say them."""

ASKED = {"<": "fewer than {}", "<=": "at most {}", ">": "more than {}", ">=": "at least {}", "=": "{}"}

ONE = {"entries": "entry", "kinds of early sign": "kind of early sign"}
"""Units that lose more than their last letter where there is one."""

UNCERTAIN = {
    "run": "A day without a mark, with a code that says the pupil could not attend (Y1 to Y7, Q, D, X), or before the first mark supplied may cut the run or belong to it.",
    "days_absent_after_leave": "Days without a mark, of illness or other leave, or on which the pupil could not attend may not count. Complete the register, or say why the pupil was away.",
    "unmarked_sessions_since_notice": "Whether and when the pupil left is not in the export.",
    "unmarked_sessions": "Pupils without any mark in the month may be left out of the export, and it may be older than it says. Add what is missing, or complete the register.",
    "starters_not_returned": "The school logs no new pupil's return, or only those of children from home education, so that these may be made elsewhere. Log them with the word new_pupil, or say where they are kept.",
    "ten_day_pupils": "Days without a mark, or with a code that says the pupil could not attend, may belong to such an absence. Complete the register.",
    "leavers_not_on_register": "A row of the register that names no pupil, or a leaver without a reason on the roll, may make the difference, or a roll is missing. Add UPNs to the register, and record why pupils left.",
    "register_rows_without_leaver": "Rows that name no pupil, have no date, or lie outside what the schools' rolls hold may have their leaver. Add UPNs and dates to the register, or a roll that reaches over them.",
    "delay": "Entries without the day on which they were made may have come later. Export the log with that day (date added).",
    "sessions": "Sessions without a mark, or with one that says nothing (a code not in force, marks that contradict one another), may count or not. Complete the register.",
    "early_signs": "Sessions without a mark, and kinds of entry that the school's exports cannot hold, may be a sign.",
}
"""Why a number is only known to lie between two others."""

NOT_COUNTED = {
    "leavers_not_on_register": "The trust's register, or the half term's dates, were not supplied. Add the register to the exports.",
    "register_rows_without_leaver": "The trust's register, or the half term's dates, were not supplied. Add the register to the exports.",
    "tags": "No entry of the school bears a tag. Export the log with its categories.",
    "delay": "No entry on the case says when it was made. Export the log with that day (date added).",
    "days_left_in_half_term": "The day of return, or its half term, lies outside the roll or the school calendar that were supplied.",
    "run": "The day lies outside the marks or the school calendar that were supplied.",
    "days_absent_after_leave": "The end of the leave is not on record. Log the leave with its last day.",
    "unmarked_sessions_since_notice": "The days lie outside the school calendar that was supplied.",
    "ten_day_pupils": "Ten school days or more of this month have no marks. Add the attendance export of that time.",
    "sessions": "The days lie outside the marks, the time on roll or the school calendar that were supplied.",
    "anxiety_sessions": "No mark of the school has a comment, or a code of the trust's list. Export the comments beside the marks, or set anxiety_codes.",
}
"""Why a number is not known at all, where marks were supplied."""


_ABOUT = {
    **dict.fromkeys(
        ("entries_tagged", "risk_entries_untagged", "entries_untagged", "entries_under_another_tag"), "tags"
    ),
    "longest_entry_delay": "delay",
    "longest_delay_after_leaving": "delay",
    **dict.fromkeys(("unauthorised_run", "longest_unauthorised_run"), "run"),
    **dict.fromkeys(
        (
            "attendance_rate",
            "recent_attendance_rate",
            "attendance_fall",
            "unauthorised_sessions",
            "illness_sessions",
            "illness_spells",
        ),
        "sessions",
    ),
}
"""Numbers that are uncertain for one and the same reason."""


OPPOSITE: dict[s.Operator, s.Operator] = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def number_said(form: c.Counted, record: Record, *, negated: bool = False) -> str:
    """Return a measured number as the record shows it, and what the rule asks for (under `not`, the opposite)."""
    name = form.number.name or ""
    shown = SAID.get(name, name.replace("_", " ") + ": {}").format(
        _span(name, *_bounds(form, record), record)
    )
    opposite = OPPOSITE.get(form.operator) if negated else None
    asked = ASKED[opposite or form.operator].format(number(form.amount, record))
    asked = f"not {asked}" if negated and not opposite else asked
    signs = record.facts.get(f"{record.terms.prefix(form.number)}_signs")
    named = ", ".join(SIGNS[sign] for sign in signs.split(";")) if signs else ""
    return f"{shown}{f': {named}' if named else ''} (asked: {asked})."


def why_not_certain(form: c.Counted, record: Record) -> Iterator[str]:
    """Say what keeps a measured number from being certain."""
    name = form.number.name or ""
    lo, hi = _bounds(form, record)
    about = _ABOUT.get(name, "run" if "_run_" in name else name)
    if (lo, hi) == (0, NEVER):
        yield NOT_COUNTED.get(about, f"It is not known: {record.supply.vocabulary.measures[name].means}.")
        return
    said = number_said(form, record)
    yield f"{said[:1].upper()}{said[1:]} {UNCERTAIN.get(about, '')}".rstrip()


def _bounds(form: c.Counted, record: Record) -> tuple[int, int]:
    p = record.terms.prefix(form.number)
    return record.facts[f"{p}_lo"], record.facts[f"{p}_hi"]


def _span(name: str, lo: int, hi: int, record: Record) -> str:
    many = record.supply.vocabulary.measures[name].unit
    if lo >= NEVER:
        return f"never so many {many}"
    if many == "tenths of a percent":
        return _between(f"{lo // 10}.{lo % 10}%" if lo or lo == hi else "", f"{hi // 10}.{hi % 10}%")
    if many == "sessions" and "marks" in name:
        many = "session marks"
    if lo == hi:
        return f"{lo:,} {_unit(many, lo)}"
    if hi >= NEVER:
        return f"at least {lo:,} {many}"
    return f"{_between(f'{lo:,}' if lo else '', f'{hi:,}')} {_unit(many, hi)}"


def _between(least: str, most: str) -> str:
    """Return bounds in words; `least` is '' where it may be none at all."""
    if not least:
        return f"up to {most}"
    return most if least == most else f"{least} to {most}"


def _unit(many: str, number: int) -> str:
    return ONE.get(many, many.removesuffix("s")) if number == 1 else many
