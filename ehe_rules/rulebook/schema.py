"""JSON Schemas of a ruleset's files, so that an editor completes keys and words and underlines mistakes while they are written.

They are made from the models that the files are read with (model.py), in the dialect that editors know best (draft 7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ehe_rules.rulebook.documents import Clause, RulesetFile
from ehe_rules.rulebook.model import RuleFile
from ehe_rules.rulebook.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import BaseModel

    from ehe_rules.rulebook.ruleset import Ruleset
    from ehe_rules.rulebook.vocabulary import Vocabulary

Schema = dict[str, Any]
DIALECT = "http://json-schema.org/draft-07/schema#"
PLAIN = ["string", "number", "boolean"]
"""The files keep every plain value as text (`stage: 3`, `value: 10`), but an editor reads those as numbers."""

SENTENCES = ("require", "forbid", "flag")


def schemas(vocabulary: Vocabulary, ruleset: Ruleset | None = None) -> dict[str, Schema]:
    """Return the schema of each kind of file: rule, ruleset, parameters, clauses.

    Words of the vocabulary are among what is allowed; with a ruleset, so are its clauses and parameters.
    """
    return {
        "rule": _rule(vocabulary, ruleset),
        "ruleset": _of(RulesetFile, "A ruleset: ruleset.yaml"),
        "parameters": _parameters(),
        "clauses": _list(_of(Clause, "The clauses of a document: clauses.yaml")),
    }


def _of(model: type[BaseModel], title: str) -> Schema:
    made = model.model_json_schema(by_alias=True, mode="validation")
    _each(made, _plain_values)
    return {"$schema": DIALECT, **made, "title": title}


def _rule(vocabulary: Vocabulary, ruleset: Ruleset | None) -> Schema:
    made = _of(RuleFile, "A rule of home education: one file is one rule")
    made["properties"]["about"]["enum"] = sorted(vocabulary.subjects)
    made["oneOf"] = [{"required": [sentence]} for sentence in SENTENCES]
    made["if"] = {"required": ["flag"]}
    made["then"] = {"properties": {"force": {"const": "indicator"}}}
    made["else"] = {"properties": {"force": {"enum": ["must", "should"]}}}
    case = made["$defs"]["Case"]["properties"]
    for key in ("roll", "child"):
        # One row may stand without its list.
        rows = case[key]["anyOf"]
        case[key] = {**case[key], "anyOf": [rows[0]["items"], *rows]}
    events = "|".join(sorted(vocabulary.kinds))
    case["events"]["items"]["pattern"] = rf"^\s*\d{{4}}-\d\d-\d\d ({events})(\s|$)"
    if ruleset is not None:
        _name(made["properties"]["clauses"], sorted(ruleset.clauses))
        case["set"]["propertyNames"] = {"enum": sorted({*ruleset.parameters, *ruleset.role_groups})}
    return made


def _name(listed: Schema, known: list[str]) -> None:
    """Allow only known words in a value that is a word or a list of words."""
    if known:
        listed["anyOf"] = [{"enum": known}, {"type": "array", "items": {"enum": known}}]


def _parameters() -> Schema:
    made = _of(Parameter, "The figures that rules count with: parameters.yaml")
    definitions, dialect = made.pop("$defs"), made.pop("$schema")
    value, unit = ({"type": PLAIN, "description": text} for text in (_VALUE, _UNIT))
    made["properties"] |= {"value": value, "unit": unit}
    made.pop("required")
    made["oneOf"] = [{"required": ["value"]}, {"required": ["values"]}]
    made["anyOf"] = [{"required": ["reason"]}, {"required": ["reference"]}]
    title = made.pop("title")
    return {
        "$schema": dialect,
        "title": title,
        "type": "object",
        "additionalProperties": made,
        "$defs": definitions,
    }


_VALUE = "The figure: a length of time such as `5 school days`, a number, or words. For a figure that changed, write `values`."
_UNIT = "The unit of plain numbers: `5` with the unit `school days` is `5 school days`."


def _list(item: Schema) -> Schema:
    definitions, dialect, title = item.pop("$defs", {}), item.pop("$schema"), item.pop("title")
    return {"$schema": dialect, "title": title, "type": "array", "items": item, "$defs": definitions}


def _each(value: object, change: Callable[[Schema], None]) -> None:
    """Apply a change to every schema within a schema."""
    if isinstance(value, list):
        for one in value:
            _each(one, change)
    elif isinstance(value, dict):
        change(value)
        for one in value.values():
            _each(one, change)


def _plain_values(schema: Mapping[str, Any] | Schema) -> None:
    if (
        schema.get("type") == "string"
        and not {"enum", "const", "format"} & set(schema)
        and isinstance(schema, dict)
    ):
        schema["type"] = list(PLAIN)
    # The model's own titles only repeat the keys.
    if isinstance(schema, dict) and isinstance(schema.get("title"), str):
        schema.pop("title")
