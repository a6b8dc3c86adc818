"""Which clauses a rule carries: those that it cites, and those of another document that name it as what executes them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.rulebook.ruleset import Rule, Ruleset


def clauses_of(rule: Rule, rulesets: Sequence[Ruleset]) -> tuple[str, ...]:
    """Return the ids of a rule's own clauses, then those of the clauses in these rulesets that are `executed_by` it.

    A clause such as "operate within the statutory framework" (hcat:2.7) is executed by the law's own rules: where both
    rulesets are run, their findings carry it too.
    """
    named = [
        clause.id
        for ruleset in rulesets
        for clause in ruleset.clauses.values()
        if any(fnmatchcase(rule.id, pattern) for pattern in clause.executed_by)
    ]
    return tuple(dict.fromkeys((*rule.file.clauses, *named)))
