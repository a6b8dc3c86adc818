"""A date has the number of its school day where a rule counts in school days, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebook.made import load, rule_with

from ehe_rules.checking import DEFAULT_RULESETS, load_rulesets
from ehe_rules.facts.build import list_terms
from ehe_rules.facts.columns import event_of
from ehe_rules.facts.compile import compile_rule
from ehe_rules.facts.terms import Amount, Deadline, FirstFrom, TermList
from ehe_rules.judge import compile_rules
from ehe_rules.rulebook.syntax import EventRef, FieldRef

if TYPE_CHECKING:
    from pathlib import Path

STATED, SENT = EventRef("oral_intention_stated"), EventRef("intent_letter_sent")
SENTENCE = "require: intent_letter_sent within letter_time of oral_intention_stated"


def _terms(folder: Path, sentence: str) -> TermList:
    ruleset = load(folder, rule_with(SENTENCE, f"require: {sentence}"))
    (rule,) = ruleset.rules
    return list_terms([compile_rule(rule, ruleset.parameters, ruleset.info.in_force)])


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("intent_letter_sent within 5 school days of oral_intention_stated", {"sent", "stated"}),
        ("intent_letter_sent within 5 days of oral_intention_stated", set()),
        ("intent_letter_sent after oral_intention_stated", set()),
        ("intent_letter_sent", set()),
    ],
)
def test_what_is_counted_in(tmp_path: Path, sentence: str, counted: set[str]) -> None:
    terms = _terms(tmp_path, sentence)
    events = {
        event.event for term in terms.counted if isinstance(term, EventRef) and (event := event_of(term))
    }
    assert events == {{"sent": SENT, "stated": STATED}[name].event for name in counted}


def test_the_first_from_a_moment_is_counted_with_what_it_is_the_first_of() -> None:
    terms = TermList()
    first = FirstFrom(SENT, Deadline(STATED))
    terms.add(first)
    assert terms.counted == set()
    terms.count(first)
    assert terms.counted == {first, SENT}


def test_a_moment_in_school_days_counts_from_a_numbered_date() -> None:
    terms = TermList()
    terms.add(Deadline(STATED, Amount(((None, 5),), "days")))
    assert terms.counted == set()
    terms.add(Deadline(STATED, Amount(((None, 5),), "school days")))
    assert terms.counted == {STATED}


def test_not_every_date_of_the_default_rules_has_one() -> None:
    of_case = [rule for rule in compile_rules(load_rulesets(DEFAULT_RULESETS)) if rule.about == "case"]
    terms = list_terms(of_case)
    dates = {term for term in terms.numbers if isinstance(term, (EventRef, FieldRef, FirstFrom))}
    assert terms.counted < dates
