"""Measures that only rules of the law ask for, each as SQL over facts (f), roll row (r) and school (c), as in measures.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.record.leaving import compulsory_age_sql, fold_sql
from ehe_rules.rulebook.syntax import EventRef, Narrow

if TYPE_CHECKING:
    from ehe_rules.facts.terms import TermList


def _answer(*outcomes: str) -> EventRef:
    return EventRef("la_434a_answer_received", (Narrow("as", tuple(sorted(outcomes))),), "last")


ALLOWED, REFUSED = _answer("consent", "not_relevant"), _answer("refused")
CONSENT = EventRef("la_consent_given", (), "last")

NEEDS: dict[str, tuple[EventRef, ...]] = {"la_consent_awaited": (ALLOWED, REFUSED, CONSENT)}


def consent_awaited(terms: TermList) -> str:
    """Return SQL: whether the authority's consent under s434A is needed and not there; a later refusal undoes a consent.

    Without an answer the roll alone shows who needs it: a child on a plan, or placed at a special school. That it shows
    neither leaves the matter open: enquiries, and plans of the past, are known to the authority alone.
    """
    allowed, refused, given = (terms.prefix(ref) for ref in NEEDS["la_consent_awaited"])
    none = f"{refused}_lo >= {NEVER}"
    of_those = "r.child_protection = 'yes' OR c.type = 'special' AND r.placed_by_la = 'yes'"
    return f"""CASE
      WHEN {allowed}_hi < {NEVER} AND ({none} OR {refused}_hi < {allowed}_lo) THEN 'no'
      WHEN {given}_hi < {NEVER} AND ({none} OR {refused}_hi < {given}_lo) THEN 'no'
      WHEN {refused}_hi < {NEVER} AND ({allowed}_lo >= {NEVER} OR {allowed}_hi <= {refused}_lo)
        AND ({given}_lo >= {NEVER} OR {given}_hi <= {refused}_lo) THEN 'yes'
      WHEN {allowed}_lo >= {NEVER} AND {given}_lo >= {NEVER} AND ({of_those}) THEN 'yes' END"""


def _place(column: str) -> str:
    """Return SQL: an authority's name without what it may be called besides; its code as it stands."""
    return f"""nullif(trim(regexp_replace({fold_sql(column)},
      '\\b(council|borough|metropolitan|city|county|district|unitary|authority|royal|london|local|of|the|mbc|cc)\\b', '', 'g')), '')"""


_HOME = _place("r.home_la")
_CODED = f"regexp_full_match({_HOME}, '[0-9]{{3}}')"

_MEETS = "coalesce(meets.day, r.leaving_date)"
_, _TOO_OLD_THEN = compulsory_age_sql("r.date_of_birth", _MEETS)

PLAIN = {
    # A code is compared with the code, a name with the name; of one against the other the record says nothing.
    "home_la_differs": f"""CASE
      WHEN {_CODED} THEN CASE WHEN {_HOME} <> trim(CAST(c.la_code AS VARCHAR)) THEN 'yes' WHEN c.la_code IS NOT NULL THEN 'no' END
      WHEN {_HOME} <> {_place("c.la")} THEN 'yes' WHEN {_HOME} = {_place("c.la")} THEN 'no' END""",
    "pilot_area": "c.pilot_area",
    "ground_supplied": "CASE WHEN coalesce(list_contains(y.columns, 'removal_ground'), false) THEN 'yes' ELSE 'no' END",
    "entered_after_entry": "CASE WHEN r.entry_entered > r.entry_date THEN 'yes' ELSE 'no' END",
    "over_compulsory_age_next": f"CASE WHEN {_TOO_OLD_THEN} THEN 'yes' WHEN meets.day IS NOT NULL AND NOT {_TOO_OLD_THEN} THEN 'no' END",
}

JOINS = {
    # The day on which the school next meets: the regulation's "before the school next meets".
    "over_compulsory_age_next": """LEFT JOIN (
      SELECT s.subject, n.first_date AS day
      FROM {facts} s JOIN days d ON d.school = s.school AND d.day = s.left_day AND d.n_lo = d.n_hi
      JOIN day_numbers n ON n.school = s.school AND n.n = d.n + 1) meets ON meets.subject = f.subject""",
}
"""SQL: what a measure joins to the facts (see measures.py)."""
