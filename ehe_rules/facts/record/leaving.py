"""Leavings that need no explaining: what a recorded reason amounts to, and who left as the most senior class does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

UNCLEAR = "unclear"
"""The list of words that may stand for several kinds of leaving."""


def folded(words: str) -> str:
    """Return words without capitals and punctuation, as `fold_sql` makes them."""
    return " ".join("".join(c if c.isalnum() else " " for c in words.lower()).split())


def fold_sql(column: str) -> str:
    """Return SQL: a text without capitals and punctuation, NULL if nothing is left."""
    return f"nullif(trim(regexp_replace(lower({column}), '[^a-z0-9]+', ' ', 'g')), '')"


def reason_kind_sql(column: str, ehe_words: Sequence[str], reason_words: Mapping[str, Sequence[str]]) -> str:
    """Return SQL: what a reason for leaving amounts to; NULL where its words do not decide it.

    A text that only contains words for home education or for missing education may say the opposite of them.
    """
    text = fold_sql(column)
    of_ehe = says_only_sql(column, ehe_words)
    cases = [
        f"WHEN {text} IN ({_quoted(words)}) THEN {'NULL' if kind == UNCLEAR else repr(kind)}"
        for kind, words in reason_words.items()
        if words
    ]
    if either := [*ehe_words, *reason_words.get("cme", ())]:
        cases.append(f"WHEN {speaks_of_sql(column, either)} THEN NULL")
    return (
        f"CASE WHEN {text} IS NULL THEN 'blank' WHEN {of_ehe} THEN 'ehe' {' '.join(cases)} ELSE 'other' END"
    )


def says_only_sql(column: str, words: Sequence[str]) -> str:
    """Return SQL: whether a text is one of the words, or nothing but several of them ("Elective Home Education (EHE)")."""
    either = _either(words)
    return f"regexp_full_match({fold_sql(column)}, '{either}( {either})*')" if words else "false"


def speaks_of_sql(column: str, words: Sequence[str]) -> str:
    """Return SQL: whether one of the words stands anywhere in a text, which may then say the opposite of it."""
    return f"regexp_matches({fold_sql(column)}, '\\b{_either(words)}\\b')" if words else "false"


def _either(words: Sequence[str]) -> str:
    return f"({'|'.join(sorted(map(folded, words)))})"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{folded(w)}'" for w in words)


def build_transitions(con: duckdb.DuckDBPyConnection) -> None:
    """Make `normal_transitions(roll, word)`: for each leaver yes, no, or NULL where the record does not say.

    A leaving is a normal transition if its date lies on or after the last day of the school year and before the first of the
    next, and the pupil was in the most senior class: year group 6 in a primary school, 11 and above in a secondary, else the
    highest year group on the school's roll. Where the half terms of that year are not known, August is holiday, the second
    half of July may be, and no other day is.
    """
    con.execute(f"CREATE OR REPLACE TABLE normal_transitions AS {_TRANSITIONS}")


_YEAR = "CAST(nullif(regexp_extract(year_group, '([0-9]+)', 1), '') AS INTEGER)"

_TRANSITIONS = f"""
WITH years AS (
  SELECT roll, school, left_day, leaving_date,
    coalesce({_YEAR}, CASE WHEN regexp_matches(lower(trim(year_group)), '^(r|n|rec|nur|reception|nursery)') THEN 0 END) AS year
  FROM spells),
highest AS (SELECT school, max(year) AS year FROM years GROUP BY school),
summers AS (
  SELECT h.school, h.last_day, coalesce(min(n.first_day), make_date(year(h.last_day), 9, 1)) AS first_day
  FROM half_terms h LEFT JOIN half_terms n ON n.school = h.school AND n.first_day > h.last_day AND n.first_day < h.last_day + 90
  WHERE h.half_term = 6 GROUP BY h.school, h.last_day),
judged AS (
  SELECT y.roll,
    CASE WHEN s.last_day IS NOT NULL THEN y.leaving_date >= s.last_day AND y.leaving_date < s.first_day
         WHEN month(y.leaving_date) = 8 THEN true
         WHEN month(y.leaving_date) = 7 AND day(y.leaving_date) > 15 THEN NULL ELSE false END AS summer,
    CASE WHEN c.phase ILIKE '%middle%' THEN y.year = t.year
         WHEN c.phase ILIKE '%primary%' THEN y.year = 6
         WHEN c.phase ILIKE '%secondary%' THEN y.year >= 11 ELSE y.year = t.year END AS senior
  FROM years y LEFT JOIN schools c USING (school) LEFT JOIN highest t USING (school)
  LEFT JOIN summers s ON s.school = y.school AND year(s.last_day) = year(y.leaving_date)
  WHERE y.left_day < {NEVER})
SELECT CAST(roll AS INTEGER) AS roll, CASE summer AND senior WHEN true THEN 'yes' WHEN false THEN 'no' END AS word FROM judged"""


def compulsory_age_sql(born: str, day: str) -> tuple[str, str]:
    """Return SQL: whether a pupil is too young, and whether too old, for compulsory school age on a day (a date).

    It lasts from the 1 January, 1 April or 1 September on or after the fifth birthday to the last Friday in June of the
    school year of the sixteenth (Education Act 1996 s8). NULL where the date of birth is.
    """
    fifth = f"CAST({born} + INTERVAL 5 YEAR AS DATE)"
    year = f"year({fifth})"
    starts = f"""CASE WHEN {fifth} <= make_date({year}, 1, 1) THEN make_date({year}, 1, 1)
      WHEN {fifth} <= make_date({year}, 4, 1) THEN make_date({year}, 4, 1)
      WHEN {fifth} <= make_date({year}, 9, 1) THEN make_date({year}, 9, 1) ELSE make_date({year} + 1, 1, 1) END"""
    return f"{day} < {starts}", f"{day} > {compulsory_age_ends_sql(born)}"


def compulsory_age_ends_sql(born: str) -> str:
    """Return SQL: the last day of compulsory school age (a date), NULL where the date of birth is."""
    end = f"make_date(CAST(year({born}) + 16 + CASE WHEN month({born}) >= 9 THEN 1 ELSE 0 END AS INTEGER), 6, 30)"
    return f"({end} - CAST((isodow({end}) + 2) % 7 AS INTEGER))"
