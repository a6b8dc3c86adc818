"""What is said of many at once: how many there are, whom and when, and why, each said once."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ehe_rules.reporting import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ehe_rules.reporting.children import Child
    from ehe_rules.reporting.verdicts import Rule, Verdict


MOST_NAMED, MOST_REASONS, MOST_DATES = 30, 3, 6
"""How many children, reasons and dates one line names; findings.csv has every one."""

_DATE = re.compile(r",? (?:on )?\d{1,2} [A-Z][a-z]{2} \d{4}")

_THINGS = {
    "case": ("case", "cases"),
    "pupil": ("child", "children"),
    "leaver": ("leaver", "leavers"),
    "school_week": ("week", "weeks"),
    "school_month": ("month", "months"),
    "school_half_term": ("half term", "half terms"),
    "school": ("school year", "school years"),
    "trust": ("half term", "half terms"),
    "trust_term": ("term", "terms"),
    "focused_review": ("focused review", "focused reviews"),
    "la_child": ("child", "children"),
    "la_plan": ("plan", "plans"),
    "la_visit": ("visit", "visits"),
    "la_concern": ("concern", "concerns"),
    "la_placement": ("placement", "placements"),
    "la_complaint": ("complaint", "complaints"),
    "la_officer": ("officer", "officers"),
    "authority": ("year", "years"),
}


def act_of(rule: Rule) -> str:
    """Return what mends a breach of the rule: rules of policy and law that ask for the same are one thing to do."""
    return rule.act or rule.anchor


def matter(verdict: Verdict) -> str:
    """Return what a verdict is about for a reader: its case, or the pupil, leaver or week that it speaks of."""
    return verdict.case or verdict.subject


def rules_of(verdicts: Iterable[Verdict]) -> list[Rule]:
    """Return the rules of verdicts, each once."""
    return list({verdict.rule.anchor: verdict.rule for verdict in verdicts}.values())


def number_of(verdicts: Sequence[Verdict]) -> str:
    """Return how many weeks, cases or children they are about, each counted once: `3 weeks`."""
    one, many = _THINGS.get(verdicts[0].about, ("time", "times"))
    return words.plural(len({matter(verdict) for verdict in verdicts}), one, many)


def dates_of(verdicts: Iterable[Verdict]) -> str:
    """Return the first of the days by which many are due, each once and in order; with its year where the years differ."""
    due = {one.by: one.deadline for one in sorted(verdicts, key=lambda one: one.by) if one.deadline}
    if len({by[:4] for by in due}) > 1:
        due = {by: words.weekday(by) for by in due}
    return _first([*due.values()], MOST_DATES)


def names_of(people: Iterable[Child]) -> str:
    """Return children by surname with their years, the first of many: `Amber Example (Year 9) and 12 more`."""
    ordered = sorted({child.key: child for child in people}.values(), key=lambda child: child.order)
    return _first(
        [f"{child.name} ({child.year})" if child.year else child.name for child in ordered], MOST_NAMED
    )


def _first(said: Sequence[str], most: int) -> str:
    rest = [f"{len(said) - most:,} more"] if len(said) > most else []
    return words.listed([*said[:most], *rest])


def commonest(reasons: Iterable[str]) -> list[str]:
    """Return the commonest reasons, each once, with how often it stands where there are several.

    Reasons that differ by nothing but a date are one, without it.
    """
    listed = sorted(reason for reason in reasons if reason)
    alike = Counter(_DATE.sub("", reason) for reason in set(listed))
    number = Counter(
        reason if alike[(undated := _DATE.sub("", reason))] == 1 else undated for reason in listed
    )
    ordered = sorted(number.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(ordered) == 1:
        return [ordered[0][0]]
    shown = [f"{reason} ({times})" if times > 1 else reason for reason, times in ordered[:MOST_REASONS]]
    rest = len(ordered) - MOST_REASONS
    return [*shown, f"And {words.plural(rest, 'other reason')}."] if rest > 0 else shown
