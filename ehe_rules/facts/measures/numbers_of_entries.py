"""Numbers that tell how a case was logged: under which tag, how promptly, and what was entered after the pupil had left.

Each is SQL that gives `subject, lo, hi` over the facts so far, as in numbers.py. Counted are the entries of the case's window in the
safeguarding log: what came from the management information system or the oversight log can bear no tag of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import BEYOND, NEVER, SCHOOL_YEAR
from ehe_rules.facts.record.logged import OWN_SYSTEMS
from ehe_rules.rulebook.syntax import EventRef

if TYPE_CHECKING:
    from collections.abc import Callable

TELLS_RISK = (
    "risk_identified",
    "oral_intention_stated",
    "notification_received",
    "school_suggested_ehe",
    "off_rolled",
)
"""Entries that tell of the risk or of the withdrawal itself (policy section 6): every other is an update, a contact or a decision."""

IN_LOG = f"m.scope = 'case' AND m.roll IS NULL AND coalesce(m.logged_on, '') NOT IN {OWN_SYSTEMS}"
"""SQL: the member m is an entry of the safeguarding log on the case."""

OF_YEAR = SCHOOL_YEAR.format("(DATE '1970-01-01' + m.day)")

# The tag that most of a school's entries on cases bear in a school year; of equals, the first in the alphabet.
USUAL_TAGS = f"""
  SELECT school, year, max_by(ehe_tag, (entries, -place)) AS usual
  FROM (SELECT school, year, ehe_tag, entries, row_number() OVER (PARTITION BY school, year ORDER BY ehe_tag) AS place
        FROM (SELECT m.school, {OF_YEAR} AS year, m.ehe_tag, count(*) AS entries
              FROM entries m WHERE {IN_LOG} AND m.ehe_tag IS NOT NULL GROUP BY ALL))
  GROUP BY school, year"""

COUNTED = {
    "entries_in_log": "true",
    "entries_tagged": "m.ehe_tag IS NOT NULL",
    "entries_untagged": f"m.ehe_tag IS NULL AND m.event NOT IN {TELLS_RISK}",
    "risk_entries_untagged": f"m.ehe_tag IS NULL AND m.event IN {TELLS_RISK}",
    "entries_under_another_tag": "m.ehe_tag <> u.usual",
}
"""SQL: which entries of the log m each number counts (u: the school's usual tag of that school year)."""

ENTERED_AFTER = f"m.entered_day > m.day AND m.entered_day < {NEVER}"
SHOWN = {
    **COUNTED,
    "longest_entry_delay": ENTERED_AFTER,
    "longest_delay_after_leaving": f"{ENTERED_AFTER} AND m.day < b.left_day AND m.entered_day > b.left_day",
}
"""SQL: the entries m that stand behind each number of the case b, as evidence."""

NEEDS: dict[str, tuple[EventRef, ...]] = {
    **dict.fromkeys(COUNTED, ()),
    "longest_entry_delay": (),
    "longest_delay_after_leaving": (EventRef("off_rolled"),),
}


def _counted(name: str) -> Callable[..., str]:
    """Return SQL: so many entries of the log; of tags nothing is known at a school of whose entries none bears one."""
    tags = (
        ""
        if name == "entries_in_log"
        else "AND f.school IN (SELECT school FROM entries WHERE tag IS NOT NULL)"
    )
    return lambda facts: (
        f"""
    WITH counted AS (
      SELECT m.subject, count(*) AS n FROM members_case m LEFT JOIN ({USUAL_TAGS}) u ON u.school = m.school AND u.year = {OF_YEAR}
      WHERE {IN_LOG} AND {COUNTED[name]} GROUP BY m.subject)
    SELECT f.subject, coalesce(c.n, 0) AS lo, coalesce(c.n, 0) AS hi FROM {facts} f LEFT JOIN counted c USING (subject)
    WHERE f.school IN (SELECT school FROM carries) {tags}"""
    )


# School days from an entry's date to the day it was entered; outside the calendar, and where that day is blank, bounds.
# What was entered after the audit date was on no record by then.
_DELAYS = f"""
  SELECT m.subject, m.day, m.entered_day,
    CASE WHEN m.entered_day <= m.day THEN 0 ELSE greatest(coalesce(m.entered_nlo - m.nhi, 0), 0) END AS least,
    CASE WHEN m.entered_day <= m.day THEN 0 WHEN m.entered_nhi - m.nlo < {BEYOND} // 2 THEN greatest(m.entered_nhi - m.nlo, 0)
         ELSE {NEVER} END AS most
  FROM members_case m WHERE {IN_LOG} AND m.entered_day IS DISTINCT FROM {NEVER}"""


def _delay(facts: str) -> str:
    return f"""
    SELECT f.subject, coalesce(max(d.least), 0) AS lo, coalesce(max(d.most), 0) AS hi
    FROM {facts} f LEFT JOIN ({_DELAYS}) d USING (subject) WHERE f.school IN (SELECT school FROM carries) GROUP BY f.subject"""


def _delay_after_leaving(facts: str, p: str) -> str:
    # Of an entry without a day of entry it is not known whether it was entered after the leaving.
    return f"""
    SELECT f.subject, coalesce(max(CASE WHEN d.entered_day > f.{p}_hi THEN d.least END), 0) AS lo, coalesce(max(d.most), 0) AS hi
    FROM {facts} f LEFT JOIN ({_DELAYS}) d ON d.subject = f.subject AND d.day < f.{p}_hi AND coalesce(d.entered_day, f.{p}_hi + 1) > f.{p}_hi
    WHERE f.school IN (SELECT school FROM carries) AND f.{p}_lo = f.{p}_hi GROUP BY f.subject"""


SQL: dict[str, Callable[..., str]] = {
    **{name: _counted(name) for name in COUNTED},
    "longest_entry_delay": _delay,
    "longest_delay_after_leaving": _delay_after_leaving,
}
