"""The forms of the language as sentences: a duty says what is to be there, a condition what is so or is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.findings import words as w
from ehe_rules.findings.told.dates import date_told, when
from ehe_rules.findings.told.numbers import number_told
from ehe_rules.findings.told.spoken import INCLUDES, IS_SO, VALUES
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.rulebook.ruleset import Ruleset

ORDERS: dict[s.Relation, str] = {
    "before": "before",
    "on or before": "no later than",
    "on": "on the day of",
    "on or after": "no earlier than",
    "after": "after",
}


def duty(leaf: s.Leaf, ruleset: Ruleset) -> str:
    """Return what a form asks for: `contact with the parent within 1 school day of the risk being known`."""
    match leaf:
        case s.Recorded(a):
            return date_told(a)
        case s.Order(a, relation, b):
            return f"{date_told(a)} {ORDERS[relation]} {date_told(b)}"
        case s.Within(a=a) | s.Between(a=a) | s.Every(a=a):
            return f"{date_told(a)} {when(leaf, ruleset)}"
    return tested(leaf, ruleset, holds=True)


def condition(leaf: s.Leaf, ruleset: Ruleset, *, holds: bool) -> str:
    """Return what is so (or, unless it `holds`, is not so) in the cases that a rule speaks of."""
    match leaf:
        case s.Recorded(a):
            return f"{date_told(a)} is {'' if holds else 'not '}on record"
        case s.Order(a, relation, b):
            return f"{date_told(a)} {'came' if holds else 'did not come'} {relation} {date_told(b)}"
        case s.Within(a=a) | s.Between(a=a) | s.Every(a=a):
            return f"{date_told(a)} {'came' if holds else 'did not come'} {when(leaf, ruleset)}"
    return tested(leaf, ruleset, holds=holds)


def tested(leaf: s.Leaf, ruleset: Ruleset, *, holds: bool) -> str:
    """Return what a test of the record says, or its opposite."""
    match leaf:
        case s.Is(column, listed):
            return _column(column, listed, ruleset, holds=holds)
        case s.IsRecorded(column):
            return f"{w.plain(column)} is {'' if holds else 'not '}recorded"
        case s.Includes(event, attribute, listed, every_word):
            people = attribute in ("role", "with")
            joined = "and" if every_word else "or"
            them = w.whom(listed, every=every_word) if people else w.listed(listed, joined)
            together = " together" if every_word and not holds and len(listed) > 1 else ""
            return f"{w.event(event)} {INCLUDES[attribute][0 if holds else 1]} {them}{together}"
        case s.OutcomeIs(event, listed):
            return f"{w.event(event)} is {'' if holds else 'not '}recorded as {w.listed(listed)}"
        case s.Compare():
            return number_told(leaf, ruleset, holds=holds)
    raise TypeError(f"no words for {type(leaf).__name__}")


def _column(column: str, listed: tuple[str, ...], ruleset: Ruleset, *, holds: bool) -> str:
    if listed == ("yes",):
        so, not_so = IS_SO.get(column) or _yes_and_no(column, ruleset)
        return so if holds else not_so
    if any((column, word) in VALUES for word in listed):
        said = w.listed([VALUES.get((column, word), word) for word in listed])
    else:
        said = w.choice(listed)
    return f"{w.plain(column)} is {'' if holds else 'not '}{said}"


def _yes_and_no(column: str, ruleset: Ruleset) -> tuple[str, str]:
    """Return what yes and what no mean: of a column of the roll what it says, of a measure what it found."""
    said = w.plain(column)
    if column in ruleset.vocabulary.columns:
        return f"{said} says yes", f"{said} does not say yes"
    return said, said.removeprefix("not ") if said.startswith("not ") else w.denied(column)
