"""What focused reviews are written from: rises, withdrawals, half terms, the roll beside them, what was done so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER
from ehe_rules.findings.evidence import PLACE
from ehe_rules.findings.patterns import build_roll_profile
from ehe_rules.findings.rise import build_rises
from ehe_rules.findings.tables import iso
from ehe_rules.findings.withdrawals import build_withdrawals
from ehe_rules.result import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import pandas as pd

    from ehe_rules.rulebook.ruleset import Ruleset

STEPS = (
    "focused_review_started",
    "focused_review_case_examined",
    "focused_review_adherence_checked",
    "focused_review_la_coordinated",
    "headteacher_one_to_one",
)
"""The entries that hcat:7.3 and hcat:7.5 ask for."""

_ISO = "strftime({0}, '%Y-%m-%d')"

_FRAMES = {
    "rises": (
        f"""SELECT r.* EXCLUDE (started_on, counted_to, logged_to), {_ISO.format("r.started_on")} AS started_on,
          {_ISO.format("r.counted_to")} AS counted_to, {_ISO.format("r.logged_to")} AS logged_to FROM rises r""",
        "school",
    ),
    "half_terms": (
        f"""SELECT p.* EXCLUDE (first_day, last_day, covered, seen, is_current), {_ISO.format("p.first_day")} AS first_day,
          {_ISO.format("p.last_day")} AS last_day, CASE WHEN p.covered THEN 'yes' ELSE 'no' END AS covered,
          CASE WHEN p.seen THEN 'yes' ELSE 'no' END AS seen,
          CASE WHEN p.is_current THEN 'yes' END AS is_current FROM (SELECT c.*, coalesce(u.unsaid, 0) AS unsaid FROM compared c LEFT JOIN unsaid u USING (school, number)) p""",
        "school, number",
    ),
    "withdrawals": (
        f"""SELECT w.* EXCLUDE (attended_from), {iso("w.left_day")} AS left_on, {iso(f"coalesce(w.notice_day, {NEVER})")} AS notice_on,
          {_ISO.format("w.attended_from")} AS attended_from, {iso(f"coalesce(w.dispute_day, {NEVER})")} AS dispute_on
          FROM withdrawals w""",
        "school, left_day, pupil, left_on",
    ),
    "roll_profile": ("SELECT * FROM roll_profile", "school, what, value"),
    "oversight": (
        f"""SELECT e.school, e.event, {_ISO.format("e.date")} AS date, {iso("e.entered_day")} AS recorded, e.pupil,
          concat_ws('; ', CASE WHEN len(e.role) > 0 THEN 'by ' || replace(array_to_string(e.role, ', '), '_', ' ') END,
            CASE WHEN len(e."with") > 0 THEN 'with ' || replace(array_to_string(e."with", ', '), '_', ' ') END,
            CASE WHEN len(e.covers) > 0 THEN 'covering ' || replace(array_to_string(e.covers, ', '), '_', ' ') END) AS words,
          array_to_string(e.covers, ';') AS covers, {PLACE.format("e")} AS evidence
          FROM seen e WHERE e.event IN ({", ".join(f"'{step}'" for step in STEPS)})""",
        "school, date, event, pupil, evidence",
    ),
}
"""What each frame is read from, and its order."""


def build_review(con: duckdb.DuckDBPyConnection, rulesets: Sequence[Ruleset]) -> None:
    """Make the tables behind focused reviews, over all schools: the trust's rate needs them all."""
    build_rises(con)
    build_withdrawals(con, rulesets)
    build_roll_profile(con, rulesets)


def review_frames(con: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """Return `rises`, `half_terms`, `withdrawals`, `roll_profile` and `oversight` of the schools in `schools`, as text."""
    return {name: _frame(con, name, sql, order) for name, (sql, order) in _FRAMES.items()}


def _frame(con: duckdb.DuckDBPyConnection, name: str, sql: str, order: str) -> pd.DataFrame:
    columns = ", ".join(f'coalesce(CAST(x."{c}" AS VARCHAR), \'\') AS "{c}"' for c in COLUMNS[name])
    kept = f"SELECT * FROM ({sql}) WHERE school IN (SELECT school FROM schools)"
    ordered = ", ".join(f"x.{column}" for column in order.split(", "))
    return con.execute(f"SELECT {columns} FROM ({kept}) x ORDER BY {ordered}").df()
