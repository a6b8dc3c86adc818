"""The two engines, each in its own way, come to the same verdicts, whatever the facts are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engines.random_facts import judged_by_record, seeded
from engines.sentences import all_rules, rule, vocabulary

from ehe_rules.engines.agree import check_agreement, compare
from ehe_rules.engines.durable import available, judge_durable
from ehe_rules.rulebook.statuses import CURRENT

pytestmark = pytest.mark.skipif(not available(), reason="durable-rules is not installed here")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_engines_agree_on_random_facts(seed: int) -> None:
    judgement = judged_by_record(all_rules(), seeded(seed), subjects=250)
    durable = judge_durable(judgement.con, judgement)
    assert (durable.ended, durable.judged) == ("judged", {"case": 250})
    assert [str(difference) for difference in compare(judgement.con, durable)] == []
    check_agreement(judgement.con, durable)


@pytest.mark.parametrize("kind", CURRENT)
def test_the_engines_agree_on_periods_that_run(kind: str) -> None:
    rules = [replace(rule, about=kind) for rule in all_rules()]
    judgement = judged_by_record(rules, seeded(11), subjects=120, kind=kind)
    durable = judge_durable(judgement.con, judgement)
    assert (durable.ended, durable.judged) == ("judged", {kind: 120})
    assert [str(difference) for difference in compare(judgement.con, durable)] == []


def test_every_status_comes_up() -> None:
    judgement = judged_by_record(all_rules(), seeded(4), subjects=100)
    durable = judge_durable(judgement.con, judgement)
    found = {status for _, _, _, status in durable.verdicts}
    assert found == {"not_met", "late", "cannot_tell", "due", "met", "indicator"}


def test_an_or_of_more_parts_than_durable_rules_can_fire_is_judged() -> None:
    # One fact that satisfies 65 branches makes durable-rules fire nothing at all.
    kinds = sorted(k for k, scope in vocabulary().scopes.items() if scope in ("case", "pupil"))
    parts = [*kinds, *(f"{kind}.count >= 3" for kind in kinds)]
    judgement = judged_by_record([rule("any", "flag", " or ".join(parts))], seeded(5), subjects=100)
    durable = judge_durable(judgement.con, judgement)
    assert durable.ended == "judged"
    assert compare(judgement.con, durable) == []
    assert len(durable.verdicts) == 100


def test_an_and_of_ors_that_multiply_into_thousands_is_judged() -> None:
    events = (
        "(meeting_held or parent_contacted or ehe1_sent or suspension)",
        "(meeting_offered or phone_attempted or ehe1_completed or complaint_made)",
        "(meeting_declined or support_given or oral_intention_stated or risk_resolved)",
        "(barrier_recorded or intent_letter_sent or referral_made or off_rolled)",
        "(actions_reviewed or parent_guide_shared or off_roll_letter_sent or la_informed)",
    )
    judgement = judged_by_record([rule("many", "flag", " and ".join(events))], seeded(5), subjects=100)
    durable = judge_durable(judgement.con, judgement)
    assert durable.ended == "judged"
    assert compare(judgement.con, durable) == []
    assert {status for _, _, _, status in durable.verdicts} == {"indicator", "cannot_tell"}
