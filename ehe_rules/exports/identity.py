"""Which pupil a row means: by UPN, else by school and admission number; never by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog, Severity

_KEYS = """
CREATE TABLE by_admission AS
SELECT school, admission_no, min(pupil) AS pupil, bool_or(upn IS NOT NULL) AS has_upn
FROM numbers GROUP BY ALL HAVING count(DISTINCT pupil) = 1;
CREATE TABLE by_pupil AS SELECT DISTINCT school, pupil FROM roll;
"""

JOINS = """
LEFT JOIN by_admission a ON a.school = c.school AND a.admission_no = c.admission_no
LEFT JOIN by_pupil p ON p.school = c.school AND p.pupil = c.upn
LEFT JOIN on_a_roll q ON q.upn = c.upn
LEFT JOIN by_former_upn f ON f.former_upn = c.upn
"""

# A UPN that a roll has is never overruled by an admission number - unless the school's roll knows the number and has no UPN for
# it yet. One that no roll has gives way to the UPN that followed it, and if it is temporary or fails its check to the number: a sound
# UPN may be that of a past pupil, and what a log calls a student's number need not be the admission number.
PUPIL = """
CASE WHEN c.upn IS NULL THEN coalesce(a.pupil, c.admission_no)
     WHEN p.pupil IS NULL AND a.pupil IS NOT NULL AND NOT a.has_upn THEN a.pupil
     WHEN q.upn IS NULL THEN coalesce(f.pupil, CASE WHEN is_provisional(c.upn) THEN a.pupil END, c.upn)
     ELSE c.upn END
"""

_AMBIGUOUS = """
SELECT min_by(file, (file, sheet, row)), min_by(sheet, (file, sheet, row)), min_by(row, (file, sheet, row)),
    'admission_no', admission_no,
    'This admission number stands with ' || count(DISTINCT pupil) || ' different UPNs on the roll of one school: '
    || 'entries that give only the number match none of them.'
FROM numbers GROUP BY school, admission_no HAVING count(DISTINCT pupil) > 1
"""

_SHARED = """
SELECT min_by(file, (file, sheet, row)), min_by(sheet, (file, sheet, row)), min_by(row, (file, sheet, row)),
    'upn', pupil, 'Roll rows of one school with this number have different dates of birth: they were taken for one pupil.'
FROM roll GROUP BY school, pupil HAVING count(DISTINCT date_of_birth) > 1
"""

# The check letter, as upn.py has it: weights 2 to 13, modulo 23
UPN_OK = r"""
CREATE MACRO upn_ok(upn) AS regexp_full_match(upn, '[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]') AND
    strpos('ABCDEFGHJKLMNPQRTUVWXYZ', upn[1]) - 1 = list_sum(list_transform(range(2, 14), lambda i:
        i * coalesce(try_cast(upn[i] AS INTEGER), strpos('ABCDEFGHJKLMNPQRTUVWXYZ', upn[i]) - 1))) % 23
"""

_BAD_UPN = """
WITH each AS (
    SELECT file, sheet, upn, min(row) AS row, count(*) AS n FROM cells_{table} WHERE upn IS NOT NULL AND NOT upn_ok(upn) GROUP BY ALL)
SELECT file, sheet, row, 'upn', upn, 'This is not a valid UPN (its check letter or its form is wrong); it was used as it stands'
    || CASE WHEN n > 1 THEN ' (' || n || ' rows; this is the first).' ELSE '.' END
FROM each
"""

_NO_UPN = """
SELECT s.file, s.sheet, min(c.row), 'upn', min_by(c.upn, c.row), {message} || CASE WHEN count(*) > 1 THEN ' (' || count(*) || ' rows; this is the first).' ELSE '.' END
FROM stage_{table} c JOIN sources s USING (src) WHERE {found} GROUP BY s.file, s.sheet, c.upn
"""
_NOT_YET = "'This says that the UPN is not known: the admission number counts, where there is one'"
_A_NAME = "'This looks like a name and is no UPN; names match nobody: the admission number counts, where there is one'"
_NO_KEYS: tuple[tuple[Severity, str, str, str], ...] = (
    ("note", "is_placeholder(c.upn)", _NOT_YET, "Give the UPN when it is known."),
    ("warning", "is_name(c.upn)", _A_NAME, "Give the UPN instead of the name."),
)
_NAME_AS_NUMBER = """
SELECT s.file, s.sheet, min(c.row), 'admission_no', min_by(c.admission_no, c.row), 'This looks like a name and is no admission number; names match nobody: '
    || 'the UPN counts, where there is one' || CASE WHEN count(*) > 1 THEN ' (' || count(*) || ' rows; this is the first).' ELSE '.' END
FROM stage_{table} c JOIN sources s USING (src) WHERE is_name(c.admission_no) GROUP BY s.file, s.sheet, c.admission_no
"""

_NO_ROLL_EVENTS = """
SELECT file, sheet, min(row), 'upn', pupil, 'This pupil is on no roll or leavers list supplied for this school'
    || CASE WHEN count(*) > 1 THEN ' (' || count(*) || ' entries; this is the first).' ELSE '.' END
FROM events WHERE pupil IS NOT NULL AND event IN (SELECT event FROM known_events WHERE names_pupil) AND {unknown}
GROUP BY file, sheet, school, pupil
"""

_NO_ROLL_MARKS = """
WITH met AS (SELECT DISTINCT school, pupil FROM attendance), strangers AS (FROM met WHERE {unknown})
SELECT file, sheet, min(row), 'upn', min_by(pupil, row), count(DISTINCT (school, pupil)) || ' pupil(s) with marks, this the first, '
    || 'are on no roll or leavers list supplied for their school (' || count(*) || ' marks).'
FROM attendance SEMI JOIN strangers USING (school, pupil) GROUP BY file, sheet
"""

_UNKNOWN = "school IN (SELECT school FROM by_pupil) AND (school, pupil) NOT IN (SELECT (school, pupil) FROM by_pupil)"
_ROLL_TODO = "Export the roll with its leavers, or correct the UPN."


def make_keys(con: DuckDBPyConnection, log: ProblemLog) -> None:
    """Make the tables that turn a UPN or admission number into the roll's pupil; list what is ambiguous."""
    con.execute(_KEYS)
    con.execute(UPN_OK)
    log.add_rows("warning", _AMBIGUOUS, "Correct the admission number or the UPN.")
    log.add_rows("warning", _SHARED, "Correct the UPN or the date of birth.")


def list_bad_upns(log: ProblemLog, filled: set[str]) -> None:
    """List UPNs that fail their check, one line for each file, sheet and UPN. They are kept."""
    for table in ("pupils", "attendance", "events", "register", "la_children"):
        if table in filled:
            log.add_rows(
                "warning", _BAD_UPN.format(table=table), "Correct the UPN where it is wrong.", of_many=True
            )
            for severity, found, message, todo in _NO_KEYS:
                log.add_rows(
                    severity, _NO_UPN.format(table=table, found=found, message=message), todo, of_many=True
                )
            if table not in {"register", "la_children"}:
                log.add_rows(
                    "warning",
                    _NAME_AS_NUMBER.format(table=table),
                    "Give the UPN instead of the name.",
                    of_many=True,
                )


def list_strangers(log: ProblemLog) -> None:
    """List pupils in entries and marks who are on no roll row of that school, where its roll was supplied."""
    log.add_rows("warning", _NO_ROLL_EVENTS.format(unknown=_UNKNOWN), _ROLL_TODO)
    log.add_rows("warning", _NO_ROLL_MARKS.format(unknown=_UNKNOWN), _ROLL_TODO, of_many=True)
