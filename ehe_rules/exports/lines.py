"""Lines of a profile: which of a system's categories, words and dated columns are which event."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

ATTRIBUTES = ("role", "with", "covers", "to", "outcome", "reason", "until", "date")
"""What a line may say of its event, and what a named group of its pattern may fill."""

SAID_BY_EXPORT = ("covers", "to", "outcome")
"""Attributes that an entry's line or column may leave unsaid: then they are unknown, not blank."""


def several(value: object) -> object:
    """Give one text as a list of one: its brackets may be left out."""
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(several)]


class Strict(BaseModel):
    """A part of a profile: a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class EntryLine(Strict):
    """An entry of this category (and subcategory, and pattern, where given) is this event.

    `subcategory` is looked for in the subcategory's column and in the first words of the entry. `text` is a
    pattern (RE2), looked for in the entry's title and text whatever its capitals; a group named after an
    attribute, as in `last day (?P<until>[0-9/]+)`, fills it, `words` turning what it says into a word.
    `by_author: no`: who typed such an entry says nothing of its role (a parent's letter).
    """

    event: str
    category: Texts = ()
    subcategory: Texts = ()
    text: str = ""
    role: Texts = ()
    with_: Texts = Field(default=(), alias="with")
    covers: Texts = ()
    to: Texts = ()
    outcome: str = ""
    reason: str = ""
    words: dict[str, str] = Field(default_factory=dict)
    by_author: bool = True

    @field_validator("text")
    @classmethod
    def _groups_are_attributes(cls, text: str) -> str:
        try:
            groups = re.compile(text).groupindex
        except re.error as error:
            raise ValueError(f"the pattern {text!r} cannot be read: {error}") from error
        strange = sorted(set(groups) - set(ATTRIBUTES))
        if strange:
            raise ValueError(f"a group may be named {', '.join(ATTRIBUTES)}; not {', '.join(strange)}")
        return text

    @property
    def groups(self) -> dict[str, int]:
        """Give the attributes that the pattern fills, with the number of their group."""
        return dict(re.compile(self.text).groupindex)

    def said(self) -> dict[str, tuple[str, ...]]:
        """Give the words that the line itself states, by attribute."""
        single = {"outcome": self.outcome, "reason": self.reason}
        stated = {"role": self.role, "with": self.with_, "covers": self.covers, "to": self.to}
        stated |= {attribute: (word,) for attribute, word in single.items() if word}
        return {attribute: words for attribute, words in stated.items() if words}


class DatedLine(Strict):
    """A column of dates is this event; `cells` are columns beside it, by attribute (headings of each)."""

    event: str
    date: Texts
    cells: dict[str, Texts] = Field(default_factory=dict)

    @field_validator("cells")
    @classmethod
    def _cells_are_attributes(cls, cells: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        strange = sorted(set(cells) - set(ATTRIBUTES) | set(cells) & {"date"})
        if strange:
            raise ValueError(f"cells may be {', '.join(ATTRIBUTES[:-1])}; not {', '.join(strange)}")
        return cells

    def column(self, attribute: str) -> str:
        """Give the name under which the sheet's column is kept: `date of ehe1_sent`."""
        return f"{attribute} of {self.event}"

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Give every column of this line with its headings."""
        return {self.column("date"): self.date, **{self.column(a): names for a, names in self.cells.items()}}
