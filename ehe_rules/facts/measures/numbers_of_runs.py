"""Runs of unauthorised absence as they stand, and the longest: SQL that gives `subject, lo, hi` (see numbers.py, runs.py).

As at the end of the day before the subject's own date, or before the day the attendance was exported: that day may not be over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable

BEFORE = "least(own_day, attendance_asof, left_day) - 1"
"""SQL: the day before the subject's own date, or before the day the attendance was exported or the name came off the roll."""


def _longest(codes: str) -> Callable[[str], str]:
    """Return SQL: the longest run of the pupil's time on this roll row; what lies before the school's first mark is left aside."""
    return lambda facts: (
        f"""
    SELECT f.subject, coalesce(max(r.shortest), 0) AS lo, CASE WHEN bool_or(r.open) THEN {NEVER} ELSE coalesce(max(r.longest), 0) END AS hi
    FROM (SELECT subject, school, roll, marks_supplied, roll_known, {BEFORE} AS at_day FROM {facts}) f
    JOIN spells s ON s.roll = f.roll AND f.at_day >= s.entry_day AND f.at_day < s.next_entry_day
    JOIN days d ON d.school = f.school AND d.day = f.at_day AND d.n_lo = d.n_hi
    JOIN mark_spans p ON p.school = f.school AND d.n BETWEEN p.first_n AND p.last_n
    LEFT JOIN absence_runs r ON r.roll = f.roll AND r.n <= d.n AND r.codes = '{codes}'
    WHERE f.marks_supplied AND f.roll_known GROUP BY f.subject"""
    )


LONGEST: dict[str, Callable[[str], str]] = {
    "longest_unauthorised_run": _longest("GNOU"),
    "longest_unauthorised_run_without_u": _longest("GNO"),
}
STANDING = {"unauthorised_run": "GNOU", "unauthorised_run_without_u": "GNO"}
"""The longest runs, and by name of the run that stands the codes that it counts."""
