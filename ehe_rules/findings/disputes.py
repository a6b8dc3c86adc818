"""Disputes between school and family shortly before a day, as hcat:8.2 lists them. That one came before the other says no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH
from ehe_rules.facts.measures.numbers_of_cases import DISPUTES
from ehe_rules.findings.words import by_date
from ehe_rules.rulebook.parameters import length_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ehe_rules.rulebook.ruleset import Ruleset

WINDOW = "dispute_window"
"""The parameter of the rulesets that says how long before the notice a dispute is looked for."""

DAYS_IN = {"days": 1, "weeks": 7}
"""Units that the window may have besides school days."""


Window = tuple[tuple["date | None", str], ...]
"""The window from each day on, in order; empty where there is none."""


def dispute_window(rulesets: Sequence[Ruleset]) -> Window:
    """Return the window (`30 school days`), dated as the first ruleset with one has it; empty where none sets one in such a unit."""
    for ruleset in rulesets:
        if WINDOW in ruleset.parameters:
            dated = ruleset.parameters[WINDOW].values
            known = length_of(dated[0].value)[1] in ("school days", *DAYS_IN)
            return tuple((v.from_, v.value) for v in dated) if known else ()
    return ()


def window_said(window: Window) -> str:
    """Return the window in words, with its days where it is dated; '' where there is none."""
    return by_date(window) if window else ""


def _number(window: Window) -> str:
    """Return SQL: the window's number as it held on `before_day`."""
    first, *later = ((day, length_of(value)[0]) for day, value in window)
    cases = [f"WHEN s.before_day >= DATE '{day}' - {EPOCH} THEN {n}" for day, n in reversed(later)]
    return f"CASE {' '.join(cases)} ELSE {first[1]} END" if cases else str(first[1])


def disputes_before(source: str, window: Window) -> str:
    """Return SQL (a common table `disputed`) over a relation with school, pupil, entry_day and `before_day`.

    `disputed(school, pupil, before_day, dispute, dispute_day, since)`: the last dispute from entry on roll to
    `before_day` that lies within the window, `since` the days between in its unit; a certain one before one
    that only may lie within, dates being outside the calendar (`since` NULL). Without a window there are none.
    """
    length, unit = (_number(window), length_of(window[0][1])[1]) if window else ("-1", "days")
    if unit == "school days":
        within, certain, since = (
            f"n.n_lo - e.nhi <= {length}",
            "(n.n_lo = n.n_hi AND e.nlo = e.nhi)",
            "n.n_lo - e.nlo",
        )
    else:
        within, certain, since = (
            f"s.before_day - e.day <= ({length}) * {DAYS_IN[unit]}",
            "true",
            "s.before_day - e.day",
        )
    events = ", ".join(f"'{event}'" for event in DISPUTES)
    return f"""
disputed AS (
  SELECT s.school, s.pupil, s.before_day, max_by(e.event, ({certain}, e.day, e.event)) AS dispute,
    max_by(e.day, ({certain}, e.day)) AS dispute_day,
    nullif(max_by(CASE WHEN {certain} THEN {since} ELSE -1 END, ({certain}, e.day)), -1) AS since
  FROM {source} s
  JOIN entries e ON e.school = s.school AND e.pupil = s.pupil AND e.event IN ({events})
    AND e.day BETWEEN s.entry_day AND s.before_day
  JOIN days n ON n.school = s.school AND n.day = s.before_day
  WHERE {within} GROUP BY ALL)"""
