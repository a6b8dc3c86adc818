"""As much of JSON Schema (draft 7) as the schemas of rulesets use; a word that is not known here is an error."""

from __future__ import annotations

import re
from typing import Any

SAYS_NOTHING = {"$schema", "$defs", "title", "description", "default", "format"}
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def complaints(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:  # noqa: ANN401 - any JSON
    """Return where a value breaks a schema, and which of its words."""
    found: list[str] = []
    for word, said in schema.items():
        if word in SAYS_NOTHING or word in ("then", "else"):
            continue
        found += [f"{at or '/'}: {word}"] if not _holds(word, said, value, schema, root) else []
        for one, below, key in _below(word, said, value, schema, root):
            found += complaints(one, below, root, at + key)
    return found


def _holds(word: str, said: Any, value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:  # noqa: ANN401, C901, PLR0911 - a line for each word
    match word:
        case "type":
            return any(isinstance(value, TYPES[name]) for name in ([said] if isinstance(said, str) else said))
        case "enum":
            return value in said
        case "const":
            return bool(value == said)
        case "pattern":
            return not isinstance(value, str) or re.search(said, value) is not None
        case "required":
            return not isinstance(value, dict) or set(said) <= set(value)
        case "anyOf":
            return any(not complaints(value, one, root) for one in said)
        case "oneOf":
            return sum(not complaints(value, one, root) for one in said) == 1
        case "additionalProperties" if said is False:
            return not isinstance(value, dict) or set(value) <= set(schema["properties"])
        case "if":
            return not complaints(value, schema["else" if complaints(value, said, root) else "then"], root)
        case "properties" | "items" | "additionalProperties" | "propertyNames" | "$ref":
            return True
    raise AssertionError(word)


def _below(
    word: str,
    said: Any,  # noqa: ANN401 - any JSON
    value: Any,  # noqa: ANN401 - any JSON
    schema: dict[str, Any],
    root: dict[str, Any],
) -> list[tuple[Any, dict[str, Any], str]]:
    """Return the values below this one that a word speaks of, each with its schema and its path."""
    if word == "$ref":
        return [(value, root["$defs"][said.removeprefix("#/$defs/")], "")]
    if word == "items" and isinstance(value, list):
        return [(one, said, f"/{n}") for n, one in enumerate(value)]
    if not isinstance(value, dict) or not isinstance(said, dict):
        return []
    if word == "propertyNames":
        return [(key, said, f"/{key}") for key in value]
    if word == "properties":
        return [(value[key], said[key], f"/{key}") for key in said if key in value]
    known = schema.get("properties", {}) if word == "additionalProperties" else value
    return [(one, said, f"/{key}") for key, one in value.items() if key not in known]
