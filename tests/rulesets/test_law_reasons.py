"""What the law's findings say: true of the record, in words that a reader knows, and of no child by name."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from end_to_end.helping import ROOT, run

from ehe_rules.reporting.rows import records

GROUNDS, ON_ROLL = "29-returns-and-grounds", "28-special-school"


@cache
def said(situation: str = GROUNDS) -> dict[tuple[str, str], str]:
    """Give the reasons of a situation by rule and surname."""
    result = run([ROOT / "fixtures" / situation], on=date(2026, 2, 13))
    surnames = {row["upn"]: row["surname"] for row in records(result.pupils)}
    return {
        (row["rule"], surnames[row["upn"]]): row["reason"] for row in records(result.findings) if row["upn"]
    }


@pytest.mark.parametrize(
    ("rule", "surname", "reason"),
    [
        # what makes a `not` true is that the thing is not so
        (
            "DEL-D-OLD-LETTER",
            "Example-G",
            (
                "The ground for deletion is (d). No school attendance order on record was in force on the day the name "
                "came off the roll. Left for home education. "
                "The parent's written notice recorded on 20 Jan 2026, by leaving the roll, 2 Feb 2026."
            ),
        ),
        ("DEL-VALID-GROUND", "Example-I", "The ground for deletion is not one of (a) to (o)."),
        (
            "DEL-HI-NOT-EHE",
            "Example-J",
            (
                "The parent's written notice recorded on 20 Jan 2026, by leaving the roll, 2 Feb 2026. "
                "The ground for deletion is (h) or (i). No school attendance order on record was in force on the day the "
                "name came off the roll."
            ),
        ),
        (
            "RET-DEL-TIME",
            "Example-F",
            (
                "The leaving was entered after its date. The return to the local authority recorded on 4 Feb 2026, "
                "by the entry of the deletion, 4 Feb 2026."
            ),
        ),
        (
            "RET-DEL-CONTENT",
            "Example-B",
            (
                "The ground in the return is not recorded. Recorded on 2 Feb 2026 is sending the EHE1 form, "
                "but it does not cover the ground."
            ),
        ),
    ],
)
def test_a_reason_says_what_the_record_shows(rule: str, surname: str, reason: str) -> None:
    assert said().get((rule, surname), "") == reason


def test_no_reason_names_a_child() -> None:
    reasons = said(ON_ROLL)
    names = {name for _, surname in reasons for name in (surname, "Aster")}
    assert ("REG-CONTENT", "Example-H") in reasons
    assert [reason for reason in reasons.values() if any(name in reason for name in names)] == []
