"""The vocabulary: what can happen (events), to whom (subjects), and what is known of a pupil (columns, measures)."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ColumnKind = Literal["date", "word", "yes/no", "number"]
LIST_ATTRIBUTES = ("role", "with", "covers", "to")
ENTRY_ATTRIBUTES = (*LIST_ATTRIBUTES, "outcome", "until", "recorded", "tag")


class Strict(BaseModel):
    """A model that refuses a key it does not know, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class EventKind(Strict):
    """What an entry of this kind may say beside its date."""

    covers: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    until: str = ""
    where_logged: bool = False
    """Schools that do this mostly keep it elsewhere: where one logs no such entry at all, that none is there says nothing."""
    for_authority: bool = False
    """What the office owes the authority, in a place of its own: that no export can hold it leaves open no question of `any_entry`."""
    stands_beside: tuple[str, ...] = ()
    """The event holds for the whole school until further notice; where one of these is logged and it is not, it does not hold."""
    serves_one_period: bool = False
    """Each entry is that of one week, half term or term, of the school or the trust (facts/subjects/serving.py)."""


class Column(Strict):
    """A column of the roll row that rules may use."""

    kind: ColumnKind
    values: tuple[str, ...] = ()
    means: str = ""


class Measure(Strict):
    """A value that is worked out for a subject: `fact` names its SQL in ehe_rules/facts/measures."""

    kind: ColumnKind
    about: tuple[str, ...]
    means: str
    unit: str = ""
    needs: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    parameters: dict[str, str] = Field(default_factory=dict)
    """Parameters that it is worked out with; the value given here holds where no ruleset sets one."""


class Derived(Strict):
    """An event that the tool dates itself from roll, marks and calendar."""

    scope: str = "pupil"
    means: str
    needs: tuple[str, ...] = ()
    parameters: dict[str, str] = Field(default_factory=dict)
    """Parameters that it is dated with; the value given here holds where no ruleset sets one."""


class Subject(Strict):
    """What a rule may be about."""

    opened_by: tuple[str, ...] = ()
    closed_by: tuple[str, ...] = ()
    one_per: str = ""
    also: str = ""


class Vocabulary(Strict):
    """The alphabet of a ruleset; see rulesets/vocabulary.yaml."""

    roles: tuple[str, ...] = ()
    role_groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    ehe_words: tuple[str, ...] = ()
    leaving_reason_words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    ehe_tag_words: tuple[str, ...] = ()
    logged_on: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    la_ended_words: tuple[str, ...] = ()
    case_look_back: str = "10 school days"
    events: dict[str, dict[str, EventKind]]
    derived: dict[str, Derived] = Field(default_factory=dict)
    columns: dict[str, Column] = Field(default_factory=dict)
    measures: dict[str, Measure] = Field(default_factory=dict)
    subjects: dict[str, Subject]

    @cached_property
    def scopes(self) -> dict[str, str]:
        """Return the scope of every event, derived ones too."""
        named = {event: scope for scope, events in self.events.items() for event in events}
        return named | {event: kind.scope for event, kind in self.derived.items()}

    @cached_property
    def kinds(self) -> dict[str, EventKind]:
        """Return what each recorded event may say."""
        return {event: kind for events in self.events.values() for event, kind in events.items()}

    @property
    def figures(self) -> dict[str, str]:
        """Return the parameters that the record, derived events and measures are read with, and the value where none is set."""
        held = [d.parameters for d in self.derived.values()] + [m.parameters for m in self.measures.values()]
        of_record = {"case_look_back": self.case_look_back, "ehe_words": "; ".join(self.ehe_words)}
        return of_record | {name: value for parameters in held for name, value in parameters.items()}

    def words_of(self, event: str, attribute: str) -> tuple[str, ...]:
        """Return the words that `attribute` of `event` may hold; a tag may be any word."""
        if event == "any_entry" and attribute in ("covers", "to", "outcome"):
            return tuple(sorted({w for kind in self.kinds.values() for w in getattr(kind, attribute)}))
        if attribute in ("role", "with"):
            return (*self.roles, *self.role_groups)
        if attribute == "tag" or event not in self.kinds:
            return ()
        return tuple(getattr(self.kinds[event], attribute))

    def column(self, name: str) -> Column | Measure | None:
        """Return the column or measure of that name, if there is one."""
        return self.columns.get(name) or self.measures.get(name)
