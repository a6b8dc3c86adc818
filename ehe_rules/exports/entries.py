"""Events: what was done and when, in the words of the vocabulary. An entry that cannot be used is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.exports.letters import apply_letters
from ehe_rules.exports.people import name_people
from ehe_rules.exports.row_problems import RowProblems
from ehe_rules.exports.schema import quoted
from ehe_rules.exports.vocabulary import LISTS, OF_ANY_EVENT, SINGLE, find_nearest, list_unknown, split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.problems import ProblemLog

OF_PEOPLE = ("role", "with")
"""Attributes whose cells may hold names as well as words (people.py)."""

_READ = """
CREATE TABLE read_events AS
SELECT c.* EXCLUDE (event{raw}), c.event AS said, k.event, k.names_pupil, k.needs_pupil, k.needs_school,
    {columns}
FROM cells_events c LEFT JOIN known_events k ON k.spelling = squashed(c.event)
"""

# Attributes of which the row says something that was not understood, or of which its export cannot say anything
_UNSURE = """list_sort(list_distinct(list_filter([
        CASE WHEN p_role.is_unsure THEN 'role' END, CASE WHEN p_with.is_unsure THEN 'with' END,
        CASE WHEN c.role_cell IS NULL AND p_author.is_unsure THEN 'role' END, {unknown}]
    || list_filter(string_split(coalesce(c.unsaid, ''), ';'), lambda attribute: attribute <> ''
        AND NOT (attribute = 'role' AND o.author_did AND c.author IS NOT NULL)),
    lambda attribute: attribute IS NOT NULL)))"""

_EVENTS = """
CREATE TABLE events AS
SELECT row_number() OVER (ORDER BY c.file, c.sheet, c.row{ties}) AS entry, c.school, {pupil} AS pupil, c.event, c.date, c.recorded,
    coalesce(p_role.words, p_author.words, []) AS role, coalesce(p_with.words, []) AS "with", coalesce(w_covers.words, []) AS covers,
    coalesce(w_to.words, []) AS "to", w_outcome.words[1] AS outcome, c.until, w_reason.words[1] AS reason,
    {unsure} AS unsure, c.tag, c.source, c.ref, c.note, c.file, c.sheet, c.row, c.template,
    c.covers_cell IS NOT NULL OR (c.src, 'covers') IN (SELECT (src, column_name) FROM source_columns WHERE table_name = 'events') AS covers_said
FROM read_events c JOIN sources o USING (src) {joins} {words} {people}
WHERE {placed} AND c.date IS NOT NULL AND c.unclear IS NULL
ORDER BY entry
"""

_PLACED = """c.event IS NOT NULL AND (c.school IS NOT NULL OR (NOT c.needs_school AND c.raw_school IS NULL))
    AND (NOT c.needs_pupil OR coalesce(c.upn, c.admission_no) IS NOT NULL)"""

# A line that names no pupil and has no date is one that nobody has filled in yet.
_UNCLEAR = """
CREATE TABLE unclear_entries AS
SELECT c.school, {pupil} AS pupil, c.event, c.date, c.file, c.sheet, c.row
FROM read_events c JOIN sources o USING (src) {joins}
WHERE {placed} AND (c.unclear IS NOT NULL OR (c.date IS NULL AND (c.raw_date IS NOT NULL OR coalesce(c.upn, c.admission_no) IS NOT NULL)))
ORDER BY ALL
"""

_UNKNOWN_EVENT = """
SELECT c.file, c.sheet, c.row, 'event', c.said, 'This is not an event of the vocabulary'
    || coalesce(' (nearest: ' || n.word || ')', '') || ': this row was left out.'
FROM read_events c LEFT JOIN nearest_words n ON n.attribute = 'event' AND n.spelling = squashed(c.said)
WHERE c.said IS NOT NULL AND c.event IS NULL
"""


def make_events(con: DuckDBPyConnection, log: ProblemLog, pupil: str, joins: str) -> None:
    """Make the table `events`, and list entries left out and words that are not known.

    `unclear_entries` are those of which the record leaves open on which day they were made (no date that can be read), or whether
    they were (a tick that says neither yes nor no; then `date` is its day).

    `pupil` and `joins` are the SQL that gives a row's pupil (see identity.py).
    """
    columns = (*LISTS, *SINGLE)
    # set attributes under plain names: their text as it stands in the cell
    con.execute(
        _READ.format(
            raw="".join(f", {quoted(column)}" for column in columns),
            columns=", ".join(f"c.{quoted(column)} AS {column}_cell" for column in columns),
        )
    )
    spoken = [column for column in columns if column not in OF_PEOPLE]
    cells = " UNION ALL ".join(
        f"SELECT {_event_of(column, '')} AS event, '{column}' AS attribute, {column}_cell AS cell FROM read_events WHERE event IS NOT NULL"
        for column in spoken
    )
    split_words(con, "event", cells)
    name_people(con, log)
    con.execute(_events_sql(spoken, pupil, joins))
    con.execute(_UNCLEAR.format(pupil=pupil, joins=joins, placed=_PLACED))
    apply_letters(con)
    con.execute("ALTER TABLE events DROP COLUMN template")
    con.execute("ALTER TABLE events DROP COLUMN covers_said")
    _list_left_out(con, log)
    for column in spoken:
        list_unknown(log, "event", "read_events", column, _event_of(column, "c."), f"{column}_cell")


def _events_sql(spoken: Sequence[str], pupil: str, joins: str) -> str:
    words = " ".join(
        f"LEFT JOIN event_words w_{column} ON w_{column}.attribute = '{column}' "
        f"AND w_{column}.event = {_event_of(column, 'c.')} AND w_{column}.cell = c.{column}_cell"
        for column in spoken
    )
    people = " ".join(
        f"LEFT JOIN people_words p_{who} ON p_{who}.attribute = '{who}' AND p_{who}.cell = c.{cell} "
        f"AND p_{who}.school IS NOT DISTINCT FROM c.school AND p_{who}.is_system = (o.system <> 'native')"
        for who, cell in (("role", "role_cell"), ("with", "with_cell"), ("author", "author"))
    )
    unknown = ", ".join(
        f"CASE WHEN w_{column}.is_unsure THEN '{column}' END" for column in spoken if column != "reason"
    )
    return _EVENTS.format(
        pupil=pupil,
        joins=joins,
        words=words,
        people=people,
        unsure=_UNSURE.format(unknown=unknown),
        ties=", c.event, c.upn, c.admission_no",
        placed=_PLACED,
    )


def _event_of(column: str, of: str) -> str:
    return "''" if column in OF_ANY_EVENT else f"{of}event"


def _list_left_out(con: DuckDBPyConnection, log: ProblemLog) -> None:
    unknown = con.execute(
        "SELECT DISTINCT '', 'event', squashed(said) FROM read_events WHERE said IS NOT NULL AND event IS NULL ORDER BY ALL"
    ).fetchall()
    find_nearest(con, unknown)
    log.add_rows("error", _UNKNOWN_EVENT, "Use an event of the vocabulary (docs), or map it in a profile.")
    con.execute("ALTER TABLE read_events RENAME TO cells_entries")
    with RowProblems(con, log, "entries") as problems:
        problems.list(
            "error",
            "needs_pupil AND upn IS NULL AND admission_no IS NULL",
            "upn",
            "'An entry of this kind is about one pupil, but no UPN or admission number is given: this row was left out.'",
            "Fill in the UPN.",
            "said",
        )
        problems.list(
            "error",
            "needs_school AND raw_school IS NULL",
            "school",
            "'No school is given: this row was left out.'",
            "Fill in the school's URN.",
            "said",
        )
    con.execute("ALTER TABLE cells_entries RENAME TO read_events")
