"""The record in words: dates, lengths, events and what narrows them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.facts.terms import FirstFrom
from ehe_rules.findings.spoken import SPOKEN
from ehe_rules.findings.spoken_shortly import AFFIRMED, DENIED, NARROWED, TOGETHER
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EPOCH_ORDINAL = 719163
FEW_LETTERS = 3
"""So many letters of grounds are named one by one."""


def day_of(number: int) -> date:
    """Return the date of a day number (days from 1 Jan 1970)."""
    return date.fromordinal(number + EPOCH_ORDINAL)


def said(day: date | int) -> str:
    """Return a date as `12 Jan 2026`."""
    when = day_of(day) if isinstance(day, int) else day
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def said_with_weekday(day: date | int) -> str:
    """Return a date as `Fri 16 Jan 2026`."""
    when = day_of(day) if isinstance(day, int) else day
    return f"{WEEKDAYS[when.weekday()]} {said(when)}"


def plain(word: str) -> str:
    """Return a vocabulary word as people say it."""
    return SPOKEN.get(word, word.replace("_", " ").replace("ehe", "EHE").replace("cpoms", "CPOMS"))


def affirmed(word: str) -> str:
    """Return in words that a yes or no of the vocabulary is yes."""
    return AFFIRMED.get(word) or plain(word)


def denied(word: str) -> str:
    """Return in words that a yes or no of the vocabulary is no."""
    return DENIED.get(word) or f"not so: {plain(word)}"


def listed(words: Iterable[str], joined: str = "or") -> str:
    """Return words as `a, b or c`."""
    spoken = [plain(w) for w in words]
    return (
        spoken[0] if len(spoken) == 1 else f"{', '.join(spoken[:-1])} {joined} {spoken[-1]}" if spoken else ""
    )


def choice(words: Sequence[str]) -> str:
    """Return the values of a column as `a, b or c`; letters of grounds as `(h) or (i)`, a run of them as `(a) to (o)`."""
    if not all(len(word) == 1 and word.islower() for word in words):
        return listed(words)
    letters = sorted(words)
    if len(letters) > FEW_LETTERS and ord(letters[-1]) - ord(letters[0]) == len(letters) - 1:
        return f"one of ({letters[0]}) to ({letters[-1]})"
    return listed([f"({letter})" for letter in letters])


def count_of(value: int, unit: str) -> str:
    """Return a number and its unit, in the singular where it is one."""
    return f"{value} {unit[:-1] if value == 1 else unit}"


def by_date(values: Sequence[tuple[date | None, str]]) -> str:
    """Return what holds from each day on, in order: `2 school days (from 1 Feb 2026: 4 school days)`."""
    later = [f"from {said(day)}: {text}" for day, text in values[1:] if day is not None]
    return f"{values[0][1]} ({'; '.join(later)})" if later else values[0][1]


def dated(a: c.Dated) -> str:
    """Return what a form speaks of, in words."""
    if isinstance(a, c.Joined):
        return _in_a_row([dated(p) for p in a.parts], a.joined_by)
    return reference(a.event if isinstance(a, FirstFrom) else a)


def _in_a_row(parts: Sequence[str], joined: str) -> str:
    """Return parts as `a, b and c`; as `a, and b, and c,` where one of them has an `and` or `or` of its own."""
    if any(f" {word} " in part for part in parts for word in ("and", "or")):
        return f"{f', {joined} '.join(parts)},"
    return f"{', '.join(parts[:-1])} {joined} {parts[-1]}"


def reference(ref: s.Ref) -> str:
    """Return a reference in words."""
    if isinstance(ref, s.MilestoneRef):
        return (
            plain(ref.name)
            if ref.name
            else f" {ref.parts.joined_by} ".join(reference(p) for p in ref.parts.parts)
        )
    if isinstance(ref, s.FieldRef):
        return plain(ref.column)
    return event(ref)


def event(ref: s.EventRef) -> str:
    """Return an event with its narrowings in words."""
    what = plain(ref.event)
    if ref.which == "until":
        what = f"the last day that {what} names"
    elif ref.which == "entered":
        what = f"the day on which {what} was entered"
    short = _narrowed(ref)
    if short:
        return short
    return " ".join([what, *_narrowings(ref.narrows)])


def _narrowed(ref: s.EventRef) -> str:
    """Return the short way of saying an event with one narrowing, if there is one."""
    if len(ref.narrows) != 1 or ref.which not in ("first", "last"):
        return ""
    by, words = ref.narrows[0].by, ref.narrows[0].words
    return NARROWED.get(f"{ref.event} {by} {', '.join(words)}", "")


def _narrowings(narrows: Sequence[s.Narrow]) -> list[str]:
    """Return narrowings in words, what must all be there first; two of one kind are joined by `and`."""
    ordered = sorted(narrows, key=lambda n: (n.by, not n.every_word))
    said = [narrowing(n) for n in ordered]
    repeats = [one.by == two.by for one, two in pairwise(ordered)]
    return said[:1] + [
        f"and {text.partition(' ')[2]}" if again else text
        for text, again in zip(said[1:], repeats, strict=True)
    ]


def narrowing(narrow: s.Narrow) -> str:
    """Return one narrowing in words."""
    by = {"by": "by", "to": "to", "covering": "covering", "as": "recorded as"}[narrow.by]
    if narrow.by == "by":
        return f"by {whom(narrow.words, every=narrow.every_word)}"
    return f"{by} {listed(narrow.words, 'and' if narrow.every_word else 'or')}"


def whom(roles: Sequence[str], *, every: bool = False) -> str:
    """Return roles in words: a group that the rules know by one name, else `the headteacher or a governor`."""
    group = None if every else TOGETHER.get(frozenset(roles))
    return group or listed([_who(r) for r in roles], "and" if every else "or")


def _who(role: str) -> str:
    """Return a role with its article: one of many at a school, or the one."""
    one_of_many = (
        "senior_leader",
        "senior_leader_attendance",
        "wellbeing_officer",
        "class_teacher",
        "governor",
        "professional",
        "parent",
        "la_officer",
        "trust_officer",
    )
    article = "a" if role in one_of_many else "the"
    return f"{article} {plain(role)}"
