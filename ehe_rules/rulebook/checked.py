"""What must hold between the files of a ruleset; each mistake names file and line."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.names import nearest
from ehe_rules.rulebook.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.rulebook.ruleset import Rule, Ruleset


def refuse_twins(rules: Sequence[Rule]) -> None:
    """Raise RulebookError where two rules, in order of their names, have the same."""
    for one, two in pairwise(rules):
        if one.name == two.name:
            raise RulebookError(
                f"{two.path}, line 1: there is already a rule '{one.name}' in {one.path}; rename one of the files."
            )


def check_clauses(ruleset: Ruleset) -> None:
    """Raise RulebookError where a rule names a clause that `clauses.yaml` does not have."""
    for rule in ruleset.rules:
        for clause in rule.file.clauses:
            if ruleset.clauses and clause not in ruleset.clauses:
                hint = nearest(clause, ruleset.clauses)
                raise read_yaml(rule.path).error(
                    ("clauses",), f"there is no clause '{clause}' in clauses.yaml.{hint}"
                )


def check_executed_by(ruleset: Ruleset) -> None:
    """Raise RulebookError where a clause is executed by rules of a ruleset that this one does not build on."""
    for row, clause in enumerate(ruleset.clauses.values()):
        for pattern in clause.executed_by:
            if pattern.partition(":")[0] not in ruleset.info.builds_on:
                known = ", ".join(ruleset.info.builds_on) or "none"
                raise read_yaml(ruleset.folder / "clauses.yaml").error(
                    (row, "executed_by"),
                    f"'{pattern}' is no rule of a ruleset that this one builds on ({known}); write it as england:DEL-*.",
                )
