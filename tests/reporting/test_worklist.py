"""What is still to be done: only what is about the case itself ends with the case."""

from __future__ import annotations

import re

import pytest
from reporting.pages import section, text
from reporting.sample import BLAKE, CASEY, OAK, SUBJECTS, B, C, finding, sample

from ehe_rules.reporting import render


def beside(case: str, pupil: str, rule: str, about: str, **cells: str) -> dict[str, str]:
    """Give a breach that is about something else than the case that it stands beside."""
    where = {"school": OAK, "upn": pupil, "pupil": pupil, "about": about, "subject": f"{about}/{case}"}
    return {**finding(rule, "not_met", reason=f"Of the {about}."), **where, "case": f"case/{case}", **cells}


LIVE = [
    beside(C, CASEY, "5.1.1", "return", part="returns"),  # the case is closed: the child came back
    beside(C, CASEY, "6.5", "leaver", remedy="Send the file."),
    beside(B, BLAKE, "5.1.3", "pupil", part="early help"),  # the case ended off roll, the pupil is back
    beside(B, BLAKE, "5.2.1", "request", part="stage 2"),
]
OVER = [finding("5.1.1", "not_met", C, reason="Of the case."), beside(C, CASEY, "7.2", "school_week")]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Give the school's page with every case, and as `--since` leaves it without the cases that were over."""
    left_out = [row for row in SUBJECTS if row["subject"] not in (f"case/{B}", f"case/{C}")]
    findings = {"every case": [*LIVE, *OVER], "since": [*LIVE, OVER[1]]}
    return {
        name: render(sample(findings=rows, subjects=left_out if name == "since" else SUBJECTS))[
            f"schools/{OAK}.html"
        ].decode()
        for name, rows in findings.items()
    }


@pytest.mark.parametrize("name", ["every case", "since"])
def test_what_is_asked_of_a_return_a_leaver_or_a_pupil_outlives_the_case_beside_it(
    pages: dict[str, str], name: str
) -> None:
    to_do, learning = (text(section(pages[name], part)) for part in ("to-do", "learning"))
    for about in ("return", "leaver", "pupil", "request"):
        assert f"Of the {about}." in to_do
        assert f"Of the {about}." not in learning
    assert to_do.startswith("What to do 4 things to do, for 2 children.")
    assert re.search(r"<strong>4</strong><a[^>]*>overdue", pages[name])


def test_what_was_asked_of_a_case_that_is_closed_and_of_a_week_is_for_learning(pages: dict[str, str]) -> None:
    learning = text(section(pages["every case"], "learning"))
    assert "Of the case." in learning
    assert "Of the school_week." in learning
    assert "Of the case." not in text(section(pages["every case"], "to-do"))
