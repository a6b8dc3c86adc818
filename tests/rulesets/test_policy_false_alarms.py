"""The rules of the policy do not cry wolf, present home education to nobody, and ask of no parent to come to a meeting."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from rulesets.policy_points import POINTS, Shown

from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import Rule, Ruleset, rulesets_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

EACH = [(point, shown) for point, cases in POINTS.items() for shown in cases]
MAIN_JOB = (
    *(f"hcat:2.{n}" for n in range(2, 9)),
    *(f"hcat:3.{n}" for n in range(1, 6)),
    *(f"hcat:5.1.{n}" for n in range(1, 4)),
    *(f"hcat:5.2.{n}" for n in range(1, 9)),
    *(f"hcat:5.3.{n}" for n in range(1, 3)),
    *(f"hcat:5.4.{n}" for n in range(1, 5)),
    *("hcat:6.5", "hcat:8.4", "hcat:A.1", "hcat:A.2", "hcat:A.3"),
)
"""The clauses from a family's first word to the pupil's removal from roll."""

MOST_WORDS = 12
"""So long may a line of a to-do list be."""


@cache
def policy() -> Ruleset:
    return load_ruleset(rulesets_folder() / "hcat-ehe")


@cache
def rules() -> dict[str, Rule]:
    return {rule.name: rule for rule in policy().rules}


@pytest.mark.parametrize(
    ("point", "shown"), EACH, ids=lambda given: given[0] if isinstance(given, tuple) else ""
)
def test_the_case_that_shows_a_point_is_there_and_says_so(point: str, shown: Shown) -> None:
    name, case, status = shown
    found = [c.expect for c in rules()[name].file.cases if c.name == case]
    assert found == [tuple(status.split(", "))], point


@pytest.mark.parametrize("clause", MAIN_JOB)
def test_every_clause_of_the_main_job_is_executed(clause: str) -> None:
    own = [rule.name for rule in policy().rules if clause in rule.file.clauses]
    assert own or policy().clauses[clause].executed_by


def test_no_rule_cites_a_clause_that_no_record_could_show() -> None:
    none = {c.id for c in policy().clauses.values() if c.check == "none"}
    assert [rule.name for rule in policy().rules if none & set(rule.file.clauses)] == []


def test_what_a_professional_is_reported_to_have_said_is_not_held_against_the_school() -> None:
    file = rules()["3.1"].file
    assert (file.force, file.duty_of) == ("indicator", "professional")
    assert "reported to have recommended" in file.title
    assert {rules()[name].file.force for name in ("3.2", "3.3", "2.3-send")} == {"should"}


@pytest.mark.parametrize("rule", ["5.1.3", "5.2.4", "5.2.4-by-phone"])
def test_letter_and_guide_follow_the_parents_own_word_only(rule: str) -> None:
    assert "parent_indicated" in rules()[rule].file.when.split(" and ")
    indicated = policy().milestones["parent_indicated"].parts.parts
    assert {p.event for p in indicated if isinstance(p, s.EventRef) and not p.narrows} == {
        "oral_intention_stated",
        "notification_received",
    }
    assert [p.narrows[0].words for p in indicated if isinstance(p, s.EventRef) and p.narrows] == [
        ("parent_said",)
    ]


def asked(expr: s.Expr) -> Iterator[str]:
    """Yield the events that a duty cannot be met without."""
    match expr:
        case s.Both(parts):
            for part in parts:
                yield from asked(part)
        case s.Either(parts):
            yield from set.intersection(*(set(asked(part)) for part in parts))
        case s.Recorded(a) | s.Within(a) | s.Between(a) | s.Order(a) | s.Every(a):
            yield from named(a)
        case s.Includes(event) | s.OutcomeIs(event):
            yield event.event


def named(ref: s.Ref) -> Iterator[str]:
    """Yield the events without which a reference has no date."""
    if isinstance(ref, s.EventRef):
        yield ref.event
    elif isinstance(ref, s.MilestoneRef):
        found = [set(named(part)) for part in ref.parts.parts]
        yield from (set.union if ref.parts.joined_by == "and" else set.intersection)(*found)


@pytest.mark.parametrize("rule", sorted(rules()))
def test_no_rule_asks_that_a_parent_comes_to_a_meeting(rule: str) -> None:
    """A declined meeting is never itself a failing (hcat:5.2.6): only of a meeting that was held is anything asked."""
    found = rules()[rule]
    needed = set(asked(found.expr)) if found.file.kind == "require" else set()
    held = found.when is not None and "meeting_held" in set(asked(found.when))
    assert "meeting_held" not in needed or held


def test_such_a_rule_would_be_found() -> None:
    meeting, call = s.EventRef("meeting_held"), s.EventRef("phone_attempted")
    five = s.Length(value=5, unit="school days")
    duty = s.Within(meeting, five, "of", call)
    assert set(asked(s.Both((s.Recorded(call), duty)))) == {"meeting_held", "phone_attempted"}
    assert set(asked(s.Either((s.Recorded(call), duty)))) == set()


def test_a_case_starts_only_by_a_genuine_risk_or_the_parents_word() -> None:
    known = policy().milestones["risk_known"].parts.parts
    risk = next(p for p in known if isinstance(p, s.EventRef) and p.event == "risk_identified")
    assert "early_sign" not in risk.narrows[0].words


@pytest.mark.parametrize("rule", [rule for rule in sorted(rules()) if rules()[rule].file.stage in "234"])
def test_no_remedy_of_stages_2_to_4_makes_the_law_wait(rule: str) -> None:
    said = rules()[rule].file.remedy.lower()
    assert not re.search(
        r"before (the name|the pupil) (comes|goes|leaves|is) |until (they|the parent|it)", said
    )


@pytest.mark.parametrize("rule", sorted(rules()))
def test_a_rule_says_whose_it_is_and_what_to_do_in_words_that_fit_a_list(rule: str) -> None:
    file = rules()[rule].file
    assert file.owner
    assert 0 < len(file.act.split()) <= MOST_WORDS
    assert not re.search(r"[a-z]_[a-z]", f"{file.title} {file.act} {file.remedy} {file.note}")


def test_where_policy_and_law_pull_apart_the_policy_yields() -> None:
    assert rules()["5.3.1"].file.yields_to == ("england:DEL-F-LATE",)
