"""What stands outside every rate: prohibitions and indicators, over all schools."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.rows import counts
from ehe_rules.reporting.said_once import act_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ehe_rules.reporting.verdicts import Rule, Rules


@dataclass(frozen=True)
class Prohibition:
    """One thing that must not happen, over all schools: how often nothing is on record against it, and how often something is.

    `rules` are all that forbid it, of policy and of law; a case of which several speak counts once.
    """

    rules: list[Rule]
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


_WORST_FIRST = ("not_met", "waived", "cannot_tell", "met")


def prohibitions(findings: pd.DataFrame, rules: Rules) -> list[Prohibition]:
    """Return everything forbidden of which a rule was judged, by ruleset and rule."""
    forbidden = findings[(findings["kind"] == "forbid") & findings["status"].isin(_WORST_FIRST)]
    acts = _acts(sorted(map(_pair, counts(forbidden, "ruleset", "rule")), key=_in_order), rules)
    forbidding: dict[str, list[tuple[str, str]]] = {}
    for key, act in acts.items():
        forbidding.setdefault(act, []).append(key)
    worst: dict[tuple[str, str], int] = {}
    for ruleset, rule, subject, status in counts(forbidden, "ruleset", "rule", "subject", "status"):
        place = (acts[ruleset, rule], subject)
        worst[place] = min(worst.get(place, len(_WORST_FIRST)), _WORST_FIRST.index(status))
    number = Counter((act, _WORST_FIRST[rank]) for (act, _), rank in worst.items())
    return [
        Prohibition(
            rules=[rules[key] for key in keys],
            clear=number[act, "met"],
            on_record=number[act, "not_met"],
            cannot_tell=number[act, "cannot_tell"],
            waived=number[act, "waived"],
        )
        for act, keys in forbidding.items()
    ]


def _acts(keys: Sequence[tuple[str, str]], rules: Rules) -> dict[tuple[str, str], str]:
    """Return what stands on one line with what: the same of policy and law; several of one ruleset are several things."""
    number = Counter((ruleset, act_of(rules[ruleset, rule])) for ruleset, rule in keys)
    several = {act for (_, act), times in number.items() if times > 1}
    return {key: act if (act := act_of(rules[key])) not in several else rules[key].anchor for key in keys}


def _pair(key: tuple[str, ...]) -> tuple[str, str]:
    ruleset, rule = key
    return ruleset, rule


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
