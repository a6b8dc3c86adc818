"""Profiles: declarative files that map a system's headings and categories onto the native tables."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from ehe_rules.errors import EheRulesError
from ehe_rules.exports.schema import NATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUILT_IN = Path(__file__).parent / "profiles"


class ProfileError(EheRulesError):
    """A profile that cannot be read or says something impossible."""

    exit_status = 2


def _several(value: object) -> object:
    """One heading may stand without its brackets."""
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableProfile(_Strict):
    """How one native table is found in a system's sheet.

    A column listed in `headings` is known by those headings only, any other by its own name. `required`
    columns must all be there, and of `either` at least one; a constant counts as there. `values` maps what
    a cell says to the native word; with `others: skip` rows whose value is in no map are passed over
    (counted in the file's note), with `keep` they stay as they are. `leaving_date` says which day the
    system records. `carries` lists the event kinds this export can hold.
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

    @model_validator(mode="after")
    def _names_are_known(self) -> TableProfile:
        if self.table not in NATIVE:
            raise ValueError(f"there is no table {self.table!r}; there are {', '.join(NATIVE)}")
        named = {*self.columns, *self.headings, *self.constants, *self.values}
        unknown = sorted(named - set(NATIVE[self.table]))
        if unknown:
            raise ValueError(f"the table {self.table} has no column {', '.join(unknown)}")
        if "leaving_date" in self.columns and "leaving_date" not in self.model_fields_set:
            raise ValueError("say whether leaving_date is the `day off roll` or the `last day on roll`")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that a sheet of this table may have."""
        return (*self.required, *self.either, *self.optional)

    def known_as(self, column: str) -> tuple[str, ...]:
        """Give the headings of a column, squashed, the first preferred."""
        return tuple(squash(heading) for heading in self.headings.get(column, (column,)))


class Profile(_Strict):
    """One system: its name, how it writes dates, and its tables."""

    profile: str
    title: str = ""
    dates: Literal["day first", "month first"] = "day first"
    tables: tuple[TableProfile, ...]

    def dates_of(self, table: TableProfile) -> Literal["day first", "month first"]:
        """Tell in which order day and month stand in this table's dates."""
        return table.dates or self.dates


def squash(heading: str) -> str:
    """Give a heading or word as it is compared: letters and digits only, in lower case."""
    return re.sub(r"[\W_]+", "", heading).lower()


def read_profile(path: Path) -> Profile:
    """Read one profile. Raises ProfileError naming the file and what to change."""
    try:
        # every scalar stays text: a school's 100001 is no number, and `no` is a word
        return Profile.model_validate(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))  # noqa: S506 - makes text only
    except OSError as error:
        raise ProfileError(f"{path}: this profile cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: this profile is not YAML: {error}") from error
    except ValidationError as error:
        said = "; ".join(_where(item["loc"]) + item["msg"] for item in error.errors())
        raise ProfileError(f"{path}: this profile cannot be used: {said}.") from error


def load_profiles(paths: Sequence[Path] = ()) -> tuple[Profile, ...]:
    """Give the profiles at `paths`, then the built-in ones that none of them replaces by having its name.

    Where a sheet fits two equally well the earlier is taken: what a trust says of its own exports goes first.
    """
    given = tuple(map(read_profile, paths))
    replaced = {profile.profile for profile in given}
    return (*given, *(profile for profile in _built_in() if profile.profile not in replaced))


def native_table(table: str) -> TableProfile:
    """Give the plain profile of one native table."""
    return next(
        found
        for profile, found in each_table(_built_in())
        if profile.profile == "native" and found.table == table
    )


def each_table(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, TableProfile]]:
    """Give every table of every profile, in order."""
    for profile in profiles:
        for table in profile.tables:
            yield profile, table


@cache
def _built_in() -> tuple[Profile, ...]:
    # native first: where a sheet fits two profiles equally well, the plain one is taken
    names = sorted(BUILT_IN.glob("*.yaml"), key=lambda path: (path.stem != "native", path.stem))
    return tuple(map(read_profile, names))


def _where(location: Sequence[str | int]) -> str:
    return ".".join(map(str, location)) + ": " if location else ""
