"""Lint: no deletion from the roll, and no readmission, waits for a step of the policy.

A parent's notice takes the name off the roll on the day that the law sets; a returning pupil is admitted by the admissions
code. A policy's step that is not yet done holds up neither, and no remedy may read as if it did.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.walk import events_in, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.casebook.lint.finding import Finding, InHand

SENTENCE = re.compile(r"(?<=[.;!?])\s+| - ")
_MOVE = (
    r"(deletion|deleting|removal|off[- ]roll\w*|admission|admitting|readmission|(the|a|any) (start|return))"
)
_DO = r"(delete|remove|admit|readmit|start|return|come back)"
HOLDING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(delay|postpone|put off|suspend|stop|refuse|block|hold( up| back| off)?|wait with|pause)\b.*\b{_MOVE}",
        rf"\b(put|keep|place)\b.*\b{_MOVE}\b.*\bon hold\b",
        rf"\bbefore\b.*\b({_MOVE}|first day( back)?|(comes?|goes?|is taken|taking) off|(is|being) (deleted|removed|admitted|readmitted))",
        rf"\bwait\b.*\b(until|for)\b.*\b({_DO}|{_MOVE}|roll|register)\b",
        r"\b(the|a) (pupil|child|name|family)\b.*\b(waits?|stays?)\b.*\b(until|on (the )?(roll|register))",
        r"\bkeep\b.*\bon (the )?(roll|register)\b",
        rf"\b(only|not) (once|until|after|when)\b.*\b{_DO}\b",
        rf"\b{_DO}\b.*\b(only|not) (once|until|after|when)\b",
    )
)
REFUSING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(do not|don't|never|cannot|may not|must not)\b.{0,20}\b(delete|remove|take (\w+ ){1,3}off|admit|readmit|let (\w+ ){1,3}(start|return|back))",
        r"\b(cannot|may not|must not)\b.{0,12}\b(start|return|come (back|off)|leave the roll)\b",
        rf"\bno {_MOVE}\b.*\b(before|until|without|unless)\b",
    )
)
DENIAL = re.compile(
    r"\b(never|nothing|no|not a|does not|do not|need not|nor|neither)\b|\beven (after|if)\b", re.IGNORECASE
)
FREE = re.compile(
    r"\b(never|nothing|not|no|neither)\b.*\b(wait|waits|hold|holds|delay|delays|keep|condition|reason)\b"
    r"|\b(wait|waits|hold|holds)\b.*\b(for )?(nothing|neither|no)\b"
    r"|\b(starts?|leaves?|comes? off|deleted|admitted)\b.*\bwhatever\b",
    re.IGNORECASE,
)
LEAVING = {"off_rolled", "left_roll", "leaving_date"}
ENTERING = {"on_rolled", "entry_date"}
ASKED_BY_LAW = {"notification_received", "la_consent_given", "sos_direction_given", "sao_revoked"}
"""What the law itself asks for before a deletion: a rule that looks for it holds up nothing."""


def waiting(rule: InHand) -> Iterator[Finding]:
    """Yield findings where a rule that is not the law's could be read as holding up a deletion or a readmission."""
    f = rule.rule.file
    if rule.is_law:
        return
    for key in ("remedy", "act"):
        for sentence in SENTENCE.split(getattr(f, key)):
            if _holds(sentence):
                yield rule.at(
                    key,
                    "nothing waits",
                    f"'{sentence.strip()}' could be read as holding up a deletion or a readmission; say what to do now, "
                    "whatever the roll says, and that neither waits for it.",
                )
    if _due_by_a_move(rule) and not f.yields_to and not FREE.search(f"{f.remedy} {f.note}"):
        yield rule.at(
            "remedy",
            "nothing waits",
            "The duty is due by the day of a deletion or a readmission; say in the remedy or the note that neither ever waits for it, "
            "or let the rule yield to the law's (`yields_to`).",
        )


def _holds(sentence: str) -> bool:
    if any(pattern.search(sentence) for pattern in REFUSING):
        return True
    return not DENIAL.search(sentence) and any(pattern.search(sentence) for pattern in HOLDING)


def _due_by_a_move(rule: InHand) -> bool:
    """Whether some part of the duty is to be done by the day that a pupil leaves or enters the roll."""
    if rule.rule.file.kind != "require":
        return False
    for node in nodes(rule.rule.expr):
        match node:
            case s.Order(a, "before" | "on or before", b) | s.Within(a, _, "before", b):
                end: object = b
            case s.Between(a, _, s.Moment(b, None)):
                end = b
            case _:
                continue
        columns = {n.column for n in nodes(end) if isinstance(n, s.FieldRef)}
        if (events_in(end) | columns) & (LEAVING | ENTERING) and not events_in(a) <= ASKED_BY_LAW:
            return True
    return False
