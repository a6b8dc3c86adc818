"""What a loaded ruleset must hold to beyond its files' form: figures for every day, and cases that can come true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.rulebook.statuses import can_give
from ehe_rules.rulebook.walk import parameters_in, trees
from ehe_rules.rulebook.yamlfile import read_yaml

if TYPE_CHECKING:
    from ehe_rules.rulebook.ruleset import Rule, Ruleset


def check_values(ruleset: Ruleset) -> None:
    """Refuse a parameter that has no value yet on the first day on which a rule that counts with it holds.

    Raises RulebookError with the parameter's file and line. A rule that has not commenced holds on no day.
    """
    for rule in ruleset.rules:
        held = rule.file.in_force or ruleset.info.in_force
        first = held.from_ if held is not None else None
        if held is not None and first is None:
            continue
        for name in sorted(parameters_in(trees(rule))):
            begins = ruleset.parameters[name].values[0].from_
            if begins is not None and (first is None or first < begins):
                _refuse(ruleset, rule, name, f"from {first}" if first else "on any date")


def _refuse(ruleset: Ruleset, rule: Rule, name: str, when: str) -> None:
    begins = ruleset.parameters[name].values[0].from_
    raise read_yaml(ruleset.folder / "parameters.yaml").error(
        (name, "values", 0),
        f"'{name}' has no value before {begins}, but the rule {rule.id}, which counts with it, holds {when}; "
        "put the value for that time first, or let the rule's in_force begin later.",
    )


def check_expectations(ruleset: Ruleset) -> None:
    """Refuse a case that expects what its rule can never give. Raises RulebookError with the rule's file and line."""
    for rule in ruleset.rules:
        possible = can_give(rule.file, rule.expr, ruleset.info.in_force)
        for number, case in enumerate(rule.file.cases):
            for status in case.expect:
                if status not in possible:
                    raise read_yaml(rule.path).error(
                        ("cases", number, "expect"),
                        f"'{case.name}' expects {status}, which this rule can never be: it gives "
                        f"{', '.join(sorted(possible))}. Correct the case, or the rule.",
                    )
