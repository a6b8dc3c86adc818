"""The few lines that end a check: what was read, what was found, which page to open. They name no pupil."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ehe_rules.cli.screen import INDENT, counted, safe, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ehe_rules.result import Result

STATUSES = {
    "not_met": "not met",
    "late": "late",
    "cannot_tell": "cannot tell",
    "due": "due",
    "waived": "waived",
    "met": "met",
    "indicator": "indicators (patterns to look at, never a failing)",
    "not_applicable": "not applicable (counted, not listed)",
}
"""Every status in words, in the order in which a reader wants them."""

PROBLEMS = ("error", "warning", "note")
SEVERITIES = ("critical", "high", "medium", "low")
"""Gravest first."""


def summarise(result: Result, written: Sequence[Path], out: Path) -> None:
    """Print the summary of a check whose files were written under `out`."""
    from ehe_rules.reporting.previews import previews  # noqa: PLC0415 - heavy

    _read(result)
    _found(result)
    for act, verdicts in previews(result).items():
        say(
            f"If {act} were in force: {counted(len(verdicts), 'verdict')} in previews/{act}.csv; none of them counts today."
        )
    say()
    page = out / "index.html"
    say(f"Open {page}" if page in written else f"Wrote {', '.join(str(path) for path in written)}")


def failing(result: Result, severity: str) -> int:
    """Count the not_met and late findings of this severity or a graver one."""
    findings = result.findings
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return int((findings["status"].isin(["not_met", "late"]) & findings["severity"].isin(grave)).sum())


def _read(result: Result) -> None:
    files = result.files
    unknown = files[files["system"] == ""]
    known = len(files) - len(unknown)
    say(
        f"Read {counted(known, 'file or sheet', 'files and sheets')} of {counted(len(result.schools), 'school')}; {len(unknown)} not recognised or empty."
    )
    for row in unknown.to_dict("records"):
        sheet = f" [{row['sheet']}]" if row["sheet"] else ""
        say(f"{INDENT}{safe(row['file'] + sheet)}: {safe(row['note'])}")
    counts = result.problems["severity"].value_counts().to_dict()
    said = [counted(counts[kind], kind) for kind in PROBLEMS if counts.get(kind)]
    say(
        f"Problems in the exports: {', '.join(said)}; the report lists them."
        if said
        else "Problems in the exports: none."
    )


def _found(result: Result) -> None:
    manifest = result.manifest
    verdicts = manifest.get("verdicts")
    counts = verdicts if isinstance(verdicts, Mapping) else {}
    say()
    listed = any(counts.get(status) for status in STATUSES)
    say(
        f"Verdicts on {manifest.get('on')}:{'' if listed else ' none, for nothing in the exports is about home education.'}"
    )
    for status, words in STATUSES.items():
        if counts.get(status):
            say(f"{INDENT}{counts[status]:>7,}  {words}")
    left_out = manifest.get("since")
    if isinstance(left_out, Mapping):
        say(
            f"{INDENT}{left_out['findings_left_out']:>7,}  left out: of cases that closed and leavers who left before {left_out['date']}"
        )
    from ehe_rules.reporting.run import run  # noqa: PLC0415 - with its package come heavy modules

    this_run = run(manifest)
    engines = manifest.get("engines")
    if isinstance(engines, Mapping) and engines.get("compared"):  # one engine alone: a notice says so
        say(safe(this_run.engines))
    for notice in this_run.notices:
        say(f"Note: {safe(notice)}")
