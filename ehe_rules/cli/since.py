"""`--since`: leaves out what was over before a day, and nothing that a school may still have to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from ehe_rules.result import Result

OF_A_CASE = ("advice", "pressure", "request")
"""Kinds of subjects that one entry makes: within a case that is over they are over with it, unless something of them falls later."""


def without_closed_before(result: Result, day: date) -> Result:
    """Return the result without the cases that closed, and the leavers who left, before `day`.

    A case that nothing closed was over when the name came off the roll. What one entry of such a case made (`OF_A_CASE`) goes
    with it if it is of before `day` and nothing of it was due or done from then on. Duties to a child on roll and those
    of a return stay, whichever case they belong to. The manifest says how many subjects and findings were left out;
    its counts of verdicts are then of those that are left (not_applicable: of all).
    """
    subjects, findings = result.subjects, result.findings
    first = day.isoformat()
    gone = _over(subjects, first)
    gone |= _over_with_their_case(subjects, findings, gone, first)
    kept = findings[~findings["subject"].isin(gone)]
    left_out = subjects[subjects["subject"].isin(gone)]
    manifest: dict[str, Any] = dict(result.manifest)
    unlisted = {k: v for k, v in manifest.get("verdicts", {}).items() if k == "not_applicable"}
    manifest["verdicts"] = {**{str(k): int(v) for k, v in kept["status"].value_counts().items()}, **unlisted}
    manifest["since"] = {
        "date": first,
        "findings_left_out": len(findings) - len(kept),
        "subjects_left_out": _counted(left_out),
    }
    preview = result.preview
    if preview is not None:
        preview = preview[~preview["subject"].isin(gone)].reset_index(drop=True)
    return replace(
        result,
        preview=preview,
        findings=kept.reset_index(drop=True),
        subjects=subjects[~subjects["subject"].isin(gone)].reset_index(drop=True),
        timeline=result.timeline[~result.timeline["case"].isin(gone)].reset_index(drop=True),
        manifest=manifest,
    )


def _over(subjects: pd.DataFrame, first: str) -> set[str]:
    """Return the cases and leavers that were over before the day."""
    ended = subjects["closed_on"].where(subjects["closed_on"] != "", subjects["off_rolled_on"])
    cases = (subjects["about"] == "case") & _before(ended, first)
    leavers = (subjects["about"] == "leaver") & _before(subjects["off_rolled_on"], first)
    return set(subjects.loc[cases | leavers, "subject"])


def _over_with_their_case(
    subjects: pd.DataFrame, findings: pd.DataFrame, gone: set[str], first: str
) -> set[str]:
    """Return what entries of cases that are over made, where nothing of it falls on the day or later."""
    theirs = findings[findings["about"].isin(OF_A_CASE) & findings["case"].isin(gone)]
    early = set(subjects.loc[_before(subjects["opened_on"], first), "subject"])
    later = theirs[(theirs["due_on"] >= first) | (theirs["done_on"] >= first)]
    return (set(theirs["subject"]) & early) - set(later["subject"])


def _counted(subjects: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return how many subjects of each kind there are, by school."""
    found: dict[str, dict[str, int]] = {}
    for school, about in sorted(zip(subjects["school"], subjects["about"], strict=True)):
        counts = found.setdefault(school, {})
        counts[about] = counts.get(about, 0) + 1
    return found


def _before(dates: Any, day: str) -> Any:  # noqa: ANN401 - pandas series
    return (dates != "") & (dates < day)
