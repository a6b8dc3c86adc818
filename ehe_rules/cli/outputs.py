"""Writes the chosen outputs of a result, and leaves closed cases out where that was asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from ehe_rules.result import Result

FORMATS = ("html", "csv", "json", "xlsx")


def write_outputs(result: Result, out: Path, formats: Sequence[str] = ()) -> list[Path]:
    """Write the outputs of the formats named (none named: all) and the manifest, and return their paths.

    Raises click's error for a wrong command line where the folder cannot be written to.
    """
    from ehe_rules.reporting import render  # noqa: PLC0415 - heavy
    from ehe_rules.reporting.files import manifest_json  # noqa: PLC0415 - heavy
    from ehe_rules.reporting.writing import MANIFEST, write_files  # noqa: PLC0415 - heavy

    outputs = render(result, formats=formats or FORMATS)
    try:
        return write_files({**outputs, MANIFEST: manifest_json(result.manifest, outputs)}, out)
    except OSError as error:
        raise click.BadParameter(
            f"{out}: the reports cannot be written there ({error.strerror or type(error).__name__}).",
            param_hint="'--out'",
        ) from error


def without_closed_before(result: Result, day: date) -> Result:
    """Return the result without the cases and leavers that closed or came off roll before `day`.

    A finding goes with its subject or with the case it belongs to. The manifest says how many were left out;
    its counts are then of those that are left (not_applicable: of all).
    """
    subjects, findings, timeline = result.subjects, result.findings, result.timeline
    first = day.isoformat()
    over = _before(subjects["closed_on"], first) | _before(subjects["off_rolled_on"], first)
    gone = set(subjects.loc[over & subjects["about"].isin(["case", "leaver"]), "subject"])
    kept = findings[~(findings["subject"].isin(gone) | findings["case"].isin(gone))]
    manifest: dict[str, Any] = dict(result.manifest)
    unlisted = {k: v for k, v in manifest.get("verdicts", {}).items() if k == "not_applicable"}
    manifest["verdicts"] = {**{str(k): int(v) for k, v in kept["status"].value_counts().items()}, **unlisted}
    manifest["since"] = {"date": first, "findings_left_out": len(findings) - len(kept)}
    preview = result.preview
    if preview is not None:
        preview = preview[~(preview["subject"].isin(gone) | preview["case"].isin(gone))].reset_index(
            drop=True
        )
    return replace(
        result,
        preview=preview,
        findings=kept.reset_index(drop=True),
        subjects=subjects[~subjects["subject"].isin(gone)].reset_index(drop=True),
        timeline=timeline[~timeline["case"].isin(gone)].reset_index(drop=True),
        manifest=manifest,
    )


def _before(dates: Any, day: str) -> Any:  # noqa: ANN401 - pandas series
    return (dates != "") & (dates < day)
