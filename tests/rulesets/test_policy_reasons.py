"""What the policy's findings say: what is missing once, in a line, and nothing aside from it."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from end_to_end.helping import ROOT, run

from ehe_rules.findings.spoken_shortly import NARROWED, TOGETHER
from ehe_rules.reporting.rows import records
from ehe_rules.rulebook.load import load_ruleset, load_vocabulary
from ehe_rules.rulebook.ruleset import rulesets_folder

LATE, WHOLE, ADVICE = "31-everything-late", "30-whole-journey", "32-advice-with-replies"
DAYS = {LATE: date(2026, 3, 20), WHOLE: date(2026, 3, 6), ADVICE: date(2026, 3, 6)}


@cache
def said(situation: str) -> dict[tuple[str, str], str]:
    """Give the reasons of a situation by rule and pupil."""
    result = run([ROOT / "fixtures" / situation], on=DAYS[situation])
    pupils = {row["upn"]: row["surname"].removeprefix("Example-") for row in records(result.pupils)}
    return {
        (row["rule"], pupils[row["upn"]]): row["reason"] for row in records(result.findings) if row["upn"]
    }


@pytest.mark.parametrize(
    ("situation", "rule", "pupil", "reason"),
    [
        # what is missing and was owed by one day is one sentence
        (
            LATE,
            "2.4",
            "C",
            (
                "Considering safeguarding, considering SEND, considering welfare and considering attendance are not "
                "recorded; they were due within 3 school days of the parent's own indication, 12 Jan 2026."
            ),
        ),
        # so are alternatives
        (
            LATE,
            "5.2.8-no-answer",
            "F",
            (
                "The written summary covering the offer to meet and the parent's decision and known concerns or that none "
                "are known, or a call that was the meeting, or the EHE meeting, is not recorded; it was due within 13 school days of the "
                "offer of a meeting, 28 Jan 2026."
            ),
        ),
        # of four concerns only the one that was found is spoken of
        (
            WHOLE,
            "2.5",
            "A",
            (
                "A referral or a decision that no referral is needed recorded on 15 Jan 2026, within 5 school days of a "
                "SEND concern, 13 Jan 2026."
            ),
        ),
        # only what is missing is named
        (LATE, "5.1.2", "A", "Contact with the parent does not cover early steps or support."),
        (
            ADVICE,
            "3.4",
            "B",
            "The professional's reported recommendation does not cover the profession or who reported it.",
        ),
        (
            ADVICE,
            "3.3",
            "C",
            (
                "The request for written confirmation to the parent is not recorded; it was due within 5 school days of "
                "the professional's reported recommendation, 12 Jan 2026. Recorded on 13 Jan 2026 is the request for "
                "written confirmation, but it does not cover the parent."
            ),
        ),
        # a group of roles has one name
        (LATE, "5.2.1", "A", "The EHE meeting was not led or done by a senior leader."),
        # a review that counted is no near miss
        (
            LATE,
            "5.2.5-by-phone",
            "G",
            " ".join(
                f"A review of the actions by the {team} team is owed every 10 school days from a call that was the "
                "meeting, 20 Jan 2026; overdue by 16 school days (recorded on 1 day, the last 4 Feb 2026)."
                for team in ("attendance", "pastoral")
            ),
        ),
        # what is not so goes without saying where a duty is met
        (LATE, "6.5", "B", "The reason for leaving is recorded."),
        (
            LATE,
            "8.4",
            "D",
            "The parent's written notice is not recorded; it was due by leaving the roll, 2 Feb 2026.",
        ),
        (LATE, "5.4.3", "B", "The reason for leaving is EHE. The ground for deletion is (d) or (f)."),
    ],
)
def test_a_reason_says_what_the_record_shows(situation: str, rule: str, pupil: str, reason: str) -> None:
    assert said(situation)[rule, pupil] == reason


def test_alternatives_with_days_of_their_own_are_said_one_by_one() -> None:
    """Before the off-roll, or at once after a letter with immediate effect: two days, two sentences."""
    assert said(LATE)["5.3.1", "B"] == (
        "The offer of stage 1 was due by leaving the roll for home education, 6 Feb 2026; recorded on 11 Feb 2026, "
        "5 days late."
    )


def test_every_group_of_roles_that_the_policy_names_has_one_name_in_a_reason() -> None:
    policy = load_ruleset(rulesets_folder() / "hcat-ehe")
    groups = {**policy.vocabulary.role_groups, **policy.info.role_groups}
    assert [name for name, roles in sorted(groups.items()) if frozenset(roles) not in TOGETHER] == []


@pytest.mark.parametrize("said_shortly", sorted(NARROWED))
def test_what_is_said_shortly_is_in_the_vocabulary_and_in_its_order(said_shortly: str) -> None:
    vocabulary = load_vocabulary(rulesets_folder())
    event, by, words = said_shortly.split(" ", 2)
    listed = words.split(", ")
    known = (
        *vocabulary.words_of(event, {"as": "outcome", "by": "role", "covering": "covers", "to": "to"}[by]),
        "not_said",
    )
    assert listed == sorted(listed)
    assert set(listed) <= set(known)
