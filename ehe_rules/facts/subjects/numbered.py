"""Windows become subjects: each with its id, what is known of the pupil's roll row, and up to which day the exports tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, EPOCH, NEVER
from ehe_rules.facts.record.exported import EXPORTED
from ehe_rules.facts.subjects.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

    from ehe_rules.rulebook.vocabulary import Vocabulary


def numbered_sql(con: duckdb.DuckDBPyConnection, kind: str, vocabulary: Vocabulary) -> str:
    """Return SQL: the windows with ids, audit date, export dates and what is known of the roll."""
    given = [row[0] for row in con.execute(f"DESCRIBE windows_{kind}").fetchall()]
    return f"""
    WITH shaped AS (SELECT {_shape(given)} FROM windows_{kind}),
    placed AS (SELECT w.*, {_at_school(kind)} AS at_school FROM shaped w JOIN audit a USING (school)),
    exported AS ({EXPORTED}),
    supply AS (
      SELECT school, bool_or(table_name = 'pupils' AND column_name = 'leaving_date') AS leaving,
        bool_or(table_name = 'pupils' AND column_name = '') AS roll,
        bool_or(table_name = 'pupils' AND column_name = 'entry_date') AS entry,
        bool_or(table_name = 'attendance' AND column_name = '') AS marks
      FROM supplied GROUP BY school),
    whole AS (
      SELECT w.*, a.on_date, CAST(a.on_date - {EPOCH} AS INTEGER) AS on_day,
        CASE WHEN d.n_lo = d.n_hi THEN d.n_lo END AS on_n,
        CAST(least(a.on_date, coalesce(x.events, a.on_date)) - {EPOCH} AS INTEGER) AS events_asof,
        CAST(least(a.on_date, coalesce(x.pupils, a.on_date)) - {EPOCH} AS INTEGER) AS pupils_asof,
        CAST(least(a.on_date, coalesce(x.attendance, a.on_date)) - {EPOCH} AS INTEGER) AS attendance_asof,
        CAST(least(a.on_date, coalesce(x.register, a.on_date)) - {EPOCH} AS INTEGER) AS register_asof,
        coalesce(s.upn, CASE WHEN regexp_matches(w.pupil, '^[A-Z][0-9]{{11}}[0-9A-Z]$') THEN w.pupil ELSE '' END) AS upn,
        coalesce(s.left_day, {NEVER}) AS left_day,
        {_leaving(kind)} AS ends_day, coalesce(s.entry_day, {ANY}) AS spell_from, coalesce(s.ehe, '') AS ehe, coalesce(s.ehe_by, '') AS ehe_by,
        s.roll IS NOT NULL AND coalesce(y.leaving, false) AND NOT s.leaving_unknown AS roll_known,
        s.roll IS NOT NULL AND coalesce(y.entry, false) AND {"true" if kind == "return" else f"s.entry_day > {ANY}"} AS entry_known, coalesce(y.roll, false) AS roll_supplied,
        coalesce(y.marks, false) AS marks_supplied, {_leaving_ends(kind, vocabulary)} AS leaving_ends,
        concat_ws('/', '{kind}', nullif(w.at_school, ''), nullif(w.pupil, ''), w.named, '')
          || coalesce(strftime({EPOCH} + w.id_day, '%Y-%m-%d'), 'unknown') AS plain_id
      FROM placed w
      JOIN audit a USING (school)
      LEFT JOIN days d ON d.school = w.school AND d.date = a.on_date
      LEFT JOIN exported x USING (school)
      LEFT JOIN supply y USING (school)
      LEFT JOIN spells s ON s.roll = w.roll),
    twins AS (
      SELECT *, row_number() OVER (PARTITION BY plain_id ORDER BY ref, opened_by, open_day, roll) AS twin FROM whole)
    SELECT CAST(row_number() OVER (ORDER BY school, plain_id, twin) AS INTEGER) AS subject,
      plain_id || CASE WHEN twin > 1 THEN '/' || twin ELSE '' END AS id, * EXCLUDE (plain_id, twin)
    FROM twins"""


def _at_school(kind: str) -> str:
    """Return SQL: the school that a finding names. Of a child in an authority's records: beside the entry, in the register, in the log."""
    if KINDS[kind].whose != "authority":
        return "w.school"
    beside = (
        "(SELECT nullif(e.school, '') FROM events e WHERE e.entry = w.opener)"
        if KINDS[kind].opener
        else "NULL"
    )
    registered = """(SELECT max(g.at_school) FROM la_register g
          WHERE g.school = w.school AND g.pupil = w.pupil AND w.open_day >= g.from_day AND w.open_day < g.next_day)"""
    logged = """(SELECT arg_max(e.school, (e.date, e.school)) FROM events e JOIN scopes c USING (event)
          WHERE c.scope = 'la' AND e.pupil = w.pupil AND e.school <> '' AND e.date <= a.on_date)"""
    return (
        f"CASE WHEN w.pupil = '' THEN w.school ELSE coalesce({beside}, {registered}, {logged}, w.school) END"
    )


def _leaving(kind: str) -> str:
    """Return SQL: the day the subject's roll row left; a row that ended before a return is not the return's."""
    earlier = "s.entry_day < w.open_day" if kind == "return" else "false"
    return f"CASE WHEN {earlier} THEN {NEVER} ELSE coalesce(s.left_day, {NEVER}) END"


def _leaving_ends(kind: str, vocabulary: Vocabulary) -> str:
    """Return SQL: whether a leaving could end the subject's duties; of a return only that of a row entered for it."""
    if "left_roll" not in vocabulary.derived or KINDS[kind].whose != "pupil":
        return "false"
    return "coalesce(s.entry_day >= w.open_day, false)" if kind == "return" else "true"


_BLANKS = {
    "pupil": "''",
    "opened_by": "''",
    "named": "NULL::VARCHAR",
    "ref": "NULL::VARCHAR",
    "roll": "NULL::BIGINT",
    "pupil_from": "open_day",
    "end_day": "own_day",
    "ends_sure": "true",
    "orphan": "false",
    "close_day": str(NEVER),
    "closed_by": "''",
    "freeze_day": str(NEVER),
    "perhaps_day": str(NEVER),
}
"""SQL: the columns that every kind has, and what stands there where a window has no use for one."""


def _shape(given: Collection[str]) -> str:
    """Return SQL: the columns of a window, and those that it leaves out."""
    return ", ".join(["*", *(f"{blank} AS {name}" for name, blank in _BLANKS.items() if name not in given)])
