"""The roll: one row for each time that a pupil was on a school's roll, leavers included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.folded import fold_lists
from ehe_rules.exports.row_problems import RowProblems
from ehe_rules.exports.stays import join_stays

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

NEW_REGULATIONS = "DATE '2024-08-19'"
"""From this day regulation 9(1) of 2024 gives the grounds; before it regulation 8(1) of 2006."""

_MACROS = (
    # "K - SEN Support" and "E: EHCP" begin with their code; words alone are understood too
    # lists of one, as in values.py: what is looked at several times is worked out, and planned, once
    r"""CREATE MACRO sen_of(cell) AS list_transform([squashed(cell)], lambda word: CASE
        WHEN regexp_matches(cell, '^[NKEnke](\s*[-:(].*)?$') THEN upper(cell[1])
        WHEN word IN ('sensupport', 'support') THEN 'K'
        WHEN word IN ('ehcp', 'ehcplan', 'ehc', 'educationhealthandcareplan') THEN 'E'
        WHEN word IN ('nosen', 'none', 'nosenprovision', 'nospecialeducationalneed') THEN 'N' END)[1]""",
    r"""CREATE MACRO enrolment_of(cell) AS list_transform([squashed(cell)], lambda word: CASE
        WHEN word IN ('main', 'c', 'm', 'current', 'single', 'currentsingleregistration',
            'singleregistration', 'maindualregistration', 'currentmain') OR regexp_matches(cell, '^[CM]\s*-') THEN 'main'
        WHEN word IN ('subsidiary', 's', 'subsidiarydualregistration', 'currentsubsidiary') OR regexp_matches(cell, '^S\s*-') THEN 'subsidiary'
        WHEN word IN ('guest', 'g', 'guestpupil') OR regexp_matches(cell, '^G\s*-') THEN 'guest' END)[1]""",
    # "P - Previous": whoever it stands with has left
    r"""CREATE MACRO is_gone(cell) AS coalesce(squashed(cell) IN ('p', 'previous', 'previouspupil', 'previousregistration', 'leaver', 'left',
        'former', 'formerpupil', 'offroll', 'notonroll') OR regexp_matches(cell, '^[Pp]\s*-'), false)""",
    # f, (f), F - home education, 9(1)(f), reg 8(1)(d)
    r"""CREATE MACRO ground_letters(cell) AS coalesce(
        nullif(regexp_extract(lower(cell), '[0-9]\s*\(1\)\s*\(?([a-z]{1,2})\)?\s*$', 1), ''),
        nullif(regexp_extract(lower(cell), '^\(?([a-z]{1,2})\)?(\s*[-:].*)?$', 1), ''))""",
    r"""CREATE MACRO ground_regulation(cell) AS
        nullif(regexp_extract(lower(cell), '([0-9]+)\s*\(1\)', 1), '')""",
    f"""CREATE MACRO ground_of(cell, left_on) AS CASE
        WHEN ground_regulation(cell) = '8' AND left_on >= {NEW_REGULATIONS} THEN lower(cell)
        WHEN ground_regulation(cell) = '9' AND left_on < {NEW_REGULATIONS} THEN lower(cell)
        ELSE coalesce(ground_letters(cell), lower(cell)) END""",
)

# An admission number stands for the UPN that the same school's roll gives it, if only one.
_ROWS = """
CREATE TABLE roll_rows AS
WITH told AS (
    SELECT school, admission_no, min(upn) AS upn FROM cells_pupils
    WHERE school IS NOT NULL AND admission_no IS NOT NULL AND upn IS NOT NULL
    GROUP BY ALL HAVING count(DISTINCT upn) = 1),
dated AS (
    SELECT c.* EXCLUDE (leaving_date, file, sheet), yes_no(is_current) = 'no' OR is_gone(enrolment) AS said_gone, CASE WHEN o.leaving_next THEN c.leaving_date + 1 ELSE c.leaving_date END AS leaving_date
    FROM cells_pupils c JOIN sources o USING (src))
SELECT row_number() OVER (ORDER BY file, sheet, row, entry_date, leaving_date) AS line,
    c.school,
    coalesce(c.upn, told.upn, c.admission_no) AS pupil, c.upn, c.admission_no, forename, surname, date_of_birth, sex, year_group,
    entry_date, leaving_date, leaving_entered, leaving_reason, ground_of(removal_ground, leaving_date) AS removal_ground,
    destination, sen_of(sen_provision) AS sen_provision, previous_ehe, social_worker, child_protection, placed_by_la,
    disability, looked_after, entry_entered, enrolment_of(enrolment) AS enrolment, family_id, previous_school, home_la,
    file, sheet, row, src, o.says_when AS is_of_times, raw_entry_date IS NOT NULL OR raw_leaving_date IS NOT NULL AS says_when,
    coalesce(said_gone, false) AS said_gone, coalesce(leaving_date IS NULL AND (said_gone OR raw_leaving_date IS NOT NULL), false) AS leaving_unknown, e.on_day
FROM dated c JOIN sources o USING (src) JOIN exported_files e USING (src) LEFT JOIN told ON told.school = c.school AND told.admission_no = c.admission_no
WHERE c.school IS NOT NULL AND coalesce(c.upn, c.admission_no) IS NOT NULL
"""

# The school's own number for each pupil as every list has it, those too that are folded into others: two systems number pupils each in their way.
_NUMBERS = """
CREATE TABLE numbers AS SELECT school, admission_no, pupil, upn, file, sheet, row FROM roll_rows WHERE admission_no IS NOT NULL
"""

_ROLL = """
CREATE TABLE roll AS
SELECT row_number() OVER (ORDER BY file, sheet, row, entry_date, leaving_date) AS roll, * EXCLUDE (line, src, is_of_times, says_when, said_gone, on_day)
FROM roll_rows ORDER BY roll
"""


def make_roll(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Make the table `roll`, and list rows and cells that could not be used as they are."""
    for macro in _MACROS:
        con.execute(macro)
    con.execute(_ROWS)
    con.execute(_NUMBERS)
    fold_lists(con, log)
    join_stays(con, log)
    con.execute(_ROLL)
    with RowProblems(con, log, "pupils") as problems:
        problems.list(
            "error",
            "upn IS NULL AND admission_no IS NULL",
            "upn",
            "'This row has neither a UPN nor an admission number: it was left out.'",
            "Fill in the UPN.",
        )
        problems.list(
            "warning",
            "sen_provision IS NOT NULL AND sen_of(sen_provision) IS NULL",
            "sen_provision",
            "'This is not N (none), K (SEN support) or E (EHC plan): it counts as not known.'",
            "Write N, K or E.",
            "sen_provision",
        )
        problems.list(
            "warning",
            "enrolment IS NOT NULL AND enrolment_of(enrolment) IS NULL AND NOT is_gone(enrolment)",
            "enrolment",
            "'This is not main, subsidiary or guest: it counts as not known.'",
            "Write main, subsidiary or guest.",
            "enrolment",
        )
        problems.list(
            "warning",
            "entry_date > leaving_date",
            "leaving_date",
            "'The leaving date is before the entry date.'",
            "Correct one of the two.",
            "raw_leaving_date",
        )
        problems.list(
            "warning",
            "removal_ground IS NOT NULL AND leaving_date IS NOT NULL AND ground_regulation(removal_ground) IN ('8', '9') "
            f"AND (ground_regulation(removal_ground) = '8') = (leaving_date >= {NEW_REGULATIONS})",
            "removal_ground",
            "'This ground is of regulations that were not in force on the leaving date (2006: reg 8(1); from 19 August 2024: reg 9(1)).'",
            "Give the letter of the regulation in force on that day.",
            "removal_ground",
        )
