"""The share of changes to the rules that their cases notice (make mutate).

Usage: python tests/mutate.py [RULESET[:RULE] ...]; without one, all rulesets that come with the tool.
Ends with status 1 if a change survived that is not listed in tests/mutation/equivalent.yaml, or if one that is listed was noticed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from mutation.judged import trials_of
from mutation.known import equivalents

from ehe_rules.rulebook.ruleset import find_ruleset, rulesets_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from mutation.changes import Change


def main(wanted: list[str]) -> int:
    """Print for each ruleset the share of changes noticed and what survived; return the exit status."""
    known = {one.key for one in equivalents()}
    status = 0
    for name, rules in _asked_for(wanted).items():
        trials = trials_of(find_ruleset(name), _only_of(rules))
        same = [t for t in trials if t.survived and t.change.key in known]
        unnoticed = [t for t in trials if t.survived and t.change.key not in known]
        wrong = [t for t in trials if not t.survived and t.change.key in known]
        noticed = len(trials) - len(same) - len(unnoticed)
        share = noticed / max(1, noticed + len(unnoticed))
        lines = [
            f"{name}: {len(trials):,} changes; {len(same)} make no difference; of the others the cases notice {noticed:,} ({share:.1%}), not {len(unnoticed)}.",
            *(f"  not noticed: {' | '.join(t.change.key)}" for t in unnoticed),
            *(f"  listed as making no difference, but noticed: {' | '.join(t.change.key)}" for t in wrong),
        ]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        status = 1 if unnoticed or wrong else status
    return status


def _only_of(rules: list[str] | None) -> Callable[[Change], bool]:
    return lambda change: rules is None or change.only_of(rules)


def _asked_for(wanted: list[str]) -> dict[str, list[str] | None]:
    """Return the rules asked for by ruleset; None = all of it."""
    if not wanted:
        return {path.parent.name: None for path in sorted(rulesets_folder().glob("*/ruleset.yaml"))}
    asked: dict[str, list[str] | None] = {}
    for one in wanted:
        ruleset, _, rule = one.partition(":")
        before = asked.get(ruleset, [])
        asked[ruleset] = None if not rule or before is None else [*before, rule]
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
