"""Data problems that only the facts show: orphans, roll and events at odds, leavers whose fields disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER
from ehe_rules.findings.problems_of_authority import add_problems_of_authority
from ehe_rules.findings.problems_of_dates import add_problems_of_dates

if TYPE_CHECKING:
    import duckdb

ORPHANS = """
SELECT 'warning', e.file, e.sheet, e."row", 'event', e.event, 'EHE entry with no risk recorded: nothing before it says why a case began.',
  'Record the risk, what the parent said or the parent''s letter, with its date; until then this entry opens the case.', b.school
FROM subjects_case b JOIN members_case m USING (subject) JOIN events e USING (entry)
WHERE b.orphan AND m.event = b.opened_by AND m.day = b.open_day"""

OFF_ROLL_EVENTS = f"""
SELECT 'warning', e.file, e.sheet, e."row", 'date', CAST(e.date AS VARCHAR),
  CASE WHEN s.roll IS NULL THEN 'The log says that this pupil came off roll, but the roll has no row for the pupil.'
       WHEN s.left_day >= {NEVER} THEN 'The log says that this pupil came off roll, but the roll shows no leaving date; the roll was followed.'
       ELSE 'The log and the roll give different days for coming off roll; the roll was followed.' END,
  'Check the leaving date in the MIS, then correct whichever is wrong.', e.school
FROM events e JOIN audit a USING (school)
JOIN (SELECT DISTINCT school FROM supplied WHERE table_name = 'pupils' AND column_name = 'leaving_date') y USING (school)
LEFT JOIN (SELECT school, pupil, roll, entry_day, next_entry_day, left_day, leaving_unknown FROM spells) s
  ON s.school = e.school AND s.pupil = e.pupil AND e.date - {EPOCH} >= s.entry_day AND e.date - {EPOCH} < s.next_entry_day
WHERE e.event = 'off_rolled' AND e.date <= a.on_date AND (s.roll IS NULL OR NOT s.leaving_unknown AND s.left_day <> e.date - {EPOCH})"""

FIELDS_DISAGREE = """
SELECT 'warning', file, sheet, "row", 'leaving_reason', coalesce(leaving_reason, ''),
  'Reason for leaving, ground for deletion and destination do not agree; taken as home education by ' || ehe_by || '.',
  'Correct the leaver''s record in the MIS so that all three say the same.', school
FROM spells WHERE fields_disagree"""

UNCLEAR = """
SELECT 'warning', file, sheet, "row", 'leaving_reason', concat_ws('; ', leaving_reason, destination),
  'Reason for leaving or destination speak of home education in words that the trust''s list does not have: whether this pupil left for home education is not known.',
  'If so, enter Elective home education in the MIS; if not, enter the reason without those words.', school
FROM spells WHERE ehe_unclear"""

TWINS = """
SELECT 'note', r.file, r.sheet, r."row", 'upn', coalesce(r.upn, r.admission_no), 'This pupil stands in the roll twice with the same entry date; counted once.',
  'Nothing, if one row comes from a list of leavers; otherwise remove the duplicate.', r.school
FROM roll r ANTI JOIN spells s ON s.roll = r.roll"""


def add_problems(con: duckdb.DuckDBPyConnection) -> None:
    """Append them to `problems`."""
    for sql in (ORPHANS, OFF_ROLL_EVENTS, FIELDS_DISAGREE, UNCLEAR, TWINS):
        con.execute(
            f'INSERT INTO problems (severity, file, sheet, row, "column", value, message, todo, school) {sql}'
        )
    add_problems_of_authority(con)
    add_problems_of_dates(con)
