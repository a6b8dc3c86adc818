"""What stands outside every rate: prohibitions and indicators, over all schools."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.rows import counts
from ehe_rules.reporting.said_once import act_of

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    forbidden = _forbidden(findings)
    acts = _acts(forbidden, rules)
    forbidding: dict[str, list[tuple[str, str]]] = {}
    for key, act in acts.items():
        forbidding.setdefault(act, []).append(key)
    number = Counter((act, status) for (act, _, _), status in _worst(forbidden, acts).items())
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


def on_record(findings: pd.DataFrame, rules: Rules) -> Counter[str]:
    """Return how much is on record against each school, by URN: what policy and law both forbid counts once, as above."""
    forbidden = _forbidden(findings)
    worst = _worst(forbidden, _acts(forbidden, rules))
    return Counter(school for (_, _, school), status in worst.items() if status == "not_met")


def _forbidden(findings: pd.DataFrame) -> pd.DataFrame:
    return findings[(findings["kind"] == "forbid") & findings["status"].isin(_WORST_FIRST)]


def _worst(forbidden: pd.DataFrame, acts: Mapping[tuple[str, str], str]) -> dict[tuple[str, str, str], str]:
    """Return the worst status of each act and subject, with its school, whichever rules speak of it."""
    rank: dict[tuple[str, str, str], int] = {}
    for ruleset, rule, subject, school, status in counts(
        forbidden, "ruleset", "rule", "subject", "school", "status"
    ):
        place = (acts[ruleset, rule], subject, school)
        rank[place] = min(rank.get(place, len(_WORST_FIRST)), _WORST_FIRST.index(status))
    return {place: _WORST_FIRST[worst] for place, worst in rank.items()}


def _acts(forbidden: pd.DataFrame, rules: Rules) -> dict[tuple[str, str], str]:
    """Return what stands on one line with what: the same of policy and law; several of one ruleset are several things."""
    keys = sorted(map(_pair, counts(forbidden, "ruleset", "rule")), key=_in_order)
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
