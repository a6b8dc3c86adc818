"""`ehe-rules check`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehe_rules.cli import options
from ehe_rules.cli.outputs import FORMATS, write_outputs
from ehe_rules.cli.screen import counted, progress, say
from ehe_rules.cli.since import without_closed_before
from ehe_rules.cli.summary import SEVERITIES, failing, summarise

if TYPE_CHECKING:
    from datetime import date

    from ehe_rules.result import Result

FOUND = 1
"""Exit status: there are findings at or above --fail-on."""


@click.command(short_help="Check exports and write the reports.")
@options.exports
@options.ruleset
@options.on
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    show_default=True,
    metavar="DIR",
    help="Where the reports are written.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Write only this kind of output. May be repeated. [default: all]",
)
@click.option(
    "--school", metavar="URN", help="Report on this school only (the others are read, not reported)."
)
@options.engine
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="End with status 1 if a finding of this severity or a graver one is not met or late.",
)
@options.profile
@options.templates
@options.settings
@click.option(
    "--assume-commenced",
    "assume_commenced",
    multiple=True,
    metavar="ACT",
    help="Preview what an act that is enacted and not in force would bring, such as cwsa-2026, in files of its own. May be repeated.",
)
@click.option(
    "--since",
    type=options.Day(),
    metavar="DATE",
    help="Leave out cases that closed, and leavers who left, before this date. What concerns a child on roll or a return stays.",
)
def check(
    *,
    exports: tuple[Path, ...],
    out: Path,
    formats: tuple[str, ...],
    fail_on: str | None,
    since: date | None,
    **chosen: Any,  # noqa: ANN401 - handed on
) -> int:
    """Check EXPORTS (folders or files) and write the reports.

    Files are told by their headings, never by their names. The reports hold pupils' data: keep the folder
    as you keep the exports.
    """
    if since is not None and since > chosen["on"]:
        raise click.BadParameter(
            f"{since} is after the audit date, {chosen['on']}. Give that day or an earlier one.",
            param_hint="'--since'",
        )
    result = run_check(exports, **chosen)
    if since is not None:
        result = without_closed_before(result, since)
    with progress("Writing the reports"):
        written = write_outputs(result, out, formats)
    summarise(result, written, out)
    _mind_the_folder(exports, out)
    if fail_on is None:
        return 0
    found = failing(result, fail_on)
    if found:
        say(f"{counted(found, 'finding')} of severity {fail_on} or above not met or late.")
    return FOUND if found else 0


def run_check(exports: tuple[Path, ...], *, rulesets: tuple[str, ...] = (), **chosen: Any) -> Result:  # noqa: ANN401 - handed on
    """Check exports as `ehe_rules.check` does, the default rulesets where none is named."""
    from ehe_rules.checking import DEFAULT_RULESETS  # noqa: PLC0415 - heavy
    from ehe_rules.checking import check as run  # noqa: PLC0415 - heavy

    with progress("Reading and checking the exports"):
        return run(exports, rulesets=rulesets or DEFAULT_RULESETS, **chosen)


def _mind_the_folder(exports: tuple[Path, ...], out: Path) -> None:
    """Say so where the next run would read this run's reports."""
    if any(path.is_dir() and out.resolve().is_relative_to(path.resolve()) for path in exports):
        click.echo(
            f"Note: {out} lies inside the exports. Reports are passed over when exports are read; better give another folder with --out.",
            err=True,
        )
