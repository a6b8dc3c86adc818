"""The trust's own letters and forms: `templates.yaml` says once what each contains, so that an entry need only name it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml
from pydantic import Field, ValidationError

from ehe_rules.exports.lines import Strict, Texts
from ehe_rules.exports.plain_yaml import read_plain
from ehe_rules.exports.profile import ProfileError, said_of
from ehe_rules.problems import insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

_CREATE = (
    "CREATE TABLE letters (name VARCHAR, event VARCHAR, covers VARCHAR[])",
    # words only, so that a name is found as whole words whatever stands around it
    r"CREATE MACRO spaced(text) AS ' ' || trim(regexp_replace(lower(text), '[^\p{L}\p{N}]+', ' ', 'g')) || ' '",
)

# Of names that contain one another ("Intent letter", "Intent letter v3") the longest is the one meant.
_NAMED = """
CREATE TABLE named_letters AS
WITH said AS (
    SELECT e.entry, e.event, e.covers_said, spaced(concat_ws(' ', e.template, e.tag, e.note)) AS text
    FROM events e WHERE e.event IN (SELECT event FROM letters)),
named AS (
    SELECT s.entry, l.name, l.covers FROM said s JOIN letters l ON l.event = s.event AND contains(s.text, spaced(l.name))
    QUALIFY length(l.name) = max(length(l.name)) OVER (PARTITION BY s.entry))
SELECT s.entry, count(n.name) > 0 AS is_named, s.covers_said,
    coalesce(list_sort(list_distinct(flatten(list(n.covers) FILTER (n.name IS NOT NULL)))), []) AS covers
FROM said s LEFT JOIN named n USING (entry) GROUP BY ALL
"""

_APPLIED = """
UPDATE events AS e SET covers = list_sort(list_distinct(e.covers || n.covers)),
    unsure = CASE WHEN n.is_named THEN list_filter(e.unsure, lambda attribute: attribute <> 'covers')
        WHEN n.covers_said THEN e.unsure ELSE list_sort(list_distinct(e.unsure || ['covers'])) END
FROM named_letters n WHERE n.entry = e.entry
"""


class Letter(Strict):
    """A letter or form: its name as it stands in entries, the event that sending or filling it is, what it covers."""

    name: str
    event: str
    covers: Texts = ()


class Letters(Strict):
    """The file: `templates:`, a list."""

    templates: tuple[Letter, ...] = Field(min_length=1)


def is_letters(text: str) -> bool:
    """Tell whether a file is one of these, by its key."""
    return re.search(r"(?m)^templates[ \t]*:[ \t]*(#.*)?$", text) is not None


def read_letters(name: str, text: str) -> tuple[Letter, ...]:
    """Read the file's text. Raises ProfileError naming the file and what to change."""
    try:
        return Letters.model_validate(read_plain(text)).templates
    except yaml.YAMLError as error:
        raise ProfileError(f"{name}: this list of templates is not YAML: {error}") from error
    except ValidationError as error:
        raise ProfileError(f"{name}: this list of templates cannot be used: {said_of(error)}.") from error


def read_letters_at(path: Path) -> tuple[Letter, ...]:
    """Read the file at a path. Raises ProfileError."""
    try:
        return read_letters(str(path), path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: this list of templates cannot be read.") from error


def know_letters(con: DuckDBPyConnection, letters: Sequence[Letter]) -> None:
    """Make the table `letters`; the same one given twice counts once."""
    for statement in _CREATE:
        con.execute(statement)
    rows = sorted({(letter.name, letter.event, tuple(sorted(letter.covers))) for letter in letters})
    insert_rows(con, "letters", [[name, event, list(covers)] for name, event, covers in rows])


def apply_letters(con: DuckDBPyConnection) -> None:
    """Give entries what the letters that they name contain.

    An entry of such an event that names no known letter, in an export that has no column for what it covers: unknown.
    """
    con.execute(_NAMED)
    con.execute(_APPLIED)
