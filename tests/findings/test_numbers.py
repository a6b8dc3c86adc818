"""Measured numbers in words: certain, between two, or not known at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebook.made import vocabulary

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.forms import Counted
from ehe_rules.facts.measures.numbers import NUMBER_NEEDS
from ehe_rules.facts.terms import Amount, TermList
from ehe_rules.findings.numbers import SAID, number_said, why_not_certain
from ehe_rules.findings.record import Record, Supply
from ehe_rules.rulebook.syntax import Number

if TYPE_CHECKING:
    from ehe_rules.rulebook.syntax import Operator


def said(  # noqa: PLR0913 - a comparison, the bounds and whether it stands under `not`
    name: str, operator: Operator, asked: int, lo: int, hi: int, *, negated: bool = False
) -> tuple[str, list[str]]:
    """Return what is said of a number with these bounds, and why it would not be certain."""
    form = Counted(Number(name=name), operator, Amount(((None, asked),), "days"))
    terms = TermList()
    p = terms.add(form.number)
    supply = Supply(frozenset(), frozenset(), frozenset(), frozenset(), vocabulary())
    record = Record({f"{p}_lo": lo, f"{p}_hi": hi}, terms, (), supply)
    return number_said(form, record, negated=negated), list(why_not_certain(form, record))


def test_every_number_has_words_of_its_own() -> None:
    assert set(SAID) == set(NUMBER_NEEDS)
    assert {name for name, m in vocabulary().measures.items() if m.kind == "number"} >= set(SAID)


@pytest.mark.parametrize(
    ("name", "operator", "asked", "bounds", "expected"),
    [
        ("deletion_run_at_off_roll", ">=", 20, (19, 19), "stood at 19 school days when the name came off the roll (asked: at least 20)."),
        ("cme_run_at_check", "<", 10, (1, 1), "stood at 1 school day on the day of the check (asked: fewer than 10)."),
        ("cme_run_at_check", "<", 10, (8, 12), "stood at 8 to 12 school days on the day of the check (asked: fewer than 10)."),
        ("marks_after_off_roll", "<=", 0, (2, 2), "the register has 2 session marks from the leaving date on (asked: at most 0)."),
        ("ten_day_pupils", ">=", 1, (3, NEVER), "in this month: at least 3 pupils (asked: at least 1)."),
        ("unmarked_sessions", "<=", 0, (0, 16204), "up to 16,204 sessions of pupils on roll have no mark this month (asked: at most 0)."),
        ("unmarked_sessions", "<=", 0, (0, 1), "up to 1 session of pupils on roll have no mark this month (asked: at most 0)."),
        ("unmarked_sessions", "<=", 0, (1200, 1200), "1,200 sessions of pupils on roll have no mark this month (asked: at most 0)."),
        ("attendance_rate", ">=", 90, (0, 452), "attended this school year: up to 45.2% (asked: at least 90)."),
        ("attendance_rate", ">=", 90, (401, 452), "attended this school year: 40.1% to 45.2% (asked: at least 90)."),
        ("session_marks", ">", 0, (1, 1), "the register has 1 session mark of the school year (asked: more than 0)."),
    ],
)  # fmt: skip
def test_a_number_is_said_with_what_is_asked(
    name: str, operator: Operator, asked: int, bounds: tuple[int, int], expected: str
) -> None:
    assert said(name, operator, asked, *bounds)[0].endswith(expected)


def test_under_not_the_opposite_is_asked() -> None:
    asked = {"<": "at least 2", ">=": "fewer than 2", ">": "at most 2", "<=": "more than 2", "=": "not 2"}
    operators: list[Operator] = ["<", ">=", ">", "<=", "="]
    for operator in operators:
        told = said("marks_after_off_roll", operator, 2, 3, 3, negated=True)[0]
        assert told.endswith(f"(asked: {asked[operator]}).")


def test_a_range_is_explained() -> None:
    (why,) = said("cme_run_at_check", "<", 10, 8, 12)[1]
    assert why.startswith("The run of absence coded G, N, O or U stood at 8 to 12 school days")
    assert "may cut the run or belong to it" in why


def test_what_is_not_known_at_all_is_explained() -> None:
    assert said("days_absent_after_leave", ">=", 10, 0, NEVER)[1] == [
        "The end of the leave is not on record. Log the leave with its last day."
    ]
    (why,) = said("marks_after_off_roll", "<=", 0, 0, NEVER)[1]
    assert why.startswith("It is not known: session marks from the leaving date")
