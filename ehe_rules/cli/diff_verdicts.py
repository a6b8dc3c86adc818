"""The verdicts that change from one ruleset to another: found, counted on the screen, listed in a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from ehe_rules.cli.screen import counted, heading, progress, say, table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from ehe_rules.rulebook.changes import Change
    from ehe_rules.rulebook.ruleset import Ruleset


def verdicts_that_change(
    before: Ruleset,
    after: Ruleset,
    changes: list[Change],
    exports: tuple[Path, ...],
    **chosen: Any,  # noqa: ANN401 - handed on
) -> pd.DataFrame:
    """Check exports by two versions of a ruleset and return the verdicts that differ (findings/changed.py)."""
    from ehe_rules.checking import check  # noqa: PLC0415 - heavy
    from ehe_rules.findings.changed import changed_verdicts  # noqa: PLC0415 - heavy

    with progress("Checking the exports by both rulesets"):
        old, new = (
            check(list(exports), rulesets=[str(ruleset.folder)], **chosen).findings
            for ruleset in (before, after)
        )
    return changed_verdicts(old, new, {c.rule: c.was for c in changes if c.what == "renamed"})


def say_verdicts(verdicts: pd.DataFrame, on: date) -> None:
    """Print how many verdicts became what, by rule, and how many only have another last day; no pupil is named."""
    heading(f"Verdicts as on {on.isoformat()}")
    moved = verdicts[verdicts["was"] != verdicts["is"]]
    counts = moved.groupby(["rule", "was", "is"], sort=True)["school"].agg(["size", "nunique"]).reset_index()
    rows = [
        (row["rule"], row["was"].replace("_", " "), row["is"].replace("_", " "), row["size"], row["nunique"])
        for row in counts.to_dict("records")
    ]
    if rows:
        table(("rule", "was", "is", "verdicts", "schools"), rows, right=("verdicts", "schools"))
    say(f"{counted(len(moved), 'verdict changes', 'verdicts change')}." if rows else "  No verdict changes.")
    if only_due := len(verdicts) - len(moved):
        say(
            f"{counted(only_due, 'verdict stays as it is, but is', 'verdicts stay as they are, but are')} due on another day."
        )


def write_verdicts(verdicts: pd.DataFrame, out: Path) -> None:
    """Write each verdict that changes as CSV, readable by nobody else: it names pupils."""
    from ehe_rules.findings.changed import COLUMNS  # noqa: PLC0415 - heavy
    from ehe_rules.reporting.files import table_csv  # noqa: PLC0415 - heavy

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(table_csv(verdicts, COLUMNS))
    except OSError as error:
        raise click.BadParameter(
            f"{out}: the list cannot be written there ({error.strerror or type(error).__name__}).",
            param_hint="'--out'",
        ) from error
    say(f"Each is listed in {out}.")
