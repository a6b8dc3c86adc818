"""Withdrawals one by one: the notice, the reason, attendance before, the last dispute before. Patterns are counted from these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, REGISTERED
from ehe_rules.facts.measures.numbers_of_cases import DISPUTES
from ehe_rules.facts.record.exported import EXPORTED, REACHES
from ehe_rules.findings.attended import attended_before
from ehe_rules.findings.disputes import dispute_window, disputes_before, window_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ehe_rules.rulebook.ruleset import Ruleset

_KINDS = ", ".join(f"'{event}'" for event in DISPUTES)

# The last notice counts: a second letter replaces the first. Reports of pressure stand beside the case, not in it.
_SAID = f"""
leavers AS (
  SELECT s.roll, s.school, s.pupil, coalesce(s.upn, '') AS upn, s.entry_day, s.left_day, s.year_group, s.sen_provision,
    max_by(k.subject, k.open_day) AS subject, max_by(k.id, k.open_day) AS "case"
  FROM spells s LEFT JOIN subjects_case k
    ON k.school = s.school AND k.pupil = s.pupil AND s.left_day BETWEEN k.win_from AND k.win_to
  WHERE s.ehe = 'yes' AND {REGISTERED.format("s")} GROUP BY ALL),
told AS (
  SELECT m.subject, max(m.day) FILTER (m.event = 'notification_received') AS notice_day,
    nullif(max_by(coalesce(m.until_day, -1), (m.day, coalesce(m.until_day, -1)))
      FILTER (m.event = 'notification_received'), -1) AS last_day_named,
    bool_or(m.day <= l.left_day AND (m.event IN ('meeting_offered', 'meeting_held', 'meeting_declined')
            OR (m.event = 'intent_letter_sent' AND list_contains(m.covers, 'meeting_invitation')))) AS meeting,
    max_by(e.reason, (m.event = 'notification_received', m.day, e.reason)) FILTER (e.reason IS NOT NULL) AS reason
  FROM leavers l JOIN members_case m USING (subject) LEFT JOIN events e USING (entry) GROUP BY m.subject),
said AS (
  SELECT l.*, t.notice_day, t.last_day_named, coalesce(t.meeting, false) AS meeting, t.reason,
    EXISTS (FROM entries p WHERE p.school = l.school AND p.pupil = l.pupil AND p.event IN ('school_suggested_ehe', 'pressure_reported')
      AND coalesce(p.outcome, '') <> 'not_upheld' AND p.day >= l.entry_day) AS suggested,
    coalesce(t.notice_day, l.left_day) AS before_day, least(coalesce(t.notice_day, l.left_day), l.left_day) AS first_day
  FROM leavers l LEFT JOIN told t USING (subject))"""


# What is not in the log was not recorded only if the log reaches from the notice to the leaving.
_HEARD = f"(coalesce(s.left_day <= x.events - {EPOCH}, true) AND coalesce(s.first_day >= h.from_date - {EPOCH}, true))"


def build_withdrawals(con: duckdb.DuckDBPyConnection, rulesets: Sequence[Ruleset]) -> None:
    """Make `withdrawals`: a row for each home education leaver of the school's own register, with what came before. Reads `periods` (facts/record/periods.py).

    `was_notified` (in writing, by the parent), `was_explained` (a reason), `was_offered` (a meeting), `named` (a last day, in the notice) and
    `was_suggested` (by the school, or pressure reported) are yes, no or '' where no export of the school can say. `attended` of `possible` half days from
    `attended_from` (NULL without marks). `dispute`: the last one within `dispute_window`, `since` the days between, in its
    unit (NULL where that lies outside the calendar: it may be within); `disputes_unheld`: kinds that no export can hold,
    `disputes_known` no where that is all of them, or no window is set.
    """
    window = dispute_window(rulesets)
    con.execute(f"""
    CREATE OR REPLACE TABLE withdrawals AS
    WITH {_SAID},
    {attended_before("said")},
    {disputes_before("said", window)}
    SELECT s.*, p.number, p.academic_year, p.half_term, a.attended, a.possible, a.from_date AS attended_from,
      d.dispute, d.dispute_day, d.since, {_unheld()} AS disputes_unheld,
      CASE WHEN '{window_said(window)}' = '' OR (d.dispute IS NULL AND NOT {_HEARD}) OR NOT EXISTS (FROM carries c WHERE c.school = s.school AND c.event IN ({_KINDS})) THEN 'no' ELSE 'yes' END
        AS disputes_known, '{window_said(window)}' AS dispute_window,
      {_known("s.notice_day IS NOT NULL", "notification_received")} AS was_notified,
      CASE WHEN s.reason IS NOT NULL THEN 'yes'
           WHEN {_HEARD} AND EXISTS (FROM seen e WHERE e.school = s.school AND e.reason IS NOT NULL) THEN 'no' ELSE '' END AS was_explained,
      {_known("s.meeting", "meeting_offered", "meeting_held")} AS was_offered,
      CASE WHEN s.notice_day IS NULL THEN '' WHEN s.last_day_named IS NOT NULL THEN 'yes'
           WHEN EXISTS (FROM carried c WHERE c.school = s.school AND c.event = 'notification_received' AND c.until) THEN 'no'
           ELSE '' END AS named,
      {_known("s.suggested", "school_suggested_ehe", "pressure_reported")} AS was_suggested
    FROM said s
    LEFT JOIN ({EXPORTED}) x ON x.school = s.school
    LEFT JOIN ({REACHES}) h ON h.school = s.school
    LEFT JOIN attendances a ON a.school = s.school AND a.pupil = s.pupil AND a.first_day = s.first_day
    LEFT JOIN disputed d ON d.school = s.school AND d.pupil = s.pupil AND d.before_day = s.before_day
    LEFT JOIN periods p ON p.school = s.school AND {EPOCH} + s.left_day BETWEEN p.first_day AND p.reaches_to
    ORDER BY s.school, s.left_day, s.pupil""")


def _known(found: str, *events: str) -> str:
    """Return SQL: yes where found; no where some export of the school, of those days, could have held it; else ''."""
    names = ", ".join(f"'{event}'" for event in events)
    return f"""CASE WHEN {found} THEN 'yes'
      WHEN EXISTS (FROM carries c WHERE c.school = s.school AND c.event IN ({names})) AND {_HEARD} THEN 'no' ELSE '' END"""


def _unheld() -> str:
    """Return SQL: the kinds of dispute that no export of the school can hold, joined by semicolons."""
    kinds = [
        f"CASE WHEN NOT EXISTS (FROM carries c WHERE c.school = s.school AND c.event = '{event}') THEN '{event}' END"
        for event in DISPUTES
    ]
    return f"concat_ws(';', {', '.join(kinds)})"
