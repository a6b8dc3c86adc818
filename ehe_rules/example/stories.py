"""The stories: dated steps relative to a start day, read from the files in `stories/`."""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003 - pydantic reads the annotation when it runs
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

KEYWORDS: Final = {
    "by": "role",
    "with": "with",
    "covering": "covers",
    "to": "to",
    "as": "outcome",
    "until": "until",
    "because": "reason",
    "ref": "ref",
    "entered": "entered",
}
_STEP = re.compile(r"(?P<day>-?\d+) (?P<event>\w+)(?P<rest>.*)")
_PART = re.compile(rf" (?P<key>{'|'.join(KEYWORDS)}) (?P<said>.*?)(?=(?: (?:{'|'.join(KEYWORDS)}) )|$)")
_ABSENCE = re.compile(r"(?P<first>-?\d+) to (?P<last>-?\d+) (?P<code>\w+)")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Strict):
    """One entry: on which day (in school days from the start), what, and with which attributes."""

    day: int
    event: str
    said: dict[str, str]
    until: int | None = None
    entered: int | None = None


class Absence(_Strict):
    """Days (from the start) on which the pupil was marked with one code in both sessions."""

    first: int
    last: int
    code: str


class Leaving(_Strict):
    """What the roll says about a leaver; `register` is the day the trust's register gives (None: the same)."""

    day: int
    reason: str = ""
    ground: str = ""
    destination: str = ""
    entered: int | None = None
    register_day: int | Literal["no"] | None = Field(default=None, alias="register")


class Story(_Strict):
    """One pupil's story."""

    title: str = Field(alias="story")
    school: str
    start: date
    year: str
    steps: tuple[Step, ...]
    pupil: dict[str, str] = {}
    leaves: Leaving | None = None
    returns: int | None = None
    absent: tuple[Absence, ...] = ()
    tag: str = ""
    upn: Literal["good", "bad", "temporary", "none"] = "good"
    roll: bool = True
    present_on_leaving_day: bool = False

    @field_validator("school", "year", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> str:
        return str(value)

    @field_validator("pupil", mode="before")
    @classmethod
    def _all_text(cls, value: dict[str, object]) -> dict[str, str]:
        return {column: str(cell) for column, cell in value.items()}

    @field_validator("steps", mode="before")
    @classmethod
    def _steps(cls, value: list[str]) -> list[Step]:
        return [read_step(line) for line in value]

    @field_validator("absent", mode="before")
    @classmethod
    def _absences(cls, value: list[str]) -> list[dict[str, str]]:
        found = [_ABSENCE.fullmatch(line) for line in value]
        if None in found:
            raise ValueError(f"absent says FROM to TO CODE; read {value}")
        return [match.groupdict() for match in found if match]


def read_step(line: str) -> Step:
    """Read one step, such as `3 referral_made by sendco to early_help`. Raises ValueError if it is not one."""
    match = _STEP.fullmatch(line)
    parts = list(_PART.finditer(match["rest"])) if match else []
    if not match or "".join(part[0] for part in parts) != match["rest"]:
        raise ValueError(f"not a step of a story: {line!r}")
    said = {KEYWORDS[part["key"]]: part["said"] for part in parts}
    days = {key: int(said.pop(key)) for key in ("until", "entered") if key in said}
    lists = {key: words.replace(", ", ";") for key, words in said.items()}
    return Step(day=int(match["day"]), event=match["event"], said=lists, **days)


@cache
def stories() -> tuple[Story, ...]:
    """Read every story, in the order of the files. Raises ValueError where one is not well formed."""
    folder = files("ehe_rules.example").joinpath("stories")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(
        Story.model_validate(told)
        for name in names
        for told in yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8"))
    )
