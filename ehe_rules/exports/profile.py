"""Profiles: declarative files that map a system's headings and categories onto the native tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import Field, ValidationError

from ehe_rules.errors import EheRulesError
from ehe_rules.exports.lines import Strict
from ehe_rules.exports.plain_yaml import read_plain
from ehe_rules.exports.profile_table import TableProfile  # noqa: TC001 - pydantic looks it up when it runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUILT_IN = Path(__file__).parent / "profiles"


class ProfileError(EheRulesError):
    """A profile that cannot be read or says something impossible."""

    exit_status = 2


class Profile(Strict):
    """One system: its name, how it writes dates, and its tables."""

    profile: str
    title: str = ""
    dates: Literal["day first", "month first"] = "day first"
    tables: tuple[TableProfile, ...] = Field(min_length=1)
    path: Path | None = None

    @property
    def is_built_in(self) -> bool:
        """Tell whether it came with the tool."""
        return self.path is not None and self.path.parent == BUILT_IN

    def dates_of(self, table: TableProfile) -> Literal["day first", "month first"]:
        """Tell in which order day and month stand in this table's dates."""
        return table.dates or self.dates


def read_profile(path: Path) -> Profile:
    """Read one profile. Raises ProfileError naming the file and what to change."""
    try:
        read = read_plain(path.read_text(encoding="utf-8"))
        return Profile.model_validate(read).model_copy(update={"path": path})
    except OSError as error:
        raise ProfileError(f"{path}: this profile cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: this profile is not YAML: {error}") from error
    except ValidationError as error:
        raise ProfileError(f"{path}: this profile cannot be used: {said_of(error)}.") from error


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


def said_of(error: ValidationError) -> str:
    """Give what is wrong with a file and where in it, in one line."""
    return "; ".join(_where(item["loc"]) + item["msg"] for item in error.errors())


def _where(location: Sequence[str | int]) -> str:
    return ".".join(map(str, location)) + ": " if location else ""
