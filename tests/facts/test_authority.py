"""An authority's own records: whatever school stands beside them they are one authority's, and nothing in them is passed over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ehe_rules.checking import check
from ehe_rules.exports.upn import check_letter
from ehe_rules.reporting.rows import records
from ehe_rules.reporting.rows import schools as schools_of

if TYPE_CHECKING:
    from ehe_rules.checking import Checked
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


def judged(children: list[dict[str, str]], events: list[dict[str, str]], on: date = ON) -> Checked:
    return check(
        {"la_children": children, "events": events}, on=on, rulesets=["dudley-la"], engine="columnar"
    )


def verdict(result: Result, rule: str, who: str = "") -> list[str]:
    return [row["status"] for row in records(result.findings) if row["rule"] == rule and row["upn"] == who]


def told(result: Result) -> list[tuple[str, str]]:
    return [(row["column"], row["message"]) for row in records(result.problems)]


def test_the_school_beside_a_row_decides_nothing() -> None:
    schools = ("", "100001", "Example High School")
    one, two = ([upn(number) for number in range(first, first + 3)] for first in (1, 11))
    result = judged(
        [child(who, "2026-01-12", school=school) for who, school in zip(one, schools, strict=True)],
        [
            *(entry("la_first_contact", "2026-01-20", who) for who in one),
            *(
                entry("la_first_contact", "2026-02-20", who, school=school)
                for who, school in zip(two, schools, strict=True)
            ),
        ],
    )
    assert [verdict(result, "2", who) for who in one] == [["met"]] * 3
    assert [verdict(result, "2", who) for who in two] == [["cannot_tell"]] * 3


def named(result: Result) -> dict[str, set[str]]:
    """Give the schools that findings name beside each child."""
    found: dict[str, set[str]] = {}
    for row in records(result.findings):
        found.setdefault(row["upn"], set()).add(row["school"])
    return found


def test_a_finding_names_the_school_that_the_register_names_and_where_it_names_none_the_log_may() -> None:
    there, nowhere, twice, in_log, visited = (upn(number) for number in range(1, 6))
    result = judged(
        [
            child(there, "2026-01-12", school="100001"),
            child(nowhere, "2026-01-12"),
            child(twice, "2024-01-15", school="100001"),
            child(twice, "2026-01-12", school="100002"),
            child(in_log, "2026-01-12"),
            child(visited, "2026-01-12", school="100002"),
        ],
        [
            entry("la_first_contact", "2026-01-20", there),
            entry("la_first_contact", "2026-01-21", nowhere),
            entry("la_first_contact", "2024-01-20", twice),
            entry("la_first_contact", "2026-01-20", in_log, school="100001"),
            entry("la_home_visit", "2026-01-27", visited, school="100003"),
        ],
    )
    assert named(result) == {
        there: {"100001"},
        nowhere: {""},
        twice: {"100001", "100002"},
        in_log: {"100001"},
        visited: {"100002", "100003"},
        "": {""},
    }
    assert f"la_child/100001/{there}/2026-01-12" in set(result.findings["subject"])
    # of two times on the register each has its own school
    rows = records(result.subjects)
    assert {row["subject"] for row in rows if row["about"] == "la_child" and row["upn"] == twice} == {
        f"la_child/100001/{twice}/2024-01-15",
        f"la_child/100002/{twice}/2026-01-12",
    }
    schools = {(row["about"], row["school"]) for row in records(result.findings) if row["upn"] == visited}
    assert schools == {("la_child", "100002"), ("la_visit", "100003")}


def test_a_school_beside_a_child_has_none_of_the_authoritys_findings_and_no_calendar_is_missed() -> None:
    result = judged(
        [child(A, "2026-01-12", school="100001")], [entry("la_contact", "2026-02-20", A, school="100001")]
    )
    assert list(result.summary.index) == [""]
    notices = result.manifest["notices"]
    assert isinstance(notices, list)
    assert not any("calendar" in notice for notice in notices)
    assert "a dated document" in notices[0]
    mixed = check(
        {
            "la_children": [child(A, "2026-01-12", school="100001")],
            "events": [entry("la_contact", "2026-02-20", A)],
            "pupils": [{"school": "100001", "upn": B, "entry_date": "2025-09-02"}],
        },
        on=ON,
        rulesets=["dudley-la", "hcat-ehe"],
        engine="columnar",
    )
    [school] = schools_of(mixed)
    assert school.urn == "100001"
    assert not any(row["upn"] == A for row in [*school.findings, *school.subjects])
    assert any(row["upn"] == A and row["school"] == "100001" for row in records(mixed.findings))


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


def test_the_principles_are_shown_only_where_they_are_asked_for() -> None:
    rows = {"la_children": [child(A, "2026-01-12")], "events": [entry("la_contact", "2026-02-20", A)]}
    result = check(rows, on=ON, engine="columnar")
    assert not any(row["about"].startswith("la_") for row in records(result.findings))
    assert "dated document" not in str(result.manifest["notices"])
