"""The child process: what it judges, and what becomes of a run when it breaks, hangs or is not there."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from engines.random_facts import judged_by_record, seeded
from engines.sentences import rule

from ehe_rules.engines import durable as engine
from ehe_rules.engines.agree import compare
from ehe_rules.engines.durable import NOT_INSTALLED, available, judge_durable

if TYPE_CHECKING:
    from ehe_rules.judge import Judgement

needs_durable = pytest.mark.skipif(not available(), reason="durable-rules is not installed here")


def judgement_of(subjects: int, seed: int = 1) -> Judgement:
    rules = [rule("contact", "require", "parent_contacted"), rule("meeting", "require", "meeting_held")]
    return judged_by_record(rules, seeded(seed), subjects)


def child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the child process be something else."""
    monkeypatch.setattr(engine, "available", lambda: True)
    monkeypatch.setattr(engine, "COMMAND", (sys.executable, "-c", code))


@needs_durable
def test_all_subjects_are_judged_up_to_the_limit() -> None:
    judgement = judgement_of(30)
    durable = judge_durable(judgement.con, judgement, limit=30)
    assert durable.judged == {"case": 30}
    assert durable.compared == 60
    assert durable.sample["case"] == list(range(1, 31))
    assert durable.notice == ""


@needs_durable
def test_above_the_limit_a_fixed_sample_is_judged_and_said() -> None:
    judgement = judgement_of(40)
    first, again, smaller = (judge_durable(judgement.con, judgement, limit=n) for n in (15, 15, 5))
    assert first.sample == again.sample
    assert set(smaller.sample["case"]) < set(first.sample["case"])
    assert first.sample["case"] != list(range(1, 16))
    assert {subject for _, subject, _, _ in first.verdicts} == set(first.sample["case"])
    assert (
        first.notice == "The second engine (durable-rules) cross-checked a fixed sample: 15 of 40 subjects."
    )


@needs_durable
def test_the_sample_depends_on_ids_not_on_the_order_of_subjects() -> None:
    judgement = judgement_of(40)
    before = judge_durable(judgement.con, judgement, limit=15).sample["case"]
    judgement.con.execute("UPDATE facts_case SET subject = 41 - subject")
    after = judge_durable(judgement.con, judgement, limit=15).sample["case"]
    assert [41 - subject for subject in reversed(after)] == list(before)


@needs_durable
def test_more_subjects_than_one_batch_are_all_judged() -> None:
    judgement = judgement_of(1100)
    durable = judge_durable(judgement.con, judgement)
    assert durable.judged == {"case": 1100}
    assert compare(judgement.con, durable) == []


def test_a_crash_is_said_and_what_was_judged_by_then_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    judgement = judgement_of(10)
    child(
        monkeypatch,
        """
import os, sys
sys.stdin.read()
print('["case", [[1, {"test:contact": 4}], [2, {}]]]', flush=True)
print('["case", [[3, {"test:con', end="", flush=True)
os.abort()
""",
    )
    durable = judge_durable(judgement.con, judgement)
    assert durable.ended == "crashed"
    assert durable.sample == {"case": [1, 2]}
    assert durable.verdicts == [("case", 1, "test:contact", "met")]
    assert durable.notice.startswith(
        "The second engine (durable-rules) broke off: 2 of 10 subjects were cross-checked."
    )
    assert "signal 6" in durable.notice


def test_a_child_that_fails_gives_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    child(monkeypatch, "import sys; sys.exit('error code: 303')")
    judgement = judgement_of(10)
    durable = judge_durable(judgement.con, judgement)
    assert (durable.ended, durable.judged) == ("crashed", {"case": 0})
    assert durable.trouble == "The process ended with exit status 1: error code: 303."
    assert compare(judgement.con, durable) == []


def test_a_child_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    child(monkeypatch, """import time; print('["case", [[4, {}]]]', flush=True); time.sleep(60)""")
    judgement = judgement_of(10)
    durable = judge_durable(judgement.con, judgement, seconds=1)
    assert durable.ended == "out of time"
    assert durable.sample == {"case": [4]}
    assert (
        durable.notice
        == "The second engine (durable-rules) ran out of time: 1 of 10 subjects were cross-checked."
    )


def test_without_durable_rules_the_run_goes_on_with_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "available", lambda: False)
    judgement = judgement_of(10)
    durable = judge_durable(judgement.con, judgement)
    assert (durable.ended, durable.verdicts, durable.judged) == ("not installed", [], {"case": 0})
    assert durable.notice == NOT_INSTALLED


def test_this_engine_can_be_imported_without_durable_rules() -> None:
    code = (
        "import sys; sys.modules['durable'] = None; import ehe_rules.engines.durable, ehe_rules.engines.agree"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter and words
