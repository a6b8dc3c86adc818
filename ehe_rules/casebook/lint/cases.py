"""Lint: cases for every status that a rule can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.casebook.lint.finding import found
from ehe_rules.casebook.possible import missing_statuses
from ehe_rules.rulebook.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehe_rules.casebook.lint.finding import Finding
    from ehe_rules.rulebook.ruleset import Ruleset


def unshown(ruleset: Ruleset) -> Iterator[Finding]:
    """Yield a finding for each rule with a status that none of its cases shows."""
    gaps: dict[str, list[str]] = {}
    for missing in missing_statuses(ruleset):
        gaps.setdefault(missing.rule.name, []).append(missing.status)
    for rule in ruleset.rules:
        if rule.name in gaps:
            listed = ", ".join(gaps[rule.name])
            message = f"No case shows this rule as {listed}; add one for each."
            yield found(read_yaml(rule.path), ("cases",), "cases", message)
