"""The figures of a ruleset: parameters.yaml as checked values."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, model_validator

from ehe_rules.rulebook.syntax import unit_named
from ehe_rules.rulebook.vocabulary import Strict

if TYPE_CHECKING:
    from ehe_rules.rulebook.syntax import Unit

LENGTH = re.compile(r"^(\d+)\s+(school\s+days?|days?|weeks?|months?|half\s+terms?|terms?|years?)$")


class Dated(Strict):
    """A parameter's value from a date on."""

    from_: date | None = Field(default=None, alias="from")
    """The first day on which the value holds; left out for the first value."""
    value: str
    """A length of time such as `5 school days`, a number, or words."""
    reference: str = ""
    """Where this value stands."""


class Parameter(Strict):
    """A figure that rules name: its unit, its reason or reference, its value from each date on.

    `values` in order of date; a length's value is `5 school days`, otherwise a number or words.
    """

    values: tuple[Dated, ...]
    """The figure from each date on, in order of date."""
    reason: str = ""
    """Why this figure, in the trust's words."""
    reference: str = ""
    """Where the figure stands, if a document gives it."""
    unit: str = ""
    """The unit that plain numbers take, also those set for a run or a case; blank where each value has its own."""
    choice_of: Literal["law", "policy", "trust"] = "trust"
    """Whose choice the figure is; no run may set one of the law's."""

    @model_validator(mode="before")
    @classmethod
    def _one_value(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if not isinstance(data, dict):
            return data
        if data.get("value") is None and not data.get("values"):
            raise ValueError("a parameter needs a value, such as `value: 5 school days`")
        rest = {k: v for k, v in data.items() if k not in ("value", "unit")}
        if "value" in data:
            value = data["value"]
            # A list of words is the same as its items parted by semicolons.
            rest["values"] = [{"value": "; ".join(map(str, value)) if isinstance(value, list) else value}]
        if "unit" in data and isinstance(rest.get("values"), list):
            # `unit: school days` beside plain numbers says the same as `5 school days` in each.
            unit = str(data["unit"])
            rest["values"] = [{**v, "value": in_unit(v.get("value"), unit)} for v in rest["values"]]
            rest["unit"] = unit
        return rest

    @model_validator(mode="after")
    def _ordered(self) -> Parameter:
        if not self.reason and not self.reference:
            raise ValueError("a parameter needs a reason, or a reference, for its figure")
        starts = [v.from_ or date.min for v in self.values]
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


def in_unit(value: Any, unit: str) -> Any:  # noqa: ANN401 - whatever stands in the file
    """Return a plain number with its unit, `5 school days`; anything else, and all where there is no unit, as it is."""
    return f"{value} {unit}" if unit and str(value).strip().isdigit() else value


def length_of(text: str) -> tuple[int, Unit]:
    """Return number and unit of `5 school days`; raise ValueError if it is no length."""
    found = LENGTH.match(text)
    if not found:
        raise ValueError(f"'{text}' is not a length of time, such as 5 school days")
    return int(found[1]), unit_named(found[2])
