"""From a log's categories and patterns to events: every line of a profile held against every row, in sets.

A row gives each kind of event once, by the first line that fits. What stands in several rows is put together in once.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.categories import count_categories, prepare_categories
from ehe_rules.exports.lines import ATTRIBUTES, SAID_BY_EXPORT
from ehe_rules.exports.log_rows import make_log_rows
from ehe_rules.exports.once import LISTS, stage_once
from ehe_rules.exports.profile_table import squash
from ehe_rules.exports.schema import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.lines import EntryLine
    from ehe_rules.exports.match import Match
    from ehe_rules.exports.words import Words
    from ehe_rules.problems import ProblemLog

BINDING_SCOPES = ("advice", "pressure", "request")
"""Here an entry under the incident that opened a matter answers that one alone: its `ref` is the incident."""

_OF_ROW = """src, row, file, sheet, system, school, school_cell, upn, admission_no, incident, action, is_action, recorded, source,
    template, said, text_names, title_names, text_plan, title_plan, begins_plan"""

# Where several categories stand in one cell, the tag is the one that says home education
_TAG = r"""coalesce(trim(list_filter(string_split_regex(category, '[;,|\n]'),
    lambda piece: regexp_matches(piece, '(?i)\bEHE\b|home.?educat|home.?school'))[1]), category)"""


def map_entries(
    con: DuckDBPyConnection, log: ProblemLog, taken: Sequence[tuple[int, Match]], words: Words
) -> None:
    """Turn the rows of `logged` into rows of `stage_events`, and count the categories that gave nothing."""
    prepare_categories(con)
    logs = [(src, match) for src, match in taken if match.table.entries]
    if not logs:
        return
    actions = [src for src, match in logs if "category" not in match.table.required]
    lines = [line for _, match in logs for line in match.table.entries]
    asked = sorted({squash(name) for line in lines for name in line.category})
    prefixes = {src: match.table.prefixes for src, match in logs}
    make_log_rows(con, log, actions, prefixes, asked if all(line.category for line in lines) else [])
    alike: dict[tuple[TableShape, frozenset[str]], list[int]] = {}
    tables = {shape_of(match): match.table for _, match in logs}
    for src, match in logs:
        alike.setdefault((shape_of(match), frozenset(match.columns)), []).append(src)
    selects = [
        _select(line, place, srcs, columns, words)
        for (shape, columns), srcs in sorted(alike.items(), key=lambda item: item[1])
        for place, line in enumerate(tables[shape].entries)
        if line.event in words.events  # a built-in profile may map more than a ruleset's own vocabulary has
    ]
    con.execute(f"CREATE TABLE found AS {' UNION ALL BY NAME '.join(selects)}")
    stage_once(con, log)
    count_categories(con, log, {src: match.table.entries for src, match in logs})


TableShape = tuple[str, int]
"""A table of a profile: the profile's name and the table's place in it."""


def shape_of(match: Match) -> TableShape:
    """Tell which table of which profile a sheet was taken for (a sheet's constants make no difference)."""
    places = [
        place for place, table in enumerate(match.profile.tables) if table.required == match.table.required
    ]
    return match.profile.profile, places[0]


def _select(line: EntryLine, place: int, srcs: list[int], columns: frozenset[str], words: Words) -> str:
    """Give the rows of these sheets that the line fits, with what it says of them."""
    said = {attribute: _one_of(line, attribute, columns) for attribute in ATTRIBUTES}
    role = said["role"] if line.by_author or "role" in line.said() else "CAST(NULL AS VARCHAR)"
    binds = words.scopes.get(line.event) in BINDING_SCOPES
    told = {
        **said,
        "role": role,
        "event": literal(line.event),
        "place": str(place),
        "names": f"[{', '.join(literal(squash(name)) for name in line.subcategory)}]::VARCHAR[]",
        "date": f"coalesce({said['date']}, recorded)",
        "tag": _TAG,
        "ref": "incident" if binds else "CAST(NULL AS VARCHAR)",
        "author": f"CASE WHEN {role} IS NULL THEN author END" if line.by_author else "CAST(NULL AS VARCHAR)",
        "unsaid": _unsaid(line, said | {"role": role}, columns, words),
    }
    listed = ", ".join(f"{sql} AS {quoted(column)}" for column, sql in told.items())
    return f"SELECT {_OF_ROW}, {listed} FROM known_rows WHERE {' AND '.join(_fits(line, srcs))}"


def _fits(line: EntryLine, srcs: list[int]) -> Iterator[str]:
    yield f"src IN ({', '.join(map(str, srcs))})"
    for column, names in (("categories", line.category), ("subcategories", line.subcategory)):
        if names:
            yield f"list_has_any({column}, [{', '.join(literal(squash(name)) for name in names)}])"
    if line.text:
        yield f"regexp_matches(said, {literal(line.text)}, 'i')"


def _one_of(line: EntryLine, attribute: str, columns: frozenset[str]) -> str:
    """Give what is said of an attribute: by the line, by its pattern, by the row's column; of a role also by the prefix."""
    stated = line.said().get(attribute)
    told = [literal("; ".join(stated))] if stated else []
    if attribute in line.groups:
        told.append(_captured(line, attribute))
    if attribute in columns:
        told.append(quoted(attribute))
    if attribute == "role":
        told.append("doers")
    return f"coalesce({', '.join(told)})" if told else "CAST(NULL AS VARCHAR)"


def _captured(line: EntryLine, attribute: str) -> str:
    found = f"said, {literal(line.text)}, {line.groups[attribute]}, 'i'"
    if attribute in LISTS:
        # "concern, support": a list takes every place where the pattern fits
        each = f"list_transform(regexp_extract_all({found}), lambda piece: {_word_for(line, 'trim(piece)')})"
        return f"nullif(array_to_string(list_sort(list_distinct({each})), '; '), '')"
    return _word_for(line, f"nullif(trim(regexp_extract({found})), '')")


def _word_for(line: EntryLine, piece: str) -> str:
    branches = "".join(
        f" WHEN {literal(squash(said))} THEN {literal(word)}" for said, word in line.words.items()
    )
    return f"CASE squashed({piece}){branches} ELSE {piece} END" if branches else piece


def _unsaid(line: EntryLine, said: dict[str, str], columns: frozenset[str], words: Words) -> str:
    """Give the attributes of which neither the line nor any column of the export can say anything: unknown, not blank."""
    parts = []
    asked = [attribute for attribute in SAID_BY_EXPORT if words.of(line.event, attribute)]
    for attribute in ("role", *asked):
        has_column = attribute in columns and (attribute != "role" or line.by_author)
        if not has_column:
            parts.append(f"CASE WHEN {said[attribute]} IS NULL THEN '{attribute}' END")
    return f"concat_ws(';', {', '.join(parts)})" if parts else "CAST(NULL AS VARCHAR)"
