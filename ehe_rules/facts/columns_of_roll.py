"""SQL for the terms that rest on the roll row: dated columns, words, what is recorded at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.constants import ANY, BEYOND, EPOCH, NEVER
from ehe_rules.facts.measures.yes_no import MEASURES, measure_sql
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.facts.terms import TermList


ROLL_SUPPLIED = """(SELECT s.school, list(s.column_name ORDER BY s.column_name) AS headed,
    list(s.column_name ORDER BY s.column_name) FILTER (b.school IS NULL) AS columns
  FROM supplied s LEFT JOIN always_blank b ON b.school = s.school AND b.column_name = s.column_name
  WHERE s.table_name = 'pupils' GROUP BY s.school)"""
"""SQL: the roll columns that each school supplied (`headed`), and those in which some row says something (`columns`); joined once
(alias y), for a subquery in each column is slow to plan."""


_DATED = ("leaving_date", "leaving_entered", "entry_entered")
"""Columns that may name a day after the audit date."""


def supplied_sql(column: str, listed: str = "columns") -> str:
    """Return SQL: whether the school supplied the roll column (see ROLL_SUPPLIED), and the subject has a roll row."""
    return f"(f.roll IS NOT NULL AND coalesce(list_contains(y.{listed}, '{column}'), false))"


def field_columns(field: s.FieldRef, terms: TermList) -> list[str]:
    """Return SQL: bounds of a dated column, as day and, where it is counted, as school-day number (alias d_<column>: its row of `days`)."""
    p, column = terms.prefix(field), field.column
    supplied = supplied_sql(column, "headed")
    # A pupil who has not left has no leaving date, nor a day on which one was entered; any other blank is not known.
    gone = f"f.left_day < {NEVER}"
    absent = {
        "leaving_date": f"(f.roll_known AND NOT ({gone}))",
        "leaving_entered": f"(f.roll_known AND NOT ({gone}) OR {_still_to_come(column)})",
        "entry_entered": _still_to_come(column),
    }.get(column, "false")
    unknown = f"NOT {supplied} OR r.{column} IS NULL AND NOT ({absent})"
    bounds = [("", f"r.{column} - {EPOCH}", f"r.{column} - {EPOCH}")]
    if field in terms.counted:
        bounds.append(("n", f"d_{column}.n_lo", f"d_{column}.n_hi"))
    result = []
    for of, day_lo, day_hi in bounds:
        value = f"CASE WHEN {unknown} THEN {{0}} WHEN {absent} THEN {NEVER} ELSE {{1}} END"
        result += [
            f"CAST({value.format(ANY, f'coalesce({day_lo}, {ANY})')} AS INTEGER) AS {p}_{of}lo",
            f"CAST({value.format(NEVER, f'coalesce({day_hi}, {BEYOND})')} AS INTEGER) AS {p}_{of}hi",
        ]
    return result


def _still_to_come(column: str) -> str:
    """Return SQL: whether a dated column of the roll names a day after the audit date, which has not happened."""
    return f"coalesce(r.{column} > r.on_date, false)"


def word_column(test: s.Is | s.IsRecorded, terms: TermList, kind: str) -> str:
    """Return SQL: the truth value of a test of a column or measure."""
    p = terms.prefix(test)
    if isinstance(test, s.Is) and test.column in MEASURES:
        value, known = measure_sql(test.column, terms, kind), "true"
    else:
        value, known = f"lower(CAST(r.{test.column} AS VARCHAR))", supplied_sql(test.column)
    if isinstance(test, s.IsRecorded):
        absent = f"{value} IS NULL" + (f" OR {_still_to_come(test.column)}" if test.column in _DATED else "")
        unclear = " OR r.leaving_unknown" if test.column == "leaving_date" else ""
        return f"CASE WHEN NOT {known}{unclear} THEN 1 WHEN {absent} THEN 0 ELSE 2 END AS {p}_tv"
    listed = ", ".join(f"'{w}'" for w in test.words)
    # the value stands there once: it may be a long expression, and NULL is neither in the list nor not
    return f"CASE WHEN NOT {known} THEN 1 ELSE CASE ({value}) IN ({listed}) WHEN true THEN 2 WHEN false THEN 0 ELSE 1 END END AS {p}_tv"
