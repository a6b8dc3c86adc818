"""Loads rulesets from their folders; every mistake is an error that names file and line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.checked import check_clauses, check_executed_by, refuse_twins
from ehe_rules.rulebook.documents import Clause, RulesetFile
from ehe_rules.rulebook.held import check_expectations, check_values
from ehe_rules.rulebook.language import parse, parse_milestone
from ehe_rules.rulebook.model import RuleFile
from ehe_rules.rulebook.names import LanguageError, Names, nearest
from ehe_rules.rulebook.parameters import Parameter
from ehe_rules.rulebook.role_groups import role_groups
from ehe_rules.rulebook.ruleset import Rule, Ruleset, rulesets_folder
from ehe_rules.rulebook.syntax import Expr, MilestoneRef, Recorded
from ehe_rules.rulebook.vocabulary import Vocabulary
from ehe_rules.rulebook.yamlfile import YamlFile, as_model, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

RULE_FILES_ARE_NOT = {"ruleset.yaml", "parameters.yaml", "clauses.yaml", "vocabulary.yaml", "calendar.yaml"}


def load_ruleset(
    folder: Path, settings: Mapping[str, str] | None = None, *, with_cases: bool = True
) -> Ruleset:
    """Load a ruleset folder; `settings` replaces the value of parameters, and groups of roles, by name (--set).

    Rules' own cases, most of what their files hold, can be left out.
    """
    file = read_yaml(folder / "ruleset.yaml")
    info = as_model(file, RulesetFile)
    vocabulary = load_vocabulary(folder if info.vocabulary == "own" else rulesets_folder())
    parameters = _parameters(folder, settings or {})
    names = Names(vocabulary, parameters, role_groups(file, info, vocabulary, settings or {}))
    _milestones(file, info, names)
    for stray in sorted(folder.rglob("*.yml")):
        raise RulebookError(f"{stray}: a rule's file ends in .yaml, not .yml; rename it so that it is read.")
    paths = sorted(p for p in folder.rglob("*.yaml") if p.name not in RULE_FILES_ARE_NOT)
    name, without = folder.resolve().name, "" if with_cases else "cases"
    rules = sorted((_rule(name, read_yaml(path, without), names) for path in paths), key=lambda r: r.name)
    refuse_twins(rules)
    ruleset = Ruleset(
        name,
        folder,
        info,
        vocabulary,
        parameters,
        names.milestones,
        _clauses(folder),
        tuple(rules),
    )
    check_clauses(ruleset)
    check_executed_by(ruleset)
    check_values(ruleset)
    check_expectations(ruleset)
    return ruleset


def load_vocabulary(folder: Path) -> Vocabulary:
    """Load vocabulary.yaml of a folder."""
    return as_model(read_yaml(folder / "vocabulary.yaml"), Vocabulary)


def _parameters(folder: Path, settings: Mapping[str, str]) -> dict[str, Parameter]:
    path = folder / "parameters.yaml"
    if not path.is_file():
        return {}
    file = read_yaml(path)
    given: dict[str, Any] = file.values or {}
    if not isinstance(given, dict):
        raise file.error((), "this file holds parameters by name, such as `contact_time:`, not a list.")
    result = {}
    for name in sorted(given):
        if not isinstance(given[name], dict):
            raise file.error(
                (name,), f"'{name}' needs a `value:` and a `reason:`, each on a line of its own."
            )
        parameter = as_model(file, Parameter, given[name], (name,))
        if name in settings:
            given_now = {
                "value": settings[name],
                "reason": "set for this run",
                "choice_of": parameter.choice_of,
                **({"unit": parameter.unit} if parameter.unit else {}),
            }
            parameter = as_model(file, Parameter, given_now, (name,))
        result[name] = parameter
    return result


def _milestones(file: YamlFile, info: RulesetFile, names: Names) -> None:
    waiting = dict(info.milestones)
    while waiting:
        ready = [n for n, text in waiting.items() if not _mentions(text, waiting)]
        if not ready:
            circle = ", ".join(sorted(waiting))
            raise file.error(
                ("milestones",),
                f"these milestones are defined by one another in a circle: {circle}; define one of them without the others.",
            )
        for name in ready:
            if names.is_event(name) or names.column(name):
                raise file.error(("milestones", name), f"'{name}' is already an event or a column.")
            try:
                names.milestones[name] = MilestoneRef(name, parse_milestone(waiting.pop(name), names))
            except LanguageError as error:
                raise _shown(file, ("milestones", name), info.milestones[name], error) from error


def _mentions(text: str, names: Iterable[str]) -> bool:
    words = set(text.replace("(", " ").replace(")", " ").split())
    return bool(words & set(names))


def _rule(ruleset: str, file: YamlFile, names: Names) -> Rule:
    values = as_model(file, RuleFile)
    if values.about not in names.vocabulary.subjects:
        hint = nearest(values.about, names.vocabulary.subjects)
        raise file.error(("about",), f"'{values.about}' is no subject of the vocabulary.{hint}")
    names = replace(names, about=values.about)
    when = _parsed(file, "when", values.when, names) if values.when else None
    expr = _parsed(file, values.kind, values.sentence, names)
    anchor = None
    if values.anchor:
        named = _parsed(file, "anchor", values.anchor, names)
        if not isinstance(named, Recorded):
            raise file.error(("anchor",), "an anchor is an event, a milestone or a dated column.")
        anchor = named.a
    return Rule(ruleset, file.path.stem, file.path, values, when, expr, anchor)


def _parsed(file: YamlFile, key: str, text: str, names: Names) -> Expr:
    try:
        return parse(text, names)
    except LanguageError as error:
        raise _shown(file, (key,), text, error) from error


def _shown(file: YamlFile, path: tuple[str | int, ...], text: str, error: LanguageError) -> RulebookError:
    """Return the error with file, line, the line itself and a caret under the trouble."""
    line, column = file.where(path, error.offset, text)
    source = file.text.split("\n")[line - 1]
    return RulebookError(
        f"{file.path}, line {line}: {error.message}\n    {source}\n    {' ' * (column - 1)}^"
    )


def _clauses(folder: Path) -> dict[str, Clause]:
    path = folder / "clauses.yaml"
    if not path.is_file():
        return {}
    file = read_yaml(path)
    clauses = [as_model(file, Clause, row, (i,)) for i, row in enumerate(file.values or [])]
    known: dict[str, Clause] = {}
    for row, clause in enumerate(clauses):
        if known.setdefault(clause.id, clause) is not clause:
            raise file.error((row, "id"), f"the clause '{clause.id}' stands twice; keep one of them.")
    return known
