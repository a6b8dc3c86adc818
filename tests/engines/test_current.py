"""What a period asks for is due while it runs, even without a deadline of its own: by hand, and by both engines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest
from engines.sentences import rule

from ehe_rules.engines.agree import check_agreement
from ehe_rules.engines.columnar import create_verdicts, judge_rules
from ehe_rules.engines.durable import available, judge_durable
from ehe_rules.facts.build import list_terms
from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.facts.terms import Deadline
from ehe_rules.judge import Judgement
from ehe_rules.rulebook.syntax import EventRef

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Term

TODAY, YESTERDAY, TOMORROW = 10, 9, 11
THERE, MISSING, UNKNOWN = (5, 5), (NEVER, NEVER), (ANY, NEVER)
DATES = {
    "parent_contacted": THERE,
    "meeting_held": MISSING,
    "meeting_offered": UNKNOWN,
    "risk_identified": (6, 6),
    "support_given": (10, 10),
}

# Sentence, verdict while the period runs (to tomorrow), and verdict once it has ended (yesterday).
EXPECTED = [
    ("parent_contacted", ("met", None), ("met", None)),
    ("meeting_held", ("due", TOMORROW), ("not_met", None)),
    ("meeting_offered", ("cannot_tell", None), ("cannot_tell", None)),
    ("meeting_held after risk_identified", ("due", TOMORROW), ("not_met", None)),
    # The first came too early, and nothing that may come yet changes that.
    ("parent_contacted after risk_identified", ("not_met", None), ("not_met", None)),
    ("parent_contacted and meeting_held", ("due", TOMORROW), ("not_met", None)),
    ("meeting_held and meeting_offered", ("cannot_tell", None), ("not_met", None)),
    ("meeting_held or meeting_offered", ("due", TOMORROW), ("cannot_tell", None)),
    ("meeting_held or parent_contacted", ("met", None), ("met", None)),
    # A deadline of its own that has passed is not put off.
    ("meeting_held within 2 days of risk_identified", ("not_met", 8), ("not_met", 8)),
    ("meeting_held within 7 days of risk_identified", ("due", 13), ("due", 13)),
    ("meeting_held and meeting_held within 7 days of risk_identified", ("due", TOMORROW), ("not_met", None)),
    ("meeting_held and support_given within 2 days of risk_identified", ("late", 8), ("not_met", None)),
    ("not parent_contacted", ("not_met", None), ("not_met", None)),
    ("not (not meeting_held)", ("not_met", None), ("not_met", None)),
]


def dated(term: Term) -> dict[str, int]:
    """Give the bounds of a date, or of a deadline some days after it."""
    ref: object = term
    shift = 0
    if isinstance(term, Deadline):
        ref = term.ref
        shift = term.amount.values[0][1] if term.amount else 0  # noqa: PD011 - not a frame
    assert isinstance(ref, EventRef)
    lo, hi = DATES[ref.event]
    lo, hi = (lo + shift, hi + shift) if hi < NEVER else (lo, hi)
    return {"lo": lo, "hi": hi, "nlo": lo, "nhi": hi, "n": 0}


def verdicts(
    sentence: str, runs_to: int, kind: str = "school_half_term", *, sure: bool = True, of: str = "require"
) -> tuple[str, int | None]:
    """Judge one sentence over one period by both engines."""
    rules = [replace(rule("asked", of, sentence), about=kind)]
    terms = list_terms(rules)
    fact: dict[str, int | bool] = {
        "on_day": TODAY,
        "on_n": TODAY,
        "own_day": runs_to,
        "freeze_day": NEVER,
        "perhaps_day": NEVER,
    }
    fact |= {f"{export}_asof": TODAY for export in ("events", "pupils", "attendance")}
    fact |= {"runs_to": runs_to, "ends_sure": sure}
    for term, number in terms.numbers.items():
        fact |= {f"t{number}_{name}": day for name, day in dated(term).items()}
    con = duckdb.connect()
    con.register("frame", pd.DataFrame([{"subject": 1, "id": f"{kind}/1", **fact}]))
    con.execute(f"CREATE TABLE facts_{kind} AS FROM frame")
    create_verdicts(con)
    judge_rules(con, rules, {kind: terms})
    if available():
        judgement = Judgement(con, {kind: rules}, {kind: terms})
        check_agreement(con, judge_durable(con, judgement))
    found = con.execute("SELECT status, due FROM verdicts").fetchone()
    assert found is not None
    return found[0], found[1]


@pytest.mark.parametrize(("sentence", "running", "over"), EXPECTED)
def test_what_is_missing_is_due_until_the_period_ends(
    sentence: str, running: tuple[str, int | None], over: tuple[str, int | None]
) -> None:
    assert verdicts(sentence, TOMORROW) == running
    assert verdicts(sentence, YESTERDAY) == over


@pytest.mark.parametrize("kind", ["school_week", "school_half_term", "trust", "trust_term"])
def test_the_last_day_counts_and_a_day_that_is_not_certain_is_not_told(kind: str) -> None:
    assert verdicts("meeting_held", TODAY, kind) == ("due", TODAY)
    assert verdicts("meeting_held", NEVER, kind, sure=False) == ("due", None)


@pytest.mark.parametrize("kind", ["school", "school_month", "case"])
def test_other_subjects_have_no_such_time(kind: str) -> None:
    assert verdicts("meeting_held", TOMORROW, kind) == ("not_met", None)


def test_prohibitions_and_indicators_take_the_record_as_it_stands() -> None:
    assert verdicts("meeting_held", TOMORROW, of="forbid")[0] == "met"
    assert verdicts("parent_contacted", TOMORROW, of="forbid")[0] == "not_met"
    assert verdicts("meeting_held", TOMORROW, of="flag")[0] == "not_applicable"
