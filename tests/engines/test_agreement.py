"""The two engines, each in its own way, come to the same verdicts, whatever the facts are."""

from __future__ import annotations

from random import Random

import pytest
from engines.random_facts import judged_by_record
from engines.sentences import all_rules, rule

from ehe_rules.engines.agree import check_agreement, compare
from ehe_rules.engines.durable import available, judge_durable

pytestmark = pytest.mark.skipif(not available(), reason="durable-rules is not installed here")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_engines_agree_on_random_facts(seed: int) -> None:
    judgement = judged_by_record(all_rules(), Random(seed), subjects=250)
    durable = judge_durable(judgement.con, judgement)
    assert (durable.ended, durable.counts) == ("judged", {"case": 250})
    assert [difference.message for difference in compare(judgement.con, durable)] == []
    check_agreement(judgement.con, durable)


def test_every_status_comes_up() -> None:
    judgement = judged_by_record(all_rules(), Random(4), subjects=100)
    durable = judge_durable(judgement.con, judgement)
    found = {status for _, _, _, status in durable.verdicts}
    assert found == {"not_met", "late", "cannot_tell", "due", "met", "indicator"}


def test_a_condition_of_very_many_branches_is_judged_all_the_same() -> None:
    # Multiplied out it has 4 to the 5th branches; where 65 of them hold, durable-rules fires nothing at all.
    events = (
        "meeting_held or parent_contacted or ehe1_sent or suspension",
        "meeting_offered or phone_attempted or ehe1_completed or complaint_made",
        "meeting_declined or support_given or oral_intention_stated or risk_resolved",
        "barrier_recorded or intent_letter_sent or referral_made or off_rolled",
        "actions_reviewed or parent_guide_shared or off_roll_letter_sent or la_informed",
    )
    many = rule("many", "flag", " and ".join(f"({some})" for some in events))
    judgement = judged_by_record([many], Random(5), subjects=200)
    durable = judge_durable(judgement.con, judgement)
    assert durable.ended == "judged"
    assert compare(judgement.con, durable) == []
    assert {status for _, _, _, status in durable.verdicts} == {"indicator", "cannot_tell"}
