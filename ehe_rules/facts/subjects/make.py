"""Subjects: who each rule is about, one table for each kind, with windows (semantics section 1)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.calendar.bank_holidays import england_bank_holidays
from ehe_rules.facts.constants import ANY, EPOCH, NEVER, SCHOOL_YEAR
from ehe_rules.facts.qualify import unsaid_columns
from ehe_rules.facts.record.exported import EXPORTED, REACHES
from ehe_rules.facts.record.periods import HALF_TERMS
from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.facts.subjects.members import members_sql
from ehe_rules.facts.subjects.unclear import unclear_sql
from ehe_rules.rulebook.parameters import length_of
from ehe_rules.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import duckdb

    from ehe_rules.rulebook.vocabulary import Vocabulary

FOLDER = Path(__file__).with_name("windows")


# Without a calendar nobody knows how long a school was open before its first mark.
_SCHOOL_DAYS = f"""
  SELECT d.school, d.date, d.day, a.on_date, {SCHOOL_YEAR.format("d.date")} AS year,
    {SCHOOL_YEAR.format("d.date")} = {SCHOOL_YEAR.format("a.on_date")} OR d.date >= date_trunc('month', m.first_date) AS within_marks
  FROM days d JOIN audit a USING (school) JOIN calendars k USING (school)
  LEFT JOIN (SELECT school, min(date) AS first_date, list(DISTINCT {SCHOOL_YEAR.format("date")}) AS years
             FROM (SELECT DISTINCT school, date FROM attendance) GROUP BY school) m USING (school)
  WHERE d.school_day AND d.n_lo = d.n_hi AND d.date <= a.on_date AND d.school IN (SELECT school FROM schools)
    AND (NOT k.approximate OR d.date >= coalesce(m.first_date, date_trunc('month', a.on_date)))
    AND ({SCHOOL_YEAR.format("d.date")} = {SCHOOL_YEAR.format("a.on_date")} OR list_contains(m.years, {SCHOOL_YEAR.format("d.date")}))"""
"""SQL: school days begun by the audit date, in the school year of that date and in those of which marks were supplied."""

SHORT_WEEK = 3
"""School days below which a week need not have an entry of its own (the parameter short_week may ask for more or fewer)."""


def build_subjects(
    con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary, kinds: Iterable[str], names: Collection[str] = ()
) -> None:
    """Make `subjects_<kind>` for each kind asked for, each with its entries in `members_<kind>` (with `unsaid_columns`); `names`: what the rules name.

    `unclear_<kind>`: of each, the entries that leave open when, or whether, they were made.
    """
    _look_back_macro(con, vocabulary.case_look_back)
    side_by_side(con, lambda cursor, kind: _build(cursor, kind, vocabulary, names), kinds)


def _build(con: duckdb.DuckDBPyConnection, kind: str, vocabulary: Vocabulary, names: Collection[str]) -> None:
    con.execute(f"CREATE OR REPLACE TEMP VIEW windows_{kind} AS {_window_sql(kind, vocabulary)}")
    con.execute(f"CREATE OR REPLACE TABLE subjects_{kind} AS {_numbered(con, kind, vocabulary)}")
    con.execute(f"DROP VIEW windows_{kind}")
    con.execute(f"""
    CREATE OR REPLACE TABLE members_{kind} AS SELECT u.*, {", ".join(unsaid_columns())}
    FROM ({members_sql(kind, vocabulary, names)}) u LEFT JOIN carried c ON c.school = u.school AND c.event = u.event""")
    con.execute(f"CREATE OR REPLACE TABLE unclear_{kind} AS {unclear_sql(kind, vocabulary)}")


def _look_back_macro(con: duckdb.DuckDBPyConnection, look_back: str) -> None:
    """Make `look_back(school, day)`: the first day of a case's window. Outside the calendar, working days count."""
    value, unit = length_of(look_back)
    if unit != "school days":
        length = f"to_days({value * (7 if unit == 'weeks' else 1)})"
        if unit in ("months", "years"):
            length = f"to_months({value * (12 if unit == 'years' else 1)})"
        day = f"CAST({EPOCH} + CAST(at_day AS INTEGER) - {length} AS DATE) - {EPOCH}"
        con.execute(f"CREATE OR REPLACE MACRO look_back(which, at_day) AS CAST({day} AS INTEGER)")
        return
    years = con.execute("SELECT year(min(on_date)) - 10, year(max(on_date)) + 1 FROM audit").fetchone()
    holidays = england_bank_holidays(*years) if years and years[0] else ()
    con.execute(
        "CREATE OR REPLACE TABLE holidays_of_england AS SELECT unnest($1::DATE[]) AS date", [list(holidays)]
    )
    con.execute(f"""
    CREATE OR REPLACE TABLE look_backs AS
    WITH counted AS (
      SELECT d.school, d.day, d.date,
        CASE WHEN k.approximate OR d.date BETWEEN k.known_from AND k.known_to THEN d.school_day
             ELSE isodow(d.date) < 6 AND h.date IS NULL AND c.date IS NULL END AS counts
      FROM days d JOIN calendars k USING (school) LEFT JOIN holidays_of_england h ON h.date = d.date
      LEFT JOIN (SELECT DISTINCT s.school, c.date FROM closures c JOIN schools s ON c.school IS NULL OR c.school = s.school) c
        ON c.school = d.school AND c.date = d.date),
    numbered AS (
      SELECT school, day, CAST(count(*) FILTER (counts) OVER (PARTITION BY school ORDER BY day) AS INTEGER) AS n FROM counted),
    firsts AS (SELECT school, n, min(day) AS first_day FROM numbered GROUP BY school, n)
    SELECT o.school, o.day, coalesce(f.first_day, {ANY}) AS from_day
    FROM numbered o LEFT JOIN firsts f ON f.school = o.school AND f.n = o.n - {value}""")
    con.execute("""CREATE OR REPLACE MACRO look_back(which, at_day) AS (
      SELECT max(from_day) FROM look_backs WHERE school = which AND day = at_day)""")


def _window_sql(kind: str, vocabulary: Vocabulary) -> str:
    declared = KINDS[kind]
    own = FOLDER / f"{declared.window or kind}.sql"
    text = (own if own.is_file() else FOLDER / "opener.sql").read_text(encoding="utf-8")
    subject = vocabulary.subjects[kind]
    return text.format(
        ANY=ANY,
        NEVER=NEVER,
        EPOCH=EPOCH,
        opener=declared.opener,
        also=declared.also,
        school_days=_SCHOOL_DAYS,
        reaches=REACHES,
        half_terms=HALF_TERMS,
        short_week=SHORT_WEEK,
        opener_order=", ".join(f"'{e}'" for e in subject.opened_by),
        opened_by=_quoted(e for e in subject.opened_by if e in vocabulary.scopes),
        closed_by=_quoted(e for e in subject.closed_by if e in vocabulary.scopes),
        leaving_closes=str("leaving for another reason" in subject.closed_by).lower(),
        entry_closes=str("re-entry on roll" in subject.closed_by).lower(),
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{w}'" for w in words) or "''"


def _numbered(con: duckdb.DuckDBPyConnection, kind: str, vocabulary: Vocabulary) -> str:
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
