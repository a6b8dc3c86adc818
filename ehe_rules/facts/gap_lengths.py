"""SQL for how long the gaps of a recurrence are (alias g: a gap from `previous` to `day`, with the length p that it may have)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, EPOCH
from ehe_rules.facts.refs import is_entry

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Gaps


def undecided_sql(gaps: Gaps) -> str:
    """Return SQL: whether a gap that cannot be measured leaves the whole undecided.

    In half terms and terms it does not where another gap was too long for certain; the running gap must be known.
    """
    if gaps.amount.unit == "school days":
        return "bool_or(g.outside)"
    running = "bool_or(g.outside AND g.kind = 2 AND s.open)"
    return f"{running} OR (bool_or(g.outside) AND NOT bool_or(g.excess > 0))"


def measured_sql(gaps: Gaps) -> str:
    """Return SQL: each gap's excess over P, the last day it could have lasted to, and whether the calendar cannot tell."""
    unit = gaps.amount.unit
    if unit == "school days":
        return """
      SELECT g.*, a.n_lo - z.n_lo - g.p AS excess, (a.n_lo <> a.n_hi OR z.n_lo <> z.n_hi) AND g.day > g.previous AS outside,
        CASE WHEN z.n_lo = z.n_hi AND (k.approximate OR z.n_lo + g.p < k.max_n) THEN k.last_days[CAST(z.n_lo + g.p AS INTEGER)] END AS due
      FROM gap g JOIN days a ON a.school = g.school AND a.day = g.day JOIN days z ON z.school = g.school AND z.day = g.previous
      JOIN cal k ON k.school = g.school WHERE g.previous IS NOT NULL"""
    if unit in ("days", "weeks"):
        due = f"g.previous + g.p * {7 if unit == 'weeks' else 1}"
    elif unit in ("months", "years"):
        months = f"g.p * {12 if unit == 'years' else 1}"
        due = f"CAST({EPOCH} + CAST(g.previous AS INTEGER) + to_months(CAST({months} AS INTEGER)) AS DATE) - {EPOCH}"
    else:
        return _measured_in_terms(gaps)
    return f"""
      SELECT *, day - due AS excess, false AS outside FROM (
        SELECT g.*, CAST({due} AS INTEGER) AS due FROM gap g WHERE g.previous IS NOT NULL)"""


def _measured_in_terms(gaps: Gaps) -> str:
    """Return SQL: as above for half terms and terms; `earliest` is the least that a limit can be which is not known."""
    unit, at = gaps.amount.unit, "[CAST(g.previous - k.known_from + 1 AS INTEGER)]"
    half = f"k.half_term_of{at}"
    if is_entry(gaps.start):
        half = f"(CASE WHEN g.previous_kind = 0 THEN k.entry_half_term_of{at} ELSE {half} END)"
    own, ends, last = (
        (half, "k.half_term_ends", "k.last_idx")
        if unit == "half terms"
        else (f"k.term_of[{half}]", "k.term_ends", "k.last_term")
    )
    target = f"CAST({own} + g.p AS INTEGER)"
    inside = "g.previous BETWEEN k.known_from AND k.known_to"
    least = f"k.term_not_before[{target}]" if unit == "terms" else "NULL"
    return f"""
      SELECT *, CASE WHEN due IS NULL OR day = previous THEN 0 ELSE day - due END AS excess, due IS NULL AND day > previous AND day > coalesce(earliest, {ANY}) AS outside
      FROM (
        SELECT g.*, CAST(CASE WHEN {inside} THEN {ends}[{target}] END AS INTEGER) AS due,
          CAST(CASE WHEN {inside} THEN CASE WHEN {own} + g.p > {last} THEN k.known_to + 1 ELSE {least} END END AS INTEGER) AS earliest
        FROM gap g JOIN cal k ON k.school = g.school WHERE g.previous IS NOT NULL)"""
