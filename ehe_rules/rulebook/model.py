"""A rule's file as checked values."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ehe_rules.rulebook.vocabulary import Strict

Status = Literal["met", "late", "due", "not_met", "cannot_tell", "waived", "not_applicable", "indicator"]
Severity = Literal["critical", "high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
LegalForce = Literal["MUST-LAW", "MUST-GUID", "SHOULD-STAT", "SHOULD-NONSTAT", "ADVISORY"]
"""A provision's own force: statute, "must" in statutory guidance, statutory guidance to have regard to, departmental guidance, advice."""


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[str, ...])]


class InForce(Strict):
    """From when to when a rule holds, both ends in it; `from: null` = enacted, not commenced: it holds on no day.

    `awaits` names the act whose commencement such a rule awaits, as `cwsa-2026`.
    """

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    awaits: str = ""

    @model_validator(mode="after")
    def _awaits_or_holds(self) -> InForce:
        if self.awaits and (self.from_ is not None or self.to is not None):
            raise ValueError("what awaits an act's commencement is in force from no day yet: `from: null`")
        return self


class Case(Strict):
    """A rule's own test: what the record says, and the verdict that follows.

    `events` are lines such as `2026-01-19 phone_attempted role headteacher; dsl covers concern`.
    """

    name: str
    """The situation in words; no two cases of a rule have the same."""
    on: date
    """The audit date, as 2026-01-30."""
    events: tuple[str, ...] = ()
    """Lines of date, event and attributes, as `2026-01-19 phone_attempted role headteacher outcome no_answer`."""
    roll: tuple[dict[str, str], ...] | None = None
    """Columns of the pupil's roll row, or a list of rows; on roll since 2024 unless said."""
    trust_register: tuple[dict[str, str], ...] = ()
    """Rows of the trust's live register, as `{off_roll_date: 2026-01-19, entered: 2026-01-20}`; with `pupil: 2` another pupil's."""
    child: tuple[dict[str, str], ...] | None = None
    """Rows of an authority's register (la_children), for rules about its own records: one child notified on 12 January 2026 unless said."""
    marks: tuple[str, ...] = ()
    """Attendance, as `2026-01-19..2026-01-23 O` or `2026-01-19 AM /`."""
    without: Words = ()
    """Tables or roll columns that were not supplied: `events`, `pupils.removal_ground`."""
    exports: tuple[dict[str, str], ...] = ()
    """Rows of the exports table, as `{table: events, exported_on: 2026-01-14}`."""
    school: dict[str, str] = Field(default_factory=dict)
    """Columns of the schools table, as `{type: special}`."""
    set: dict[str, str] = Field(default_factory=dict)
    """Parameters and role groups set for this case, as `{contact_time: 3 school days}`."""
    expect: Annotated[
        tuple[Status, ...], BeforeValidator(_listed, json_schema_input_type=Status | tuple[Status, ...])
    ]
    """The status that must follow; a list where there are several subjects."""
    due_on: date | None = None
    """The last day allowed, checked where given."""
    done_on: date | None = None
    """The day on which it was done, checked where given."""
    days_late: int | None = None
    """By how much it was late, in the deadline's unit, checked where given."""

    @model_validator(mode="before")
    @classmethod
    def _one_roll_row(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        if not isinstance(data, dict):
            return data
        return data | {key: [data[key]] for key in ("roll", "child") if isinstance(data.get(key), dict)}


class RuleFile(Strict):
    """One rule as its file states it; docs/rule-authors.md explains each key."""

    title: str
    """What is so where the rule is kept, in a short sentence without a full stop."""
    sign: str = ""
    """For `flag`: what the pattern is where it is found, in a short sentence, for the lists of patterns."""
    clauses: Words
    """The clause or clauses of the document that the rule executes, by their ids in clauses.yaml."""
    about: str
    """Whom or what it is about: each such subject gets one verdict."""
    part: str = ""
    """The part of the procedure in whose rate it counts: early help, stage 1 to 4, off-roll law, records, returns or oversight."""
    stage: str = ""
    """The stage of the procedure, 1 to 4, if it belongs to one."""
    authority: Literal["law", "statutory_guidance", "guidance", "policy"]
    """Where its force comes from."""
    force: Literal["must", "should", "indicator"]
    """must, should, or indicator for a pattern that a person should look at (then with `flag`)."""
    severity: Severity
    """How grave a finding is."""
    duty_of: Literal["school", "trust", "local_authority", "professional", "parent"] = "school"
    """Whose duty it is; the school's unless said."""
    in_force: InForce | None = None
    """From when to when it holds, if not as long as its ruleset."""
    confidence: str = ""
    """For rules of the law: how sure we are of the text. P primary text seen, S a page that quotes it, M general knowledge."""
    reference: str = ""
    """For rules of the law: the instrument and provision, with its edition."""
    when: str = ""
    """Whom it concerns; for everybody else it is not applicable."""
    require: str = ""
    """A duty: what is to be done, and by when."""
    forbid: str = ""
    """What must not happen."""
    flag: str = ""
    """A pattern that a person should look at; never a failing."""
    anchor: str = ""
    """The date that decides which version of the law and of a parameter applies, where the sentence leaves it open."""
    yields_to: Words = ()
    """Rules that this one gives way to, as england:DEL-F-LATE."""
    instead_of: Words = ()
    """Rules that it will stand in place of once the act that it awaits is commenced."""
    owner: str
    """Who sees to the remedy."""
    remedy: str
    """What to do about a finding, in sentences that a school can act on."""
    act: str = ""
    """The remedy in a few words, for the to-do list."""
    note: str = ""
    """What a reader of the rule should know besides."""
    cases: tuple[Case, ...] = ()
    """The rule's own tests: every status that it can give, and the day before, on and after each limit."""

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
