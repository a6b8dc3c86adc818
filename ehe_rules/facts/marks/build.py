"""What is made of the marks before facts are: each table only where a rule asks for something that rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.marks.days import build_day_marks, build_marks_after_leaving
from ehe_rules.facts.marks.derived import AFTERWARDS, FROM_MARKS
from ehe_rules.facts.marks.exceptions import build_exceptions
from ehe_rules.facts.marks.half_days import build_half_days
from ehe_rules.facts.marks.patterns import PATTERNS
from ehe_rules.facts.marks.runs import build_runs
from ehe_rules.facts.marks.sessions import build_sessions
from ehe_rules.facts.marks.spans import SPANS_OF
from ehe_rules.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

ON_RUNS = frozenset(
    {
        "cme_run_at_check",
        "deletion_run_at_check",
        "deletion_run_at_off_roll",
        "ten_day_pupils",
        "ten_day_absence",
        "unauthorised_run",
        "unauthorised_run_without_u",
        "longest_unauthorised_run",
        "longest_unauthorised_run_without_u",
    }
)
ON_SESSIONS = frozenset({*SPANS_OF, *PATTERNS})
ON_DAYS = (
    ON_RUNS
    | ON_SESSIONS
    | {
        "days_absent_after_leave",
        "unmarked_sessions_since_notice",
        "sick_fifteen_days",
        "sick_year_begun",
        "unmarked_sessions",
        "sessions_due",
        "first_c2_mark",
    }
)
AFTER_LEAVING = frozenset({"marks_after_off_roll", "present_on_leaving_day"})
"""Measures and derived events that rest on `absence_runs`, on sessions, on marks by days, and on `marks_after_leaving`."""


def build_marks(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> None:
    """Make the tables of marks that the measures and derived events in `names` rest on.

    And for each of those derived events itself `dated_<event>`, rows for `undated` (entries.py).
    """
    if ON_DAYS & set(names):
        build_half_days(con)
        build_day_marks(con)
        build_exceptions(con)
    if ON_SESSIONS & set(names):
        build_sessions(con)
    if ON_RUNS & set(names):
        build_runs(con)
    if AFTER_LEAVING & set(names):
        build_marks_after_leaving(con)
    later = [name for name in AFTERWARDS if name in names]
    first = {name for name in names if name not in AFTERWARDS} | {AFTERWARDS[name] for name in later}
    side_by_side(con, _date, [name for name in FROM_MARKS if name in first])
    for name in later:
        _date(con, name)


def _date(con: duckdb.DuckDBPyConnection, event: str) -> None:
    con.execute(f"CREATE OR REPLACE TABLE dated_{event} AS {FROM_MARKS[event]}")
