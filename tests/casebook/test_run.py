"""The runner itself: what it builds from a case, what it says of one that fails, and of one that cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from rulebook.made import PARAMETERS, RULE, write

from ehe_rules.casebook import Verdict, run_cases
from ehe_rules.casebook.found import find_cases
from ehe_rules.casebook.results import result_of
from ehe_rules.errors import RulebookError

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.casebook import CaseResult

SENT = """
  - name: sent in time
    on: 2026-01-30
    events:
      - 2026-01-12 oral_intention_stated
      - 2026-01-19 intent_letter_sent
    expect: met
    due_on: 2026-01-19
"""


def run(folder: Path, cases: str, **files: str) -> list[CaseResult]:
    """Run a ruleset with one rule and these cases, by the first engine."""
    return run_cases([write(folder, {"letter.yaml": f"{RULE}cases:{cases}", **files})], engine="columnar")


def one_case(folder: Path, lines: str) -> CaseResult:
    """Run one case, whose lines (without its name) are given."""
    indented = "".join(f"    {line}\n" for line in lines.splitlines())
    (result,) = run(folder, f"\n  - name: a case\n{indented}")
    return result


def error(folder: Path, lines: str) -> str:
    """Give what is said about a case that cannot be read, from the line's number on."""
    with pytest.raises(RulebookError) as caught:
        one_case(folder, lines)
    said = str(caught.value)
    assert said.startswith(f"{folder / 'made' / 'letter.yaml'}, line ")
    return said.partition(", line ")[2]


def test_a_case_that_comes_out_as_expected_passes(tmp_path: Path) -> None:
    (result,) = run(tmp_path, SENT)
    assert result.passed
    assert result.why == ""
    assert (result.rule, result.case, result.line) == ("made:letter", "sent in time", 13)
    assert result.expected == ("met",)
    assert result.engines == ("columnar",)
    (verdict,) = result.got
    assert verdict.subject.startswith("case/900001/")
    assert verdict.subject.endswith("/2026-01-12")
    assert (verdict.status, verdict.due_on, verdict.done_on, verdict.days_late) == (
        "met",
        date(2026, 1, 19),
        date(2026, 1, 19),
        None,
    )


WRONG = [
    ("expect: met", "expect: late", "expected late, but it is met (due by 2026-01-19, done 2026-01-19)"),
    ("due_on: 2026-01-19", "due_on: 2026-01-18", "due_on should be 2026-01-18, but is 2026-01-19"),
    ("due_on: 2026-01-19", "done_on: 2026-01-18", "done_on should be 2026-01-18, but is 2026-01-19"),
    ("due_on: 2026-01-19", "days_late: 1", "days_late should be 1, but is blank"),
    (
        "expect: met",
        "expect: [met, met]",
        "expected met and met, but it is met (due by 2026-01-19, done 2026-01-19)",
    ),
    (
        "expect: met",
        "expect: []",
        "expected no verdict (the record has no such subject), but it is met (due by 2026-01-19, done 2026-01-19)",
    ),
]


def test_a_case_that_comes_out_otherwise_says_so_with_its_line(tmp_path: Path) -> None:
    named = [SENT.replace("in time", f"({n})").replace(old, new) for n, (old, new, _) in enumerate(WRONG)]
    results = run(tmp_path, "".join(named))
    path = tmp_path / "made" / "letter.yaml"
    assert [result.why for result in results] == [
        f"{path}, line {13 + 8 * n}: made:letter, 'sent ({n})': {why}." for n, (_, _, why) in enumerate(WRONG)
    ]
    assert not any(result.passed for result in results)


def test_what_the_engines_differ_on_fails_the_case(tmp_path: Path) -> None:
    (found,) = find_cases([write(tmp_path, {"letter.yaml": f"{RULE}cases:{SENT}"})])
    verdict = Verdict("case/900001/x/2026-01-12", "met", date(2026, 1, 19), date(2026, 1, 19))
    assert result_of(found, (verdict,), ("columnar", "durable"), ()).passed
    result = result_of(found, (verdict,), ("columnar", "durable"), ("met here, late there",))
    assert result.why.endswith("'sent in time': the engines differ: met here, late there.")


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict("s", "met", days_late=1),
        Verdict("s", "due", due_on=date(2026, 1, 29)),
        Verdict("s", "due", days_late=1),
        Verdict("s", "late", days_late=0),
        Verdict("s", "not_met", days_late=-1),
        Verdict("s", "cannot_tell", due_on=date(2026, 1, 19)),
    ],
)
def test_figures_that_do_not_go_with_the_status_fail_the_case(tmp_path: Path, verdict: Verdict) -> None:
    cases = SENT.replace("expect: met", f"expect: {verdict.status}").replace("    due_on: 2026-01-19\n", "")
    (found,) = find_cases([write(tmp_path, {"letter.yaml": f"{RULE}cases:{cases}"})])
    assert result_of(found, (verdict,), ("columnar",), ()).why.endswith("on s makes no sense.")
    dateless = replace(verdict, due_on=None, days_late=None)
    assert result_of(found, (dateless,), ("columnar",), ()).passed


def test_each_case_has_a_school_an_audit_date_and_a_pupil_of_its_own(tmp_path: Path) -> None:
    first, second = run(
        tmp_path,
        SENT
        + SENT.replace("in time", "not yet")
        .replace("on: 2026-01-30", "on: 2026-01-16")
        .replace("met", "due"),
    )
    assert (first.passed, second.passed) == (True, True)
    assert [r.got[0].subject.split("/")[1] for r in (first, second)] == ["900001", "900002"]


def test_cases_that_set_a_parameter_stand_beside_those_that_do_not(tmp_path: Path) -> None:
    shorter = SENT.replace("in time", "too late for them").replace(
        "    events", "    set: {letter_time: 2 days}\n    events"
    )
    results = run(
        tmp_path, SENT + shorter.replace("met", "late").replace("due_on: 2026-01-19", "due_on: 2026-01-14")
    )
    assert [r.why for r in results] == ["", ""]
    assert [r.rule for r in results] == ["made:letter", "made:letter"]


def test_one_rule_can_be_run_alone(tmp_path: Path) -> None:
    folder = write(tmp_path, {"letter.yaml": f"{RULE}cases:{SENT}", "other.yaml": f"{RULE}cases:{SENT}"})
    assert [r.rule for r in run_cases([folder], engine="columnar")] == ["made:letter", "made:other"]
    assert [r.rule for r in run_cases([folder], rule="other", engine="columnar")] == ["made:other"]
    assert [r.rule for r in run_cases([folder], rule="made:other", engine="columnar")] == ["made:other"]
    with pytest.raises(RulebookError) as caught:
        run_cases([folder], rule="othr")
    assert str(caught.value) == "There is no rule 'othr' in made. Did you mean 'other'?"


def test_a_ruleset_without_cases_has_no_results(tmp_path: Path) -> None:
    assert run_cases([write(tmp_path, {})]) == []


NEWLINE = "\n"
LEFT_OUT = [
    # nothing left out: the pupil is known to be on roll, and nothing else happened
    ("events: [2026-01-12 oral_intention_stated]", "not_met"),
    ("roll: []\nevents: [2026-01-12 oral_intention_stated]", "not_met"),
    ("without: pupils\nevents: [2026-01-12 oral_intention_stated]", "not_met"),
    ("without: [pupils, attendance]\nevents: [2026-01-12 oral_intention_stated]", "not_met"),
    ("without: events\nroll: {leaving_date: 2026-01-20, removal_ground: f}", "cannot_tell"),
    (
        "exports: [{table: events, carries: oral_intention_stated}]\nevents: [2026-01-12 oral_intention_stated]",
        "cannot_tell",
    ),
    (
        "exports: [{table: events, exported_on: 2026-01-16}]\nevents: [2026-01-12 oral_intention_stated]",
        "cannot_tell",
    ),
    (
        "exports: [{table: events, exported_on: 2026-01-19}]\nevents: [2026-01-12 oral_intention_stated]",
        "not_met",
    ),
]


def test_what_a_case_leaves_out_was_not_supplied_and_another_still_has_it(tmp_path: Path) -> None:
    cases = [
        f"  - name: case {n}\n    on: 2026-01-30\n    {lines.replace(NEWLINE, NEWLINE + '    ')}\n    expect: {status}\n"
        for n, (lines, status) in enumerate(LEFT_OUT)
    ]
    assert [result.why for result in run(tmp_path, "\n" + "".join(cases))] == [""] * len(LEFT_OUT)


@pytest.mark.parametrize("number", [2, 4])
def test_what_every_case_leaves_out_is_not_supplied_either(tmp_path: Path, number: int) -> None:
    lines, status = LEFT_OUT[number]
    assert one_case(tmp_path, f"on: 2026-01-30\n{lines}\nexpect: {status}").why == ""


COLUMNS = {
    "[]": "met",
    "attendance": "cannot_tell",
    "pupils.leaving_date": "cannot_tell",
    "pupils.sex": "met",
}


def test_roll_marks_and_columns_reach_the_rules(tmp_path: Path) -> None:
    rule = RULE.replace(
        "when: oral_intention_stated", "when: notification_received and not attended_after_notice"
    )
    rule = rule.replace(
        "intent_letter_sent within letter_time of oral_intention_stated", "left_roll on or before off_rolled"
    )
    cases = "".join(
        f"""
  - name: without {without}
    on: 2026-02-13
    roll: {{leaving_date: 2026-02-02, removal_ground: f}}
    without: {without}
    events: [2026-01-20 notification_received until 2026-01-23]
    expect: {status}
"""
        for without, status in COLUMNS.items()
    )
    results = run_cases([write(tmp_path, {"letter.yaml": f"{rule}cases:{cases}"})], engine="columnar")
    assert [result.why for result in results] == [""] * len(COLUMNS)


EVENT = "events: [2026-01-12 oral_intention_stated]\nexpect: met"
MISTAKES = [
    (
        "on: 2026-01-30\nevents:\n  - 2026-01-12 oral_intention_stated\n  - 2026-01-14 intent_letter_snt\nexpect: met",
        "17: 'intent_letter_snt' is not an event that can be logged. Did you mean 'intent_letter_sent'?",
    ),
    (
        f"on: 2026-01-30\nmarks: [2026-01-18 O]\n{EVENT}",
        "15: '2026-01-18 O' holds no school day of the cases' calendar.",
    ),
    (
        f"on: 2026-01-30\nroll: {{leaving_day: 2026-01-20}}\n{EVENT}",
        "15: 'leaving_day' is not a column of pupils. Did you mean 'leaving_date'?",
    ),
    (
        f"on: 2026-01-30\nschool: {{kind: special}}\n{EVENT}",
        "15: 'kind' is not a column of schools. There are: ",
    ),
    (
        f"on: 2026-01-30\nwithout: attendence\n{EVENT}",
        "15: 'attendence' is not a table or a column of the roll that can be left out. Did you mean 'attendance'?",
    ),
    (
        f"on: 2026-01-30\nwithout: pupils.leaving_day\n{EVENT}",
        "15: 'pupils.leaving_day' is not a table or a column of the roll that can be left out.",
    ),
    (
        f"on: 2026-01-30\nexports: [{{table: event}}]\n{EVENT}",
        "15: 'event' is not a table that a case supplies. Did you mean 'events'?",
    ),
    (
        f"on: 2026-01-30\nset: {{leter_time: 5 days}}\n{EVENT}",
        "15: 'leter_time' is not a parameter of made. Did you mean 'letter_time'?",
    ),
    (f"on: 2026-01-30\nwithout: events\n{EVENT}", "16: a case without events lists none."),
    (
        f"on: 2026-01-30\nwithout: attendance\nmarks: [2026-01-19 O]\n{EVENT}",
        "16: a case without attendance has no marks.",
    ),
    (f"on: 2026-01-30\nwithout: pupils\nroll: {{sex: F}}\n{EVENT}", "16: a case without pupils has no roll."),
]


@pytest.mark.parametrize(("lines", "message"), MISTAKES)
def test_a_case_that_cannot_be_read_is_named_with_its_line(tmp_path: Path, lines: str, message: str) -> None:
    assert error(tmp_path, lines).startswith(message)


def test_two_cases_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        RulebookError, match=r"line 21: there is already a case 'sent in time'; give this one a name"
    ):
        run(tmp_path, SENT + SENT)


def test_no_case_sets_a_figure_of_the_law(tmp_path: Path) -> None:
    cases = SENT.replace("    events", "    set: {letter_time: 2 days}\n    events")
    with pytest.raises(
        RulebookError, match="the parameter 'letter_time' is the law's own figure; no case can set it"
    ):
        run(tmp_path, cases, **{"parameters.yaml": PARAMETERS + "  choice_of: law\n"})
