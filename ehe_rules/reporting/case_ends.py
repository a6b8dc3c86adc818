"""How a case began and ended, in words: what opened or closed it, and what a leaving was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ehe_rules.reporting import words

if TYPE_CHECKING:
    from ehe_rules.reporting.rows import Row

NOT_KNOWN = "not known whether for home education"

_BACK = {"re-entry": 1, "re-entry that day": 0}
"""Days from the closing to the day on which a child who had left came back, by what closed the case."""

_CLOSERS = {
    "left": "left for another reason",
    "re-entry": "back on roll the next day",
    "re-entry that day": "back on roll that day",
}
"""What closes a case and is no entry of its own (see the window of cases)."""


def state(row: Row) -> str:
    """Return how a case stands: open, closed, or off roll, with the days."""
    if not row["off_rolled_on"]:
        return f"closed {words.day(row['closed_on'])}" if row["closed_on"] else "open"
    left_on = words.day(row["off_rolled_on"])
    if left_for(row) == "no":
        return f"left for another reason on {left_on}"
    since = f"off roll since {left_on}"
    if row["closed_on"]:
        # A child who came back is not off roll since then.
        back = words.day(back_on(row))
        ended = f"back on roll {back}" if back else f"closed {words.day(row['closed_on'])}"
        since = f"off roll from {left_on}, {ended}"
    return since if row["ehe"] == "yes" else f"{since}; {NOT_KNOWN}"


def left_for(row: Row) -> str:
    """Return whether a leaving was for home education: yes, no, unknown, or unexplained where nothing recorded says why."""
    return "unexplained" if row["unexplained"] else row["ehe"]


def back_on(row: Row) -> str:
    """Return the day on which a child who had left came back: a case ends on the day before, or on the day of leaving itself."""
    closed = words.parsed(row["closed_on"])
    after = [days for by, days in _BACK.items() if by in words.split(row["closed_by"])]
    return (
        (closed + timedelta(days=after[0])).isoformat() if closed and row["off_rolled_on"] and after else ""
    )


def facts(row: Row) -> list[tuple[str, str]]:
    """Return the dates of a case with what opened, closed or ended it; what is blank is left out."""
    dated = [
        ("Opened", row["opened_on"], words.in_sentence(row["opened_by"])),
        ("Off roll", row["off_rolled_on"], _why_off_roll(row)),
        (
            "Closed",
            row["closed_on"],
            words.listed([_closer(by, row) for by in words.split(row["closed_by"])]),
        ),
    ]
    return [(name, f"{words.day(on)}: {why}" if why else words.day(on)) for name, on, why in dated if on]


def _why_off_roll(row: Row) -> str:
    """Say what the leaving was, as far as the record shows it."""
    if row["ehe"] == "yes":
        return f"home education by its {words.in_sentence(row['ehe_by'])}" if row["ehe_by"] else ""
    return "another reason than home education" if left_for(row) == "no" else NOT_KNOWN


def _closer(by: str, row: Row) -> str:
    """Return what closed a case, in words."""
    if by == "left" and row["unexplained"]:
        return "left, and no reason is recorded"
    return _CLOSERS.get(by) or words.in_sentence(by)
