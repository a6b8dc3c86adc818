"""The statuses as words, a symbol and a colour: never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

OWN_DUTIES = ("school", "trust")
"""Whose duties count in the rates and on the worklist; others' are shown apart."""

SEVERITIES = ("critical", "high", "medium", "low")

_ORDER = ("not_met", "due", "late", "cannot_tell", "waived", "indicator", "met")


@dataclass(frozen=True)
class Status:
    """How a verdict is shown. `look` names a colour of the style sheet."""

    words: str
    symbol: str
    look: str


_PLAIN = {
    "not_met": Status("Not met", "\N{MULTIPLICATION SIGN}", "bad"),
    "due": Status("Due", "\N{RIGHTWARDS ARROW}", "due"),
    "late": Status("Done late", "!", "late"),
    "cannot_tell": Status("Cannot tell", "?", "unknown"),
    "waived": Status("Waived", "\N{TILDE OPERATOR}", "quiet"),
    "indicator": Status("Look at", "\N{WHITE CIRCLE}", "pattern"),
}
_IN_TIME = Status("Done in time", "\N{CHECK MARK}", "good")
_IN_PLACE = Status("In place", "\N{CHECK MARK}", "good")

# A prohibition is never "met": nobody having written it down clears nobody.
_PROHIBITION = {
    "met": Status("Nothing on record", "\N{EN DASH}", "quiet"),
    "not_met": Status("On record", "\N{MULTIPLICATION SIGN}", "bad"),
}
_OTHERS = {
    "met": _IN_PLACE,
    "not_met": Status("Not on record", "\N{EN DASH}", "quiet"),
    "late": Status("Later than due", "\N{EN DASH}", "quiet"),
}


def status_words(status: str, *, kind: str, duty_of: str, has_deadline: bool) -> Status:
    """Return how a verdict is shown, by the kind of its rule (require, forbid, flag) and whose duty it is."""
    if kind == "forbid" and status in _PROHIBITION:
        return _PROHIBITION[status]
    if duty_of not in OWN_DUTIES and status in _OTHERS:
        return _OTHERS[status]
    if status == "met":
        return _IN_TIME if has_deadline else _IN_PLACE
    return _PLAIN[status]


def status_rank(status: str) -> int:
    """Return what to read first: lower is more pressing."""
    return _ORDER.index(status)


def severity_rank(severity: str) -> int:
    """Critical is 0; a blank or unknown severity comes last."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
