"""What every subject rests on, in its order: calendar and roll, then marks, leavings and what was logged, then all entries."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ehe_rules.calendar import build_calendar
from ehe_rules.facts.figures import build_figures
from ehe_rules.facts.marks.build import build_marks
from ehe_rules.facts.record.calendars import build_calendar_lists
from ehe_rules.facts.record.entries import build_entries
from ehe_rules.facts.record.leaving import build_transitions
from ehe_rules.facts.record.moves import build_moves
from ehe_rules.facts.record.owners import build_owners
from ehe_rules.facts.record.register import NAMES, build_register
from ehe_rules.facts.record.replaced import build_replaced
from ehe_rules.facts.record.rise import build_compared
from ehe_rules.facts.record.roll import build_spells
from ehe_rules.facts.record.seen import build_seen
from ehe_rules.side_by_side import take_steps

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import duckdb

    from ehe_rules.rulebook.vocabulary import Vocabulary


def prepare(
    con: duckdb.DuckDBPyConnection,
    vocabulary: Vocabulary,
    names: Collection[str],
    figures: Mapping[str, str] | None = None,
) -> None:
    """Build what every subject rests on: calendar, spells on roll, entries; and of marks and leavings what `names` ask for."""
    build_figures(con, vocabulary.figures if figures is None else figures)
    build_owners(con)
    take_steps(con, _calendar, partial(_roll, vocabulary=vocabulary))
    # of marks there are most: all else that rests on calendar and roll is made beside them
    take_steps(
        con,
        partial(build_marks, names=names),
        partial(_leavings, names=names),
        partial(build_seen, vocabulary=vocabulary),
    )
    build_entries(con, vocabulary, names)


def _calendar(con: duckdb.DuckDBPyConnection) -> None:
    build_calendar(con)
    build_calendar_lists(con)


def _roll(con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary) -> None:
    build_replaced(con)
    build_spells(con, vocabulary.ehe_words, vocabulary.leaving_reason_words)
    build_moves(con)


def _leavings(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> None:
    if "normal_transition" in names:
        build_transitions(con)
    if NAMES & set(names):
        build_register(con)
    if "rise" in names:
        build_compared(con)
