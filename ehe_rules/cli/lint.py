"""`ehe-rules rules lint`: what is amiss with rules that load and run."""

from __future__ import annotations

import click

from ehe_rules.cli.rulebook import find_rules
from ehe_rules.cli.screen import counted, safe, say

FOUND = 1
"""Exit status: something is amiss."""


@click.command(short_help="Say what is amiss with the rules.")
@click.option(
    "--ruleset",
    "rulesets",
    multiple=True,
    metavar="NAME|DIR",
    help="A ruleset that comes with the tool, or a folder that holds one. May be repeated. [default: all that come with it]",
)
@click.option("--rule", metavar="RULE", help="Only what is amiss with this rule.")
def lint(*, rulesets: tuple[str, ...], rule: str | None) -> int:
    """Say what is amiss with rules that load and run, each with file, line and what to do.

    A title that does not state what is so where the rule is kept; a remedy without an owner, or one that could hold up a deletion
    or a readmission; a duty that cannot be told; a `when` that can never be true; names that lead nowhere, and figures that no rule
    uses; a status that no case shows. Ends with status 1 if anything is found.
    """
    from ehe_rules.casebook.lint import lint as find  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.load import load_ruleset  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.ruleset import find_ruleset, ruleset_names  # noqa: PLC0415 - heavy

    loaded = [load_ruleset(find_ruleset(name)) for name in dict.fromkeys(rulesets or ruleset_names())]
    findings = find(loaded)
    rules = [one for ruleset in loaded for one in ruleset.rules]
    if rule is not None:
        rules = [one for _, one in find_rules(loaded, rule)]
        paths = {str(one.path) for one in rules}
        findings = [finding for finding in findings if finding.path in paths]
    for finding in findings:
        say(safe(finding))
    if findings:
        say()
    where = ", ".join(ruleset.name for ruleset in loaded)
    said = counted(len(findings), "thing to see to", "things to see to") if findings else "nothing amiss"
    say(f"{counted(len(rules), 'rule')} of {where}: {said}.")
    return FOUND if findings else 0
