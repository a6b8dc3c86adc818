"""From tables to verdicts: calendar, spells, entries, subjects, facts, and the rules over them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ehe_rules.calendar import build_calendar
from ehe_rules.engines.columnar import create_verdicts, judge_rules
from ehe_rules.errors import RulebookError
from ehe_rules.exports.words import Words
from ehe_rules.facts.build import build_facts, list_terms, names_of
from ehe_rules.facts.compile import compile_rule
from ehe_rules.facts.figures import as_set, build_figures
from ehe_rules.facts.marks.build import build_marks
from ehe_rules.facts.record.calendars import build_calendar_lists
from ehe_rules.facts.record.entries import build_entries, build_seen
from ehe_rules.facts.record.leaving import build_transitions
from ehe_rules.facts.record.moves import build_moves
from ehe_rules.facts.record.owners import ALL, build_owners
from ehe_rules.facts.record.register import NAMES, build_register
from ehe_rules.facts.record.replaced import build_replaced
from ehe_rules.facts.record.rise import build_compared
from ehe_rules.facts.record.roll import build_spells
from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.facts.subjects.make import build_subjects
from ehe_rules.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    import duckdb

    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.facts.terms import TermList
    from ehe_rules.rulebook.ruleset import Ruleset
    from ehe_rules.rulebook.vocabulary import Vocabulary


@dataclass(frozen=True)
class Judgement:
    """What was judged: the rules by kind of subject, where there is one, with their terms; the verdicts are in the table `verdicts`."""

    con: duckdb.DuckDBPyConnection
    rules: Mapping[str, Sequence[CompiledRule]]
    terms: Mapping[str, TermList]


def words_of(vocabulary: Vocabulary) -> Words:
    """Return the vocabulary as the exports step needs it."""
    events = {
        name: {"covers": kind.covers, "to": kind.to, "outcome": kind.outcome}
        for name, kind in vocabulary.kinds.items()
    }
    recorded = {name: scope for name, scope in vocabulary.scopes.items() if name in vocabulary.kinds}
    return Words(events, vocabulary.roles, vocabulary.reasons, recorded)


def compile_rules(rulesets: Sequence[Ruleset]) -> list[CompiledRule]:
    """Return all rules ready for the engines, in order of ruleset and rule."""
    compiled = [compile_rule(r, s.parameters, s.info.in_force) for s in rulesets for r in s.rules]
    return sorted(compiled, key=lambda c: (c.rule.ruleset, c.rule.name))


def audit_on(con: duckdb.DuckDBPyConnection, on: date) -> None:
    """Set one audit date for every school and their owner."""
    con.execute(
        f"CREATE OR REPLACE TABLE audit AS SELECT school, CAST(? AS DATE) AS on_date FROM schools UNION SELECT '{ALL}', ?",
        [on, on],
    )


def judge(
    con: duckdb.DuckDBPyConnection,
    rules: Sequence[CompiledRule],
    vocabulary: Vocabulary,
    figures: Mapping[str, str] | None = None,
) -> Judgement:
    """Judge every rule over the tables in `con` (with `audit`: each school's audit date) by the evaluator of record.

    `figures`: the parameters that derived events and measures are worked out with (`figures_of`); those of the vocabulary if not given.
    """
    create_verdicts(con)
    vocabulary = as_set(vocabulary, figures or {})
    by_kind: dict[str, list[CompiledRule]] = {}
    for rule in rules:
        if rule.about not in KINDS:
            raise RulebookError(f"{rule.rule.path}: no evaluator can judge rules about '{rule.about}' yet.")
        by_kind.setdefault(rule.about, []).append(rule)
    # Cases are always made: findings show which case a verdict belongs to.
    kinds = sorted({*by_kind, "case"} & set(vocabulary.subjects))
    terms = {kind: list_terms(by_kind.get(kind, [])) for kind in kinds}
    names = {name for listed in terms.values() for name in names_of(listed)}
    prepare(con, vocabulary, names, figures)
    build_subjects(con, vocabulary, kinds, names)
    judged = _with_subjects(con, {kind: by_kind.get(kind, []) for kind in kinds})
    # those with most rules take longest: first
    longest_first = sorted(judged, key=lambda kind: -len(judged[kind]))
    side_by_side(con, lambda cursor, kind: build_facts(cursor, kind, terms[kind]), longest_first)
    judge_rules(con, [rule for kind in longest_first for rule in judged[kind]], terms)
    return Judgement(con, {kind: rules for kind, rules in judged.items() if rules}, terms)


def _with_subjects(
    con: duckdb.DuckDBPyConnection, by_kind: Mapping[str, Sequence[CompiledRule]]
) -> dict[str, Sequence[CompiledRule]]:
    """Return the kinds of which there is a subject: the rules about any other have nobody to judge."""
    counts = ", ".join(f"(SELECT count(*) FROM subjects_{kind})" for kind in by_kind)
    counted = con.execute(f"SELECT {counts}").fetchone() or ()
    there = {kind: rules for (kind, rules), count in zip(by_kind.items(), counted, strict=True) if count}
    return there or dict(by_kind)


def prepare(
    con: duckdb.DuckDBPyConnection,
    vocabulary: Vocabulary,
    names: Collection[str],
    figures: Mapping[str, str] | None = None,
) -> None:
    """Build what every subject rests on: calendar, spells on roll, entries; and of marks and leavings what `names` ask for."""
    build_figures(con, vocabulary.figures if figures is None else figures)
    build_owners(con)
    _side_by_side(con, _calendar, partial(_roll, vocabulary=vocabulary))
    # of marks there are most: all else that rests on calendar and roll is made beside them
    _side_by_side(
        con,
        partial(build_marks, names=names),
        partial(_leavings, names=names),
        partial(build_seen, vocabulary=vocabulary),
    )
    build_entries(con, vocabulary, names)


def _side_by_side(
    con: duckdb.DuckDBPyConnection, *steps: Callable[[duckdb.DuckDBPyConnection], None]
) -> None:
    """Take steps none of which needs what another makes; those that take longest come first."""
    side_by_side(con, lambda cursor, step: step(cursor), steps)


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
