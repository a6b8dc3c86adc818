"""Pupils whose UPN changed: a temporary one became permanent, and entries made before still have the old one.

A CTF says the former UPN, other lists may; else the school's own number for the pupil tells whose entry it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

# A former UPN that two pupils had, or that some roll still has for a pupil, tells nobody.
_FORMER = """
CREATE TABLE on_a_roll AS SELECT DISTINCT pupil AS upn FROM roll;
CREATE TABLE by_former_upn AS
SELECT upn_of(former_upn) AS former_upn, min(upn) AS pupil FROM cells_pupils
WHERE upn IN (FROM on_a_roll) AND upn_of(former_upn) NOT IN (FROM on_a_roll) GROUP BY ALL HAVING count(DISTINCT upn) = 1;
CREATE TABLE strange_who AS SELECT * FROM cells_who WHERE upn NOT IN (FROM on_a_roll);
UPDATE register AS r SET pupil = f.pupil FROM by_former_upn f WHERE r.pupil = f.former_upn;
UPDATE la_children AS r SET pupil = f.pupil FROM by_former_upn f WHERE r.pupil = f.former_upn;
"""

_ROWS = {
    "events": "cells_events",
    "attendance": "(SELECT w.*, m.row FROM mark_rows m JOIN strange_who w USING (who))",
}

_TAKEN = """
SELECT c.file, c.sheet, min(c.row), 'upn', c.upn, CASE WHEN min(f.pupil) IS NOT NULL THEN 'This is the former UPN of a pupil on the roll'
        WHEN is_temporary(c.upn) THEN 'This UPN is temporary and on no roll, but the admission number is a pupil''s of this school'
        ELSE 'This UPN is not valid and on no roll, but the admission number is a pupil''s of this school' END
    || ': what is entered under it was taken for that pupil''s' || CASE WHEN count(*) > 1 THEN ' (' || count(*) || ' rows; this is the first).'
        ELSE '.' END
FROM {rows} c {joins}
WHERE c.upn IS NOT NULL AND q.upn IS NULL AND (f.pupil IS NOT NULL OR (a.has_upn AND is_provisional(c.upn))) GROUP BY c.file, c.sheet, c.school, c.upn, c.admission_no
"""


def know_former(con: DuckDBPyConnection) -> None:
    """Make `on_a_roll` and `by_former_upn`, and give the registers' rows under a former UPN their pupil."""
    con.execute(_FORMER)
    con.execute("CREATE MACRO is_temporary(upn) AS regexp_full_match(upn, '[A-Z][0-9]{11}[A-Z]')")
    con.execute("CREATE MACRO is_provisional(upn) AS is_temporary(upn) OR NOT upn_ok(upn)")


def list_renumbered(log: ProblemLog, filled: Collection[str], joins: str) -> None:
    """List, once for each file and UPN, what was entered under another UPN than the roll's; `joins` as identity.py has them."""
    for table, rows in _ROWS.items():
        if table in filled:
            log.add_rows(
                "note",
                _TAKEN.format(rows=rows, joins=joins),
                "Nothing, if it is the same child; else correct the UPN.",
            )
