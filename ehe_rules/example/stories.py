"""The stories: dated steps relative to a start day, read from the files in `stories/`."""

from __future__ import annotations

import re
from datetime import date
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
CHECKLIST: Final = (
    "safeguarding_considered by dsl as no_concern",
    "send_considered by sendco as no_concern",
    "welfare_considered by dsl as no_concern",
    "attendance_considered by attendance_lead as no_concern",
    "reasonable_adjustments_considered by sendco as not_needed",
    "cme_threshold_applied by attendance_lead as below",
    "barrier_recorded by pastoral_team",
)
_STEP = re.compile(r"(?P<day>-?\d+) (?P<event>\w+)(?P<rest>.*)")
_PART = re.compile(rf" (?P<key>{'|'.join(KEYWORDS)}) (?P<said>.*?)(?=(?: (?:{'|'.join(KEYWORDS)}) )|$)")
_ABSENCE = re.compile(
    r"(?P<first>-?\d+) to (?P<last>-?\d+)(?: (?P<session>AM|PM))? (?P<code>[\w/%]+)(?: saying (?P<note>.+))?"
)


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
    """Days (from the start) that were marked with one code, in both sessions unless one is named.

    The code `none` leaves them unmarked. They are so marked even where the pupil is not on roll.
    """

    first: int
    last: int
    code: str
    session: Literal["", "AM", "PM"] = ""
    note: str = ""


class Leaving(_Strict):
    """What the roll says about a leaver; `register` is the day the trust's register gives (None: the same)."""

    day: int
    reason: str = ""
    ground: str = ""
    destination: str = ""
    entered: int | None = None
    register_day: int | Literal["no"] | None = Field(default=None, alias="register")


class Again(_Strict):
    """Where and when a story is told once more, of another pupil."""

    school: str
    start: date
    year: str

    @field_validator("school", "year", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> str:
        return str(value)


class Story(_Strict):
    """One pupil's story; `gives` says, worked out by hand, what some rules must make of it."""

    title: str = Field(alias="story")
    school: str
    start: date
    year: str
    steps: tuple[Step, ...]
    pupil: dict[str, str] = {}
    considered: int | None = None
    enters: int | None = None
    leaves: Leaving | None = None
    returns: int | None = None
    absent: tuple[Absence, ...] = ()
    tag: str = ""
    upn: Literal["good", "bad", "temporary", "none"] = "good"
    roll: bool = True
    present_on_leaving_day: bool = False
    again: tuple[Again, ...] = ()
    gives: dict[str, str] = {}

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
            raise ValueError(f"absent says FROM to TO [AM or PM] CODE [saying NOTE]; read {value}")
        return [
            {key: said for key, said in match.groupdict().items() if said is not None}
            for match in found
            if match
        ]

    @property
    def every_step(self) -> tuple[Step, ...]:
        """The steps told, and where `considered` names a day those of the checklist, all without a concern."""
        if self.considered is None:
            return self.steps
        return (*self.steps, *(read_step(f"{self.considered} {line}") for line in CHECKLIST))

    def tellings(self) -> list[Story]:
        """Give the story as it was told the first time, and each time again."""
        return [self, *(self.model_copy(update=dict(where)) for where in self.again)]


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
    """Read every story, in the order of the files, each as often as it is told.

    Raises ValueError where one is not well formed.
    """
    folder = files("ehe_rules.example").joinpath("stories")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(
        told
        for name in names
        for story in yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8"))
        for told in Story.model_validate(story).tellings()
    )
