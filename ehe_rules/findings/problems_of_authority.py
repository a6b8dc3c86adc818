"""Data problems of an authority's own records: what belongs to nobody, and where register and log differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH
from ehe_rules.facts.record.owners import ALL
from ehe_rules.facts.subjects.authority import CONTACTS

if TYPE_CHECKING:
    import duckdb

_CONTACTS = ", ".join(f"'{event}'" for event in CONTACTS)

OF_NOBODY = ("la_officer_trained", "la_procedure_reviewed")
"""Kinds of entry that name no child by their nature."""

_OTHERS = (
    "la_complaint_received",
    "la_complaint_acknowledged",
    "la_complaint_answered",
    "la_complaint_closed",
    "la_concern_raised",
    "la_concern_referred",
)
_MAY_NAME_NONE = ", ".join(f"'{event}'" for event in (*OF_NOBODY, *_OTHERS))

NO_OFFICER = f"""
SELECT 'warning', file, sheet, "row", 'ref', event, 'This entry of contact does not say which officer it was: whether the officer was trained cannot be checked.',
  'Put the officer''s reference (not the name) into ref.'
FROM events WHERE event IN ({_CONTACTS}) AND ref IS NULL"""

NO_CHILD = f"""
SELECT 'warning', e.file, e.sheet, e."row", 'upn', e.event, 'This entry names no child: no verdict rests on it but that such entries are logged.',
  'Fill in the child''s UPN.'
FROM events e JOIN scopes s USING (event) WHERE s.scope = 'la' AND e.pupil IS NULL AND e.event NOT IN ({_MAY_NAME_NONE})"""

DATES_DIFFER = f"""
SELECT 'warning', e.file, e.sheet, e."row", 'date', CAST(e.date AS VARCHAR),
  'The log and the register give different days for the notification of this child; the register was followed.', 'Correct whichever is wrong.'
FROM events e WHERE e.event = 'la_notified'
  AND e.pupil IN (SELECT pupil FROM la_register WHERE notified_day IS NOT NULL)
  AND NOT EXISTS (FROM la_register g WHERE g.pupil = e.pupil AND g.notified_day = e.date - {EPOCH})"""

NOT_LISTED = """
SELECT 'warning', min(e.file), min_by(e.sheet, e."row"), min(e."row"), 'upn', e.pupil,
  'This child is in the authority''s log, but not on the register that was supplied.', 'Add the child to the register, or correct the UPN.'
FROM events e JOIN scopes s USING (event)
WHERE s.scope = 'la' AND e.pupil IN (SELECT pupil FROM la_register WHERE NOT listed) AND EXISTS (FROM la_children) GROUP BY e.pupil"""


def add_problems_of_authority(con: duckdb.DuckDBPyConnection) -> None:
    """Append them to `problems`, where an authority's records were judged."""
    if not con.execute("FROM duckdb_tables() WHERE table_name = 'la_register'").fetchall():
        return
    # They are the authority's own: no report on one school shows them.
    for sql in (NO_OFFICER, NO_CHILD, DATES_DIFFER, NOT_LISTED):
        con.execute(
            f'INSERT INTO problems (severity, file, sheet, row, "column", value, message, todo, school) '
            f"SELECT *, '{ALL}' FROM ({sql})"
        )
