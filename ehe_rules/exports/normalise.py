"""From the stage to tables: footers, schools, logs, cells, roll, pupils, marks, lists and what is wrong with them, in their order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ehe_rules.exports import (
    cells,
    checks,
    dated,
    entries,
    footers,
    identity,
    kept,
    lists,
    mapping,
    marks,
    month_first,
    renumbered,
    roll,
    schools,
    serials,
    several,
    supply,
    twice,
    values,
    versions,
    whose,
)
from ehe_rules.exports.bad_cells import list_bad_cells
from ehe_rules.exports.finish import finish
from ehe_rules.exports.schema import NATIVE
from ehe_rules.exports.vocabulary import know_words
from ehe_rules.problems import ProblemLog
from ehe_rules.side_by_side import take_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.match import Match
    from ehe_rules.exports.words import Words


def normalise(
    con: DuckDBPyConnection,
    log: ProblemLog,
    words: Words,
    taken: Sequence[tuple[int, Match]],
    *,
    empty_counts: bool,
) -> None:
    """Make the tables of `KEPT` from the stage, its steps in their order.

    `taken` are the sheets with their numbers; `empty_counts`: a table without rows counts as supplied all the same.
    """
    _complete_stage(con, log, words, taken)
    filled = {
        row[0]
        for row in con.execute(
            "SELECT taken_for FROM sources WHERE rows > 0 UNION SELECT 'events' FROM stage_events"
        ).fetchall()
        if row[0] in NATIVE
    }
    cells.type_cells(con)
    month_first.forget_month_first(con)
    _side_by_side(
        con,
        roll.make_roll,
        lambda cursor, beside: list_bad_cells(cursor, beside, filled),
        lambda _, beside: serials.list_serials(beside, filled),
        lambda _, beside: versions.list_no_files(beside),
        schools.make_schools,
        lambda cursor, beside: lists.make_lists(cursor, beside, filled),
    )
    identity.make_keys(con, log)
    renumbered.know_former(con)
    marks.make_codes(con)
    _side_by_side(
        con,
        lambda cursor, beside: entries.make_events(cursor, beside, identity.PUPIL, identity.JOINS),
        lambda cursor, beside: marks.make_attendance(cursor, beside, identity.PUPIL, identity.JOINS),
        lambda _, beside: identity.list_bad_upns(beside, filled),
        lambda _, beside: renumbered.list_renumbered(beside, filled, identity.JOINS),
    )
    _side_by_side(
        con,
        lambda cursor, beside: checks.list_oddities(cursor, beside, filled),
        lambda cursor, beside: supply.make_supply(cursor, beside, empty_counts=empty_counts),
        lambda _, beside: identity.list_strangers(beside),
    )
    finish(con, log)


def _complete_stage(
    con: DuckDBPyConnection, log: ProblemLog, words: Words, taken: Sequence[tuple[int, Match]]
) -> None:
    """Make of all sheets one stage: whose each row is, what each entry of a log means, and nothing that stands there twice."""
    know_words(con, words)
    values.create_macros(con)
    footers.drop_footers(con, log, taken)
    kept.list_unsure(log)
    several.split_pupils(con)
    whose.give_schools(con, log)
    schools.resolve_schools(con)
    versions.know_exported(con)
    month_first.find_month_first(con, log, taken)
    twice.merge_logs(con, log)
    mapping.map_entries(con, log, taken, words)
    dated.take_dated(con, log)
    twice.merge_events(con, log)
    several.list_not_matched(log)


def _side_by_side(
    con: DuckDBPyConnection, *steps: Callable[[DuckDBPyConnection, ProblemLog], object]
) -> None:
    """Take steps, each with a log of problems on its own connection."""
    take_steps(con, *(partial(_take, step=step) for step in steps))


def _take(cursor: DuckDBPyConnection, step: Callable[[DuckDBPyConnection, ProblemLog], object]) -> object:
    return step(cursor, ProblemLog(cursor, is_there=True))
