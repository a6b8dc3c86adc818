"""Measures that the law on deleting a name asks for, each as SQL over facts (f) and roll row (r), as in measures.py."""

from __future__ import annotations

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.facts.record.roll import NEW_REGULATIONS


def notice_day_missing(letter: str, named: str) -> str:
    """Return SQL: whether the last letter names no day; `letter` and `named` are the prefixes of its terms.

    A blank says so only where the school's log can hold the day that a letter names.
    """
    return f"""CASE WHEN {letter}_lo >= {NEVER} OR {letter}_hi < {NEVER} AND {named}_hi < {NEVER} THEN 'no'
      WHEN {letter}_hi < {NEVER} AND {named}_lo <= {ANY} AND f.school IN (
        SELECT school FROM carried WHERE event = 'notification_received' AND until) THEN 'yes' END"""


def notice_of_past_day(letter: str, named: str) -> str:
    """Return SQL: whether the day that the last letter names lies more than a school day before the letter's own."""
    return f"""CASE WHEN {letter}_lo >= {NEVER} THEN 'no'
      WHEN {letter}_hi < {NEVER} AND {named}_hi < {NEVER} AND {named}_nhi + 1 < {letter}_nlo THEN 'yes'
      WHEN {letter}_hi < {NEVER} AND {named}_lo > {letter}_hi THEN 'no'
      WHEN {letter}_hi < {NEVER} AND {named}_hi < {NEVER} AND {named}_nlo + 1 >= {letter}_nhi THEN 'no' END"""


def sao_lifted_later(made: str, revoked: str, letter: str, named: str) -> str:
    """Return SQL: whether an order stood when the name was to come off by the last letter, and was revoked afterwards."""
    told = f"greatest({letter}_lo, {named}_lo)"
    known = " AND ".join(f"{term}_hi < {NEVER}" for term in (made, revoked, letter, named))
    return f"""CASE WHEN {made}_lo >= {NEVER} OR {revoked}_lo >= {NEVER} OR {letter}_lo >= {NEVER} THEN 'no'
      WHEN {known} THEN CASE WHEN {made}_lo <= {told} AND {revoked}_lo > {told} THEN 'yes' ELSE 'no' END END"""


# The order as it stood on that day: what was made or revoked afterwards is beside the point.
_ORDER_THEN = """CASE WHEN orders.made IS NULL THEN CASE WHEN orders.made_held THEN 'no' END
  WHEN orders.revoked >= orders.made THEN 'no'
  WHEN orders.revoked_held THEN 'yes' END"""

# The last entries of the pupil's spell on or before the day the name came off the roll, and what the school's exports can hold.
_ORDERS = """LEFT JOIN (
    SELECT s.subject, max(e.day) FILTER (e.event = 'sao_made') AS made, max(e.day) FILTER (e.event = 'sao_revoked') AS revoked,
      s.school IN (SELECT school FROM carries WHERE event = 'sao_made') AS made_held,
      s.school IN (SELECT school FROM carries WHERE event = 'sao_revoked') AS revoked_held
    FROM {facts} s LEFT JOIN entries e ON e.school = s.school AND e.pupil = s.pupil AND e.day >= s.pupil_from AND e.day <= s.left_day
      AND e.event IN ('sao_made', 'sao_revoked')
    GROUP BY s.subject, s.school) orders ON orders.subject = f.subject"""

# Whether some written notice reads as a parent's own, for home education. What an entry leaves blank raises no doubt, nor
# what no notice of the school says of itself; that the notice stands on the school's form does, where it does not say who wrote it.
_OWN = """(len(coalesce(e.role, [])) = 0 AND NOT list_contains(coalesce(e.covers, []), 'school_template')
      OR list_has_any(e.role, ['parent', 'parents']))
    AND (len(coalesce(e.covers, [])) = 0 OR list_contains(e.covers, 'home_education_stated') OR e.school NOT IN (
      SELECT school FROM entries WHERE event = 'notification_received' AND list_contains(covers, 'home_education_stated')))"""
# Of a leaver (whose own day is that of leaving): the last time that a risk was put to rest while on roll. Whether a letter of before
# still stood is for a person to read; of a case nothing is asked here, for what puts the risk to rest closes it.
_RESTED = """SELECT s.subject, max(e.day) AS day FROM {facts} s JOIN entries e ON e.school = s.school AND e.pupil = s.pupil
        AND e.event = 'risk_resolved' AND e.day BETWEEN s.win_from AND s.left_day - 1
      WHERE s.own_day = s.left_day GROUP BY s.subject"""
_NOTICES = f"""LEFT JOIN (
    SELECT s.subject, bool_or({_OWN} AND (q.day IS NULL OR e.day > q.day)) AS own
    FROM {{facts}} s JOIN entries e ON e.school = s.school AND e.pupil = s.pupil AND e.event = 'notification_received'
      AND e.day BETWEEN s.win_from AND least(s.win_to, s.left_day)
    LEFT JOIN ({_RESTED}) q ON q.subject = s.subject
    GROUP BY s.subject) notices ON notices.subject = f.subject"""

# The reason that the case's entries give (the authority's words); nothing is known of it where no entry of the school gives one.
_SUGGESTED = """LEFT JOIN (
    SELECT s.subject, bool_or(e.reason = 'school_suggestion') AS said,
      s.school IN (SELECT school FROM seen WHERE reason IS NOT NULL) AS given
    FROM {facts} s JOIN seen e ON e.school = s.school AND e.pupil = s.pupil AND e.day BETWEEN s.win_from AND s.win_to
      AND e.event IN ('notification_received', 'proforma_completed', 'ehe1_sent', 'ehe1_completed')
    GROUP BY s.subject, s.school) suggested ON suggested.subject = f.subject"""

# The days of leaving and of its entry, as school-day numbers.
_ENTERED = """LEFT JOIN days day_left ON day_left.school = f.school AND day_left.date = r.leaving_date
  LEFT JOIN days day_entered ON day_entered.school = f.school AND day_entered.date = r.leaving_entered"""

JOINS = {
    "entered_next_school_day": _ENTERED,
    "sao_on_leaving_day": _ORDERS,
    "notice_in_doubt": _NOTICES,
    "reason_is_school_suggestion": _SUGGESTED,
}
"""SQL: what a measure joins to the facts (see measures.py)."""

PLAIN = {
    "sao_on_leaving_day": _ORDER_THEN,
    "entered_after_leaving": "CASE WHEN r.leaving_entered > r.leaving_date THEN 'yes' ELSE 'no' END",
    "entered_next_school_day": """CASE WHEN r.leaving_entered > r.leaving_date AND day_entered.n_hi <= day_left.n_lo + 1
      THEN 'yes' ELSE 'no' END""",
    "ground_of_old_regulations": f"""CASE WHEN regexp_matches(r.removal_ground, '(^|[^0-9])8\\s*\\(1\\)')
      AND r.leaving_date >= {NEW_REGULATIONS} THEN 'yes' ELSE 'no' END""",
    # a child looked after has more than one person who answers for it: who may give notice is for a person to read
    "notice_in_doubt": "CASE WHEN notices.own IS NULL OR notices.own AND r.looked_after IS DISTINCT FROM 'yes' THEN 'no' END",
    "reason_is_school_suggestion": "CASE WHEN suggested.said THEN 'yes' WHEN coalesce(suggested.given, true) THEN 'no' END",
    "guest": "CASE WHEN r.enrolment = 'guest' THEN 'yes' ELSE 'no' END",
}
