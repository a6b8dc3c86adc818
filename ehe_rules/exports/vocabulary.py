"""Cells that hold words of the vocabulary: spaces, capitals and hyphens forgiven, unknown words listed with the nearest.

Everything is looked up once for each different cell, however many rows hold it.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ehe_rules.exports.profile_table import squash
from ehe_rules.exports.schema import quoted
from ehe_rules.exports.words import PUPIL_SCOPES, SCHOOL_FREE_SCOPES
from ehe_rules.problems import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.words import Words
    from ehe_rules.problems import ProblemLog

LISTS = ("role", "with", "covers", "to")
SINGLE = ("outcome", "reason")
OF_ANY_EVENT = ("role", "with", "reason")
"""Their words are the same whatever the event; those of covers, to and outcome are each event's own."""

_CREATE = """
CREATE TABLE known_events (
    event VARCHAR, spelling VARCHAR, names_pupil BOOLEAN, needs_pupil BOOLEAN, needs_school BOOLEAN);
CREATE TABLE known_words (event VARCHAR, attribute VARCHAR, spelling VARCHAR, word VARCHAR);
CREATE TABLE nearest_words (event VARCHAR, attribute VARCHAR, spelling VARCHAR, word VARCHAR);
"""

# A list is split at ; , | and line breaks; where an attribute has no words of its own, any word will do.
_PIECES = """
CREATE TABLE {name}_pieces AS
WITH cells AS (SELECT DISTINCT event, attribute, cell FROM ({cells}) WHERE cell IS NOT NULL),
split AS (
    SELECT *, trim(unnest(CASE WHEN attribute IN ('outcome', 'reason') THEN [cell]
        ELSE string_split_regex(cell, '[;,|\\n]') END)) AS piece
    FROM cells)
SELECT s.event, s.attribute, s.cell, s.piece, CASE WHEN o.is_open THEN trim(regexp_replace(lower(s.piece), '[^\\p{{L}}\\p{{N}}]+', '_', 'g'), '_')
    ELSE k.word END AS word
FROM split s
LEFT JOIN known_words k ON k.attribute = s.attribute AND k.event = s.event AND k.spelling = squashed(s.piece)
LEFT JOIN (SELECT DISTINCT event, attribute, NOT EXISTS (
        FROM known_words k WHERE k.event = c.event AND k.attribute = c.attribute) AS is_open FROM cells c) o
    ON o.event = s.event AND o.attribute = s.attribute
WHERE squashed(s.piece) <> '';
CREATE TABLE {name}_words AS
SELECT event, attribute, cell, list_sort(list_distinct(list(word) FILTER (word IS NOT NULL))) AS words, bool_or(word IS NULL) AS is_unsure
FROM {name}_pieces GROUP BY ALL;
"""

_UNKNOWN_PIECES = """
SELECT c.file, c.sheet, c.row, '{column}', p.piece, 'This is not one of the words for ' || p.attribute || {of_event}
    || coalesce(' (nearest: ' || n.word || ')', '') || ': it was left out, the row was kept.'
FROM {rows} c JOIN {name}_pieces p ON p.event = {event} AND p.attribute = '{attribute}' AND p.cell = c.{cell}
LEFT JOIN nearest_words n ON n.event = p.event AND n.attribute = p.attribute AND n.spelling = squashed(p.piece)
WHERE p.word IS NULL
"""


def know_words(con: DuckDBPyConnection, words: Words) -> None:
    """Make `known_events` and `known_words` from the vocabulary handed in."""
    con.execute(_CREATE)
    events = [
        [
            event,
            squash(event),
            words.scopes.get(event) in PUPIL_SCOPES,
            words.scopes.get(event) in PUPIL_SCOPES and event not in words.intake,
            words.scopes.get(event) not in SCHOOL_FREE_SCOPES,
        ]
        for event in sorted(words.events)
    ]
    insert_rows(con, "known_events", events)
    insert_rows(con, "known_words", sorted(_known(words)))


def _known(words: Words) -> Iterator[list[str]]:
    for event in words.events:
        yield ["", "event", squash(event), event]
        for attribute in ("covers", "to", "outcome"):
            for word in words.of(event, attribute):
                yield [event, attribute, squash(word), word]
    for attribute, listed in (("role", words.roles), ("with", words.roles), ("reason", words.reasons)):
        for word in listed:
            yield ["", attribute, squash(word), word]


def split_words(con: DuckDBPyConnection, name: str, cells: str) -> None:
    """Make `<name>_words` (event, attribute, cell, words) from a SELECT of event, attribute and cell.

    `event` is '' for attributes whose words do not depend on it. Words come lower case, sorted, each once.
    """
    con.execute(_PIECES.format(name=name, cells=cells))
    unknown = con.execute(
        f"SELECT DISTINCT event, attribute, squashed(piece) FROM {name}_pieces WHERE word IS NULL ORDER BY ALL"
    ).fetchall()
    find_nearest(con, unknown)


def find_nearest(con: DuckDBPyConnection, unknown: list[tuple[str, str, str]]) -> None:
    """Add the nearest known word for every event, attribute and spelling that is not known, where one is near."""
    found = []
    for event, attribute, spelling in unknown:
        known = con.execute(
            "SELECT spelling, min(word) FROM known_words WHERE event = ? AND attribute = ? GROUP BY ALL ORDER BY ALL",
            [event, attribute],
        ).fetchall()
        close = get_close_matches(spelling, [row[0] for row in known], n=1, cutoff=0.6)
        found += [[event, attribute, spelling, dict(known)[word]] for word in close]
    insert_rows(con, "nearest_words", found)


def list_unknown(  # noqa: PLR0913, PLR0917 - where to look
    log: ProblemLog, name: str, rows: str, attribute: str, event: str = "''", cell: str = "", column: str = ""
) -> None:
    """List rows of the table `rows` whose cell has a piece that is no known word; `event` is SQL over `c`."""
    of_event = "''" if event == "''" else f"' of ' || {event}"
    select = _UNKNOWN_PIECES.format(
        name=name,
        rows=rows,
        attribute=attribute,
        event=event,
        of_event=of_event,
        cell=cell or quoted(attribute),
        column=column or attribute,
    )
    log.add_rows("warning", select, "Use a word of the vocabulary (docs), or map it in a profile.")
