"""`ehe-rules rules diff`: what changed from one ruleset to another, and which verdicts change because of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehe_rules.cli import options
from ehe_rules.cli.diff_verdicts import say_verdicts, verdicts_that_change, write_verdicts
from ehe_rules.cli.screen import heading, safe, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ehe_rules.rulebook.changes import Change
    from ehe_rules.rulebook.ruleset import Rule, Ruleset

SAID = {
    "added": "New rules",
    "dropped": "Rules that are gone",
    "renamed": "Rules under another name",
    "means": "Rules that say something else: their verdicts can change",
    "counts": "Rules that count otherwise: their verdicts stay as they are",
    "words": "Rules in other words: they mean the same",
    "cases": "Rules with other cases",
}


@click.command(short_help="Show what changed between two rulesets, and which verdicts.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--on",
    "exports",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="EXPORTS",
    help="Check these exports (a folder or a file) by both, and show which verdicts change. May be repeated.",
)
@click.option(
    "--date",
    "on",
    type=options.Day(),
    default=options.today,
    metavar="DATE",
    help="The audit date for --on, as 2026-03-20. [default: today]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write each verdict that changes into this file (CSV; it holds pupils' numbers). Without it they are counted.",
)
@options.engine
@options.profile
@options.templates
def diff(*, old: str, new: str, exports: tuple[Path, ...], on: date, out: Path | None, **chosen: Any) -> None:  # noqa: ANN401 - handed on
    """Show which rules were added, dropped or changed from ruleset OLD to ruleset NEW (each a name or a folder).

    A rule that is only written otherwise, with the same meaning, is told from one whose verdicts can change. With --on, exports are
    checked by both, as on --date, and the verdicts that change are counted by rule; --out lists each.
    """
    from ehe_rules.rulebook.changes import compare_rulesets  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.load import load_ruleset  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.ruleset import find_ruleset  # noqa: PLC0415 - heavy

    if out is not None and not exports:
        raise click.UsageError(
            "--out lists verdicts, and there are none without exports: give them with --on."
        )
    before, after = (load_ruleset(find_ruleset(name)) for name in (old, new))
    changes = compare_rulesets(before, after)
    _say_rules(before, after, changes)
    if exports:
        verdicts = verdicts_that_change(before, after, changes, exports, on=on, **chosen)
        say_verdicts(verdicts, on)
        if out is not None:
            write_verdicts(verdicts, out)


def _say_rules(before: Ruleset, after: Ruleset, changes: list[Change]) -> None:
    olds, news = ({rule.name: rule for rule in ruleset.rules} for ruleset in (before, after))
    for what, title in SAID.items():
        chosen = [change for change in changes if change.what == what]
        if not chosen:
            continue
        heading(f"{title} ({len(chosen)})")
        for change in chosen:
            rule = news.get(change.rule) or olds[change.rule]
            keys = f" [{', '.join(change.keys)}]" if change.keys else ""
            was = f" (was {change.was})" if change.was else ""
            say(safe(f"  {change.rule}{was}: {rule.file.title}{keys}"))
            if what == "means":
                previous = {c.rule: c.was for c in changes if c.was}.get(change.rule, change.rule)
                for line in _meaning(before, after, (olds[previous], rule), change.keys):
                    say(safe(f"    {line}"))
    if not changes:
        say("The two rulesets say the same.")


def _meaning(
    before: Ruleset, after: Ruleset, rules: tuple[Rule, Rule], keys: tuple[str, ...]
) -> Iterator[str]:
    """Yield what a rule said and says; where its words are the same, what they stand for or count with."""
    from ehe_rules.findings.rules import sentence  # noqa: PLC0415 - heavy

    was, now = (sentence(rule) for rule in rules)
    if was != now:
        yield f"was {was}"
        yield f"is  {now}"
    elif {"when", "require", "forbid", "flag", "anchor"} & set(keys):
        yield "Its words are the same; a milestone or a group of roles that they name stands for something else."
    for key in keys:
        if key.startswith("parameter "):
            name = key.removeprefix("parameter ")
            yield f"{name}: was {_figure(before, name)}, is {_figure(after, name)}"


def _figure(ruleset: Ruleset, name: str) -> str:
    if name not in ruleset.parameters:
        return "not there"
    dated = ruleset.parameters[name].values
    return ", ".join(f"{v.value}{f' from {v.from_}' if v.from_ else ''}" for v in dated)
