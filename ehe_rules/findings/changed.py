"""Two checks of the same exports compared: which verdicts became others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

KEY = ["rule", "subject"]
COLUMNS = [
    "rule",
    "subject",
    "school",
    "upn",
    "was",
    "is",
    "was_due_on",
    "is_due_on",
    "was_reason",
    "is_reason",
]
NOT_LISTED = "not applicable"
"""How a verdict reads that is not among the findings: the rule does not concern the subject, or is not there."""


def changed_verdicts(
    before: pd.DataFrame, after: pd.DataFrame, renamed: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return the verdicts whose status or last day allowed differs between two frames of findings (`Result.findings`).

    One row for each rule and subject, in that order; columns as in COLUMNS. `renamed` maps a rule's new name to its old one.
    """
    back = {was: name for name, was in (renamed or {}).items()}
    old = before.assign(rule=before["rule"].replace(back))
    both = _kept(old).merge(_kept(after), how="outer", on=KEY, suffixes=("_old", "_new")).fillna("")
    for name in ("school", "upn"):
        both[name] = both[f"{name}_new"].where(both[f"{name}_new"] != "", both[f"{name}_old"])
    shown = both.assign(
        was=both["status_old"].replace("", NOT_LISTED),
        **{"is": both["status_new"].replace("", NOT_LISTED)},
        was_due_on=both["due_on_old"],
        is_due_on=both["due_on_new"],
        was_reason=both["reason_old"],
        is_reason=both["reason_new"],
    )
    differs = (shown["was"] != shown["is"]) | (shown["was_due_on"] != shown["is_due_on"])
    return shown.loc[differs, COLUMNS].sort_values(KEY, ignore_index=True)


def _kept(findings: pd.DataFrame) -> pd.DataFrame:
    return findings[[*KEY, "school", "upn", "status", "due_on", "reason"]].astype("string")
