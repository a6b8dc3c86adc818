"""A line of a case's `events`: date, event, then attribute words, each with its values.

    2026-01-19 phone_attempted role headteacher; dsl outcome no_answer recorded 2026-01-20 tag EHE ref A1

Values of one attribute are separated by comma or semicolon. `pupil 2` says that it is about another of the case's invented
pupils, `pupil none` that it names none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ehe_rules.casebook.place import Place, Row
    from ehe_rules.rulebook.vocabulary import Vocabulary

LISTS = ("role", "with", "covers", "to")
DATES = ("until", "recorded")
ATTRIBUTES = (*LISTS, "outcome", *DATES, "reason", "tag", "source", "ref", "pupil")
_SEPARATOR = re.compile(r"\s*[,;]\s*")


def read_entry(line: str, vocabulary: Vocabulary, place: Place) -> Row:
    """Return the line as a row of the events table (without school and pupil).

    Raises RulebookError for a date, event, attribute or word that there is not, with the nearest that there is.
    """
    day, _, rest = _SEPARATOR.sub(";", line.strip()).partition(" ")
    words = rest.split()
    if not words:
        raise place.error(
            f"'{line}' names no event; write a date and an event, such as 2026-01-19 parent_contacted."
        )
    event = place.known(words[0], vocabulary.kinds, "an event that can be logged")
    row = {"date": str(place.day(day)), "event": event}
    given = iter(words[1:])
    for attribute in given:
        place.known(attribute, ATTRIBUTES, "something that an entry can say")
        if attribute in row:
            raise place.error(f"'{attribute}' stands twice; separate its values by commas.")
        value = next(given, "")
        if not all(value.split(";")):
            raise place.error(f"After '{attribute}' a value is missing.")
        row[attribute] = _value(event, attribute, value, vocabulary, place)
    return row


def _value(event: str, attribute: str, value: str, vocabulary: Vocabulary, place: Place) -> str:
    values = value.split(";")
    if len(values) > 1 and attribute not in LISTS:
        raise place.error(f"'{attribute}' holds one value, not {len(values)}.")
    if attribute in DATES:
        if attribute == "until" and not vocabulary.kinds[event].until:
            raise place.error(f"'{event}' names no later day: it has no 'until'.")
        return str(place.day(value))
    allowed = _allowed(event, attribute, vocabulary)
    if allowed is None:
        return value
    if not allowed:
        raise place.error(f"'{event}' has no words for '{attribute}'.")
    return ";".join(place.known(v, allowed, f"a word that '{event}' knows for '{attribute}'") for v in values)


def _allowed(event: str, attribute: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """Return the words that an attribute may hold; None = any text."""
    if attribute in ("role", "with"):
        return vocabulary.roles
    if attribute == "reason":
        return vocabulary.reasons
    if attribute in ("covers", "to", "outcome"):
        return vocabulary.words_of(event, attribute)
    return None
