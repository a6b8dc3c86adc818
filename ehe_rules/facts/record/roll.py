"""Spells on roll: which roll row holds from when to when, who left, and who left for home education (semantics section 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.schema import NATIVE
from ehe_rules.facts.constants import ANY, EPOCH, NEVER
from ehe_rules.facts.record.leaving import fold_sql, reason_kind_sql, says_only_sql, speaks_of_sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

NEW_REGULATIONS = "DATE '2024-08-19'"

SAYS_NOTHING = f"""(removal_ground IS NULL AND coalesce({fold_sql("leaving_reason")}, 'eo') = 'eo'
          AND coalesce({fold_sql("destination")}, 'eo') = 'eo')"""
"""SQL: whether ground, reason and destination of a roll row are all blank or EO."""


def build_spells(
    con: duckdb.DuckDBPyConnection, ehe_words: Sequence[str], reason_words: Mapping[str, Sequence[str]]
) -> None:
    """Make `spells`: one row for each pupil's time on a school's roll, with how home education was recognised.

    `entry_day` ANY where blank; `next_entry_day` NEVER for the last spell; `left_day` NEVER while on roll at the audit
    date; `ehe` yes, no or unknown (blank while on roll); `ehe_by` says which of ground, reason, destination and
    notice matched; `ehe_unclear` whether it is unknown because reason or destination speak of home education in words of
    their own; `leaving_unknown` whether the pupil may have left on a day that is not known (`left_day` NEVER, `ehe` unknown);
    `reason_kind` what the reason for leaving amounts to (leaving.py).
    """
    con.execute(f"""
    CREATE OR REPLACE TABLE spells AS
    WITH {_SPELLED},
    {_NOTICES},
    judged AS ({_judged(ehe_words)})
    SELECT * EXCLUDE (by_ground, by_reason, by_destination, speaks_of_it, says_nothing, by_notice, says_why, notices_supplied, notice_unclear, notified),
      CASE WHEN leaving_unknown THEN 'unknown' WHEN left_day = {NEVER} THEN ''
           WHEN coalesce(by_ground, false) OR coalesce(by_reason, false) OR coalesce(by_destination, false) THEN 'yes'
           WHEN says_nothing AND by_notice THEN 'yes'
           WHEN speaks_of_it THEN 'unknown'
           WHEN says_nothing AND (NOT says_why OR NOT notices_supplied OR notice_unclear) THEN 'unknown'
           ELSE 'no' END AS ehe,
      CASE WHEN left_day = {NEVER} THEN '' ELSE concat_ws('; ',
        CASE WHEN by_ground THEN 'ground (' || lower(removal_ground) || ')' END,
        CASE WHEN by_reason THEN 'reason for leaving' END,
        CASE WHEN by_destination THEN 'destination' END,
        CASE WHEN says_nothing AND by_notice THEN 'the parent''s notice' END) END AS ehe_by,
      left_day < {NEVER} AND speaks_of_it AND NOT coalesce(by_reason OR by_destination, false) AS ehe_unclear,
      {_disagree()} AS fields_disagree, {reason_kind_sql("leaving_reason", ehe_words, reason_words)} AS reason_kind
    FROM judged ORDER BY school, pupil, spell_no""")


_OF_LEAVING = ("leaving_date", "leaving_entered", "leaving_reason", "removal_ground", "destination")
_BEGUN = ", ".join(
    f"coalesce(r.{column}, b.{column}) AS {column}"
    for column in NATIVE["pupils"]
    if column not in ("school", *_OF_LEAVING)
)
"""SQL: what a list of leavers leaves out and a list of pupils has, of the same time on roll."""

_SPELLED = f"""begun AS (
      -- A leaver without an entry date, of whom another row says when this time on roll began: it is the same time on roll.
      SELECT r.roll AS of_leaver, d.*
      FROM roll r JOIN audit a USING (school) JOIN roll d ON d.school = r.school AND d.pupil = r.pupil
        AND d.entry_date <= r.leaving_date AND (d.leaving_date IS NULL OR d.leaving_date = r.leaving_date OR d.leaving_date > a.on_date)
      WHERE r.entry_date IS NULL AND r.leaving_date <= a.on_date AND r.roll NOT IN (
        -- marked for weeks after leaving: back on roll, and that row is of another time
        SELECT x.roll FROM roll x JOIN audit y USING (school)
        JOIN attendance m ON m.school = x.school AND m.pupil = x.pupil AND m.date > x.leaving_date AND m.date <= y.on_date
        WHERE x.entry_date IS NULL AND x.leaving_date IS NOT NULL GROUP BY x.roll HAVING count(DISTINCT m.date) > 10)
      QUALIFY row_number() OVER (PARTITION BY r.roll ORDER BY d.entry_date DESC, d.roll) = 1),
    once AS (
      SELECT r.* REPLACE ({_BEGUN}), a.on_date,
        row_number() OVER (PARTITION BY r.school, r.pupil, coalesce(r.entry_date, b.entry_date)
          ORDER BY r.leaving_date DESC NULLS LAST, r.leaving_unknown DESC, r.removal_ground NULLS LAST, r.leaving_reason NULLS LAST,
                   r.destination NULLS LAST, r.file, r.sheet, r.row) AS twin
      FROM roll r JOIN audit a USING (school) LEFT JOIN begun b ON b.of_leaver = r.roll
      -- Nothing dated after the audit date is seen: who has not entered by then is not on roll.
      WHERE r.entry_date IS NULL OR r.entry_date <= a.on_date),
    spelled AS (
      SELECT * EXCLUDE (twin),
        row_number() OVER w AS spell_no,
        CAST(coalesce(entry_date - {EPOCH}, {ANY}) AS INTEGER) AS entry_day,
        CAST(coalesce(lead(coalesce(entry_date, {EPOCH})) OVER w - {EPOCH}, {NEVER}) AS INTEGER) AS next_entry_day,
        CAST(CASE WHEN leaving_date <= on_date THEN leaving_date - {EPOCH} ELSE {NEVER} END AS INTEGER) AS left_day
      FROM once WHERE twin = 1
      WINDOW w AS (PARTITION BY school, pupil ORDER BY entry_date NULLS FIRST, leaving_date NULLS LAST, file, sheet, row))"""
"""SQL: roll rows in order of entry, those of one entry date as one."""

_NOTICES = f"""notices AS (
      SELECT s.roll,
        max(e.date) FILTER (e.event = 'notification_received') AS notified,
        -- What closes the case that a notice stands in ends the notice; from the day of leaving on, a risk that is put to rest undoes nothing.
        max(e.date) FILTER (e.event = 'notification_withdrawn' OR e.event = 'risk_resolved' AND e.date - {EPOCH} < s.left_day) AS ended
      FROM spelled s JOIN events e ON e.school = s.school AND e.pupil = s.pupil AND e.date <= s.on_date AND e.entry NOT IN (FROM replaced)
        AND e.date - {EPOCH} >= s.entry_day AND e.date - {EPOCH} < s.next_entry_day
      WHERE e.event IN ('notification_received', 'notification_withdrawn', 'risk_resolved')
      GROUP BY s.roll),
    supply AS (
      SELECT school,
        bool_or(table_name = 'pupils' AND column_name IN ('removal_ground', 'leaving_reason', 'destination')) AS says_why
      FROM supplied GROUP BY school)"""
"""SQL: for each spell the last notice, the last entry that ends one, and what the school's exports could have said."""


def _judged(ehe_words: Sequence[str]) -> str:
    """Return SQL: which of ground, reason, destination and notice says home education, for each spell."""
    speaks = " OR ".join(
        f"coalesce({speaks_of_sql(column, ehe_words)}, false)" for column in ("leaving_reason", "destination")
    )
    return f"""
      SELECT s.*, n.notified,
        (lower(removal_ground) = 'f' AND leaving_date >= {NEW_REGULATIONS})
          OR (lower(removal_ground) = 'd' AND leaving_date < {NEW_REGULATIONS}) AS by_ground,
        {says_only_sql("leaving_reason", ehe_words)} AS by_reason,
        {says_only_sql("destination", ehe_words)} AS by_destination,
        removal_ground IS NULL AND ({speaks}) AS speaks_of_it,
        {SAYS_NOTHING} AS says_nothing,
        coalesce(n.notified > coalesce(n.ended, DATE '0001-01-01'), false) AS by_notice,
        coalesce(u.says_why, false) AS says_why,
        s.school IN (SELECT school FROM carries WHERE event = 'notification_received') AS notices_supplied,
        (s.school, s.pupil) IN (SELECT (school, pupil) FROM unclear_entries WHERE event = 'notification_received') AS notice_unclear
      FROM spelled s LEFT JOIN notices n USING (roll) LEFT JOIN supply u USING (school)"""


def _disagree() -> str:
    """Return SQL: whether one of ground, reason and destination says home education and another clearly does not."""
    says_other = [
        # (e) is a school attendance order revoked because the child is educated elsewhere, at home it may be
        f"(removal_ground IS NOT NULL AND NOT coalesce(by_ground, false) AND NOT (lower(removal_ground) = 'e' AND leaving_date >= {NEW_REGULATIONS}))",
        f"(coalesce({fold_sql('leaving_reason')}, 'eo') <> 'eo' AND NOT by_reason)",
        f"(coalesce({fold_sql('destination')}, 'eo') NOT IN ('eo', 'nk', 'not known', 'unknown', 'none', 'n a') AND NOT by_destination)",
    ]
    return (
        f"left_day <> {NEVER} AND (coalesce(by_ground, false) OR coalesce(by_reason, false) OR coalesce(by_destination, false))"
        f" AND ({' OR '.join(says_other)})"
    )
