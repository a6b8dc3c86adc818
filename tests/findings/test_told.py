"""Rules in sentences that can be read aloud to a governor."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from rulebook.made import RULE, RULESET, load

from ehe_rules.findings.numbers import SAID
from ehe_rules.findings.spoken import SPOKEN
from ehe_rules.findings.spoken_shortly import DENIED
from ehe_rules.findings.told import RuleTold, Several, Told, milestone_told, tell
from ehe_rules.findings.told.dates import date_told
from ehe_rules.findings.told.spoken import ABOUT, IS_SO, MILESTONES, NUMBERS
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.ruleset import Ruleset, find_ruleset, ruleset_names

if TYPE_CHECKING:
    from pathlib import Path

MADE = """\
milestones:
  risk_known: risk_identified as any of (genuine, not_said) or oral_intention_stated
  stage_1_offered: parent_contacted and intent_letter_sent
"""
PARAMETERS = """\
letter_time: {value: 5 school days, reason: for a test}
same_day: {value: 0 school days, reason: for a test}
dated_time: {values: [{value: 2 school days}, {from: 2026-02-01, value: 4 school days}], reason: for a test}
dated_end: {values: [{value: 0 half terms}, {from: 2026-02-01, value: 1 half term}], reason: for a test}
calls: {values: [{value: 1}, {from: 2026-01-01, value: 3}], reason: for a test}
"""


def asks(folder: Path, sentence: str, when: str = "oral_intention_stated", about: str = "case") -> Told:
    """Tell what a rule with this sentence asks for."""
    return told(folder, sentence, when, about).asks


def told(folder: Path, sentence: str, when: str = "oral_intention_stated", about: str = "case") -> RuleTold:
    """Tell a rule with this sentence (`forbid: ` or `flag: ` before it, if it is no duty)."""
    kind = next((k for k in ("forbid", "flag") if sentence.startswith(f"{k}: ")), "require")
    lines = [
        f"{kind}: {sentence.removeprefix(f'{kind}: ')}"
        if line.startswith("require:")
        else f"when: {when}"
        if line.startswith("when:")
        else f"about: {about}"
        if line.startswith("about:")
        else line
        for line in RULE.splitlines()
    ]
    text = "\n".join(lines) + "\n"
    if kind == "flag":
        text = text.replace("force: must", "force: indicator")
    files = {"ruleset.yaml": RULESET + MADE, "parameters.yaml": PARAMETERS, "letter.yaml": text}
    ruleset = load(folder, files)
    return tell(ruleset.rules[0], ruleset)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("barrier_recorded", "a note of the barriers"),
        (
            "parent_contacted within 1 school day of risk_known",
            "contact with the parent within 1 school day of the risk being known",
        ),
        (
            "phone_attempted by headteacher within letter_time after meeting_declined",
            "an attempt by phone by the headteacher within 5 school days after the parent's refusal of the meeting",
        ),
        (
            "parent_guide_shared within same_day of meeting_held",
            "the parent guide no later than the EHE meeting",
        ),
        (
            "parent_guide_shared within same_day after meeting_held",
            "the parent guide on the day of the EHE meeting",
        ),
        (
            "ehe1_sent within 5 school days before off_rolled",
            "sending the EHE1 form in the 5 school days before leaving the roll for home education",
        ),
        (
            "meeting_held between 3 days before notification_received and off_rolled",
            "the EHE meeting between 3 days before the parent's written notice and leaving the roll for home education",
        ),
        (
            "ehe1_sent on or before off_rolled",
            "sending the EHE1 form no later than leaving the roll for home education",
        ),
        (
            "off_rolled after notification_received.until",
            "leaving the roll for home education after the last day that the parent's written notice names",
        ),
        (
            "actions_reviewed every 2 weeks from meeting_held until 30 school days after meeting_held",
            "a review of the actions at least every 2 weeks from the EHE meeting until 30 school days after the EHE meeting",
        ),
        (
            "meeting_held.role includes any of (headteacher, governor)",
            "the EHE meeting was led or done by a governor or the headteacher",
        ),
        (
            "meeting_held.with includes all of (dsl, sendco)",
            "the EHE meeting was attended by the DSL and the SENDCO",
        ),
        ("phone_attempted.outcome is no_answer", "an attempt by phone is recorded as no answer"),
        (
            "phone_attempted.count >= calls",
            "an attempt by phone stands on record with at least one entry (from 1 Jan 2026: 3 entries or more)",
        ),
        (
            "parent_contacted within dated_time of risk_known",
            "contact with the parent within 2 school days (from 1 Feb 2026: 4 school days) of the risk being known",
        ),
        (
            "parent_contacted within dated_end of risk_known",
            "contact with the parent by the end of the half term of the risk being known (from 1 Feb 2026: the end of the half term after that of the risk being known)",
        ),
        (
            "meeting_held within 0 half terms of risk_known",
            "the EHE meeting by the end of the half term of the risk being known",
        ),
        (
            "barrier_recorded between meeting_held and 1 term after meeting_held",
            "a note of the barriers between the EHE meeting and the end of the term after that of the EHE meeting",
        ),
        (
            "barrier_recorded within 2 terms after meeting_held",
            "a note of the barriers by the end of the term 2 terms after that of the EHE meeting",
        ),
        ("removal_ground in (h, i)", "the ground for deletion is (h) or (i)"),
        ("leaving_reason is recorded", "the reason for leaving is recorded"),
    ],
)
def test_a_duty_says_what_must_be_on_record(tmp_path: Path, sentence: str, said: str) -> None:
    assert asks(tmp_path, sentence) == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("meeting_held", "the EHE meeting is on record"),
        ("not meeting_held", "the EHE meeting is not on record"),
        (
            "not meeting_held on or before off_rolled",
            "the EHE meeting did not come on or before leaving the roll for home education",
        ),
        (
            "not meeting_held within 10 school days after meeting_offered",
            "the EHE meeting did not come within 10 school days after the offer of a meeting",
        ),
        ("not (leaving_reason is recorded)", "the reason for leaving is not recorded"),
        ("not short_notice", "the notice is of a school day or more"),
        ("previous_ehe is yes", "the field for earlier home education says yes"),
        ("not looked_after", "the child is not recorded as looked after"),
        ("not sao_in_force", "no school attendance order in force is on record"),
        ("not social_worker", "no social worker is recorded"),
        ("sen_provision in (k, e)", "SEN provision is an education, health and care plan or SEN support"),
        (
            "not (meeting_held.with includes all of (dsl, sendco))",
            "the EHE meeting was not attended by the DSL and the SENDCO together",
        ),
        ("not phone_attempted.outcome is no_answer", "an attempt by phone is not recorded as no answer"),
        (
            "unmarked_sessions_since_notice <= 0",
            "no sessions since the notice and before the name came off the roll have no mark",
        ),
        (
            "not cme_run_at_check >= 10",
            "the run of absence coded G, N, O or U stood at fewer than 10 school days on the day of the check",
        ),
        (
            "not (cme_run_at_check = 1)",
            "the run of absence coded G, N, O or U stood at no school days or more than 1 school day on the day of the check",
        ),
    ],
)
def test_a_condition_says_what_is_so_or_is_not(tmp_path: Path, sentence: str, said: str) -> None:
    assert told(tmp_path, "barrier_recorded", when=sentence).when == said


def test_what_stands_together_is_a_list_and_not_is_carried_down_to_its_parts(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        "(barrier_recorded and parent_contacted and (meeting_held or phone_attempted)) or proforma_completed",
        when="not (meeting_held and (phone_attempted or not meeting_declined))",
    )
    assert found.asks == Several(
        "one",
        (
            Several(
                "all",
                (
                    "a note of the barriers",
                    "contact with the parent",
                    Several("one", ("the EHE meeting", "an attempt by phone")),
                ),
            ),
            "the proforma",
        ),
    )
    assert found.when == Several(
        "one",
        (
            "the EHE meeting is not on record",
            Several(
                "all",
                ("an attempt by phone is not on record", "the parent's refusal of the meeting is on record"),
            ),
        ),
    )


def test_a_rule_says_whom_it_concerns_how_it_begins_and_whose_words_it_uses(tmp_path: Path) -> None:
    duty = told(tmp_path, "parent_contacted on or before stage_1_offered", when="risk_known")
    assert (duty.whom, duty.opening) == ("Each home education case", "What must be on record")
    assert duty.milestones == ("risk_known", "stage_1_offered")
    assert told(tmp_path, "forbid: meeting_held").opening == "What must not be so"
    pattern = told(tmp_path, "flag: meeting_held", about="leaver")
    assert (pattern.whom, pattern.opening) == (
        "Each pupil who has left the roll",
        "What a person should look at",
    )


@cache
def shipped(name: str) -> Ruleset:
    return load_ruleset(find_ruleset(name))


def sentences(one: Told) -> list[str]:
    return [one] if isinstance(one, str) else [said for part in one.parts for said in sentences(part)]


@pytest.mark.parametrize("name", ruleset_names())
def test_every_rule_that_comes_with_the_tool_can_be_read_aloud(name: str) -> None:
    ruleset = shipped(name)
    for rule in ruleset.rules:
        found = tell(rule, ruleset)
        every = [found.whom, *(sentences(found.when) if found.when else []), *sentences(found.asks)]
        assert all(every), rule.id
        assert [said for said in every if "_" in said or "{" in said] == [], rule.id


@pytest.mark.parametrize("name", ruleset_names())
def test_no_two_milestones_have_the_same_words_and_none_is_explained_by_itself(name: str) -> None:
    milestones = shipped(name).milestones.values()
    words = [date_told(one) for one in milestones]
    assert sorted(words) == sorted(set(words))
    assert [
        said for one, said in zip(milestones, words, strict=True) if said in sentences(milestone_told(one))
    ] == []


@pytest.mark.parametrize("name", ruleset_names())
def test_whatever_the_rules_speak_of_has_words_of_its_own(name: str) -> None:
    """A word of the vocabulary read out bare ("week end") is no sentence."""
    ruleset = shipped(name)
    texts = [f"{rule.file.when} {rule.file.sentence}" for rule in ruleset.rules]
    texts += ruleset.info.milestones.values()
    named = {word for text in texts for word in re.findall(r"\w+", text)}
    measures = ruleset.vocabulary.measures
    counted = {word for word in named if word in measures and measures[word].kind == "number"}
    asked = {word for word in named if word in measures and measures[word].kind == "yes/no"}
    dated = named & {*ruleset.vocabulary.scopes, *ruleset.milestones}
    assert sorted(counted - {*SAID, *NUMBERS}) == []
    assert sorted(asked - {*IS_SO, *DENIED}) == []
    assert sorted(dated - {*SPOKEN, *MILESTONES}) == []


@pytest.mark.parametrize("name", ruleset_names())
def test_whomever_rules_are_about_has_words(name: str) -> None:
    assert {rule.file.about for rule in shipped(name).rules} <= set(ABOUT)
