"""Parameters: one kind and one unit, values in order of date, set for one run."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, load, write

from ehe_rules.casebook.run import run_cases
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.parameters import length_of

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.rulebook.parameters import Parameter


def parameter(folder: Path, text: str) -> Parameter:
    """Load a ruleset whose one parameter has these lines."""
    lines = "".join(f"  {line}\n" for line in text.splitlines())
    return load(folder, {"parameters.yaml": f"letter_time:\n{lines}"}).parameters["letter_time"]


def test_one_value_holds_for_all_time(tmp_path: Path) -> None:
    found = parameter(tmp_path, "value: 5 school days\nreason: x")
    assert [(v.from_, v.value) for v in found.values] == [(None, "5 school days")]
    assert found.is_length
    assert found.choice_of == "trust"


def test_values_are_dated(tmp_path: Path) -> None:
    found = parameter(tmp_path, "reason: x\nvalues:\n- {value: 5 days}\n- {from: 2026-01-01, value: 10 days}")
    assert [(v.from_, v.value) for v in found.values] == [(None, "5 days"), (date(2026, 1, 1), "10 days")]


WRONG = {
    "two units": (
        "reason: x\nvalues:\n- {value: 5 school days}\n- {from: 2026-01-01, value: 5 days}",
        "all values must be in one unit.",
    ),
    "a length and a number": (
        "reason: x\nvalues:\n- {value: 5 days}\n- {from: 2026-01-01, value: 5}",
        "all values must be of one kind: lengths of time, or plain numbers.",
    ),
    "out of order": (
        "reason: x\nvalues:\n- {from: 2026-01-01, value: 5 days}\n- {value: 6 days}",
        "the values must stand in order of date, each date once.",
    ),
    "one date twice": (
        "reason: x\nvalues:\n- {from: 2026-01-01, value: 5 days}\n- {from: 2026-01-01, value: 6 days}",
        "the values must stand in order of date, each date once.",
    ),
    "no value": ("reason: x\nvalues: []", "a parameter needs a value, such as `value: 5 school days`."),
    "a blank value": ("value:\nreason: x", "a parameter needs a value, such as `value: 5 school days`."),
    "a reason alone": ("reason: x", "a parameter needs a value, such as `value: 5 school days`."),
    "no reason": ("value: 5 days", "a parameter needs a reason, or a reference, for its figure."),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_parameter_that_is_wrong_is_named_with_its_line(tmp_path: Path, what: str) -> None:
    text, expected = WRONG[what]
    with pytest.raises(RulebookError) as caught:
        parameter(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'made' / 'parameters.yaml'}, line 2: ")
    assert str(caught.value).endswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 school days", (5, "school days")),
        ("1 school day", (1, "school days")),
        ("2  half  terms", (2, "half terms")),
        ("14 days", (14, "days")),
        ("1 term", (1, "terms")),
    ],
)
def test_a_length_is_a_number_and_a_unit(text: str, expected: tuple[int, str]) -> None:
    assert length_of(text) == expected


@pytest.mark.parametrize("text", ["5", "school days", "five days", "5 fortnights", "-5 days", "5 days or so"])
def test_anything_else_is_no_length(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time, such as 5 school days"):
        length_of(text)


def test_a_setting_replaces_all_values_for_one_run(tmp_path: Path) -> None:
    folder = write(tmp_path, {})
    found = load_ruleset(folder, {"letter_time": "7 school days"}).parameters["letter_time"]
    assert [(v.from_, v.value) for v in found.values] == [(None, "7 school days")]
    assert load_ruleset(folder).parameters["letter_time"].values[0].value == "5 school days"


def test_a_setting_of_another_kind_is_refused_where_the_rule_uses_it(tmp_path: Path) -> None:
    with pytest.raises(
        RulebookError,
        match="The parameter 'letter_time' does not hold a length of time, such as 5 school days",
    ):
        load_ruleset(write(tmp_path, {}), {"letter_time": "7"})


def test_a_bare_number_takes_the_unit_of_a_parameter_that_has_one(tmp_path: Path) -> None:
    case = "cases:\n  - {name: x, set: {letter_time: 4}, on: 2026-01-17, events: [2026-01-12 oral_intention_stated], expect: due, due_on: 2026-01-18}\n"
    files = {"parameters.yaml": "letter_time: {value: 5, unit: school days, reason: x}\n"}
    folder = write(tmp_path, {**files, "letter.yaml": RULE + case})
    for given, held in [
        ("4", "4 school days"),
        ("3 school days", "3 school days"),
        ("1 week", "1 week"),
    ]:
        found = load_ruleset(folder, {"letter_time": given}).parameters["letter_time"]
        assert [v.value for v in found.values] == [held]
    # four school days from Mon 12 Jan: by Fri 16 Jan, or the weekend after it
    (result,) = run_cases([folder], engine="columnar")
    assert result.passed
