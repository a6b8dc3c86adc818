"""The files of a preview: what an act would bring once it is commenced, apart from every binding finding."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ehe_rules.reporting.files import findings_csv
from ehe_rules.reporting.html import preview_html
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from ehe_rules.reporting.run import Run
    from ehe_rules.result import Result

STATUSES = ("not_met", "late", "due", "cannot_tell", "met")
ACTS = {"cwsa-2026": "the Children's Wellbeing and Schools Act 2026"}
"""Acts by name; one that is not listed is called as it is written."""


@dataclass(frozen=True)
class PreviewRule:
    """One rule of the act: how often it would give each status, and what it would replace."""

    id: str
    title: str
    remedy: str
    numbers: list[int]
    instead_of: str
    changed: int


@dataclass(frozen=True)
class PreviewPage:
    """What the page of a preview shows; it names no child."""

    run: Run
    act: str
    name: str
    rules: list[PreviewRule]
    data: str


def previews(result: Result) -> dict[str, pd.DataFrame]:
    """Return the verdicts of each act that was assumed commenced, by act; none where none was."""
    if result.preview is None:
        return {}
    acts = result.manifest.get("assumed_commenced")
    return {
        str(act): result.preview[result.preview["act_assumed"] == act]
        for act in (acts if isinstance(acts, dict) else ())
    }


def preview_outputs(by_act: Mapping[str, pd.DataFrame], run: Run) -> dict[str, Callable[[], bytes]]:
    """Return, for each act, what makes its table and its page, by their paths below the report's folder."""
    tables = {f"previews/{act}.csv": partial(findings_csv, frame) for act, frame in by_act.items()}
    pages = {f"previews/{act}.html": partial(_html, act, frame, run) for act, frame in by_act.items()}
    return {**tables, **pages}


def _html(act: str, frame: pd.DataFrame, run: Run) -> bytes:
    return preview_html(_page(act, frame, run))


def _page(act: str, frame: pd.DataFrame, run: Run) -> PreviewPage:
    by_rule: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in records(frame):
        by_rule.setdefault((row["ruleset"], row["rule"]), []).append(dict(row))
    rules = [
        PreviewRule(
            id=" ".join(key),
            title=rows[0]["title"],
            remedy=rows[0]["remedy"],
            numbers=[sum(row["status"] == status for row in rows) for status in STATUSES],
            instead_of=rows[0]["instead_of"],
            changed=sum(row["today"] not in ("", row["status"]) for row in rows),
        )
        for key, rows in sorted(by_rule.items())
    ]
    return PreviewPage(run=run, act=act, name=ACTS.get(act, act), rules=rules, data=f"{act}.csv")
