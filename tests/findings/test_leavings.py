"""Leavings as reports show them: those that only a log tells of, and those of which nothing says why."""

from __future__ import annotations

from findings.rising import cases, event, leaver


def test_where_no_roll_was_supplied_a_logged_leaving_is_one_for_home_education() -> None:
    log = [event(1, "notification_received", "2026-01-12"), event(1, "off_rolled", "2026-01-20")]
    ((case,), timeline) = cases([], events=[*log, event(1, "off_rolled", "2026-01-22")])
    assert (case["off_rolled_on"], case["ehe"], case["ehe_by"]) == ("2026-01-20", "yes", "entry in the log")
    words = {row["words"] for row in timeline if row["event"] == "off_rolled"}
    assert words == {""}, "nothing else recognised it"


def test_a_roll_says_who_left_and_by_what() -> None:
    log = [event(1, "risk_identified", "2026-01-12"), event(1, "off_rolled", "2026-01-20")]
    ((case,), timeline) = cases([leaver(1, "2026-01-22")], events=log)
    assert (case["off_rolled_on"], case["unexplained"]) == ("2026-01-22", "")
    words = [row["words"] for row in timeline if row["event"] == "off_rolled"]
    assert words == ["recognised by ground (f); reason for leaving"]


def test_a_leaving_of_which_nothing_says_why_is_marked() -> None:
    log = [event(n, "risk_identified", "2026-01-12") for n in (1, 2)]
    blank = {"leaving_reason": "", "removal_ground": ""}
    moved = leaver(2, "2026-01-22", **blank | {"destination": "Other Academy"})
    found, _ = cases([leaver(1, "2026-01-22", **blank), moved], events=log)
    assert [(row["ehe"], row["unexplained"]) for row in found] == [("no", "yes"), ("no", "")]
