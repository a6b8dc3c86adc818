"""How much is left of the half term in which a pupil comes back, as SQL that gives `subject, lo, hi` (see numbers.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.rulebook.syntax import EventRef

if TYPE_CHECKING:
    from collections.abc import Callable

STARTED = EventRef("on_rolled")
NEEDS: dict[str, tuple[EventRef, ...]] = {"days_left_in_half_term": (STARTED,)}


def _days_left(facts: str, p: str) -> str:
    """Return SQL: school days from the first day back (counted) to the last of its half term; a holiday belongs to the next one."""
    return f"""
    SELECT f.subject, h.n - d.n + CASE WHEN d.school_day THEN 1 ELSE 0 END AS lo,
      h.n - d.n + CASE WHEN d.school_day THEN 1 ELSE 0 END AS hi
    FROM {facts} f
    JOIN days d ON d.school = f.school AND d.day = f.{p}_hi AND f.{p}_lo = f.{p}_hi AND d.n_lo = d.n_hi
    JOIN half_terms t ON t.school = f.school AND t.idx = d.entry_half_term_idx
    JOIN days h ON h.school = f.school AND h.date = t.last_day AND h.n_lo = h.n_hi"""


SQL: dict[str, Callable[..., str]] = {"days_left_in_half_term": _days_left}
