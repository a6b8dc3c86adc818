"""What an act that is not commenced would make of the same record: its verdicts, beside those of the rules that it replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ehe_rules.rulebook.ruleset import Ruleset

PREVIEW_COLUMNS = ("act_assumed", "instead_of", "today")
"""Columns of a preview that follow those of the findings: the act that was assumed commenced, the rule of today that the
verdict would stand in place of, and what that rule says of the same subject today ('' where it replaces none)."""


def preview_frame(
    findings: pd.DataFrame, binding: pd.DataFrame, rulesets: Sequence[Ruleset], act: str
) -> pd.DataFrame:
    """Return the verdicts of an act's rules with the columns of a preview; `binding` are the findings of today."""
    replaced = {
        (ruleset.name, rule.name): "; ".join(rule.file.instead_of)
        for ruleset in rulesets
        for rule in ruleset.rules
    }
    today = {
        (f"{row['ruleset']}:{row['rule']}", row["subject"]): row["status"]
        for row in binding[["ruleset", "rule", "subject", "status"]].to_dict("records")
    }
    instead = [replaced[row] for row in zip(findings["ruleset"], findings["rule"], strict=True)]
    said = [
        today.get((rule, subject), "not_applicable") if rule else ""
        for rule, subject in zip(instead, findings["subject"], strict=True)
    ]
    return findings.assign(act_assumed=act, instead_of=instead, today=said)


def counted(frames: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    """Return for the manifest how many verdicts of each status each act would bring."""
    return {
        act: {str(status): int(n) for status, n in frame["status"].value_counts().sort_index().items()}
        for act, frame in frames.items()
    }
