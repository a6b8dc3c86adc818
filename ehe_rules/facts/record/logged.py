"""Where an entry was logged, and under which tag: SQL over a row of the events table, and entries that are a log of themselves.

A row's own source is where it was logged, so nobody need log it a second time to say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts.record.leaving import fold_sql, folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from ehe_rules.rulebook.vocabulary import Vocabulary

PROVES: Mapping[str, tuple[str, str]] = {
    "information_shared": ("sharing_logged", ""),
    "education_history_recorded": ("ehe_history_recorded", "ehe"),
}
"""An entry (of that outcome, where one is named) that logs by being there what another kind of entry says was logged."""

OWN_SYSTEMS = ("mis", "oversight")
"""Entries from these systems are no part of the safeguarding log: they can bear no tag of it."""


def logged_on_sql(vocabulary: Vocabulary) -> str:
    """Return SQL: the word for the system that a row came from, as its `source` says; NULL where it says none that is known."""
    cases = [
        f"WHEN {_says(fold_sql('source'), words)} THEN '{system}'"
        for system, words in sorted(vocabulary.logged_on.items())
    ]
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def covers_sql(vocabulary: Vocabulary) -> str:
    """Return SQL: what an entry covers; of the kinds that say where something was logged, its own system too (`logged_on`)."""
    kinds = [
        event for event, kind in vocabulary.kinds.items() if set(vocabulary.logged_on) & set(kind.covers)
    ]
    if not kinds:
        return "covers"
    return (
        f"CASE WHEN event IN ({_quoted(kinds)}) AND logged_on IN ({_quoted(vocabulary.logged_on)}) "
        "THEN list_sort(list_distinct(list_append(covers, logged_on))) ELSE covers END"
    )


def ehe_tag_sql(vocabulary: Vocabulary, tag: str = "tag") -> str:
    """Return SQL: which of the categories in a tag is one of home education (folded); NULL where none is."""
    pieces = f"list_transform(string_split_regex({tag}, '[;,|\\n]'), lambda piece: {fold_sql('piece')})"
    return f"list_filter({pieces}, lambda piece: {_says('piece', vocabulary.ehe_tag_words)})[1]"


def add_proofs(con: duckdb.DuckDBPyConnection, vocabulary: Vocabulary) -> None:
    """Add to `seen` (and to `unclear`) the entries that stand for what a row logs by being there (`PROVES`).

    Where the school's exports can hold no such entry of its own, what the row does not cover is not known.
    """
    for event, (proved, outcome) in PROVES.items():
        systems = set(vocabulary.logged_on) & set(getattr(vocabulary.kinds.get(proved), "covers", ()))
        if event not in vocabulary.kinds or not systems:
            continue
        as_said = f"AND outcome = '{outcome}'" if outcome else ""
        con.execute(f"""
        INSERT INTO seen
        SELECT * REPLACE ('{proved}' AS event, '{vocabulary.scopes[proved]}' AS scope, [logged_on] AS covers, NULL AS outcome,
          CASE WHEN school IN (SELECT school FROM carries WHERE event = '{proved}') THEN [] ELSE ['covers'] END AS unsure)
        FROM seen WHERE event = '{event}' AND logged_on IN ({_quoted(sorted(systems))}) {as_said}""")
        con.execute(
            f"INSERT INTO unclear SELECT * REPLACE ('{proved}' AS event, '{vocabulary.scopes[proved]}' AS scope) FROM unclear WHERE event = '{event}'"
        )


def _says(text: str, words: Sequence[str]) -> str:
    either = "|".join(sorted({folded(word) for word in words}))
    return f"coalesce(regexp_matches({text}, '\\b({either})\\b'), false)" if either else "false"


def _quoted(words: Sequence[str] | Mapping[str, object]) -> str:
    return ", ".join(f"'{w}'" for w in words)
