"""Facts made up at random for a set of rules, without any records behind them: any bounds that a fact can have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ehe_rules.engines.columnar import create_verdicts, judge_rules
from ehe_rules.facts.build import list_terms
from ehe_rules.facts.compile import CompiledRule, compile_rule
from ehe_rules.facts.constants import ANY, BEYOND, NEVER
from ehe_rules.facts.terms import Deadline, FirstFrom, Gaps
from ehe_rules.judge import Judgement
from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.load import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from ehe_rules.facts.terms import Term
    from ehe_rules.rulebook.model import Parameter, RuleFile

Fact = dict[str, int | None]
SPREAD = 9
"""Days lie this close together, so that every order and every tie comes up."""


def compiled(name: str, file: RuleFile, when: s.Expr | None, expr: s.Expr, parameters: dict[str, Parameter]) -> CompiledRule:
    """Return a rule ready for both engines."""
    return compile_rule(Rule("test", name, Path(f"{name}.yaml"), file, when, expr, None), parameters, None)


def judged_by_record(rules: Sequence[CompiledRule], rng: Random, subjects: int) -> Judgement:
    """Return the verdicts of the evaluator of record over random facts about cases."""
    con = duckdb.connect()
    terms = list_terms(rules)
    facts = [random_fact(list(terms.numbers.items()), rng) for _ in range(subjects)]
    columns = list(facts[0])
    con.execute(f"CREATE TABLE facts_case (subject INTEGER, id VARCHAR, {', '.join(f'{c} INTEGER' for c in columns)})")
    rows = [[n, f"case/100001/invented{n}/2026-01-12", *fact.values()] for n, fact in enumerate(facts, start=1)]
    con.executemany(f"INSERT INTO facts_case VALUES ({', '.join('?' * (len(columns) + 2))})", rows)
    create_verdicts(con)
    judge_rules(con, "case", rules, terms)
    return Judgement(con, {"case": rules}, {"case": terms})


def random_fact(terms: Sequence[tuple[Term, int]], rng: Random) -> Fact:
    """Return one subject's facts: its own dates, and the columns of every term."""
    on = SPREAD
    fact: Fact = {
        "on_day": on,
        "on_n": on,
        "own_day": rng.randint(0, SPREAD),
        "freeze_day": rng.choice((NEVER, NEVER, rng.randint(0, on))),
        **{f"{table}_asof": on - rng.choice((0, 0, rng.randint(0, SPREAD))) for table in ("events", "pupils", "attendance")},
    }
    for term, number in terms:
        fact.update({f"t{number}_{name}": value for name, value in _columns(term, rng).items()})
    return fact


def _columns(term: Term, rng: Random) -> Fact:
    match term:
        case s.Includes() | s.OutcomeIs() | s.Is() | s.IsRecorded():
            return {"tv": rng.randint(0, 2)}
        case s.Number():
            least = rng.randint(0, 4)
            return {"lo": least, "hi": rng.choice((least, least + 2, NEVER))}
        case Gaps():
            return _gaps(rng)
        case Deadline():
            lo, hi = _bounds(rng)
            return {"lo": lo, "hi": hi, "n": lo if lo == hi else None}
    assert isinstance(term, s.EventRef | s.FieldRef | FirstFrom)
    lo, hi = _bounds(rng)
    return {"lo": lo, "hi": hi, "nlo": lo, "nhi": hi}


def _bounds(rng: Random) -> tuple[int, int]:
    """Return the bounds of a date: certain, missing, unknown or between two days."""
    day, later = sorted(rng.randint(-1, SPREAD + 3) for _ in range(2))
    common = ((day, day), (later, later), (day, day), (NEVER, NEVER), (ANY, NEVER))
    return rng.choice((*common, (day, later), (day, NEVER), (day, BEYOND), (ANY, later)))


def _gaps(rng: Random) -> Fact:
    running, over = rng.randint(0, 1), rng.choice((-2, 0, 3))
    open_over = rng.choice((-1, 2)) if running else 0
    return {
        "known": rng.choice((1, 1, 1, 0, None)),
        "open": running,
        "frozen": 0 if running else rng.randint(0, 1),
        "entries": rng.randint(0, 1),
        "over": over,
        "open_over": open_over,
        "due": rng.randint(0, SPREAD) if running or over > 0 else None,
        "done": rng.choice((NEVER, rng.randint(0, SPREAD))),
    }
