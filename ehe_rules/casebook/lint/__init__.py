"""Lint: what is amiss with rules that load and run, each finding with its file, its line and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.casebook.lint.cases import unshown
from ehe_rules.casebook.lint.dead import dead_names
from ehe_rules.casebook.lint.duties import duties
from ehe_rules.casebook.lint.finding import Finding, InHand
from ehe_rules.casebook.lint.law import law
from ehe_rules.casebook.lint.meetings import meetings
from ehe_rules.casebook.lint.reach import reach
from ehe_rules.casebook.lint.waiting import waiting
from ehe_rules.casebook.lint.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ehe_rules.rulebook.ruleset import Ruleset

__all__ = ["CHECKS", "Finding", "lint"]

CHECKS = (words, law, waiting, meetings, duties, reach)
"""The checks that look at one rule at a time."""


def lint(rulesets: Sequence[Ruleset]) -> list[Finding]:
    """Return what is amiss with rulesets that have loaded, in order of file and line; empty where nothing is.

    Raises RulebookError for a ruleset that these build on and that cannot be loaded.
    """
    return sorted(finding for ruleset in rulesets for finding in _found(ruleset, rulesets))


def _found(ruleset: Ruleset, rulesets: Sequence[Ruleset]) -> Iterator[Finding]:
    for rule in ruleset.rules:
        in_hand = InHand.of(ruleset, rule)
        for check in CHECKS:
            yield from check(in_hand)
    yield from unshown(ruleset)
    yield from dead_names(ruleset, rulesets)
