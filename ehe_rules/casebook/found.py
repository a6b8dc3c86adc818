"""Finds the cases of rulesets: each with its rule, its place in the file, and a school of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.casebook.place import Place
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.names import nearest
from ehe_rules.rulebook.role_groups import roles_in
from ehe_rules.rulebook.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ehe_rules.rulebook.model import Case
    from ehe_rules.rulebook.ruleset import Rule, Ruleset

Settings = tuple[tuple[str, str], ...]
FIRST_SCHOOL = 900001
"""URNs from 900000 on belong to no school: what happens there is evidently invented."""


@dataclass(frozen=True)
class Found:
    """One case of one rule, as it stands in the rule's file."""

    ruleset: Ruleset
    rule: Rule
    case: Case
    place: Place
    school: str

    @property
    def settings(self) -> Settings:
        """The parameters that the case sets, in order of name."""
        return tuple(sorted(self.case.set.items()))


def find_cases(folders: Sequence[Path], rule: str | None = None) -> list[Found]:
    """Return the cases of the rulesets in these folders, of one rule (`5.1.1` or `hcat-ehe:5.1.1`) or of all.

    In order of ruleset, rule and place. Raises RulebookError where there is no such rule, where two cases of a
    rule have one name, and where a case sets what is no parameter or is the law's own figure.
    """
    rulesets = sorted((load_ruleset(folder) for folder in folders), key=lambda r: r.name)
    rules = [(s, r) for s in rulesets for r in s.rules if rule is None or rule in (r.name, r.id)]
    if rule is not None and not rules:
        names = [r.name for s in rulesets for r in s.rules]
        raise RulebookError(
            f"There is no rule '{rule}' in {', '.join(s.name for s in rulesets)}.{nearest(rule, names)}"
        )
    found: list[Found] = []
    for ruleset, one in rules:
        found += _cases_of(ruleset, one, FIRST_SCHOOL + len(found))
    return found


def _cases_of(ruleset: Ruleset, rule: Rule, first_school: int) -> list[Found]:
    places = Place(read_yaml(rule.path), ("cases",))
    names: set[str] = set()
    result = []
    for n, case in enumerate(rule.file.cases):
        place = places.at(n)
        if case.name in names:
            raise place.at("name").error(
                f"there is already a case '{case.name}'; give this one a name of its own."
            )
        names.add(case.name)
        _check_settings(ruleset, case, place.at("set"))
        result.append(Found(ruleset, rule, case, place, str(first_school + n)))
    return result


def _check_settings(ruleset: Ruleset, case: Case, place: Place) -> None:
    for name in case.set:
        known = [*ruleset.parameters, *ruleset.role_groups]
        place.at(name).known(name, known, f"a parameter of {ruleset.name}")
        if name in ruleset.role_groups:
            _check_roles(ruleset, case.set[name], place.at(name))
        elif ruleset.parameters[name].choice_of == "law":
            raise place.at(name).error(f"the parameter '{name}' is the law's own figure; no case can set it.")


def _check_roles(ruleset: Ruleset, text: str, place: Place) -> None:
    try:
        roles_in(text, ruleset.vocabulary)
    except ValueError as error:
        raise place.error(str(error)) from None
