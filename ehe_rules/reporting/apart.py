"""What stands outside every rate: prohibitions and indicators, over all schools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.rows import counts

if TYPE_CHECKING:
    import pandas as pd

    from ehe_rules.reporting.verdicts import Rule, Rules


@dataclass(frozen=True)
class Prohibition:
    """One prohibition over all schools: how often nothing is on record against it, and how often something is."""

    rule: Rule
    clear: int
    on_record: int
    cannot_tell: int
    waived: int


@dataclass(frozen=True)
class Pattern:
    """One indicator over all schools: how often a person should look."""

    rule: Rule
    number: int
    schools: int


def prohibitions(findings: pd.DataFrame, rules: Rules) -> list[Prohibition]:
    """Return every prohibition that was judged, by ruleset and rule."""
    number = counts(findings[findings["kind"] == "forbid"], "ruleset", "rule", "status")
    found = sorted({(ruleset, rule) for ruleset, rule, _ in number}, key=_in_order)
    return [
        Prohibition(
            rule=rules[key],
            clear=number.get((*key, "met"), 0),
            on_record=number.get((*key, "not_met"), 0),
            cannot_tell=number.get((*key, "cannot_tell"), 0),
            waived=number.get((*key, "waived"), 0),
        )
        for key in found
    ]


def patterns(findings: pd.DataFrame, rules: Rules) -> list[Pattern]:
    """Return every indicator that was found, by ruleset and rule."""
    where: dict[tuple[str, str], list[int]] = {}
    for (ruleset, rule, _), number in counts(
        findings[findings["status"] == "indicator"], "ruleset", "rule", "school"
    ).items():
        where.setdefault((ruleset, rule), []).append(number)
    return [
        Pattern(rule=rules[key], number=sum(where[key]), schools=len(where[key]))
        for key in sorted(where, key=_in_order)
    ]


def _in_order(key: tuple[str, str]) -> tuple[object, ...]:
    return words.natural(" ".join(key))
