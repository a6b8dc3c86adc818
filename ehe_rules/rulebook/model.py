"""A ruleset's files as checked values: ruleset.yaml, parameters.yaml, clauses.yaml and one file for each rule."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ehe_rules.rulebook.syntax import unit_named
from ehe_rules.rulebook.vocabulary import Strict

if TYPE_CHECKING:
    from ehe_rules.rulebook.syntax import Unit

Status = Literal["met", "late", "due", "not_met", "cannot_tell", "waived", "not_applicable", "indicator"]
Severity = Literal["critical", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
LENGTH = re.compile(r"^(\d+)\s+(school\s+days?|days?|weeks?|months?|half\s+terms?|terms?|years?)$")


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class InForce(Strict):
    """From when to when a rule holds; `from: null` = enacted, not commenced."""

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None


class Dated(Strict):
    """A parameter's value from a date on."""

    from_: date | None = Field(default=None, alias="from")
    value: str
    reference: str = ""


class Parameter(Strict):
    """A figure that rules name: its unit, its reason or reference, its value from each date on.

    `values` in order of date; a length's value is `5 school days`, otherwise a number or words.
    """

    values: tuple[Dated, ...]
    reason: str = ""
    reference: str = ""
    choice_of: Literal["law", "policy", "trust"] = "trust"

    @model_validator(mode="before")
    @classmethod
    def _one_value(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if not isinstance(data, dict):
            return data
        rest = {k: v for k, v in data.items() if k not in ("value", "unit")}
        if "value" in data:
            rest["values"] = [{"value": data["value"]}]
        if "unit" in data and isinstance(rest.get("values"), list):
            # `unit: school days` beside plain numbers says the same as `5 school days` in each.
            rest["values"] = [{**v, "value": f"{v.get('value')} {data['unit']}"} for v in rest["values"]]
        return rest

    @model_validator(mode="after")
    def _ordered(self) -> Parameter:
        if not self.reason and not self.reference:
            raise ValueError("a parameter needs a reason, or a reference, for its figure")
        starts = [v.from_ or date.min for v in self.values]
        if not starts:
            raise ValueError("a parameter needs a value")
        if starts != sorted(set(starts)):
            raise ValueError("the values must stand in order of date, each date once")
        if len({bool(LENGTH.match(v.value)) for v in self.values}) > 1:
            raise ValueError("all values must be of one kind: lengths of time, or plain numbers")
        if self.is_length and len({unit for _, unit in map(length_of, (v.value for v in self.values))}) > 1:
            raise ValueError("all values must be in one unit")
        return self

    @property
    def is_length(self) -> bool:
        """Whether the value is a length of time."""
        return bool(LENGTH.match(self.values[0].value))

    @property
    def is_number(self) -> bool:
        """Whether the value is a plain number."""
        return self.values[0].value.isdigit()


def length_of(text: str) -> tuple[int, Unit]:
    """Return number and unit of `5 school days`; raise ValueError if it is no length."""
    found = LENGTH.match(text)
    if not found:
        raise ValueError(f"'{text}' is not a length of time, such as 5 school days")
    return int(found[1]), unit_named(found[2])


class Case(Strict):
    """A rule's own test: what the record says, and the verdict that follows.

    `events` are lines such as `2026-01-19 phone_attempted role headteacher; dsl covers concern`.
    """

    name: str
    on: date
    events: tuple[str, ...] = ()
    roll: tuple[dict[str, str], ...] | None = None
    marks: tuple[str, ...] = ()
    without: Words = ()
    exports: tuple[dict[str, str], ...] = ()
    school: dict[str, str] = Field(default_factory=dict)
    set: dict[str, str] = Field(default_factory=dict)
    expect: Annotated[tuple[Status, ...], BeforeValidator(_listed)]
    due_on: date | None = None
    done_on: date | None = None
    days_late: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_roll_row(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if isinstance(data, dict) and isinstance(data.get("roll"), dict):
            return {**data, "roll": [data["roll"]]}
        return data


class RuleFile(Strict):
    """One rule as its file states it; docs/rule-authors.md explains each key."""

    title: str
    clauses: Words
    about: str
    part: str = ""
    stage: str = ""
    authority: Literal["law", "statutory_guidance", "guidance", "policy"]
    force: Literal["must", "should", "indicator"]
    severity: Severity
    duty_of: Literal["school", "trust", "local_authority", "professional", "parent"] = "school"
    in_force: InForce | None = None
    confidence: str = ""
    reference: str = ""
    when: str = ""
    require: str = ""
    forbid: str = ""
    flag: str = ""
    anchor: str = ""
    yields_to: Words = ()
    owner: str
    remedy: str
    act: str = ""
    note: str = ""
    cases: tuple[Case, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _blank_is_left_out(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        return {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _one_of(self) -> RuleFile:
        stated = [k for k in ("require", "forbid", "flag") if getattr(self, k)]
        if len(stated) != 1:
            raise ValueError("a rule has exactly one of require, forbid and flag")
        if (stated[0] == "flag") != (self.force == "indicator"):
            raise ValueError("a rule with flag has force indicator, and only such a rule")
        return self

    @property
    def rate_part(self) -> str:
        """The part of the procedure in whose rate it counts: as stated, else its stage, else records."""
        return self.part or (f"stage {self.stage}" if self.stage else "records")

    @property
    def kind(self) -> Literal["require", "forbid", "flag"]:
        """What the rule does: require, forbid or flag."""
        if self.require:
            return "require"
        return "forbid" if self.forbid else "flag"

    @property
    def sentence(self) -> str:
        """The rule's own words after require, forbid or flag."""
        return self.require or self.forbid or self.flag


class Clause(Strict):
    """One clause of the source document, in our own words.

    `executed_by` names rules of a ruleset that this one builds on, as `england:DEL-*`: their findings carry the clause.
    """

    id: str
    where: str
    check: Literal["data", "partly", "none"]
    about: str
    says: str
    why: str = ""
    starts: str = ""
    note: str = ""
    executed_by: Words = ()


class RulesetFile(Strict):
    """ruleset.yaml: what the ruleset is."""

    title: str
    source: str = ""
    version: str = ""
    in_force: InForce | None = None
    builds_on: Words = ()
    role_groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    milestones: dict[str, str] = Field(default_factory=dict)
    vocabulary: Literal["shared", "own"] = "shared"
    notes: Words = ()
