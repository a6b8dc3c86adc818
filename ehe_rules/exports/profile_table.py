"""One table of a profile: how it is found in a system's sheet, and what its cells and rows mean."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import Field, model_validator

from ehe_rules.exports.lines import DatedLine, EntryLine, Strict, Texts
from ehe_rules.exports.schema import NATIVE, SYSTEM


class TableProfile(Strict):
    """How one native table is found in a system's sheet.

    A column listed in `headings` is known by those headings only, any other by its own name. `required`
    columns must all be there, and of `either` at least one; a constant counts as there. `values` maps what
    a cell says to the native word; with `others: skip` rows whose value is in no map are passed over
    (counted in the file's note), with `keep` they stay as they are. `leaving_date` says which day the
    system records. `carries` lists the event kinds this export can hold.

    `entries` maps a log's rows to events, `events_in` a list's dated columns; then `carries` is what these can
    give. `only_if` keeps rows whose cell says one of the words, `not_if` leaves such rows out (kept.py), `blank` are cells that say nothing, `sheets`
    constants for sheets with that word in their name. `prefixes` are the roles that may stand before an entry.
    `stacked` headings may stand in two rows. See docs/exports.md.
    """

    table: str
    required: Texts
    either: Texts = ()
    optional: Texts = ()
    headings: dict[str, Texts] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    others: Literal["keep", "skip"] = "keep"
    dates: Literal["day first", "month first"] | None = None
    leaving_date: Literal["day off roll", "last day on roll"] = "day off roll"
    carries: Literal["all"] | tuple[str, ...] = "all"
    entries: tuple[EntryLine, ...] = ()
    events_in: tuple[DatedLine, ...] = ()
    only_if: dict[str, Texts] = Field(default_factory=dict)
    not_if: dict[str, Texts] = Field(default_factory=dict)
    blank: Texts = ()
    sheets: dict[str, dict[str, str]] = Field(default_factory=dict)
    prefixes: dict[str, str] = Field(default_factory=dict)
    author_is: Literal["the doer", "perhaps the doer"] = "perhaps the doer"
    times_on_roll: bool = True
    stacked: bool = False

    @model_validator(mode="after")
    def _names_are_known(self) -> TableProfile:
        if self.table not in NATIVE:
            raise ValueError(f"there is no table {self.table!r}; there are {', '.join(NATIVE)}")
        constant = {column for given in (self.constants, *self.sheets.values()) for column in given}
        named = {*self.columns, *self.headings, *self.values, *self.only_if, *self.not_if, *constant}
        unknown = sorted(named - set(NATIVE[self.table]) - set(SYSTEM))
        if unknown:
            raise ValueError(f"the table {self.table} has no column {', '.join(unknown)}")
        if "leaving_date" in self.columns and "leaving_date" not in self.model_fields_set:
            raise ValueError("say whether leaving_date is the `day off roll` or the `last day on roll`")
        return self

    @model_validator(mode="after")
    def _lines_fit(self) -> TableProfile:
        if self.entries and self.table != "events":
            raise ValueError("`entries` map rows of a log: they belong to the table events")
        if self.table == "events" and not self.entries and "event" not in {*self.columns, *self.constants}:
            raise ValueError("name the column `event`, or give `entries` that say which rows are which event")
        if (self.entries or self.events_in) and self.carries != "all":
            raise ValueError("leave `carries` out: it is what `entries` and `events_in` can give")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that a sheet of this table may have, but for those of `events_in`."""
        return (*self.required, *self.either, *self.optional)

    @cached_property
    def dated_headings(self) -> dict[str, tuple[str, ...]]:
        """Every column of `events_in` with its headings."""
        return {column: names for line in self.events_in for column, names in line.headings.items()}

    @cached_property
    def spellings(self) -> dict[str, tuple[str, ...]]:
        """Every column's headings, squashed, the first preferred."""
        named = {column: self.headings.get(column) or (column,) for column in self.columns}
        named |= {column: self.headings.get(column) or names for column, names in self.dated_headings.items()}
        return {column: tuple(map(squash, headings)) for column, headings in named.items()}

    @cached_property
    def all_spellings(self) -> frozenset[str]:
        """Every heading of any column, squashed."""
        return frozenset(name for names in self.spellings.values() for name in names)

    def known_as(self, column: str) -> tuple[str, ...]:
        """Give the headings of a column, squashed, the first preferred."""
        return self.spellings.get(column, (squash(column),))

    def says_of(self, sheet: str) -> bool:
        """Tell whether the name of a sheet calls for some of the constants of `sheets`."""
        return any(squash(word) in squash(sheet) for word in self.sheets)

    def on_sheet(self, sheet: str) -> TableProfile:
        """Give the table as it is on a sheet of this name: with the constants of `sheets` that its name calls for."""
        called = [given for word, given in self.sheets.items() if squash(word) in squash(sheet)]
        constants = {column: value for given in (self.constants, *called) for column, value in given.items()}
        return self.model_copy(update={"constants": constants}) if called else self


@lru_cache(maxsize=1 << 16)
def squash(heading: str) -> str:
    """Give a heading or word as it is compared: letters and digits only, in lower case."""
    return re.sub(r"[\W_]+", "", heading).lower()
