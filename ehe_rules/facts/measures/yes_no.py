"""Measures: what is worked out for a subject, each as SQL over its facts so far (f), its roll row (r) and its school (c, y).

Each returns the word (yes, no, ...), or NULL where it is not known. `NEEDS` names the terms that a measure reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER
from ehe_rules.facts.measures import numbers_of_sessions as of_sessions
from ehe_rules.facts.measures import of_authority as authority
from ehe_rules.facts.measures import of_deletion as deletion
from ehe_rules.facts.measures import of_law as law
from ehe_rules.facts.measures.numbers import NUMBER_NEEDS
from ehe_rules.facts.record.leaving import compulsory_age_sql
from ehe_rules.facts.record.register import AGREES
from ehe_rules.facts.record.rise import RISE, RISE_NEEDS
from ehe_rules.rulebook.syntax import EventRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from ehe_rules.facts.terms import TermList

LETTER, NAMED_DAY = (
    EventRef("notification_received", (), "last"),
    EventRef("notification_received", (), "until"),
)
ORDER, REVOKED = EventRef("sao_made", (), "last"), EventRef("sao_revoked", (), "last")
NEEDS: dict[str, tuple[EventRef, ...]] = {
    "short_notice": (LETTER, NAMED_DAY),
    "notice_day_missing": (LETTER, NAMED_DAY),
    "notice_of_past_day": (LETTER, NAMED_DAY),
    "outside_compulsory_age": (LETTER, NAMED_DAY),
    "sao_in_force": (ORDER, REVOKED),
    "sao_lifted_later": (ORDER, REVOKED, LETTER, NAMED_DAY),
    **law.NEEDS,
}


def measure_sql(name: str, terms: TermList, kind: str) -> str:
    """Return SQL: the word of a measure of a kind of subject."""
    if name in _OF_DATES:
        return _OF_DATES[name](*(terms.prefix(ref) for ref in NEEDS[name]))
    if name == "outside_compulsory_age":
        day = (
            _day_of_leaving(terms.prefix(LETTER), terms.prefix(NAMED_DAY)) if kind == "case" else "f.own_day"
        )
        too_young, too_old = compulsory_age_sql("r.date_of_birth", f"({EPOCH} + {day})")
        return f"CASE WHEN {too_young} OR {too_old} THEN 'yes' ELSE 'no' END"
    if name == "la_consent_awaited":
        return law.consent_awaited(terms)
    return _PLAIN[name]


def measure_join(name: str, facts: str) -> str:
    """Return SQL: what a measure joins to the table `facts` (f); blank for most. A subquery for each row is slow to plan."""
    return _JOINS.get(name, "").format(facts=facts)


def _short_notice(letter: str, named: str) -> str:
    # Bounds of the two numbers: outside the calendar, or without a named day, it may be either.
    return f"""CASE WHEN {letter}_lo >= {NEVER} THEN 'no'
      WHEN {letter}_hi < {NEVER} AND {named}_hi < {NEVER} AND {named}_nhi <= {letter}_nlo THEN 'yes'
      WHEN {letter}_hi < {NEVER} AND {named}_lo > {letter}_hi AND {named}_nlo > {letter}_nhi THEN 'no' END"""


def _day_of_leaving(letter: str, named: str) -> str:
    """Return SQL: of a case, the day on which the name came off the roll, else would by the last letter, else its opening."""
    # a day named more than a year ahead is a slip, and decides no child's age
    return f"""CASE WHEN f.left_day < {NEVER} AND f.left_day BETWEEN f.open_day AND least(f.win_to, f.close_day) THEN f.left_day
      WHEN {letter}_hi >= {NEVER} THEN f.own_day
      WHEN {named}_lo = {named}_hi AND {named}_hi BETWEEN {letter}_hi AND {letter}_hi + 365 THEN {named}_hi
      ELSE {letter}_hi END"""


def _sao_in_force(made: str, revoked: str) -> str:
    return f"""CASE WHEN {made}_lo >= {NEVER} THEN 'no'
      WHEN {made}_hi < {NEVER} AND {revoked}_lo >= {NEVER} THEN 'yes'
      WHEN {made}_hi < {NEVER} AND {revoked}_hi < {made}_lo THEN 'yes'
      WHEN {revoked}_hi < {NEVER} AND {made}_hi < {NEVER} AND {revoked}_lo >= {made}_hi THEN 'no' END"""


_OF_DATES: dict[str, Callable[..., str]] = {
    "short_notice": _short_notice,
    "notice_day_missing": deletion.notice_day_missing,
    "notice_of_past_day": deletion.notice_of_past_day,
    "sao_in_force": _sao_in_force,
    "sao_lifted_later": deletion.sao_lifted_later,
}
"""Measures that follow from the dates that they need alone."""

_PLAIN = {
    **authority.PLAIN,
    **deletion.PLAIN,
    **law.PLAIN,
    **of_sessions.ABSENCE_WORDS,
    "ehe_leaver": "CASE WHEN f.ehe = 'yes' THEN 'yes' WHEN f.ehe <> 'unknown' AND f.roll_known THEN 'no' END",
    "leaver_fields_disagree": "CASE WHEN r.fields_disagree THEN 'yes' ELSE 'no' END",
    "rise": RISE,
    AGREES: "CASE WHEN on_list.agrees THEN 'yes' WHEN NOT on_list.agrees THEN 'no' END",
    "school_type": "coalesce(lower(c.type), 'mainstream')",
    "present_on_leaving_day": """CASE WHEN f.marks_supplied THEN CASE WHEN after_leaving.present_that_day THEN 'yes' ELSE 'no' END END""",
    # Of an earlier stay nothing is known where no roll says when this one began.
    "home_educated_before": """CASE WHEN before.other_ehe = 'yes' OR before.own_ehe = 'yes' THEN 'yes'
      WHEN f.entry_known AND before.other_ehe = 'no' AND before.own_ehe = 'no' THEN 'no' END""",
    "marks_supplied": "CASE WHEN f.marks_supplied THEN 'yes' ELSE 'no' END",
    "normal_transition": "CASE WHEN f.roll_known THEN transitions.word END",
    "leaving_reason_kind": "CASE WHEN coalesce(list_contains(y.columns, 'leaving_reason'), false) THEN r.reason_kind END",
}
_JOINS = {
    **authority.JOINS,
    **deletion.JOINS,
    "rise": RISE_NEEDS,
    AGREES: "LEFT JOIN register_leavers on_list ON on_list.roll = f.roll",
    **law.JOINS,
    **of_sessions.ABSENCE_JOINS,
    "present_on_leaving_day": "LEFT JOIN marks_after_leaving after_leaving ON after_leaving.roll = f.roll",
    "home_educated_before": "LEFT JOIN moves before ON before.roll = f.roll",
    "normal_transition": """LEFT JOIN (SELECT roll, max(word) AS word FROM normal_transitions GROUP BY roll) transitions
      ON transitions.roll = f.roll""",
}
MEASURES = frozenset({*NEEDS, *_PLAIN, *NUMBER_NEEDS})
