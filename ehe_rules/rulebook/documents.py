"""A document and what is said of its clauses: ruleset.yaml and clauses.yaml as checked values."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ehe_rules.rulebook.model import InForce, LegalForce, Words
from ehe_rules.rulebook.vocabulary import Strict


class Clause(Strict):
    """One clause of the source document, in our own words.

    `executed_by` names rules of a ruleset that this one builds on, as `england:DEL-*`: their findings carry the clause.
    Where records decide it `partly` or not at all (`none`), `why` says what they cannot show and `look_at` what a
    person should look at instead.
    """

    id: str
    where: str
    check: Literal["data", "partly", "none"]
    about: str
    says: str
    why: str = ""
    look_at: str = ""
    starts: str = ""
    note: str = ""
    executed_by: Words = ()
    # Of a provision of the law: the instrument and the place in it, its edition, force and confidence label, its dates in force.
    instrument: str = ""
    provision: str = ""
    edition: str = ""
    force: LegalForce | None = None
    confidence: str = ""
    in_force: InForce | None = None


class RulesetFile(Strict):
    """ruleset.yaml: what the ruleset is."""

    title: str
    source: str = ""
    version: str = ""
    in_force: InForce | None = None
    builds_on: Words = ()
    role_groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    milestones: dict[str, str] = Field(default_factory=dict)
    sections: dict[str, str] = Field(default_factory=dict)
    """The document's sections in order: a pattern of clause ids (`hcat:5.1.*`) and its heading, for the printed rulebook."""
    vocabulary: Literal["shared", "own"] = "shared"
    notes: Words = ()
    dated: str = ""
    """What every page says of a document that has been overtaken."""
    terms: dict[str, str] = Field(default_factory=dict)
    """Words of a dated document, and what they stand for today."""
