"""`ehe-rules generate`: an invented trust of any size."""

from __future__ import annotations

from pathlib import Path

import click

from ehe_rules.cli.screen import counted, progress, say

SCHOOLS = 6
SEED = 2026


@click.command(short_help="Write an invented trust of any size.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Where the exports are written.",
)
@click.option(
    "--seed",
    type=int,
    default=SEED,
    show_default=True,
    metavar="N",
    help="The same seed gives the same files.",
)
@click.option(
    "--schools",
    type=click.IntRange(min=1),
    default=SCHOOLS,
    show_default=True,
    metavar="N",
    help="How many schools.",
)
def generate(*, out: Path, seed: int, schools: int) -> None:
    """Write the exports of an invented trust, for trying things out. Every pupil in them is made up."""
    write_exports(out, seed, schools)
    say(f"Wrote the exports of {counted(schools, 'invented school')} into {out}.")


def write_exports(folder: Path, seed: int = SEED, schools: int = SCHOOLS) -> None:
    """Write an invented trust's exports; a folder that cannot be written to is a mistake in the command."""
    from ehe_rules.example import write_example  # noqa: PLC0415 - heavy

    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with progress("Writing the example's exports"):
            write_example(folder, seed, schools=schools)
    except OSError as error:
        raise click.BadParameter(
            f"{folder}: nothing can be written there ({error.strerror or type(error).__name__}).",
            param_hint="'--out'",
        ) from error
