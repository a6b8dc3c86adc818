"""Facts made up at random for a set of rules, without any records behind them: any bounds that a fact can have."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from ehe_rules.engines.columnar import create_verdicts, judge_rules
from ehe_rules.facts.build import list_terms
from ehe_rules.facts.constants import ANY, BEYOND, NEVER
from ehe_rules.facts.terms import Deadline, Filled, Gaps
from ehe_rules.judge import Judgement
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.facts.terms import Amount, Term, TermList

Fact = dict[str, int | None]
SPREAD = 9
"""Days lie this close together, so that every order and every tie comes up."""


def seeded(seed: int) -> Random:
    """Return a source of chance that is the same every time."""
    return Random(seed)  # noqa: S311 - made-up facts, no secrets


def judged_by_record(
    rules: Sequence[CompiledRule], rng: Random, subjects: int, kind: str = "case"
) -> Judgement:
    """Return the verdicts of the evaluator of record over random facts about one kind of subject."""
    con = duckdb.connect()
    terms = list_terms(rules)
    facts = [random_fact(terms, rng) for _ in range(subjects)]
    frame = pd.DataFrame(facts, dtype="Int32")
    con.register("frame", frame)
    con.execute(f"""CREATE TABLE facts_{kind} AS SELECT CAST(row_number() OVER () AS INTEGER) AS subject,
      '{kind}/100001/invented' || row_number() OVER () || '/2026-01-12' AS id, * FROM frame""")
    create_verdicts(con)
    judge_rules(con, rules, {kind: terms})
    return Judgement(con, {kind: rules}, {kind: terms})


def random_fact(terms: TermList, rng: Random) -> Fact:
    """Return one subject's facts: its own dates, and the columns of every term (each after those it rests on)."""
    on = SPREAD
    fact: Fact = {
        "on_day": on,
        "on_n": on,
        "own_day": rng.randint(0, SPREAD),
        "freeze_day": rng.choice((NEVER, NEVER, rng.randint(0, on))),
        "perhaps_day": rng.choice((NEVER, NEVER, rng.randint(0, on))),
        "runs_to": rng.choice((on - 1, on, on + 1, NEVER)),
        "ends_sure": rng.randint(0, 1),
        **{
            f"{export}_asof": on - rng.choice((0, 0, rng.randint(0, SPREAD)))
            for export in ("events", "pupils", "attendance")
        },
    }
    for term, number in terms.numbers.items():
        columns = _moment(term, fact, terms) if isinstance(term, Deadline) else _columns(term, rng)
        fact.update({f"t{number}_{name}": value for name, value in columns.items()})
    return fact


def _columns(term: Term, rng: Random) -> Fact:
    match term:
        case s.Includes() | s.OutcomeIs() | s.Is() | s.IsRecorded() | Filled():
            return {"tv": rng.choice((0, 1, 2, 2))}
        case s.Number():
            least = rng.randint(0, 4)
            return {"lo": least, "hi": rng.choice((least, least + 2, NEVER))}
        case Gaps():
            return _gaps(rng)
    lo, hi = _bounds(rng)
    return {"lo": lo, "hi": hi, "nlo": lo, "nhi": hi}


def _moment(moment: Deadline, fact: Fact, terms: TermList) -> Fact:
    """Shift the bounds of what a moment is counted from, a day for each unit of its length."""
    shift = 0
    if moment.amount is not None:
        shift = _number(moment.amount) * (1 if moment.direction == "after" else -1)
    lo, hi = (_bound_of(moment.ref, which, fact, terms) for which in ("lo", "hi"))
    lo, hi = (day + shift if abs(day) < BEYOND else day for day in (lo, hi))
    return {"lo": lo, "hi": hi, "n": lo if lo == hi else None}


def _number(amount: Amount) -> int:
    ((_, first), *_) = amount.values  # noqa: PD011 - not a frame
    return first


def _bound_of(ref: s.Ref, which: str, fact: Fact, terms: TermList) -> int:
    if isinstance(ref, s.MilestoneRef):
        parts = [_bound_of(part, which, fact, terms) for part in ref.parts.parts]
        return max(parts) if ref.parts.joined_by == "and" else min(parts)
    found = fact[f"{terms.prefix(ref)}_{which}"]
    assert found is not None
    return found


def _bounds(rng: Random) -> tuple[int, int]:
    """Return the bounds of a date: certain, missing, unknown or between two days."""
    day, later = sorted(rng.randint(-1, SPREAD + 3) for _ in range(2))
    common = ((day, day), (later, later), (day, day), (NEVER, NEVER), (ANY, NEVER))
    return rng.choice((*common, (day, later), (day, NEVER), (day, BEYOND), (ANY, later)))


def _gaps(rng: Random) -> Fact:
    running, over = rng.randint(0, 1), rng.choice((-2, 0, 3))
    last_over, due = rng.choice((-1, 2)), rng.randint(0, SPREAD)
    return {
        "known": rng.choice((1, 1, 1, 0, None)),
        "sure": int(rng.random() < 0.8),
        "open": running,
        "frozen": 0 if running else rng.randint(0, 1),
        "entries": rng.randint(0, 1),
        "over": over,
        "last_over": last_over,
        "last_due": due,
        "due": due if running or over > 0 or last_over > 0 else None,
        "done": rng.choice((NEVER, rng.randint(0, SPREAD))),
    }
