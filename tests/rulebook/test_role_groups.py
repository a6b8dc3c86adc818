"""Role groups: parameters like any other, of the vocabulary and a ruleset's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULESET, rule_with, write

from ehe_rules.casebook.found import find_cases
from ehe_rules.checking import load_rulesets
from ehe_rules.errors import RulebookError
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.syntax import EventRef, Within

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = {
    "ruleset.yaml": f"{RULESET}role_groups: {{ours: [dsl, sendco]}}\n",
    **rule_with("intent_letter_sent within", "intent_letter_sent by any of (heads, ours) within"),
}


def roles(folder: Path, settings: dict[str, str]) -> tuple[str, ...]:
    """Return the roles that the rule's letter may be by."""
    expr = load_ruleset(folder, settings).rules[0].expr
    assert isinstance(expr, Within)
    assert isinstance(expr.a, EventRef)
    return expr.a.narrows[0].words


def test_a_setting_replaces_the_roles_of_a_group(tmp_path: Path) -> None:
    folder = write(tmp_path, GROUPS)
    assert roles(folder, {}) == ("dsl", "head_of_school", "headteacher", "sendco")
    assert roles(folder, {"heads": "headteacher; dsl"}) == ("dsl", "headteacher", "sendco")
    assert roles(folder, {"heads": "governor", "ours": " sendco ;"}) == ("governor", "sendco")
    load_rulesets([str(folder), "dudley-la"], {"ours": "dsl"})  # of one ruleset; the other has no such group


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"heads": "headteacher; dls"}, "'dls' is not a role of the vocabulary. Did you mean 'dsl'?"),
        ({"ours": ";"}, "it names no role; write one or more, parted by semicolons."),
        ({"haeds": "dsl"}, "There is no parameter 'haeds' in made. Did you mean 'heads'?"),
    ],
)
def test_what_is_no_role_is_refused_with_the_nearest_name(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    with pytest.raises(RulebookError) as caught:
        load_rulesets([str(write(tmp_path, GROUPS))], settings)
    assert str(caught.value).endswith(said)


def test_a_case_may_set_a_group_too(tmp_path: Path) -> None:
    case = "cases:\n  - {name: x, set: {heads: ROLES}, on: 2026-01-19, events: [2026-01-12 oral_intention_stated], expect: due}\n"
    rule = GROUPS["letter.yaml"] + case
    folder = write(tmp_path, {**GROUPS, "letter.yaml": rule.replace("ROLES", "headteacher; dsl")})
    assert find_cases([folder])[0].settings == (("heads", "headteacher; dsl"),)
    folder = write(tmp_path, {**GROUPS, "letter.yaml": rule.replace("ROLES", "dls")})
    with pytest.raises(RulebookError, match=r"letter.yaml, line \d+: 'dls' is not a role.*'dsl'"):
        find_cases([folder])
