"""`ehe-rules demo`: the whole main job on an invented trust."""

from __future__ import annotations

from pathlib import Path

import click

from ehe_rules.cli.check import run_check
from ehe_rules.cli.generate import write_exports
from ehe_rules.cli.outputs import write_outputs
from ehe_rules.cli.screen import progress, say
from ehe_rules.cli.summary import summarise

ENGINE = "both"
PUPILS: int | None = None
YEARS = 1
"""Of marks, up to the audit date."""


@click.command(short_help="Write an invented trust's exports and check them.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports/demo"),
    show_default=True,
    metavar="DIR",
    help="Where the reports are written; the exports go into DIR/exports.",
)
def demo(*, out: Path) -> None:
    """Write the exports of an invented trust of six schools, check them, and name the page to open.

    Every school, pupil and date in it is made up.
    """
    from ehe_rules.example import EXAMPLE_ON  # noqa: PLC0415 - heavy

    exports = out / "exports"
    write_exports(exports, pupils=PUPILS, years=YEARS)
    say(f"An invented trust's exports are in {exports}.")
    result = run_check((exports,), on=EXAMPLE_ON, engine=ENGINE)
    with progress("Writing the reports"):
        written = write_outputs(result, out)
    summarise(result, written, out)
