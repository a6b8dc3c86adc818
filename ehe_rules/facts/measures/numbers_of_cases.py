"""Numbers of a case's dates: how long nothing was entered, and how soon a dispute was followed by the parent's notice.

Each is SQL that gives `subject, lo, hi` over the facts so far, as in numbers.py; both are in school days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import BEYOND, NEVER
from ehe_rules.rulebook.syntax import EventRef

if TYPE_CHECKING:
    from collections.abc import Callable

DISPUTES = (
    "suspension",
    "penalty_notice_warning",
    "complaint_made",
    "exclusion_meeting",
    "ehcp_request_refused",
)
"""What hcat:8.2 lists as disputes between school and family."""

NOTICE = EventRef("notification_received", (), "last")

NEEDS: dict[str, tuple[EventRef, ...]] = {
    "school_days_since_last_entry": (),
    "school_days_from_dispute_to_notice": (NOTICE,),
}


def _between(early: str, late: tuple[str, str]) -> str:
    """Return SQL: lo and hi of the school days from an entry (alias with its bounds nlo, nhi) to a day (the bounds of its number)."""
    most = f"{late[1]} - {early}.nlo"
    return f"greatest({late[0]} - {early}.nhi, 0) AS lo, CASE WHEN {most} < {BEYOND} // 2 THEN {most} ELSE {NEVER} END AS hi"


def _since_last_entry(facts: str) -> str:
    return f"""
    WITH latest AS (
      SELECT m.subject, max(m.nlo) AS nlo, max(m.nhi) AS nhi
      FROM members_case m WHERE m.scope = 'case' AND m.roll IS NULL AND m.sure GROUP BY m.subject)
    SELECT f.subject, {_between("l", ("d.n_lo", "d.n_hi"))}
    FROM {facts} f JOIN latest l USING (subject) JOIN days d ON d.school = f.school AND d.day = f.events_asof"""


def _dispute_to_notice(facts: str, p: str) -> str:
    # Of a kind that no export of the school can hold there may have been one on any day up to the notice.
    kinds = ", ".join(f"'{event}'" for event in DISPUTES)
    return f"""
    WITH latest AS (
      SELECT f.subject, max(m.nlo) AS nlo, max(m.nhi) AS nhi
      FROM {facts} f JOIN members_case m USING (subject) WHERE m.event IN ({kinds}) AND m.day <= f.{p}_hi GROUP BY f.subject),
    held AS (SELECT school, count(DISTINCT event) = {len(DISPUTES)} AS whole FROM carries WHERE event IN ({kinds}) GROUP BY school)
    SELECT f.subject, CASE WHEN coalesce(h.whole, false) THEN lo ELSE 0 END AS lo, hi FROM {facts} f
    LEFT JOIN held h ON h.school = f.school
    JOIN (
      SELECT f.subject, {_between("l", (f"f.{p}_nlo", f"f.{p}_nhi"))} FROM {facts} f JOIN latest l USING (subject)
      WHERE f.{p}_lo = f.{p}_hi AND f.{p}_hi < {NEVER}
      UNION ALL SELECT f.subject, {NEVER}, {NEVER} FROM {facts} f ANTI JOIN latest l USING (subject) WHERE f.{p}_lo = f.{p}_hi
      UNION ALL SELECT f.subject, {NEVER}, {NEVER} FROM {facts} f JOIN latest l USING (subject) WHERE f.{p}_lo >= {NEVER}) x USING (subject)"""


SQL: dict[str, Callable[..., str]] = {
    "school_days_since_last_entry": _since_last_entry,
    "school_days_from_dispute_to_notice": _dispute_to_notice,
}
