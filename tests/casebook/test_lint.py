"""Lint: the rules that come with the tool are clean, and each thing that can be amiss is found, where it stands, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rulebook.made import PARAMETERS, RULE, RULESET, load

from ehe_rules.casebook.lint import Finding, lint
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import find_ruleset, ruleset_names

if TYPE_CHECKING:
    from pathlib import Path

CASES = """\
cases:
  - {name: sent in time, on: 2026-01-30, expect: [met, late, due, not_met, cannot_tell, not_applicable]}
"""
GOOD = (
    RULE.replace("The letter is sent", "The letter is sent within a school week").replace(
        "Send it.", "Send the letter today and log it."
    )
    + CASES
)
WHEN = "when: oral_intention_stated"
DUTY = "require: intent_letter_sent within letter_time of oral_intention_stated"


@pytest.mark.parametrize("name", ruleset_names())
def test_the_rules_that_come_with_the_tool_are_clean(name: str) -> None:
    assert [str(finding) for finding in lint([load_ruleset(find_ruleset(name))])] == []


def findings(folder: Path, files: dict[str, str]) -> list[tuple[str, int, str]]:
    """Give what is found in a ruleset with these files: file, line, check."""
    found = lint([load(folder, {"letter.yaml": GOOD, **files})])
    return [(finding.path.rpartition("/made/")[2], finding.line, finding.check) for finding in found]


def found_in(folder: Path, text: str) -> list[tuple[int, str]]:
    """Give what is found in one rule, apart from its cases: line and check."""
    return [(line, check) for _, line, check in findings(folder, {"letter.yaml": text}) if check != "cases"]


def test_a_rule_in_order_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path, {}) == []


def test_a_finding_says_where_and_what_to_do(tmp_path: Path) -> None:
    (finding,) = lint([load(tmp_path, {"letter.yaml": GOOD.replace("The letter is", "The letter must be")})])
    assert isinstance(finding, Finding)
    assert str(finding) == (
        f"{tmp_path / 'made' / 'letter.yaml'}:1: The title demands ('must'); say what is so where the rule is kept, as in "
        "'The letter is sent within a week'. [title]"
    )


@pytest.mark.parametrize(
    "title",
    [
        "The letter should be sent in time",
        "Schools need to send the letter in time",
        "The letter has not been sent",
        "The letter is overdue by a week",
        "Send the letter within a week",
        "Check that the letter is sent",
        "The letter is sent within a week.",
        "Letter sent",
    ],
)
def test_a_title_states_the_state_that_complies(tmp_path: Path, title: str) -> None:
    text = GOOD.replace("The letter is sent within a school week", title)
    assert found_in(tmp_path, text) == [(1, "title")]


@pytest.mark.parametrize(
    "title",
    [
        "Contact with the parent covers the concern",
        "No name comes off the roll but by the statutory process",
        "The parent is contacted without delay once the risk is known",
    ],
)
def test_a_title_that_states_it_is_in_order(tmp_path: Path, title: str) -> None:
    assert found_in(tmp_path, GOOD.replace("The letter is sent within a school week", title)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("owner: attendance lead", "owner: '?'", (10, "owner")),
        ("remedy: Send the letter today and log it.", "remedy: '-'", (11, "owner")),
        ("clauses: x:1", "clauses: []", (2, "clauses")),
        ("remedy: Send the", "remedy: 'FILL IN: what to do'\nnote: Send the", (11, "fill in")),
        ("clauses: x:1", "clauses: 'FILL IN: the clause'", (2, "fill in")),
    ],
)
def test_a_remedy_has_an_owner_and_nothing_is_left_to_fill_in(
    tmp_path: Path, old: str, new: str, expected: tuple[int, str]
) -> None:
    assert old in GOOD
    assert found_in(tmp_path, GOOD.replace(old, new)) == [expected]


@pytest.mark.parametrize(
    "remedy",
    [
        "Send the letter before the name is deleted.",
        "Send it; the deletion is held back meanwhile: hold back the deletion.",
        "Do not delete the name until the letter went.",
        "Never admit the child without a plan.",
        "Delay the start until the meeting took place.",
        "Keep the pupil on roll for now.",
        "Log it. Only when the plan is there, admit the pupil.",
        "The child stays on the roll.",
        "Make sure that the meeting takes place before off-roll.",
        "Wait until the form is back and then remove the pupil.",
        "Do not take the child off roll until the form is back.",
        "Put the removal on hold.",
        "Arrange the meeting before the first day back.",
        "Readmit only after the plan is agreed.",
        "The pupil cannot return until the plan is agreed.",
        "No deletion before the meeting has taken place.",
    ],
)
def test_no_remedy_of_the_policy_holds_up_a_deletion_or_a_readmission(tmp_path: Path, remedy: str) -> None:
    text = GOOD.replace("Send the letter today and log it.", f'"{remedy}"')
    assert found_in(tmp_path, text) == [(11, "nothing waits")]
    law = text.replace("authority: policy", "authority: law\nreference: reg 9\nconfidence: P").replace(
        "within letter_time", "within 5 days"
    )
    assert (13, "nothing waits") not in found_in(tmp_path, law)


@pytest.mark.parametrize(
    "remedy",
    [
        "Send the letter today. It never holds up the deletion.",
        "Offer the meeting now, even after the name has come off roll.",
        "Hold the meeting with the family and log it before Friday.",
        "Nothing else waits for this, neither the deletion nor the start.",
    ],
)
def test_a_remedy_that_says_that_nothing_waits_is_in_order(tmp_path: Path, remedy: str) -> None:
    assert found_in(tmp_path, GOOD.replace("Send the letter today and log it.", f'"{remedy}"')) == []


@pytest.mark.parametrize(
    ("sentence", "amiss"),
    [
        ("intent_letter_sent on or before off_rolled", True),
        ("intent_letter_sent before left_roll", True),
        ("intent_letter_sent between oral_intention_stated and off_rolled", True),
        ("intent_letter_sent within 5 days before on_rolled", True),
        ("intent_letter_sent within 5 days of oral_intention_stated", False),
        ("intent_letter_sent within 5 days after oral_intention_stated", False),
        # The law itself asks for the parent's notice.
        ("notification_received on or before off_rolled", False),
    ],
)
def test_a_duty_due_by_the_day_of_a_deletion_says_that_it_never_waits(
    tmp_path: Path, sentence: str, *, amiss: bool
) -> None:
    files = {"parameters.yaml": ""}
    text = GOOD.replace(DUTY, f"require: {sentence}")
    said = [f for f in findings(tmp_path, {**files, "letter.yaml": text}) if f[2] == "nothing waits"]
    assert said == ([("letter.yaml", 11, "nothing waits")] if amiss else [])
    for more in ("note: The deletion never waits for this.\n", "yields_to: england:DEL-F-LATE\n"):
        assert "nothing waits" not in [
            f[2] for f in findings(tmp_path, {**files, "letter.yaml": text + more})
        ]


@pytest.mark.parametrize(
    ("when", "sentence", "amiss"),
    [
        ("oral_intention_stated", "meeting_held within letter_time of oral_intention_stated", True),
        (
            "meeting_offered",
            "meeting_held and intent_letter_sent within letter_time of meeting_offered",
            True,
        ),
        (
            "meeting_offered",
            "intent_letter_sent within letter_time of meeting_offered or meeting_held",
            False,
        ),
        (
            "meeting_held",
            "meeting_held.role includes dsl and meeting_held within letter_time of meeting_held",
            False,
        ),
        ("oral_intention_stated", "only_met within letter_time of oral_intention_stated", True),
        ("oral_intention_stated", "met_or_declined within letter_time of oral_intention_stated", False),
    ],
)
def test_no_rule_requires_that_a_meeting_is_held(
    tmp_path: Path, when: str, sentence: str, *, amiss: bool
) -> None:
    milestones = "milestones:\n  only_met: meeting_held and parent_contacted\n  met_or_declined: meeting_held or meeting_declined\n"
    text = GOOD.replace(WHEN, f"when: {when}").replace(DUTY, f"require: {sentence}")
    said = findings(tmp_path, {"ruleset.yaml": RULESET + milestones, "letter.yaml": text})
    assert [f for f in said if f[2] == "meeting"] == ([("letter.yaml", 9, "meeting")] if amiss else [])


def test_a_rule_of_the_law_counts_with_the_laws_own_figures(tmp_path: Path) -> None:
    law = GOOD.replace("authority: policy", "authority: law\nreference: reg 9\nconfidence: P")
    assert found_in(tmp_path, law) == [(11, "law's figures")]
    own = {"parameters.yaml": PARAMETERS + "  choice_of: law\n", "letter.yaml": law}
    assert findings(tmp_path, own) == []
    bare = law.replace("reference: reg 9\nconfidence: P\n", "").replace("letter_time", "5 days")
    assert found_in(tmp_path, bare) == [(5, "source"), (5, "source"), (2, "unused")]


@pytest.mark.parametrize(
    ("when", "sentence", "amiss"),
    [
        ("risk_identified", "intent_letter_sent within letter_time of oral_intention_stated", True),
        ("risk_identified or oral_intention_stated", "intent_letter_sent within letter_time of oral_intention_stated", True),
        ("risk_identified or oral_intention_stated", "intent_letter_sent within letter_time of known", False),
        ("risk_identified as any of (genuine, not_said)", "intent_letter_sent within letter_time of risk_identified", False),
        ("oral_intention_stated", "intent_letter_sent within letter_time after risk_identified", True),
        ("oral_intention_stated", "intent_letter_sent between risk_identified and off_rolled", True),
        ("oral_intention_stated", "intent_letter_sent every letter_time from risk_identified until off_rolled", True),
        ("oral_intention_stated", "intent_letter_sent on risk_identified", True),
        ("oral_intention_stated", "intent_letter_sent on or before risk_identified", False),
        ("oral_intention_stated", "risk_identified and intent_letter_sent within letter_time of risk_identified", False),
        ("oral_intention_stated", "not risk_identified or intent_letter_sent within letter_time of risk_identified", False),
        ("notification_received", "intent_letter_sent within letter_time of notification_received.until", False),
        ("both_known", "intent_letter_sent within letter_time of risk_identified", False),
        ("known", "intent_letter_sent within letter_time of risk_identified", True),
        ("risk_identified and oral_intention_stated", "intent_letter_sent within letter_time of both_known", False),
        ("risk_identified.count >= 1", "intent_letter_sent within letter_time of risk_identified", False),
        ("risk_identified.covers includes send", "intent_letter_sent within letter_time of risk_identified", False),
        ("risk_identified", "intent_letter_sent within letter_time of risk_identified as genuine", True),
        ("risk_identified as genuine", "intent_letter_sent within letter_time of risk_identified", False),
    ],
)  # fmt: skip
def test_what_a_duty_counts_from_is_asked_for_in_when(
    tmp_path: Path, when: str, sentence: str, *, amiss: bool
) -> None:
    milestones = "milestones:\n  known: risk_identified or oral_intention_stated\n  both_known: risk_identified and oral_intention_stated\n"
    text = GOOD.replace(WHEN, f"when: {when}").replace(DUTY, f"require: {sentence}")
    said = findings(tmp_path, {"ruleset.yaml": RULESET + milestones, "letter.yaml": text})
    assert [f for f in said if f[2] == "anchor"] == ([("letter.yaml", 9, "anchor")] if amiss else [])


@pytest.mark.parametrize(
    ("about", "when", "anchor", "amiss"),
    [
        ("leaver", "", "left_roll", False),
        ("leaver", "when: ehe_leaver\n", "off_rolled", False),
        ("leaver", "", "off_rolled", True),
        ("advice", "", "professional_recommended_ehe", False),
        ("advice", "", "confirmation_requested", True),
    ],
)
def test_what_every_subject_has_need_not_be_asked_for(
    tmp_path: Path, about: str, when: str, anchor: str, *, amiss: bool
) -> None:
    text = GOOD.replace("about: case", f"about: {about}").replace(f"{WHEN}\n", when)
    text = (
        text.replace("of oral_intention_stated", f"of {anchor}").replace(", not_applicable]", "]")
        if not when
        else text.replace("of oral_intention_stated", f"of {anchor}")
    )
    assert ("anchor" in [check for _, check in found_in(tmp_path, text)]) == amiss


@pytest.mark.parametrize("attribute", ["covers includes meeting_invitation", "role includes dsl"])
def test_no_test_of_all_entries_stands_beside_a_deadline(tmp_path: Path, attribute: str) -> None:
    text = GOOD.replace(DUTY, f"{DUTY} and intent_letter_sent.{attribute}")
    assert found_in(tmp_path, text) == [(9, "narrow")]
    assert found_in(tmp_path, GOOD.replace(DUTY, f"{DUTY} and meeting_offered.role includes dsl")) == []


@pytest.mark.parametrize(
    "when",
    [
        "{} and not {}",
        "{} and not oral_intention_stated",
        "{} and removal_ground is f and removal_ground is d",
        "{} and removal_ground in (d, f) and not removal_ground in (d, f, i)",
        "{} and parent_contacted.count > 2 and parent_contacted.count <= 2",
        "{} and not (parent_contacted.count >= 1) and parent_contacted.count = 3",
        "{} and (parent_contacted or meeting_held) and not parent_contacted and not meeting_held",
        "{} and meeting_held within 5 days of oral_intention_stated and not meeting_held",
        "({} and removal_ground is f and removal_ground is d) or parent_contacted",
    ],
)
def test_a_when_that_can_never_be_true_is_found(tmp_path: Path, when: str) -> None:
    text = GOOD.replace(WHEN, "when: " + when.replace("{}", "oral_intention_stated"))
    assert (8, "never") in found_in(tmp_path, text)


@pytest.mark.parametrize(
    "when",
    [
        "{} and removal_ground in (d, f) and removal_ground in (f, i)",
        "{} and not removal_ground is f and removal_ground is d",
        "{} and parent_contacted.count >= 2 and parent_contacted.count <= 2",
        "{} and (not parent_contacted or parent_contacted covering support)",
        "{} and not meeting_held by dsl and meeting_held",
        "{} and not (meeting_held within 5 days of oral_intention_stated) and meeting_held",
    ],
)
def test_a_when_that_can_be_true_is_not(tmp_path: Path, when: str) -> None:
    text = GOOD.replace(WHEN, "when: " + when.replace("{}", "oral_intention_stated"))
    assert "never" not in [check for _, check in found_in(tmp_path, text)]


@pytest.mark.parametrize(
    ("about", "event", "amiss"),
    [
        ("case", "confirmation_requested", True),
        ("case", "weekly_attendance_review", True),
        ("case", "suspension", False),
        ("advice", "confirmation_requested", False),
        ("advice", "pressure_reviewed", True),
        ("pupil", "attendance_feed_agreed", False),
        ("school", "intent_letter_sent", True),
    ],
)
def test_an_event_that_never_counts_for_the_subject_is_found(
    tmp_path: Path, about: str, event: str, *, amiss: bool
) -> None:
    text = GOOD.replace("about: case", f"about: {about}").replace(WHEN, f"when: {event}")
    text = text.replace(DUTY, f"require: {event}.count >= 1").replace("met, late, due, ", "met, ")
    said = [f for f in findings(tmp_path, {"letter.yaml": text, "parameters.yaml": ""}) if f[2] == "never"]
    assert said == ([("letter.yaml", 8, "never")] if amiss else [])


def test_a_rule_that_ends_before_it_begins_is_found(tmp_path: Path) -> None:
    assert found_in(tmp_path, GOOD + "in_force: {from: 2026-01-02, to: 2026-01-01}\n") == [(14, "never")]
    assert found_in(tmp_path, GOOD + "in_force: {from: 2026-01-02, to: 2026-01-02}\n") == []


def test_what_no_rule_uses_is_found_where_it_stands(tmp_path: Path) -> None:
    ruleset = (
        RULESET
        + "milestones:\n  used: parent_contacted or under_it\n  under_it: support_given\n  spare: meeting_offered\n"
        + "role_groups:\n  ours: [dsl]\n  theirs: [sendco]\n"
    )
    text = GOOD.replace(
        DUTY, f"{DUTY} and used within letter_time of oral_intention_stated and meeting_offered by ours"
    )
    files = {
        "ruleset.yaml": ruleset,
        "letter.yaml": text,
        "parameters.yaml": PARAMETERS + "spare_time:\n  value: 3 days\n  reason: x\n",
    }
    assert findings(tmp_path, files) == [
        ("parameters.yaml", 5, "unused"),
        ("ruleset.yaml", 7, "unused"),
        ("ruleset.yaml", 10, "unused"),
    ]


@pytest.mark.parametrize(
    ("target", "amiss"),
    [
        ("england:DEL-F-LATE", False),
        ("england:DEL-F-LAET", True),
        ("scotland:X", True),
        ("made:letter", False),
    ],
)
def test_a_rule_named_elsewhere_is_there(tmp_path: Path, target: str, *, amiss: bool) -> None:
    assert found_in(tmp_path, f"{GOOD}yields_to: {target}\n") == ([(14, "dead name")] if amiss else [])


def test_a_clause_executed_by_no_rule_is_found(tmp_path: Path) -> None:
    clause = "- {id: 'x:1', where: a, check: data, about: case, says: b, executed_by: ['england:DEL-*', 'england:DELL-*']}\n"
    files = {"clauses.yaml": clause, "ruleset.yaml": RULESET + "builds_on: england\n"}
    assert findings(tmp_path, files) == [("clauses.yaml", 1, "dead name")]


def test_a_section_without_a_clause_is_found(tmp_path: Path) -> None:
    clause = "- {id: 'x:1', where: a, check: data, about: case, says: b}\n"
    sections = "sections:\n  'x:*': The first\n  'y:*': The second\n"
    files = {"clauses.yaml": clause, "ruleset.yaml": RULESET + sections}
    assert findings(tmp_path, files) == [("ruleset.yaml", 6, "dead name")]


def test_a_status_that_no_case_shows_is_found(tmp_path: Path) -> None:
    text = GOOD.replace("not_met, cannot_tell, ", "")
    (finding,) = lint([load(tmp_path, {"letter.yaml": text})])
    assert (finding.line, finding.check) == (13, "cases")
    assert finding.message == "No case shows this rule as cannot_tell, not_met; add one for each."
