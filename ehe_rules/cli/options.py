"""The options that several commands share, and how their values are read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click


class Day(click.ParamType):  # type: ignore[type-arg] # generic in newer versions of click only
    """A date written as 2026-03-20."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - click's own
        """Return the date, or fail with how to write it."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            self.fail(f"'{value}' is not a date; write it as year-month-day, such as 2026-03-20.", param, ctx)


def today() -> date:
    """Return today's date where this machine stands: the only clock that the tool reads."""
    return datetime.now(UTC).astimezone().date()


def _settings(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Return `name=value` pairs as a mapping."""
    settings: dict[str, str] = {}
    for pair in given:
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not (name and sign and value):
            raise click.BadParameter(
                f"'{pair}' is not of the form parameter=value, such as contact_time='2 school days'.",
                ctx,
                param,
            )
        if settings.setdefault(name, value) != value:
            raise click.BadParameter(f"'{name}' is set twice, to different values.", ctx, param)
    return settings


exports = click.argument("exports", nargs=-1, required=True, type=click.Path(path_type=Path))

ruleset = click.option(
    "--ruleset",
    "rulesets",
    multiple=True,
    metavar="NAME|DIR",
    help="A ruleset that comes with the tool, or a folder that holds one. May be repeated. [default: hcat-ehe with england]",
)

on = click.option(
    "--on",
    type=Day(),
    default=today,
    metavar="DATE",
    help="The audit date, as 2026-03-20. Nothing dated later is seen. [default: today]",
)

profile = click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file that says how another system's headings map onto the tables. May be repeated.",
)

templates = click.option(
    "--templates",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file that says what the trust's own letters and forms contain. May be repeated; it may also lie in EXPORTS.",
)

settings = click.option(
    "--set",
    "settings",
    multiple=True,
    callback=_settings,
    metavar="PARAMETER=VALUE",
    help="Use another value for a parameter of a ruleset, or other roles for a role group, in this run. May be repeated. The law's own figures cannot be set.",
)

engine = click.option(
    "--engine",
    type=click.Choice(["both", "columnar", "durable"]),
    default="both",
    show_default=True,
    help="Which engine judges. With both, the two must agree on every verdict.",
)
