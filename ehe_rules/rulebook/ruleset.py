"""What a ruleset is once it is loaded, and where those that come with the tool lie."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.names import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ehe_rules.rulebook.documents import Clause, RulesetFile
    from ehe_rules.rulebook.model import RuleFile
    from ehe_rules.rulebook.parameters import Parameter
    from ehe_rules.rulebook.syntax import Expr, MilestoneRef, Ref
    from ehe_rules.rulebook.vocabulary import Vocabulary


@dataclass(frozen=True)
class Rule:
    """A rule ready to be judged: its file, its trees, and where it stands."""

    ruleset: str
    name: str
    path: Path
    file: RuleFile
    when: Expr | None
    expr: Expr
    anchor: Ref | None

    @property
    def id(self) -> str:
        """`ruleset:rule`, as yields_to names it."""
        return f"{self.ruleset}:{self.name}"


@dataclass(frozen=True)
class Ruleset:
    """One ruleset folder, checked."""

    name: str
    folder: Path
    info: RulesetFile
    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    milestones: Mapping[str, MilestoneRef]
    clauses: Mapping[str, Clause]
    rules: tuple[Rule, ...]

    @property
    def role_groups(self) -> Mapping[str, tuple[str, ...]]:
        """The groups of roles that its rules may name, as its files have them: parameters, that a run may set."""
        return {**self.vocabulary.role_groups, **self.info.role_groups}

    @cached_property
    def sha256(self) -> str:
        """A hash over all its files."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.yaml")):
            digest.update(
                path.relative_to(self.folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
            )
        return digest.hexdigest()


def rulesets_folder() -> Path:
    """Return the folder of the rulesets that come with the tool (in the wheel, or beside the package)."""
    inside = Path(__file__).resolve().parent.parent / "rulesets"
    return inside if inside.is_dir() else inside.parent.parent / "rulesets"


def ruleset_names() -> list[str]:
    """Return the names of the rulesets that come with the tool, in order."""
    return sorted(p.parent.name for p in rulesets_folder().glob("*/ruleset.yaml"))


def find_ruleset(name: str) -> Path:
    """Return the folder of a ruleset given by name or by folder."""
    for folder in (Path(name), rulesets_folder() / name):
        if (folder / "ruleset.yaml").is_file():
            return folder
    known = ruleset_names()
    hint = nearest(name, known) or f" Those that come with the tool: {', '.join(known)}."
    raise RulebookError(f"There is no ruleset '{name}': no folder of that name holds a ruleset.yaml.{hint}")
