"""The schemas allow what the tool reads and refuse what it refuses, as far as a schema can see."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from rulebook.json_schema import complaints
from rulebook.made import PARAMETERS, RULE, RULESET, vocabulary

from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.model import Case, RuleFile
from ehe_rules.rulebook.parameters import Dated, Parameter
from ehe_rules.rulebook.ruleset import find_ruleset, ruleset_names
from ehe_rules.rulebook.schema import schemas

if TYPE_CHECKING:
    from pathlib import Path

CASE = "cases:\n  - name: a case\n    on: 2026-01-30\n    events: [2026-01-12 oral_intention_stated]\n    expect: met\n"


class AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2, as an editor reads it: numbers and true are no text; a date, yes and no are."""


AsEditorsRead.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in several
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, several in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def plain() -> dict[str, Any]:
    return schemas(vocabulary())


def against(text: str, schema: dict[str, Any]) -> list[str]:
    return complaints(yaml.load(text, AsEditorsRead), schema, schema)  # noqa: S506 - a safe loader


def files() -> list[tuple[str, Path]]:
    folders = [find_ruleset(name) for name in ruleset_names()]
    return [
        (folder.name, path)
        for folder in folders
        for path in sorted(folder.rglob("*.yaml"))
        if path.name not in ("calendar.yaml", "vocabulary.yaml")
    ]


@cache
def of_ruleset(name: str) -> dict[str, Any]:
    loaded = load_ruleset(find_ruleset(name))
    return schemas(loaded.vocabulary, loaded)


@pytest.mark.parametrize("name", ruleset_names())
def test_every_file_that_comes_with_the_tool_fits(name: str) -> None:
    own = [path for ruleset, path in files() if ruleset == name]
    assert len(own) > 5
    for path in own:
        kind = path.stem if path.stem in plain() else "rule"
        assert (path.name, against(path.read_text(encoding="utf-8"), of_ruleset(name)[kind])) == (
            path.name,
            [],
        )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("title: The letter is sent\n", "", "/: required"),
        ("severity: high", "severity: huge", "/severity: enum"),
        ("about: case", "about: caes", "/about: enum"),
        ("owner:", "ower:", "/: additionalProperties"),
        ("require:", "note:", "/: oneOf"),
        ("owner:", "forbid: meeting_held\nowner:", "/: oneOf"),
        ("force: must", "force: indicator", "/: if"),
        ("require:", "flag:", "/: if"),
        ("remedy: Send it.", "remedy: [Send it.]", "/remedy: type"),
        ("remedy: Send it.", "in_force: {from: 2026-01-01, untl: 2026-01-02}\nremedy: x", "/in_force: anyOf"),
        ("expect: met", "expect: mett", "/cases/0/expect: anyOf"),
        ("2026-01-12 oral_intention_stated", "2026-01-12 oral_intention", "/cases/0/events/0: pattern"),
        (
            "2026-01-12 oral_intention_stated",
            "12/01/2026 oral_intention_stated",
            "/cases/0/events/0: pattern",
        ),
        ("on: 2026-01-30", "onn: 2026-01-30", "/cases/0: additionalProperties"),
    ],
)
def test_a_mistake_in_a_rule_is_underlined(old: str, new: str, complaint: str) -> None:
    good = RULE + CASE
    assert old in good
    assert against(good, plain()["rule"]) == []
    assert complaint in against(good.replace(old, new, 1), plain()["rule"])


@pytest.mark.parametrize(
    "more",
    [
        "stage: 1\n",
        "clauses: [x:1, x:2]\n",
        "in_force: {from: null, awaits: cwsa-2026}\n",
        "yields_to: england:DEL-F-LATE\n",
    ],
)
def test_what_the_tool_reads_is_allowed(more: str) -> None:
    text = RULE.replace("clauses: x:1\n", "") if more.startswith("clauses") else RULE
    assert against(text + more + CASE, plain()["rule"]) == []
    one_row = CASE.replace(
        "    expect", "    roll: {year_group: 8, placed_by_la: yes}\n    days_late: 3\n    expect"
    )
    assert against(text + more + one_row, plain()["rule"]) == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (PARAMETERS, True),
        ("enough: {value: 3, reason: x, unit: days}", True),
        ("enough: {values: [{value: 3}, {from: 2026-01-01, value: 4}], reference: reg 9}", True),
        ("enough: {value: 3}", False),
        ("enough: {reason: x}", False),
        ("enough: {value: 3, values: [{value: 3}], reason: x}", False),
        ("enough: {value: 3, reason: x, choice_of: nobody}", False),
        ("enough: 3", False),
    ],
)
def test_parameters(text: str, *, fits: bool) -> None:
    assert (against(text, plain()["parameters"]) == []) == fits


def test_a_ruleset_and_its_clauses() -> None:
    clause = "- {id: 'x:1', where: a, check: data, about: case, says: b}\n"
    assert against(RULESET, plain()["ruleset"]) == []
    assert against(RULESET + "titel: x\n", plain()["ruleset"]) == ["/: additionalProperties"]
    assert against(clause, plain()["clauses"]) == []
    assert against(clause.replace("data", "date"), plain()["clauses"]) == ["/0/check: enum"]


def test_with_a_ruleset_its_clauses_and_parameters_are_known() -> None:
    schema = of_ruleset("hcat-ehe")["rule"]
    rule = RULE.replace("x:1", "hcat:5.1.3") + CASE.replace(
        "    expect", "    set: {letter_time: 3 days}\n    expect"
    )
    assert against(rule, schema) == []
    assert against(rule.replace("5.1.3", "5.1.33"), schema) == ["/clauses: anyOf"]
    assert against(rule.replace("letter_time: 3", "leter_time: 3"), schema) == [
        "/cases/0/set/leter_time: enum"
    ]


@pytest.mark.parametrize("model", [RuleFile, Case, Parameter, Dated])
def test_an_editor_can_show_what_each_key_means(model: type[RuleFile | Case | Parameter | Dated]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.description] == []
