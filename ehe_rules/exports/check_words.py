"""Whether a trust's own profiles and templates speak the vocabulary: every event and word they map to is looked up."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ehe_rules.exports.profile import ProfileError
from ehe_rules.exports.profile_table import squash

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from ehe_rules.exports.letters import Letter
    from ehe_rules.exports.lines import EntryLine
    from ehe_rules.exports.profile import Profile
    from ehe_rules.exports.profile_table import TableProfile
    from ehe_rules.exports.words import Words


def check_profile(profile: Profile, words: Words) -> None:
    """Raise ProfileError if a profile maps anything to an event or a word that the vocabulary does not have."""
    found = [mistake for table in profile.tables for mistake in _in_table(table, words)]
    if found:
        raise ProfileError(f"{profile.path}: this profile cannot be used: {'; '.join(dict.fromkeys(found))}.")


def check_patterns(con: DuckDBPyConnection, profile: Profile) -> None:
    """Raise ProfileError if a pattern is none that can be looked for (RE2 knows no look-ahead and no back reference)."""
    from duckdb import Error  # noqa: PLC0415 - heavy; only where exports are read

    for line in (line for table in profile.tables for line in table.entries if line.text):
        try:
            con.execute("SELECT regexp_matches('', ?, 'i')", [line.text])
        except Error as error:
            said = f"the pattern {line.text!r} is not one that can be looked for"
            raise ProfileError(f"{profile.path}: this profile cannot be used: {said}.") from error


def check_letters(name: str, letters: Sequence[Letter], words: Words) -> None:
    """Raise ProfileError if a template is of an event, or covers something, that the vocabulary does not have."""
    found = [
        mistake
        for letter in letters
        for mistake in (*_event(letter.event, words), *_words(letter.event, "covers", letter.covers, words))
    ]
    if found:
        raise ProfileError(f"{name}: these templates cannot be used: {'; '.join(dict.fromkeys(found))}.")


def _in_table(table: TableProfile, words: Words) -> Iterator[str]:
    for line in table.entries:
        yield from _event(line.event, words)
        yield from _line(line, words)
    for dated in table.events_in:
        yield from _event(dated.event, words)
    for event in () if isinstance(table.carries, str) else table.carries:
        yield from _event(event, words)
    if table.table == "events":
        for event in table.values.get("event", {}).values():
            yield from _event(event, words)
    for role in table.prefixes.values():
        yield from _among(role, words.roles, "role")


def _line(line: EntryLine, words: Words) -> Iterator[str]:
    for attribute, stated in line.said().items():
        yield from _words(line.event, attribute, stated, words)
    filled = [attribute for attribute in line.groups if attribute not in ("until", "date")]
    for word in line.words.values() if len(filled) == 1 else ():
        yield from _words(line.event, filled[0], (word,), words)


def _event(event: str, words: Words) -> Iterator[str]:
    yield from _among(event, words.events, "event")


def _words(event: str, attribute: str, stated: Sequence[str], words: Words) -> Iterator[str]:
    known = {"role": words.roles, "with": words.roles, "reason": words.reasons}.get(attribute)
    if known is None:
        known = words.of(event, attribute)
    for word in stated:
        yield from _among(word, known, f"word for {attribute} of {event}") if known else ()


def _among(said: str, known: Collection[str], what: str) -> Iterator[str]:
    spellings = {squash(word): word for word in known}
    if squash(said) not in spellings:
        close = get_close_matches(squash(said), list(spellings), n=1, cutoff=0.6)
        yield f"there is no {what} {said!r}" + (f" (nearest: {spellings[close[0]]})" if close else "")
