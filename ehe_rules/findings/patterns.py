"""The school's roll, counted in the ways in which withdrawals are looked at: what the handful stands beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import EPOCH, NEVER, REGISTERED
from ehe_rules.findings.attended import attended_before
from ehe_rules.findings.disputes import dispute_window, disputes_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from ehe_rules.rulebook.ruleset import Ruleset


def build_roll_profile(con: duckdb.DuckDBPyConnection, rulesets: Sequence[Ruleset]) -> None:
    """Make `roll_profile(school, what, value, pupils, known)` for schools that have a focused review (see `rises`).

    Pupils on roll on the audit date: `year_group` and `sen_provision` by value, `dispute` the last one within the window before that
    date, else no, `attendance` low for those who missed a tenth or more of the possible half days
    of the last school weeks (absent so often is the national measure of persistent absence). `known` are the
    pupils of whom it is known at all.
    """
    con.execute(f"""
    CREATE OR REPLACE TABLE roll_profile AS
    WITH pupils AS (
      SELECT s.school, s.pupil, s.entry_day, s.year_group, s.sen_provision,
        CAST(s.on_date - {EPOCH} AS INTEGER) AS first_day, CAST(s.on_date - {EPOCH} AS INTEGER) AS before_day
      FROM spells s JOIN rises r USING (school)
      WHERE s.left_day = {NEVER} AND NOT s.leaving_unknown AND {REGISTERED.format("s")} AND (r.rise = 'yes' OR r.started_on IS NOT NULL)),
    {attended_before("pupils")},
    {disputes_before("pupils", dispute_window(rulesets))},
    counted AS (
      SELECT school, 'year_group' AS what, year_group AS value, count(*) AS pupils FROM pupils GROUP BY ALL
      UNION ALL SELECT school, 'sen_provision', upper(sen_provision), count(*) FROM pupils GROUP BY ALL
      UNION ALL SELECT p.school, 'dispute', CASE WHEN d.dispute IS NULL THEN 'no' WHEN d.since IS NOT NULL THEN d.dispute END, count(*)
        FROM pupils p LEFT JOIN disputed d USING (school, pupil) GROUP BY ALL
      UNION ALL SELECT p.school, 'attendance',
          CASE WHEN 10 * (a.possible - a.attended) >= a.possible THEN 'low' WHEN a.possible > 0 THEN 'other' END, count(*)
        FROM pupils p LEFT JOIN attendances a USING (school, pupil) GROUP BY ALL)
    SELECT school, what, coalesce(value, '') AS value, pupils,
      CAST(sum(pupils) FILTER (value IS NOT NULL) OVER (PARTITION BY school, what) AS BIGINT) AS known
    FROM counted ORDER BY school, what, value""")
