"""What stands beside each withdrawal: counted by hand on the calendar of rising.py."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from end_to_end.helping import upn
from findings.rising import ON, Rows, covering, event, frames, leaver, marks, on_roll

from ehe_rules.checking import load_rulesets
from ehe_rules.rulebook.parameters import Parameter

if TYPE_CHECKING:
    import pytest

LEFT = "2026-01-28"


def of(found: dict[str, Rows], serial: int = 1) -> dict[str, str]:
    return next(row for row in found["withdrawals"] if row["pupil"] == upn(serial))


def notice(serial: int = 1, day: str = "2026-01-21", **cells: str) -> dict[str, str]:
    return event(serial, "notification_received", day) | {"until": "2026-01-27"} | cells


def test_attendance_is_of_the_last_six_school_weeks_before_the_first_of_notice_and_leaving() -> None:
    # Before Wed 21 Jan: the weeks of 19 (two days), 12 and 5 Jan, 15, 8 and 1 Dec = 2 + 5 x 5 days; Christmas does not count.
    attendance = [
        *marks(1, "2025-11-24", "OO" * 5),  # the week before: not counted
        *marks(1, "2025-12-01", "//" * 15),
        *marks(1, "2026-01-05", "//" * 9 + "OI"),
        *marks(1, "2026-01-19", "/O" + "DD"),  # D is no possible session
        *marks(1, "2026-01-21", "OO" * 3),  # the day of the notice and after: not counted
    ]
    row = of(frames([leaver(1, LEFT)], events=[notice()], attendance=attendance))
    assert (row["attended"], row["possible"], row["attended_from"]) == ("49", "52", "2025-12-01")


def test_a_session_marked_twice_counts_once() -> None:
    twice = [*marks(1, "2026-01-12", "/O"), *marks(1, "2026-01-12", "//")]
    row = of(frames([leaver(1, LEFT)], events=[notice()], attendance=twice))
    assert (row["attended"], row["possible"]) == ("2", "2")


def test_attendance_without_marks_is_unknown_and_never_nothing() -> None:
    others = marks(2, "2026-01-12", "////")
    row = of(frames([leaver(1, LEFT), *on_roll(range(2, 3))], events=[notice()], attendance=others))
    assert (row["attended"], row["possible"]) == ("", "")


def test_without_a_notice_attendance_is_read_up_to_the_leaving() -> None:
    row = of(frames([leaver(1, LEFT)], attendance=marks(1, "2026-01-26", "//" * 3)))
    assert (row["notice_on"], row["attended"], row["possible"]) == ("", "4", "4")


def test_a_dispute_within_thirty_school_days_before_the_notice_is_shown() -> None:
    # 26 Nov to 19 Dec and 5 to 21 Jan: the notice is on the thirtieth school day after 26 Nov
    days = {1: ("2026-01-20", "1"), 2: ("2026-01-21", "0"), 3: ("2025-11-26", "30"), 4: ("2025-11-25", "")}
    log = [notice(n) for n in days] + [event(n, "suspension", day) for n, (day, _) in days.items()]
    found = frames([leaver(n, LEFT) for n in days], events=log)
    for n, (day, since) in days.items():
        row = of(found, n)
        shown = ("suspension", day, since) if since else ("", "", "")
        assert (row["dispute"], row["dispute_on"], row["since"]) == shown


def test_the_last_dispute_counts_and_one_after_the_notice_does_not() -> None:
    log = [
        notice(),
        event(1, "suspension", "2026-01-12"),
        event(1, "complaint_made", "2026-01-16"),
        event(1, "exclusion_meeting", "2026-01-22"),
    ]
    row = of(frames([leaver(1, LEFT)], events=log))
    assert (row["dispute"], row["since"], row["dispute_window"]) == ("complaint_made", "3", "30 school days")


def test_a_dated_window_is_the_one_that_held_on_the_day_of_the_notice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (ruleset,) = load_rulesets(["hcat-ehe"])
    values = [{"value": "2 school days"}, {"from": "2026-01-21", "value": "5 school days"}]
    dated = Parameter.model_validate({"values": values, "reason": "for a test"})
    changed = replace(ruleset, parameters={**ruleset.parameters, "dispute_window": dated})
    monkeypatch.setattr("findings.rising._rulesets", lambda: [changed])
    # both disputes are four school days before the notice
    log = [
        notice(1, "2026-01-20"),
        event(1, "suspension", "2026-01-14"),
        notice(2, "2026-01-21"),
        event(2, "suspension", "2026-01-15"),
    ]
    found = frames([leaver(1, LEFT), leaver(2, LEFT)], events=log)
    assert (of(found)["dispute"], of(found, 2)["since"]) == ("", "4")
    assert of(found)["dispute_window"] == "2 school days (from 21 Jan 2026: 5 school days)"


def test_disputes_that_no_export_can_hold_are_named() -> None:
    held = {"table": "events", "carries": "notification_received;suspension;complaint_made"}
    row = of(frames([leaver(1, LEFT)], events=[notice()], exports=[held]))
    assert row["disputes_unheld"] == "penalty_notice_warning;exclusion_meeting;ehcp_request_refused"
    assert row["disputes_known"] == "yes"
    none = {"table": "events", "carries": "notification_received"}
    assert of(frames([leaver(1, LEFT)], events=[notice()], exports=[none]))["disputes_known"] == "no"


def test_a_second_letter_replaces_the_first_even_where_it_names_no_day() -> None:
    log = [
        notice(day="2026-01-12", until="2026-01-16"),
        notice(day="2026-01-21", until="", reason="lifestyle"),
        notice(2),
    ]
    row = of(frames([leaver(1, LEFT), leaver(2, LEFT)], events=log))
    assert (row["notice_on"], row["named"], row["reason"]) == ("2026-01-21", "no", "lifestyle")


def test_a_last_day_that_the_export_never_holds_is_unknown() -> None:
    row = of(frames([leaver(1, LEFT)], events=[notice(until="")]))
    assert row["named"] == ""


def test_whether_a_meeting_was_offered_before_the_leaving() -> None:
    log = [
        *(notice(n) for n in (1, 2, 3)),
        event(1, "intent_letter_sent", "2026-01-22", covers="responsibilities;meeting_invitation"),
        event(2, "intent_letter_sent", "2026-01-22", covers="responsibilities"),
        event(3, "meeting_held", "2026-01-29"),
    ]
    found = frames([leaver(n, LEFT) for n in (1, 2, 3)], events=log)
    assert [of(found, n)["was_offered"] for n in (1, 2, 3)] == ["yes", "no", "no"]
    assert of(frames([leaver(1, LEFT)]))["was_offered"] == ""


def test_pressure_or_a_suggestion_on_record() -> None:
    cases = [
        (name, outcome, "no" if outcome == "not_upheld" else "yes")
        for name in ("school_suggested_ehe", "pressure_reported")
        for outcome in ("reported", "upheld", "not_upheld")
    ]
    log = [
        entry
        for n, (name, outcome, _) in enumerate(cases, start=1)
        for entry in (notice(n), event(n, name, "2026-01-16", outcome=outcome))
    ]
    found = frames([leaver(n, LEFT) for n in range(1, 7)], events=log)
    assert [of(found, n)["was_suggested"] for n in range(1, 7)] == [shown for _, _, shown in cases]


def test_the_roll_is_counted_for_a_school_with_a_review_only() -> None:
    pupils = [
        *on_roll(range(10, 16)),
        *on_roll(range(16, 20), year="9", sen="K"),
        leaver(1, LEFT),
        leaver(2, LEFT),
    ]
    log = [event(10, "suspension", "2026-01-28")]
    attendance = [*marks(10, "2026-01-26", "//" * 4 + "OO"), *marks(11, "2026-01-26", "//" * 5)]
    found = frames(pupils, exports=[covering()], events=log, attendance=attendance)
    assert found["rises"][0]["rise"] == "yes"
    profile = {(row["what"], row["value"]): (row["pupils"], row["known"]) for row in found["roll_profile"]}
    assert profile == {
        ("year_group", "8"): ("6", "10"),
        ("year_group", "9"): ("4", "10"),
        ("sen_provision", "N"): ("6", "10"),
        ("sen_provision", "K"): ("4", "10"),
        ("dispute", "suspension"): ("1", "10"),
        ("dispute", "no"): ("9", "10"),
        ("attendance", "low"): ("1", "2"),
        ("attendance", "other"): ("1", "2"),
        ("attendance", ""): ("8", "2"),
    }
    assert frames(pupils[:-1], exports=[covering()])["roll_profile"] == []


def test_what_no_log_could_hold_is_not_known_and_never_missing() -> None:
    def said(**tables: Rows) -> list[str]:
        row = of(frames([leaver(1, LEFT), leaver(2, LEFT)], on=ON, **tables))
        return [row[name] for name in ("was_notified", "was_explained", "was_offered", "disputes_known")]

    assert said() == ["", "", "", "no"], "no log was supplied"
    log = [notice(2)]
    assert said(events=log) == ["no", "", "no", "yes"], "no entry of the school gives a reason"
    log = [notice(2, reason="lifestyle")]
    assert said(events=log) == ["no", "no", "no", "yes"]
    older = {"table": "events", "exported_on": "2026-01-27"}
    assert said(events=log, exports=[older]) == ["", "", "", "no"], "the log was exported before the leaving"
    younger = {"table": "events", "covers_from": "2026-01-29"}
    assert said(events=log, exports=[younger]) == ["", "", "", "no"], "the log begins after it"
