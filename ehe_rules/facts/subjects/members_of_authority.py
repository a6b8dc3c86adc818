"""Which entries of an authority's records count for which subject (docs/language.md, "An authority's own records")."""

from __future__ import annotations

from ehe_rules.facts.subjects.authority import CONTACTS

WHENEVER = ("turned_13", "ehc_plan_made")
"""Events of a child that count for every time on the register: they stand whenever they happened."""

OF_OFFICER = ("la_any_contact", "la_officer_trained", *CONTACTS)
"""Entries whose `ref` names the officer."""


def members_of_authority(kind: str, opener: str) -> str:
    """Return SQL: `subject` with the entries of the authority's records that count for it."""
    if kind == "la_officer":
        counts = f"e.event IN ({_quoted(OF_OFFICER)}) AND e.ref = s.ref"
    elif kind == "la_child":
        whenever = f"e.event IN ({_quoted(WHENEVER)})"
        counts = f"e.pupil = s.pupil AND (e.day BETWEEN s.win_from AND s.win_to OR {whenever})"
    else:
        counts = f"coalesce(e.pupil, '') = s.pupil AND {_of_entry(kind, opener)}"
    return f"""
    SELECT s.subject, e.* FROM subjects_{kind} s JOIN entries e ON e.school = s.school AND e.scope = 'la' WHERE {counts}"""


def _of_entry(kind: str, opener: str) -> str:
    """Return SQL: the entry itself and what belongs to it; an entry whose ref is another's of that kind is that one's alone."""
    bound = f"(SELECT count(*) FROM subjects_{kind} o WHERE o.school = e.school AND o.pupil = coalesce(e.pupil, '') AND o.ref = e.ref)"
    free = f"(e.ref IS NULL OR {bound} = 0) AND e.day BETWEEN s.win_from AND s.win_to"
    return f"CASE WHEN e.event = '{opener}' THEN e.entry = s.opener ELSE e.ref = s.ref OR ({free}) END"


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{w}'" for w in words)
