"""The rules of the law do not cry wolf, and tell nobody to delete a name, to hold a deletion or to delay a start."""

from __future__ import annotations

import re
from functools import cache

import pytest
from rulesets.law_points import POINTS, Shown

from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import Rule, rulesets_folder

EACH = [(point, shown) for point, cases in POINTS.items() for shown in cases]
OF_THE_LAW = ("law", "statutory_guidance")
SURE = re.compile(r"(P\*?|S|M)(\+(P\*?|S|M))*")
ORDERS = (
    r"\bdelete (now|today|at once|immediately|it|them)\b",
    r"\bdelete the (name|pupil) (now|today|at once|immediately)\b",
    r"\bbefore (deleting|the deletion|deletion|off-?roll|off-?rolling)\b",
    r"\b(do not|don't|never) (delete|remove|off-?roll)\b",
    r"\b(hold|delay|postpone|defer|pause|stop) (the|this|any) (deletion|off-?roll|removal)\b",
    r"\bkeep (the|a) (name|pupil|child) on (the )?(roll|register)\b",
    r"\b(delay|postpone|defer|hold) (the|their) (start|return|admission|entry)\b",
    r"\b(not|never) (start|return|be admitted) (until|before)\b",
    r"\bwait (until|for|with)\b",
)
"""What no rule asks for: whether and when a name comes off the roll, or a pupil starts, is decided by people and by law."""


@cache
def rules() -> dict[str, Rule]:
    """Every rule of every ruleset that comes with the tool, by its id."""
    folders = sorted(path.parent for path in rulesets_folder().glob("*/ruleset.yaml"))
    return {rule.id: rule for folder in folders for rule in load_ruleset(folder).rules}


@pytest.mark.parametrize(
    ("point", "shown"), EACH, ids=lambda given: given[0] if isinstance(given, tuple) else ""
)
def test_the_case_that_shows_a_point_is_there_and_says_so(point: str, shown: Shown) -> None:
    name, case, status = shown
    found = [", ".join(c.expect) for c in rules()[f"england:{name}"].file.cases if c.name == case]
    assert found == [status], point


@pytest.mark.parametrize("rule", sorted(rules()))
def test_no_rule_orders_a_deletion_or_holds_one_or_delays_a_start(rule: str) -> None:
    file = rules()[rule].file
    said = f"{file.act}. {file.remedy}"
    assert [found[0] for order in ORDERS for found in re.finditer(order, said, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "said",
    [
        "Delete now.",
        "Delete the name today.",
        "Hold the meeting before deleting, first of all.",
        "Do not delete until the authority answers.",
        "Hold the deletion.",
        "Keep the name on the roll.",
        "Delay the start.",
        "The pupil must not start until the plan is written.",
    ],
)
def test_such_an_order_would_be_found(said: str) -> None:
    assert any(re.search(order, said, re.IGNORECASE) for order in ORDERS)


def of_the_law() -> list[str]:
    return sorted(rule.id for rule in rules().values() if rule.file.authority in OF_THE_LAW)


@pytest.mark.parametrize("rule", of_the_law())
def test_a_rule_of_the_law_says_where_it_comes_from_and_how_sure_that_is(rule: str) -> None:
    file = rules()[rule].file
    assert file.reference
    assert SURE.fullmatch(file.confidence)
    assert rules()[rule].ruleset == "england"


def test_the_figures_of_the_law_are_not_the_trusts_to_change() -> None:
    parameters = load_ruleset(rulesets_folder() / "england").parameters
    assert {name: p.choice_of for name, p in parameters.items()} == dict.fromkeys(parameters, "law")


@pytest.mark.parametrize(
    "rule", ["DEL-F-CP-CIN", "DEL-F-EHCP-MAINSTREAM", "DEL-F-NO-DATE", "DEL-D-OLD-LETTER"]
)
def test_a_rule_that_only_says_what_is_no_bar_gives_no_clearance(rule: str) -> None:
    """Met would read as leave to delete: the one rule asks for a call to the social worker, the others only point."""
    file = rules()[f"england:{rule}"].file
    met = [case for case in file.cases if "met" in case.expect]
    assert file.force == "indicator" or all(re.search("inform|shared|referral", str(c.events)) for c in met)


def test_guidance_is_shown_as_guidance() -> None:
    shown = {
        name: rules()[f"england:{name}"].file.authority
        for name in ("DEL-NO-BACKDATE", "DEL-NO-BACKDATE-other")
    }
    assert set(shown.values()) == {"statutory_guidance"}
    assert rules()["england:DEL-NO-BACKDATE-other"].file.severity == "low"
    assert rules()["england:RET-DEL-TIME"].file.severity != "critical"
    assert rules()["england:RET-DEL-TIME"].file.confidence == "S"
