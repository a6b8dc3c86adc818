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

JOINS = {"sao_on_leaving_day": _ORDERS}
"""SQL: what a measure joins to the facts (see measures.py)."""

PLAIN = {
    "sao_on_leaving_day": _ORDER_THEN,
    "entered_after_leaving": "CASE WHEN r.leaving_entered > r.leaving_date THEN 'yes' ELSE 'no' END",
    "ground_of_old_regulations": f"""CASE WHEN regexp_matches(r.removal_ground, '(^|[^0-9])8\\s*\\(1\\)')
      AND r.leaving_date >= {NEW_REGULATIONS} THEN 'yes' ELSE 'no' END""",
    "guest": "CASE WHEN r.enrolment = 'guest' THEN 'yes' ELSE 'no' END",
}
