"""Subjects: who each rule is about, one table for each kind, with windows (semantics section 1)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, EPOCH, NEVER, SCHOOL_YEAR
from ehe_rules.facts.qualify import unsaid_columns
from ehe_rules.facts.record.exported import REACHES
from ehe_rules.facts.record.periods import HALF_TERMS
from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.facts.subjects.look_back import create_look_back
from ehe_rules.facts.subjects.members import members_sql
from ehe_rules.facts.subjects.numbered import numbered_sql
from ehe_rules.facts.subjects.unclear import unclear_sql
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
    create_look_back(con, vocabulary.case_look_back)
    side_by_side(con, lambda cursor, kind: _build(cursor, kind, vocabulary, names), kinds)


def _build(con: duckdb.DuckDBPyConnection, kind: str, vocabulary: Vocabulary, names: Collection[str]) -> None:
    con.execute(f"CREATE OR REPLACE TEMP VIEW windows_{kind} AS {_window_sql(kind, vocabulary)}")
    con.execute(f"CREATE OR REPLACE TABLE subjects_{kind} AS {numbered_sql(con, kind, vocabulary)}")
    con.execute(f"DROP VIEW windows_{kind}")
    con.execute(f"""
    CREATE OR REPLACE TABLE members_{kind} AS SELECT u.*, {", ".join(unsaid_columns())}
    FROM ({members_sql(kind, vocabulary, names)}) u LEFT JOIN carried c ON c.school = u.school AND c.event = u.event""")
    con.execute(f"CREATE OR REPLACE TABLE unclear_{kind} AS {unclear_sql(kind, vocabulary)}")


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
