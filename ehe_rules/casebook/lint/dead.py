"""Lint: names that lead nowhere, and figures, milestones and groups that nothing uses."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ehe_rules.casebook.lint.finding import found
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.names import nearest
from ehe_rules.rulebook.ruleset import find_ruleset
from ehe_rules.rulebook.walk import milestones_in, parameters_in, trees
from ehe_rules.rulebook.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ehe_rules.casebook.lint.finding import Finding
    from ehe_rules.rulebook.ruleset import Ruleset

NAME = re.compile(r"[a-z_][a-z0-9_]*")


def dead_names(ruleset: Ruleset, others: Sequence[Ruleset]) -> Iterator[Finding]:
    """Yield findings about a ruleset's parameters, milestones and groups, and about the rules that it names elsewhere."""
    yield from _unused_parameters(ruleset)
    yield from _unused_milestones(ruleset)
    yield from _unused_groups(ruleset)
    yield from _empty_sections(ruleset)
    yield from _rules_elsewhere(ruleset, {r.name: r for r in (*others, ruleset)})


def _unused_parameters(ruleset: Ruleset) -> Iterator[Finding]:
    used = {name for rule in ruleset.rules for name in parameters_in(trees(rule))}
    # Measures and derived events count with parameters too.
    used |= set(ruleset.vocabulary.figures)
    for name in sorted(set(ruleset.parameters) - used):
        file = read_yaml(ruleset.folder / "parameters.yaml")
        yield found(
            file,
            (name,),
            "unused",
            f"No rule counts with the parameter '{name}'; take it out, or use it.",
        )


def _unused_milestones(ruleset: Ruleset) -> Iterator[Finding]:
    used = {name for rule in ruleset.rules for name in milestones_in(trees(rule))}
    for name in sorted(set(ruleset.milestones) - used):
        file = read_yaml(ruleset.folder / "ruleset.yaml")
        message = f"No rule asks for the milestone '{name}'; take it out, or use it."
        yield found(file, ("milestones", name), "unused", message)


def _unused_groups(ruleset: Ruleset) -> Iterator[Finding]:
    sentences = [text for r in ruleset.rules for text in (r.file.when, r.file.sentence, r.file.anchor)]
    used = set(NAME.findall(" ".join([*sentences, *ruleset.info.milestones.values()])))
    for name in sorted(set(ruleset.info.role_groups) - used):
        file = read_yaml(ruleset.folder / "ruleset.yaml")
        message = f"No rule names the group of roles '{name}'; take it out, or use it."
        yield found(file, ("role_groups", name), "unused", message)


def _empty_sections(ruleset: Ruleset) -> Iterator[Finding]:
    for pattern in sorted(ruleset.info.sections):
        if not any(fnmatchcase(clause, pattern) for clause in ruleset.clauses):
            file = read_yaml(ruleset.folder / "ruleset.yaml")
            message = f"No clause fits the section '{pattern}'; correct the pattern, or take it out."
            yield found(file, ("sections", pattern), "dead name", message)


def _rules_elsewhere(ruleset: Ruleset, known: dict[str, Ruleset]) -> Iterator[Finding]:
    for rule in ruleset.rules:
        for key in ("yields_to", "instead_of"):
            for target in getattr(rule.file, key):
                if problem := _missing(target, ruleset, known):
                    yield found(read_yaml(rule.path), (key,), "dead name", problem)
    for row, clause in enumerate(ruleset.clauses.values()):
        for pattern in clause.executed_by:
            if problem := _missing(pattern, ruleset, known):
                file = read_yaml(ruleset.folder / "clauses.yaml")
                yield found(file, (row, "executed_by"), "dead name", problem)


def _missing(target: str, ruleset: Ruleset, known: dict[str, Ruleset]) -> str:
    """Return what is wrong with `ruleset:rule` (a pattern may stand for several rules), or nothing."""
    name, _, rule = target.partition(":")
    if name not in known:
        beside = ruleset.folder.parent / name
        try:
            folder = beside if (beside / "ruleset.yaml").is_file() else find_ruleset(name)
        except RulebookError:
            return f"'{target}' names a ruleset that there is not; write it as england:DEL-F-LATE."
        known[name] = load_ruleset(folder)
    names = [one.name for one in known[name].rules]
    if any(fnmatchcase(one, rule) for one in names):
        return ""
    return f"'{target}': there is no such rule in {name}.{nearest(rule, names)} Correct the name, or take it out."
