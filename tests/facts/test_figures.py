"""The figures of patterns: what a ruleset sets, what holds where none does, and what is no figure."""

from __future__ import annotations

import duckdb
import pytest
from rulebook.made import vocabulary

from ehe_rules.errors import RulebookError
from ehe_rules.facts.figures import OF_RECORD, as_set, build_figures, figures_of
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.parameters import Parameter
from ehe_rules.rulebook.ruleset import rulesets_folder


def parameter(*values: str) -> Parameter:
    """Give a parameter with these values, one a year."""
    dated = [{"from": f"{2020 + n}-01-01", "value": value} for n, value in enumerate(values)]
    return Parameter.model_validate({"values": dated, "reason": "for a test"})


def test_a_ruleset_s_latest_value_beats_the_vocabulary_s_and_the_first_ruleset_the_others() -> None:
    words = vocabulary()
    own = {
        "absence_window": parameter("20 school days", "25 school days"),
        "letter_time": parameter("5 school days"),
    }
    other = {"absence_window": parameter("40 school days"), "falling_points": parameter("7")}
    assert figures_of(words, []) == words.figures
    assert figures_of(words, [own, other]) == {
        **words.figures,
        "absence_window": "25 school days",
        "falling_points": "7",
    }


def test_the_policy_s_own_figures_are_those_that_hold_where_none_is_set() -> None:
    policy = load_ruleset(rulesets_folder() / "hcat-ehe").parameters
    assert set(vocabulary().figures) - set(OF_RECORD) <= set(policy)
    assert figures_of(vocabulary(), [policy]) == vocabulary().figures


def test_numbers_and_lists_become_tables() -> None:
    con = duckdb.connect()
    build_figures(
        con,
        {
            "absence_window": "30 school days",
            "falling_points": "10",
            "anxiety_words": "EBSA; anxious ;",
            "anxiety_codes": "none",
        },
    )
    assert con.execute("FROM figures ORDER BY name").fetchall() == [
        ("absence_window", 30),
        ("falling_points", 10),
    ]
    assert con.execute("FROM figure_items ORDER BY item").fetchall() == [
        ("anxiety_words", "anxious"),
        ("anxiety_words", "ebsa"),
    ]


@pytest.mark.parametrize("text", ["30 days", "half a term", "", "-3", "2 months"])
def test_what_is_no_number_of_school_days_is_refused(text: str) -> None:
    with pytest.raises(RulebookError, match=r"'absence_window' is .* school days"):
        build_figures(duckdb.connect(), {"absence_window": text})


def test_the_look_back_of_cases_and_the_words_for_home_education_are_parameters() -> None:
    words = vocabulary()
    assert as_set(words, {}) == as_set(words, words.figures)
    assert as_set(words, words.figures).case_look_back == words.case_look_back
    listed = Parameter.model_validate({"value": ["Home-schooled", "At home"], "reason": "for a test"})
    held = {"case_look_back": parameter("2 weeks"), "ehe_words": listed}
    changed = as_set(words, figures_of(words, [held]))
    assert (changed.case_look_back, changed.ehe_words) == ("2 weeks", ("home schooled", "at home"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("case_look_back", "soon"),
        ("case_look_back", "1 half term"),
        ("ehe_words", "ehe; HE"),
        ("ehe_words", " ; "),
    ],
)
def test_a_look_back_that_is_no_length_and_words_that_are_never_home_education_are_refused(
    name: str, text: str
) -> None:
    with pytest.raises(RulebookError, match=f"'{name}' is '{text}'"):
        as_set(vocabulary(), {name: text})
