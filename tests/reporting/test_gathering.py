"""What is said many times stands once: duties of policy and law alike, the trust's half terms, what is missing for many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from reporting.pages import section, text
from reporting.sample import DREW, OAK, A, B, finding, person, rules, sample

from ehe_rules.reporting import render
from ehe_rules.reporting.said_once import commonest

if TYPE_CHECKING:
    from collections.abc import Sequence

ACT = "Look into it together"
NO_COLUMN = "The roll was supplied without the field for it. Add that column to the export."


def in_law(row: dict[str, str], rule: str) -> dict[str, str]:
    """Return a rule, or a finding, as the law's own of another name."""
    return {**row, "ruleset": "england", "rule": rule}


def both(rule: str, law: str) -> list[dict[str, str]]:
    """Return the sample's rules, and one of the law that asks for the same as `rule`."""
    own = [{**row, "act": ACT if row["rule"] == rule else ""} for row in rules()]
    return [*own, *(in_law(row, law) for row in own if row["rule"] == rule)]


def page(name: str, findings: Sequence[dict[str, str]], **changes: list[dict[str, str]]) -> str:
    return render(sample(findings=list(findings), **changes), formats=("html",))[name].decode()


def overview(findings: Sequence[dict[str, str]], **changes: list[dict[str, str]]) -> str:
    return page("index.html", findings, **changes)


def school(findings: Sequence[dict[str, str]], **changes: list[dict[str, str]]) -> str:
    return page(f"schools/{OAK}.html", findings, **changes)


def test_what_policy_and_law_both_forbid_is_one_line_and_a_case_counts_once() -> None:
    own = [finding("8.1", "not_met", A), finding("8.1", "met", B)]
    law = [in_law(finding("8.1", "cannot_tell", A), "NO-PRESSURE"), in_law(own[1], "NO-PRESSURE")]
    found = text(section(overview([*own, *law], rules=both("8.1", "NO-PRESSURE")), "prohibitions"))
    assert "The school has not suggested home education england NO-PRESSURE, hcat-ehe 8.1 1 1 0" in found


def test_two_things_that_the_law_forbids_stay_two_though_one_act_mends_both() -> None:
    found = [in_law(finding("8.1", "met", A), name) for name in ("ONE", "TWO")]
    laws = [
        {**in_law(row, name), "act": ACT}
        for name in ("ONE", "TWO")
        for row in rules()
        if row["rule"] == "8.1"
    ]
    forbidden = text(section(overview(found, rules=[*rules(), *laws]), "prohibitions"))
    assert "england ONE 1 0 0" in forbidden
    assert "england TWO 1 0 0" in forbidden


def test_what_policy_and_law_both_ask_is_one_line_for_learning() -> None:
    late = finding("5.1.1", "late", B, reason="Done on 5 Dec 2025, after its day.")
    found = [late, in_law({**late, "reason": "The law's own words."}, "CONTACT")]
    learning = text(section(school(found, rules=both("5.1.1", "CONTACT")), "learning"))
    assert learning.count("Blake Sample") == 1
    assert "Done on 5 Dec 2025, after its day." in learning
    assert "The law's own words." in learning
    assert "hcat-ehe 5.1.1" in learning
    assert "england CONTACT" in learning


def test_what_is_grave_is_said_in_full_and_the_rest_opens() -> None:
    found = [finding("5.1.1", "not_met", f"{OAK}/{DREW}/2026-01-26"), finding("5.2.1", "not_met", A)]
    work = section(school(found), "to-do")
    grave, less = work.index("Contact the parent and log"), work.index("Add the role of whoever")
    assert grave < less
    assert "<summary>The meeting is led by a senior leader</summary>" in work
    assert work.count("<summary>") == 1


def trust(status: str, subject: str, reason: str, **cells: str) -> dict[str, str]:
    return finding("7.2", status, about="trust", subject=subject, reason=reason, **cells)


def test_the_trusts_duty_in_several_half_terms_is_one_line_with_a_count() -> None:
    found = [
        trust("met", "trust/2024-09-01", "Reviewed on 4 Nov 2024."),
        trust("met", "trust/2024-11-01", "Reviewed on 6 Jan 2025."),
        trust("cannot_tell", "trust/2025-01-01", "No log was supplied."),
        trust("cannot_tell", "trust/2025-03-01", "No log was supplied."),
        trust("cannot_tell", "trust/2025-05-01", "No log was supplied."),
        trust("not_met", "trust/2026-01-01", "No review.", due_on="2026-01-16", by="2026-01-16"),
    ]
    duties = text(section(overview(found), "trust"))
    title = "The trust reviews its EHE data each half term"
    assert duties.count(title) == 3
    assert f"{title} No review. hcat:7.2 · due by Fri 16 Jan" in duties
    assert f"{title} : 3 half terms No log was supplied. hcat:7.2" in duties.replace("term:", "term :")
    assert "2 half terms Reviewed on 6 Jan 2025." in duties, "of what is in place, the last"


def test_what_is_missing_for_many_is_one_line_and_names_nobody() -> None:
    found = [
        finding(
            "6.5",
            "cannot_tell",
            about="leaver",
            school=OAK,
            upn=f"Z90000{number:07d}",
            pupil=f"Z90000{number:07d}",
            subject=f"leaver/{OAK}/{number}",
            reason=f"{lead} {NO_COLUMN}",
        )
        for number in range(8)
        for lead in [("Cannot tell.", "Whether this rule applies cannot be told.")[number % 2]]
    ]
    people = [person(OAK, row["pupil"], f"Pupil{row['pupil'][-1]}", "Example", "7") for row in found]
    undecided = text(section(school(found, pupils=people), "undecided"))
    assert undecided.count(NO_COLUMN) == 1
    assert f"{NO_COLUMN} Every leaver has a reason for leaving" in undecided
    assert "8 children 8" in undecided
    assert "Pupil" not in undecided


def test_figures_alone_do_not_part_what_waits_for_the_same() -> None:
    said = [
        f"Cannot tell. 0 to {number} pupils came in. Log them, or say where they are." for number in (1, 3)
    ]
    found = [
        finding("6.5", "cannot_tell", about="school_month", school=OAK, subject=f"m/{number}", reason=reason)
        for number, reason in enumerate(said)
    ]
    undecided = text(section(school(found), "undecided"))
    assert undecided.count("Log them, or say where they are.") == 1
    assert "came in" not in undecided, "what differs is left to the findings"
    assert "The school as a whole 2" in undecided


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (["Due by 5 Jan 2026."], ["Due by 5 Jan 2026."]),
        (
            ["No review of the week, 5 Jan 2026.", "No review of the week, 12 Jan 2026."],
            ["No review of the week."],
        ),
        (
            ["Done on 5 Jan 2026, 3 days late.", "Done on 6 Jan 2026, 3 days late.", "Other."],
            ["Done, 3 days late. (2)", "Other."],
        ),
        (["Same, 5 Jan 2026.", "Same, 5 Jan 2026.", "Other."], ["Same, 5 Jan 2026. (2)", "Other."]),
        (["", ""], []),
    ],
)
def test_reasons_that_differ_by_their_date_are_one(reasons: list[str], said: list[str]) -> None:
    assert commonest(reasons) == said


def test_days_on_one_line_stand_in_order_each_with_its_year_where_they_differ() -> None:
    def days(*due: str) -> str:
        found = [
            finding("7.2", "not_met", about="school_half_term", school=OAK, subject=f"school_half_term/{OAK}/{day}", due_on=day, by=day, reason="No review is recorded.")
            for day in due
        ]  # fmt: skip
        return text(school(found))

    assert "Due by Tue 7 Oct 2025, Tue 16 Dec 2025 and Wed 21 Jan 2026" in days(
        "2025-12-16", "2026-01-21", "2025-10-07"
    )
    assert "Due by Tue 6 Jan and Wed 21 Jan" in days("2026-01-21", "2026-01-06")


def test_patterns_of_children_on_roll_stand_apart_from_those_of_cases() -> None:
    of_case = finding("8.2", "indicator", B)
    of_child = {**of_case, "about": "pupil", "case": "", "subject": "pupil/1"}
    kept = finding("6.5", "met", about="pupil", school=OAK, subject="pupil/2")
    schools = text(
        section(overview([of_case, of_child, {**of_child, "subject": "pupil/3"}, kept]), "schools")
    )
    assert "Oak Invented Academy Secondary 4 none 0 0 0 0 0 1 0 not in place or late, 2 patterns" in schools


def test_a_school_has_on_record_against_it_what_stands_under_what_must_not_happen() -> None:
    own = [finding("8.1", "not_met", A), finding("8.1", "not_met", B)]
    law = [in_law(own[0], "NO-PRESSURE"), in_law(finding("8.1", "cannot_tell", B), "NO-PRESSURE")]
    page = overview([*own, *law], rules=both("8.1", "NO-PRESSURE"))
    assert re.findall(r'data-label="On record against">(\d+)', page) == ["0", "2"]
    assert re.findall(r'data-label="On record">(\d+)', page) == ["2"]
