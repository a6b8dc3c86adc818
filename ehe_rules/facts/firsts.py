"""SQL for the first A on or after B: bounds of that day, from one pass over the entries of all such A."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.entry_tests import Tests, only
from ehe_rules.facts.terms import FirstFrom
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.facts.terms import TermList


def firsts_sql(kind: str, terms: TermList, facts: str) -> str:
    """Return SQL: the facts so far (the table `facts`) with columns lo and hi, where counted nlo and nhi, of every FirstFrom term."""
    firsts = [t for t in terms.of(FirstFrom) if isinstance(t, FirstFrom)]
    of_entries = [t for t in firsts if isinstance(t.event, s.EventRef) and t.event.which == "first"]
    columns = [
        column
        for t in firsts
        for column in (_found(t, terms) if t in of_entries else _if_not_before(t, terms))
    ]
    selected = f"SELECT f.*{''.join(f', {column}' for column in columns)} FROM {facts} f"
    if not of_entries:
        return selected
    return f"WITH first AS ({_first_entries(kind, of_entries, terms, facts)}) {selected} LEFT JOIN first USING (subject)"


def _first_entries(kind: str, firsts: list[FirstFrom], terms: TermList, facts: str) -> str:
    tests = Tests()
    figures = [figure for first in firsts for figure in _figures(first, terms, tests)]
    starts = sorted({f"{terms.prefix(first.start)}_{bound}" for first in firsts for bound in ("lo", "hi")})
    events = {first.event.event for first in firsts if isinstance(first.event, s.EventRef)}
    asked = tests.entries(kind, events, f"(SELECT subject, {', '.join(starts)} FROM {facts})")
    return f"SELECT m.subject, {', '.join(figures)} FROM {asked} m GROUP BY m.subject"


def _figures(first: FirstFrom, terms: TermList, tests: Tests) -> list[str]:
    if not isinstance(first.event, s.EventRef):
        raise TypeError(first.event)
    p, start, q = terms.prefix(first), terms.prefix(first.start), tests.qualified(first.event)
    maybe, surely = f"{q} >= 1 AND m.day >= m.{start}_lo", f"{q} = 2 AND m.day >= m.{start}_hi"
    figures = [f"min({only(maybe, 'm.day')}) AS {p}_lo", f"min({only(surely, 'm.day')}) AS {p}_hi"]
    if first in terms.counted:
        figures += [f"min({only(maybe, 'm.nlo')}) AS {p}_nlo", f"min({only(surely, 'm.nhi')}) AS {p}_nhi"]
    return figures


def _found(first: FirstFrom, terms: TermList) -> list[str]:
    # Where the kind was not carried, all that is known of its first entry is that it is not before the start.
    p, event = terms.prefix(first), terms.prefix(first.event)
    unknown = f"f.{event}_lo < -1000000"
    bounds = [("lo", "hi", f"f.{terms.prefix(first.start)}_lo")]
    if first in terms.counted:
        bounds.append(("nlo", "nhi", f"f.{event}_nlo"))
    return [
        column
        for lo, hi, least in bounds
        for column in (
            f"CASE WHEN {unknown} THEN {least} ELSE coalesce(first.{p}_{lo}, {NEVER}) END AS {p}_{lo}",
            f"coalesce(first.{p}_{hi}, {NEVER}) AS {p}_{hi}",
        )
    ]


def _if_not_before(first: FirstFrom, terms: TermList) -> list[str]:
    p, a, start = terms.prefix(first), terms.prefix(first.event), terms.prefix(first.start)
    perhaps = f"CASE WHEN f.{a}_hi < f.{start}_lo THEN {NEVER} ELSE {{}} END"
    surely = f"CASE WHEN f.{a}_lo >= f.{start}_hi THEN {{}} ELSE {NEVER} END"
    bounds = [("lo", "hi", f"greatest(f.{a}_lo, f.{start}_lo)")]
    if first in terms.counted:
        bounds.append(("nlo", "nhi", f"f.{a}_nlo"))
    return [
        column
        for lo, hi, least in bounds
        for column in (
            f"{perhaps.format(least)} AS {p}_{lo}",
            f"{surely.format(f'f.{a}_{hi}')} AS {p}_{hi}",
        )
    ]
