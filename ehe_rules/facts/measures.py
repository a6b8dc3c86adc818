"""Measures: what is worked out for a subject, each as SQL over its facts so far (f), its roll row (r) and its school (c).

Each returns the word (yes, no, ...), or NULL where it is not known. `NEEDS` names the terms that a measure reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER
from ehe_rules.rulebook.syntax import EventRef

if TYPE_CHECKING:
    from ehe_rules.facts.terms import TermList

LETTER, NAMED_DAY = (
    EventRef("notification_received", (), "last"),
    EventRef("notification_received", (), "until"),
)
ORDER, REVOKED = EventRef("sao_made", (), "last"), EventRef("sao_revoked", (), "last")
NEEDS: dict[str, tuple[EventRef, ...]] = {
    "short_notice": (LETTER, NAMED_DAY),
    "sao_in_force": (ORDER, REVOKED),
}


def measure_sql(name: str, terms: TermList) -> str:
    """Return SQL: the word of a measure."""
    if name == "short_notice":
        return _short_notice(terms.prefix(LETTER), terms.prefix(NAMED_DAY))
    if name == "sao_in_force":
        return _sao_in_force(terms.prefix(ORDER), terms.prefix(REVOKED))
    return _PLAIN[name]


def _short_notice(letter: str, named: str) -> str:
    # Bounds of the two numbers: outside the calendar, or without a named day, it may be either.
    return f"""CASE WHEN {letter}_lo >= {NEVER} THEN 'no'
      WHEN {letter}_hi < {NEVER} AND {named}_hi < {NEVER} AND {named}_nhi <= {letter}_nlo THEN 'yes'
      WHEN {letter}_hi < {NEVER} AND {named}_lo > {letter}_hi AND {named}_nlo > {letter}_nhi THEN 'no' END"""


def _sao_in_force(made: str, revoked: str) -> str:
    return f"""CASE WHEN {made}_lo >= {NEVER} THEN 'no'
      WHEN {made}_hi < {NEVER} AND {revoked}_lo >= {NEVER} THEN 'yes'
      WHEN {made}_hi < {NEVER} AND {revoked}_hi < {made}_lo THEN 'yes'
      WHEN {revoked}_hi < {NEVER} AND {made}_hi < {NEVER} AND {revoked}_lo >= {made}_hi THEN 'no' END"""


# Compulsory school age: from the 1 Jan, 1 Apr or 1 Sep on or after the fifth birthday to the last Friday in June of the
# school year of the sixteenth (Education Act 1996 s8).
_FIFTH = "CAST(r.date_of_birth + INTERVAL 5 YEAR AS DATE)"
_STARTS = f"""(SELECT min(t) FROM (VALUES (make_date(year({_FIFTH}), 1, 1)), (make_date(year({_FIFTH}), 4, 1)),
  (make_date(year({_FIFTH}), 9, 1)), (make_date(year({_FIFTH}) + 1, 1, 1))) v(t) WHERE t >= {_FIFTH})"""
_END_YEAR = (
    "CAST(year(r.date_of_birth) + 16 + CASE WHEN month(r.date_of_birth) >= 9 THEN 1 ELSE 0 END AS INTEGER)"
)
_JUNE_30 = f"make_date({_END_YEAR}, 6, 30)"
_ENDS = f"({_JUNE_30} - CAST((isodow({_JUNE_30}) + 2) % 7 AS INTEGER))"
_OWN = f"({EPOCH} + f.own_day)"

_PLAIN = {
    "ehe_leaver": "CASE WHEN f.ehe = 'yes' THEN 'yes' WHEN f.ehe <> 'unknown' AND f.roll_known THEN 'no' END",
    "leaver_fields_disagree": "CASE WHEN r.fields_disagree THEN 'yes' ELSE 'no' END",
    "outside_compulsory_age": f"CASE WHEN {_OWN} < {_STARTS} OR {_OWN} > {_ENDS} THEN 'yes' ELSE 'no' END",
    "school_type": "coalesce(lower(c.type), 'mainstream')",
    "present_on_leaving_day": """CASE WHEN f.marks_supplied THEN CASE WHEN EXISTS (
      SELECT 1 FROM attendance m JOIN codes d ON d.code = m.code AND d.class IN ('PRES', 'AEA')
        AND m.date >= coalesce(d.valid_from, m.date) AND m.date <= coalesce(d.valid_to, m.date)
      WHERE m.school = f.school AND m.pupil = f.pupil AND m.date = r.leaving_date) THEN 'yes' ELSE 'no' END END""",
}
MEASURES = frozenset({*NEEDS, *_PLAIN})
