"""`ehe-rules generate`: an invented trust of any size."""

from __future__ import annotations

from pathlib import Path

import click

from ehe_rules.cli.screen import counted, progress, say

SCHOOLS = 6
MOST_YEARS = 5
SEED = 2026
FORMS = ("mixed", "native", "systems")


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
@click.option(
    "--pupils",
    type=click.IntRange(min=1),
    metavar="N",
    help="About how many pupils in all; 500 a school unless given.",
)
@click.option(
    "--cases",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many pupils have a story; each school's stories once unless given.",
)
@click.option(
    "--years",
    type=click.IntRange(min=1, max=MOST_YEARS),
    metavar="N",
    help="So many years of marks up to the audit date; this academic year's unless given.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default=FORMS[0],
    show_default=True,
    help="The plain tables, what the schools' systems export, or some schools this way and some that.",
)
def generate(  # noqa: PLR0913 - one argument for each option
    *, out: Path, seed: int, schools: int, pupils: int | None, cases: int | None, years: int | None, form: str
) -> None:
    """Write the exports of an invented trust, for trying things out. Every pupil in them is made up."""
    write_exports(out, seed, schools=schools, pupils=pupils, cases=cases, years=years, form=form)
    say(f"Wrote the exports of {counted(schools, 'invented school')} into {out}.")


def write_exports(folder: Path, seed: int = SEED, **measures: int | str | None) -> None:
    """Write an invented trust's exports; what cannot be written is a mistake in the command.

    `measures` are those of `write_example`: schools, pupils, cases, years and form.
    """
    from ehe_rules.example import write_example  # noqa: PLC0415 - heavy

    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with progress("Writing the example's exports"):
            write_example(folder, seed, **measures)  # type: ignore[arg-type]
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    except OSError as error:
        raise click.BadParameter(
            f"{folder}: nothing can be written there ({error.strerror or type(error).__name__}).",
            param_hint="'--out'",
        ) from error
