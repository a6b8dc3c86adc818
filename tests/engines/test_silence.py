"""What nobody recorded is so only as far as the exports tell: recurrence, bare duties of periods, months before the log begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook.made import RULE, write

from ehe_rules.casebook import run_cases
from ehe_rules.facts.record.seen import steps_of_cases
from ehe_rules.rulebook.load import load_vocabulary
from ehe_rules.rulebook.ruleset import rulesets_folder

if TYPE_CHECKING:
    from pathlib import Path

GONE = "roll: {leaving_date: 2026-02-27, leaving_reason: Elective Home Education, removal_ground: f}"
RISK = "2026-01-12 risk_identified"


def rule(about: str, when: str, require: str, cases: str) -> str:
    """Give a rule's file."""
    text = RULE.replace("about: case", f"about: {about}").replace("when: oral_intention_stated\n", when)
    lines = [f"require: {require}" if x.startswith("require:") else x for x in text.splitlines()]
    return "\n".join(lines) + f"\ncases:\n{cases}"


RECURRING = rule(
    "case",
    "when: risk_identified\n",
    "support_given every 10 school days from risk_identified until off_rolled",
    f"""\
  - name: overdue when the log was exported
    on: 2026-03-20
    {GONE}
    exports: [{{table: events, exported_on: 2026-02-10}}]
    events: [{RISK}]
    expect: late
    due_on: 2026-01-26
  - name: not overdue yet when the log was exported
    on: 2026-03-20
    {GONE}
    exports: [{{table: events, exported_on: 2026-01-20}}]
    events: [{RISK}]
    expect: cannot_tell
  - name: late before, and nobody knows what came after the export
    on: 2026-03-20
    {GONE}
    exports: [{{table: events, exported_on: 2026-02-13}}]
    events: [{RISK}, 2026-02-09 support_given]
    expect: late
    due_on: 2026-01-26
    days_late: 10
  - name: the pupil may have left after the roll was exported
    on: 2026-03-20
    exports: [{{table: pupils, exported_on: 2026-01-20}}]
    events: [{RISK}]
    expect: cannot_tell
  - name: overdue, and still on roll by then
    on: 2026-03-20
    exports: [{{table: pupils, exported_on: 2026-02-10}}]
    events: [{RISK}]
    expect: not_met
    due_on: 2026-01-26
""",
)
TO_COME = rule(
    "case",
    "when: notification_received\n",
    "support_given every 5 days from notification_received.until until off_rolled",
    """\
  - name: counted from a day that is still to come
    on: 2026-03-20
    events: [2026-03-16 notification_received until 2026-03-31]
    expect: due
    due_on: 2026-04-05
  - name: gone before that day
    on: 2026-03-20
    roll: {leaving_date: 2026-03-18, leaving_reason: Elective Home Education, removal_ground: f}
    events: [2026-03-16 notification_received until 2026-03-31]
    expect: met
""",
)
SPANS = rule(
    "case",
    "when: risk_identified\n",
    "parent_contacted between 4 school days after risk_identified and 6 school days after risk_identified",
    f"""\
  - name: on the first of these school days
    on: 2026-03-20
    events: [{RISK}, 2026-01-16 parent_contacted]
    expect: met
    due_on: 2026-01-20
  - name: the day before
    on: 2026-03-20
    events: [{RISK}, 2026-01-15 parent_contacted]
    expect: not_met
""",
)

WEEKS = rule(
    "school_week",
    "",
    "weekly_attendance_review",
    """\
  - name: the log was exported before the second week was over
    on: 2025-09-18
    events: [2025-09-04 weekly_attendance_review]
    exports: [{table: events, exported_on: 2025-09-10}]
    expect: [met, cannot_tell, due]
  - name: the log was exported when it was
    on: 2025-09-18
    events: [2025-09-04 weekly_attendance_review]
    exports: [{table: events, exported_on: 2025-09-12}]
    expect: [met, not_met, due]
""",
)
MONTHS = rule(
    "school_month",
    "",
    "attendance_return_made within 10 days after month_end",
    """\
  - name: the log begins in October
    on: 2025-12-05
    events: [2025-12-01 attendance_return_made, 2025-10-01 attendance_return_made]
    exports: [{table: events, covers_from: 2025-10-01}]
    expect: [met, late, met, due]
  - name: the log begins after September's return was due
    on: 2025-12-05
    events: [2025-12-01 attendance_return_made]
    exports: [{table: events, covers_from: 2025-10-20}]
    expect: [cannot_tell, cannot_tell, met, due]
""",
)


LAST_DAY = rule(
    "case",
    "",
    "notification_received.until is recorded",
    """\
  - name: the letter names a day
    on: 2026-03-20
    events: [2026-01-12 notification_received until 2026-01-16]
    expect: met
  - name: the letter that replaced it names none
    on: 2026-03-20
    events: [2026-01-12 notification_received until 2026-01-16, 2026-01-14 notification_received]
    expect: not_met
  - name: no letter of the school says on which day it ends
    on: 2026-03-20
    events: [2026-01-12 notification_received]
    expect: cannot_tell
  - name: no letter
    on: 2026-03-20
    events: [2026-01-12 risk_identified]
    expect: not_met
""",
)
ENTERED = rule(
    "leaver",
    "",
    "left_roll.entered is recorded",
    """\
  - name: entered
    on: 2026-03-20
    roll: {leaving_date: 2026-02-27, leaving_entered: 2026-02-27}
    expect: met
  - name: blank
    on: 2026-03-20
    roll: {leaving_date: 2026-02-27}
    expect: not_met
  - name: no such column
    on: 2026-03-20
    roll: {leaving_date: 2026-02-27}
    without: pupils.leaving_entered
    expect: cannot_tell
""",
)
UNEXPLAINED = rule(
    "case",
    "",
    "intent_letter_sent within 5 school days of risk_identified",
    f"""\
  - name: the pupil left before it was due, and no column of the roll says why
    on: 2026-03-20
    roll: {{leaving_date: 2026-01-16}}
    without: [pupils.leaving_reason, pupils.removal_ground, pupils.destination]
    events: [{RISK}]
    expect: cannot_tell
  - name: it was out of time when the pupil left
    on: 2026-03-20
    roll: {{leaving_date: 2026-01-20}}
    without: [pupils.leaving_reason, pupils.removal_ground, pupils.destination]
    events: [{RISK}]
    expect: not_met
    due_on: 2026-01-19
""",
)
STEPS = steps_of_cases(load_vocabulary(rulesets_folder()))
ALL, SOME = "; ".join(STEPS), "; ".join(step for step in STEPS if step != "intent_letter_sent")
ANY = f"""\
  - name: quiet, and every step could be seen
    on: 2026-02-13
    exports: [{{table: events, carries: {ALL}}}]
    events: [{RISK}]
    expect: not_met
    due_on: 2026-01-26
  - name: quiet, but no export can hold a letter
    on: 2026-02-13
    exports: [{{table: events, carries: {SOME}}}]
    events: [{RISK}]
    expect: cannot_tell
  - name: not quiet, whatever else was done
    on: 2026-02-13
    exports: [{{table: events, carries: {SOME}}}]
    events: [{RISK}, 2026-01-26 support_given, 2026-02-09 support_given]
    expect: met
"""
WEEKLY = rule("case", "", "any_entry every 10 school days from risk_identified until off_rolled", ANY)
FEWER = rule(
    "case",
    "",
    "any_entry.count < 2 and not any_entry by dsl",
    f"""\
  - name: no other entry could have been there
    on: 2026-02-13
    exports: [{{table: events, carries: {ALL}}}]
    events: [{RISK}, 2026-01-26 support_given role pastoral_team]
    expect: met
  - name: a letter could have been sent
    on: 2026-02-13
    exports: [{{table: events, carries: {SOME}}}]
    events: [{RISK}, 2026-01-26 support_given role pastoral_team]
    expect: cannot_tell
""",
)
BY_THEN = rule(
    "case",
    "when: not (intent_letter_sent within 5 school days of risk_identified)\n",
    "meeting_held",
    f"""\
  - name: overdue when the log was exported
    on: 2026-02-13
    exports: [{{table: events, exported_on: 2026-01-19}}]
    events: [{RISK}]
    expect: not_met
  - name: not due yet when the log was exported
    on: 2026-02-13
    exports: [{{table: events, exported_on: 2026-01-18}}]
    events: [{RISK}]
    expect: cannot_tell
""",
)


AFTER_ENTRY = rule(
    "pupil",
    "",
    "meeting_held within 0 half terms before on_rolled",
    """\
  - name: after an entry in the holiday, before its own half term began
    on: 2026-03-20
    roll: {entry_date: 2026-02-16}
    events: [2026-02-18 meeting_held]
    expect: late
    due_on: 2026-02-16
  - name: on the day of entry
    on: 2026-03-20
    roll: {entry_date: 2026-01-20}
    events: [2026-01-20 meeting_held]
    expect: met
""",
)
BEFORE_LETTER = rule(
    "case",
    "",
    "any_entry within 0 school days before intent_letter_sent",
    f"""\
  - name: too early, and other steps that nobody could see may have come before
    on: 2026-01-22
    exports: [{{table: events, carries: {SOME}}}]
    events: [{RISK}, 2026-01-13 support_given, 2026-01-19 intent_letter_sent]
    expect: not_met
    due_on: 2026-01-19
    days_late: 3
""",
)


def failed(folder: Path, files: dict[str, str]) -> list[str]:
    """Run the cases of some rules and say which came out otherwise."""
    results = run_cases([write(folder, files)])
    assert len(results) > 1
    return [result.why for result in results if not result.passed]


def test_silence_counts_up_to_the_exports_and_spans_in_numbers_of_school_days(tmp_path: Path) -> None:
    assert failed(tmp_path, {"letter.yaml": RECURRING, "to-come.yaml": TO_COME, "span.yaml": SPANS}) == []


def test_periods_that_the_log_does_not_reach_over_are_not_failed(tmp_path: Path) -> None:
    assert failed(tmp_path, {"letter.yaml": WEEKS, "months.yaml": MONTHS}) == []


def test_a_blank_date_is_not_recorded_where_some_entry_says_one(tmp_path: Path) -> None:
    assert failed(tmp_path, {"letter.yaml": LAST_DAY, "entered.yaml": ENTERED}) == []


def test_that_no_step_was_taken_can_be_told_only_where_every_step_could_be_seen(tmp_path: Path) -> None:
    assert failed(tmp_path, {"letter.yaml": WEEKLY, "fewer.yaml": FEWER}) == []


def test_a_condition_that_rests_on_a_deadline_knows_no_more_than_the_export(tmp_path: Path) -> None:
    assert failed(tmp_path, {"letter.yaml": BY_THEN}) == []


def test_a_leaving_that_nobody_explains_may_have_ended_what_was_due_later(tmp_path: Path) -> None:
    assert failed(tmp_path, {"letter.yaml": UNEXPLAINED}) == []


def test_what_comes_after_is_late_and_what_came_too_early_is_as_late_as_today(tmp_path: Path) -> None:
    assert failed(tmp_path, {"letter.yaml": AFTER_ENTRY, "before.yaml": BEFORE_LETTER}) == []
