"""SQL for moments: a date shifted by a length, as bounds in days (alias f: facts so far, alias k: the school's calendar lists).

A date within the calendar whose shift leaves it lies past the calendar's edge: some day, not known which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, BEYOND, EPOCH, NEVER
from ehe_rules.facts.refs import amount_sql, bound, is_entry

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Amount, Deadline, TermList
    from ehe_rules.rulebook.syntax import Unit


def moment_columns(moment: Deadline, terms: TermList) -> list[str]:
    """Return SQL: columns lo, hi and, in school days, n (the school-day number, where certain) of a moment."""
    p = terms.prefix(moment)
    lo, hi = bound(moment.ref, "lo", terms), bound(moment.ref, "hi", terms)
    amount = moment.amount
    if amount is None:
        return [f"{lo} AS {p}_lo", f"{hi} AS {p}_hi"]
    if moment.in_school_days:
        return _school_days(moment, amount, terms)
    n = amount_sql(amount, terms)
    signed = n if moment.direction == "after" else f"-({n})"
    early, late = (_shift(amount.unit, day, signed, moment, far) for day, far in ((lo, ANY), (hi, BEYOND)))
    return [
        f"CAST(CASE WHEN {lo} <= {ANY} OR {lo} >= {BEYOND} THEN {lo} ELSE {early} END AS INTEGER) AS {p}_lo",
        f"CAST(CASE WHEN {hi} <= {ANY} OR {hi} >= {BEYOND} THEN {hi} ELSE {late} END AS INTEGER) AS {p}_hi",
    ]


def _shift(unit: Unit, day: str, n: str, moment: Deadline, far: int) -> str:
    """Return SQL: the day that far away; `far` where the calendar knows nothing of it (ANY for an earlier bound, else BEYOND)."""
    if unit in ("days", "weeks"):
        return f"{day} + ({n}) * {7 if unit == 'weeks' else 1}"
    if unit in ("months", "years"):
        months = f"({n}) * {12 if unit == 'years' else 1}"
        return (
            f"CAST({EPOCH} + CAST({day} AS INTEGER) + to_months(CAST({months} AS INTEGER)) AS DATE) - {EPOCH}"
        )
    index = (
        f"k.{'entry_' if is_entry(moment.ref) else ''}half_term_of[CAST({day} - k.known_from + 1 AS INTEGER)]"
    )
    inside = f"{day} BETWEEN k.known_from AND k.known_to"
    first, last = ("k.first_idx", "k.last_idx") if unit == "half terms" else ("k.first_term", "k.last_term")
    own = index if unit == "half terms" else f"k.term_of[{index}]"
    held = {"after": "ends", "before": "starts"}[moment.direction]
    found = f"k.{'half_term' if unit == 'half terms' else 'term'}_{held}[CAST({own} + ({n}) AS INTEGER)]"
    if unit == "terms" and moment.direction == "after" and far == ANY:
        found = f"coalesce({found}, k.term_not_before[CAST({own} + ({n}) AS INTEGER)])"
    # Past the last half term listed is later than all of the calendar; before the first, earlier.
    after = "k.known_to + 1" if far == ANY else str(BEYOND)
    before = str(ANY) if far == ANY else "k.known_from - 1"
    shifted = f"""CASE WHEN NOT ({inside}) OR ({own}) IS NULL THEN {far}
      WHEN {own} + ({n}) > {last} THEN {after} WHEN {own} + ({n}) < {first} THEN {before} ELSE coalesce({found}, {far}) END"""
    # What lies before a day is never after it, whatever the calendar knows (but entry on roll in a holiday looks ahead).
    return (
        f"least({shifted}, {day})" if moment.direction == "before" and not is_entry(moment.ref) else shifted
    )


def _school_days(moment: Deadline, amount: Amount, terms: TermList) -> list[str]:
    p, n = terms.prefix(moment), amount_sql(amount, terms)
    lo, hi = bound(moment.ref, "nlo", terms), bound(moment.ref, "nhi", terms)
    signed = n if moment.direction == "after" else f"-({n})"
    held = "first_days" if moment.opens else "last_days"
    early, late = f"({lo} + ({signed}))", f"({hi} + ({signed}))"
    # The number before the first known one lasts until that first school day.
    zero = "" if moment.opens else "WHEN {0} = k.min_n - 1 THEN k.first_days[CAST(k.min_n AS INTEGER)] - 1"
    # The last known number may go on past the calendar's edge (its next school day is not known).
    edge = "k.max_n + 1" if moment.opens else "k.max_n"
    day_lo = f"""CASE WHEN {lo} <= {ANY} THEN {ANY} WHEN {lo} >= {NEVER} THEN {NEVER}
      {zero.format(early)} WHEN {early} < k.min_n THEN {ANY} WHEN NOT k.approximate AND {early} > k.max_n THEN k.known_to + 1
      WHEN NOT k.approximate AND {early} >= {edge} THEN k.known_to
      ELSE coalesce(k.{held}[CAST({early} AS INTEGER)], {ANY}) END"""
    day_hi = f"""CASE WHEN {hi} <= {ANY} THEN {ANY} WHEN {hi} >= {NEVER} THEN {NEVER}
      {zero.format(late)} WHEN {late} < k.min_n THEN k.known_from - 1 WHEN NOT k.approximate AND {late} >= {edge} THEN {BEYOND}
      ELSE coalesce(k.{held}[CAST({late} AS INTEGER)], k.known_from) END"""
    if moment.direction == "before":
        # Whatever the calendar knows, what lies before a day is never after it (but a number's last day may be).
        day_hi = f"least({day_hi}, greatest({bound(moment.ref, 'hi', terms)}, {day_lo}))"
    return [
        f"CAST({day_lo} AS INTEGER) AS {p}_lo",
        f"CAST({day_hi} AS INTEGER) AS {p}_hi",
        f"CAST(CASE WHEN {lo} = {hi} AND abs({lo}) < {BEYOND} THEN {early} END AS INTEGER) AS {p}_n",
    ]
