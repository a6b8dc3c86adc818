"""`ehe-rules rules`: the rulebook listed, shown and tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ehe_rules.cli import options
from ehe_rules.cli.book import book
from ehe_rules.cli.coverage import coverage
from ehe_rules.cli.diff import diff
from ehe_rules.cli.lint import lint
from ehe_rules.cli.new import new
from ehe_rules.cli.rulebook import find_rules, show_rule
from ehe_rules.cli.schema import schema
from ehe_rules.cli.screen import counted, field, heading, progress, safe, say, table

if TYPE_CHECKING:
    from ehe_rules.rulebook.ruleset import Ruleset

FAILED = 1
"""Exit status: a rule's own case fails."""


@click.group(short_help="The rulebook: its rules listed, shown, tested, written.")
def rules() -> None:
    """List the rules, show one as written, run their cases, read the whole rulebook, or write rules of your own."""


@rules.command("list", short_help="List the rules.")
@options.ruleset
def list_rules(*, rulesets: tuple[str, ...]) -> None:
    """List the rules with what each asks for."""
    from ehe_rules.rulebook.commenced import awaited_by  # noqa: PLC0415 - brings the loader with it

    loaded = _load(rulesets)
    for ruleset in loaded:
        heading(f"{ruleset.name}: {ruleset.info.title}")
        lines = [
            (
                r.name,
                r.file.title,
                r.file.about,
                r.file.severity,
                "not in force" if awaited_by(r) else r.file.kind,
            )
            for r in ruleset.rules
        ]
        table(("rule", "says", "about", "severity", "kind"), lines)
    say()
    say(
        f"{counted(sum(len(r.rules) for r in loaded), 'rule')}. `ehe-rules rules show RULE` shows one as written."
    )


@rules.command(short_help="Show a rule as written.")
@click.argument("rule")
@options.ruleset
def show(*, rule: str, rulesets: tuple[str, ...]) -> None:
    """Show RULE (5.1.1, or hcat-ehe:5.1.1): its sentence, clauses, parameters and cases."""
    from ehe_rules.findings.rules import rules_frame  # noqa: PLC0415 - heavy

    loaded = _load(rulesets)
    found = find_rules(loaded, rule)
    rows = {(row["ruleset"], row["rule"]): row for row in rules_frame(loaded).to_dict("records")}
    for ruleset, one in found:
        heading(f"{one.id}: {one.file.title}")
        field("about", one.file.about)
        show_rule(ruleset, one, {str(k): str(v) for k, v in rows[ruleset.name, one.name].items()})
        field("file", one.path)
        field(
            "cases",
            "\n".join(
                f"{case.name}: {' or '.join(case.expect).replace('_', ' ')}" for case in one.file.cases
            ),
        )


@rules.command(short_help="Run the rules' own cases.")
@options.ruleset
@click.option("--rule", metavar="RULE", help="Only the cases of this rule.")
@click.option(
    "--engine",
    type=click.Choice(["both", "columnar"]),
    default="both",
    show_default=True,
    help="Judge by both engines, or by the first alone.",
)
def test(*, rulesets: tuple[str, ...], rule: str | None, engine: Any) -> int:  # noqa: ANN401 - one of the engine's names
    """Run the cases that stand in the rules' files, and show those that come out otherwise than expected."""
    from ehe_rules.casebook import run_cases  # noqa: PLC0415 - heavy

    loaded = _load(rulesets)
    chosen = [r for _, r in find_rules(loaded, rule)] if rule else [r for s in loaded for r in s.rules]
    folders = [s.folder for s in loaded if any(r in s.rules for r in chosen)]
    with progress("Running the rules' cases"):
        results = run_cases(folders, rule=chosen[0].name if rule else None, engine=engine)
    failed = [result for result in results if not result.passed]
    for result in failed:
        say(safe(result.why))
    if failed:
        say()
    bare = [rule for rule in chosen if not rule.file.cases]
    passed = len(results) - len(failed)
    by = "both engines" if any(len(result.engines) > 1 for result in results) else "one engine"
    where = ", ".join(ruleset.name for ruleset in loaded)
    say(
        f"{counted(len(chosen), 'rule')} of {where}, {counted(len(results), 'case')}, {by}: {passed} as expected, {len(failed)} not."
    )
    if bare:
        say(f"Without cases: {safe(', '.join(rule.id for rule in bare))}.")
    return FAILED if failed else 0


def _load(rulesets: tuple[str, ...]) -> list[Ruleset]:
    from ehe_rules.checking import load_rulesets  # noqa: PLC0415 - heavy

    return load_rulesets(rulesets)


rules.add_command(coverage)
rules.add_command(book)
rules.add_command(lint)
rules.add_command(schema)
rules.add_command(new)
rules.add_command(diff)
