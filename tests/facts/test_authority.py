"""An authority's own records: whatever school stands beside them they are one authority's, and nothing in them is passed over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ehe_rules.checking import check
from ehe_rules.exports.upn import check_letter
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from ehe_rules.result import Result

ON = date(2026, 2, 27)


def upn(number: int) -> str:
    digits = f"9999340{number:05d}"
    return check_letter(digits) + digits


A, B = upn(1), upn(2)


def entry(event: str, day: str, who: str = "", **said: str) -> dict[str, str]:
    return {"school": "", "upn": who, "event": event, "date": day, "ref": "", **said}


def child(who: str, notified_on: str, **said: str) -> dict[str, str]:
    return {
        "upn": who,
        "notified_on": notified_on,
        "date_of_birth": "2014-05-10",
        "ehc_plan": "no",
        "school": "",
        "status": "",
        **said,
    }


def judged(children: list[dict[str, str]], events: list[dict[str, str]], on: date = ON) -> Result:
    return check(
        {"la_children": children, "events": events}, on=on, rulesets=["dudley-la"], engine="columnar"
    )


def verdict(result: Result, rule: str, who: str = "") -> list[str]:
    return [row["status"] for row in records(result.findings) if row["rule"] == rule and row["upn"] == who]


def told(result: Result) -> list[tuple[str, str]]:
    return [(row["column"], row["message"]) for row in records(result.problems)]


@pytest.mark.parametrize("school", ["", "100001", "Example High School"])
def test_the_school_beside_a_row_decides_nothing(school: str) -> None:
    result = judged(
        [child(A, "2026-01-12", school=school)],
        [
            entry("la_first_contact", "2026-01-20", A),
            entry("la_first_contact", "2026-02-20", B, school=school),
        ],
    )
    assert verdict(result, "2", A) == ["met"]
    assert set(result.findings["school"]) == {""}


def test_a_child_in_the_log_alone_has_a_verdict_and_a_problem() -> None:
    result = judged(
        [child(A, "2026-01-12")],
        [entry("la_notified", "2026-01-12", B), entry("la_contact", "2026-02-02", B)],
    )
    assert verdict(result, "2", B) == ["late"]
    assert verdict(result, "2", A) == ["not_met"]
    assert (
        "upn",
        "This child is in the authority's log, but not on the register that was supplied.",
    ) in told(result)


def test_the_register_stands_where_the_log_has_another_day() -> None:
    result = judged(
        [child(A, "2026-01-12")],
        [entry("la_notified", "2026-01-26", A), entry("la_contact", "2026-02-02", A)],
    )
    assert verdict(result, "2", A) == ["late"]
    assert [column for column, _ in told(result)] == ["date", "ref"]


def test_contact_that_names_no_officer_is_told() -> None:
    result = judged(
        [child(A, "2026-01-12")],
        [entry("la_contact", "2026-01-20", A), entry("la_contact", "2026-01-21", A, ref="E1")],
    )
    assert [message for column, message in told(result) if column == "ref"] == [
        "This entry of contact does not say which officer it was: whether the officer was trained cannot be checked."
    ]
    assert [row["subject"] for row in records(result.subjects) if row["about"] == "la_officer"] == [
        "la_officer/E1/2026-01-21"
    ]


def test_a_trust_without_such_records_has_no_such_subject() -> None:
    result = judged([], [entry("committee_summary_provided", "2026-01-20")])
    assert not len(result.findings)


def test_no_school_calendar_is_missed() -> None:
    notices = judged(
        [child(A, "2026-01-12", school="100001")], [entry("la_contact", "2026-01-20", A)]
    ).manifest["notices"]
    assert isinstance(notices, list)
    assert not any("calendar" in notice for notice in notices)
    assert "a dated document" in notices[0]


def test_the_principles_are_shown_only_where_they_are_asked_for() -> None:
    rows = {"la_children": [child(A, "2026-01-12")], "events": [entry("la_contact", "2026-02-20", A)]}
    result = check(rows, on=ON, engine="columnar")
    assert not any(row["about"].startswith("la_") for row in records(result.findings))
    assert "dated document" not in str(result.manifest["notices"])
