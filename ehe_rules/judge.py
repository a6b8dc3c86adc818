"""From tables to verdicts: calendar, spells, entries, subjects, facts, and the rules over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.engines.columnar import create_verdicts, judge_rules
from ehe_rules.errors import RulebookError
from ehe_rules.exports.words import Words
from ehe_rules.facts.build import build_facts, list_terms, names_of
from ehe_rules.facts.compile import compile_rule
from ehe_rules.facts.figures import as_set
from ehe_rules.facts.prepare import prepare
from ehe_rules.facts.record.owners import ALL
from ehe_rules.facts.subjects.kinds import KINDS
from ehe_rules.facts.subjects.make import build_subjects
from ehe_rules.side_by_side import one_processor_each, side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
    with one_processor_each(con):
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
