"""Two frames of findings compared: whatever verdict became another one, and nothing else."""

from __future__ import annotations

import pandas as pd

from ehe_rules.findings.changed import COLUMNS, changed_verdicts


def findings(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Give findings of rule, subject, status and last day allowed."""
    made = [
        {
            "rule": rule,
            "subject": subject,
            "school": subject.split("/")[1],
            "upn": f"upn of {subject}",
            "status": status,
            "due_on": due,
            "reason": f"{status} because",
        }
        for rule, subject, status, due in rows
    ]
    return pd.DataFrame(
        made, columns=["rule", "subject", "school", "upn", "status", "due_on", "reason"], dtype="str"
    )


def moved(before: pd.DataFrame, after: pd.DataFrame, **renamed: str) -> list[tuple[str, ...]]:
    changed = changed_verdicts(before, after, renamed)
    assert list(changed.columns) == COLUMNS
    return [tuple(row) for row in changed[["rule", "subject", "was", "is"]].to_numpy().tolist()]


BEFORE = findings(
    ("r", "case/1/A", "met", "2026-01-12"),
    ("r", "case/1/B", "late", "2026-01-12"),
    ("s", "case/2/A", "due", ""),
)


def test_the_same_findings_have_no_changes_in_whatever_order() -> None:
    assert moved(BEFORE, BEFORE.iloc[::-1]) == []
    assert moved(findings(), findings()) == []


def test_a_status_and_a_last_day_that_differ_are_changes() -> None:
    after = findings(
        ("r", "case/1/A", "met", "2026-01-13"),
        ("r", "case/1/B", "met", "2026-01-12"),
        ("s", "case/2/A", "due", ""),
    )
    assert moved(BEFORE, after) == [("r", "case/1/A", "met", "met"), ("r", "case/1/B", "late", "met")]


def test_what_is_not_listed_did_not_apply() -> None:
    after = findings(("r", "case/1/A", "met", "2026-01-12"), ("t", "case/2/A", "not_met", ""))
    assert moved(BEFORE, after) == [
        ("r", "case/1/B", "late", "not applicable"),
        ("s", "case/2/A", "due", "not applicable"),
        ("t", "case/2/A", "not applicable", "not_met"),
    ]
    (row,) = changed_verdicts(findings(), after.iloc[1:]).to_dict("records")
    assert (row["school"], row["upn"], row["was_reason"], row["is_reason"]) == (
        "2",
        "upn of case/2/A",
        "",
        "not_met because",
    )


def test_a_rule_under_another_name_is_the_same_rule() -> None:
    after = BEFORE.assign(rule=BEFORE["rule"].replace({"s": "new"}))
    assert moved(BEFORE, after, new="s") == []
    assert len(moved(BEFORE, after)) == 2
