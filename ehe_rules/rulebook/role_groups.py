"""Groups of roles that rules name by one word: those of the vocabulary and the ruleset's own, or as a run or a case sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.names import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ehe_rules.rulebook.documents import RulesetFile
    from ehe_rules.rulebook.vocabulary import Vocabulary
    from ehe_rules.rulebook.yamlfile import YamlFile


def role_groups(
    file: YamlFile, info: RulesetFile, vocabulary: Vocabulary, settings: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return the groups of roles that a ruleset's rules may name; `settings` replaces one by name (--set).

    Raises RulebookError where a group names a role that there is not.
    """
    for group, roles in info.role_groups.items():
        for role in roles:
            if role not in vocabulary.roles:
                raise file.error(("role_groups", group), _unknown(role, vocabulary))
    groups = {**vocabulary.role_groups, **info.role_groups}
    for name in sorted(settings.keys() & groups):
        try:
            groups[name] = roles_in(settings[name], vocabulary)
        except ValueError as error:
            raise RulebookError(
                f"The role group '{name}' cannot be set to '{settings[name]}': {error}"
            ) from None
    return groups


def roles_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the roles in `headteacher; dsl`; raise ValueError where one is none of the vocabulary's, or there is none."""
    roles = tuple(dict.fromkeys(role for part in text.split(";") if (role := part.strip())))
    if not roles:
        raise ValueError("it names no role; write one or more, parted by semicolons.")
    for role in roles:
        if role not in vocabulary.roles:
            raise ValueError(_unknown(role, vocabulary))
    return roles


def _unknown(role: str, vocabulary: Vocabulary) -> str:
    return f"'{role}' is not a role of the vocabulary.{nearest(role, vocabulary.roles)}"
