"""What a test says: of a column, an attribute, an outcome or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.facts import forms as c
from ehe_rules.findings import words as w
from ehe_rules.findings.lengths import number as asked_number
from ehe_rules.findings.numbers import number_said
from ehe_rules.findings.sentences.entries import sentence
from ehe_rules.rulebook import syntax as s

if TYPE_CHECKING:
    from ehe_rules.findings.record import Record


def tested(form: c.Form, status: str, *, negated: bool, record: Record) -> str:  # noqa: PLR0911 - one for each test
    """Say what a test found, or that it did not."""
    holds = (status == "met") != negated
    match form:
        case c.Tested(s.Is(column, listed)):
            if listed == ("yes",):
                return sentence(f"{w.affirmed(column)}.") if holds else sentence(f"{w.denied(column)}.")
            return sentence(f"{w.plain(column)} is {'' if holds else 'not '}{w.choice(listed)}.")
        case c.Tested(s.IsRecorded(column)):
            return sentence(f"{w.plain(column)} is {'recorded' if holds else 'not recorded'}.")
        case c.Tested(s.Includes(event, attribute, listed, every_word)):
            asked = {
                "role": "was led or done by",
                "with": "was attended by",
                "covers": "covers",
                "to": "went to",
                "tag": "has the tag",
            }[attribute]
            says = {
                "role": "was not led or done by",
                "with": "was not attended by",
                "covers": "does not cover",
                "to": "did not go to",
                "tag": "lacks the tag",
            }
            lacking = listed if holds or not every_word else _lacking(event, attribute, listed, record)
            joined = "and" if holds and every_word else "or"
            people = attribute in ("role", "with")
            them = w.whom(lacking, every=joined == "and") if people else w.listed(lacking, joined)
            said = f"{asked if holds else says[attribute]} {them}"
            blank = "" if holds or attribute != "role" else _who(event, record)
            return sentence(f"{w.event(event)} {said}.{blank}")
        case c.Tested(s.OutcomeIs(event, listed)):
            return sentence(f"{w.event(event)} {'is' if holds else 'is not'} recorded as {w.listed(listed)}.")
        case c.Counted(number, operator, amount) if number.event is not None:
            return sentence(
                f"Number of {w.event(number.event)}: {'is' if holds else 'is not'} {operator} {asked_number(amount, record)}."
            )
        case c.Counted():
            return sentence(number_said(form, record, negated=negated))
        case c.Present(a):
            return sentence(f"{w.dated(a)} is {'recorded' if holds else 'not recorded'}.")
    return ""  # an order that is negated says nothing that the other parts do not say better


def _lacking(event: s.EventRef, attribute: str, words: tuple[str, ...], record: Record) -> tuple[str, ...]:
    """Return the words that no entry of the event says; all of them where that cannot be seen."""
    if attribute not in ("covers", "to"):
        return words
    there = {word for entry in record.entries if entry.event == event.event for word in entry.words}
    return tuple(word for word in words if word not in there) or words


def _who(event: s.EventRef, record: Record) -> str:
    found = [e for e in record.entries if e.event == event.event]
    return " Who did it is not recorded." if found and not any(e.words for e in found) else ""
