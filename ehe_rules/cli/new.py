"""`ehe-rules rules new`: a rule begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ehe_rules.cli.rulebook import find_rules
from ehe_rules.cli.screen import safe, say
from ehe_rules.errors import RulebookError

if TYPE_CHECKING:
    from pathlib import Path

    from ehe_rules.rulebook.ruleset import Ruleset


@click.command(short_help="Begin a rule: a file with a case that passes.")
@click.argument("name")
@click.option("--ruleset", required=True, metavar="NAME|DIR", help="The ruleset that it belongs to.")
@click.option("--clause", default="", metavar="CLAUSE", help="The clause that it executes, as hcat:5.1.3.")
@click.option("--about", default="case", show_default=True, help="Whom or what it is about.")
@click.option(
    "--kind",
    type=click.Choice(["require", "forbid", "flag"]),
    default="require",
    show_default=True,
    help="A duty, what must not happen, or a pattern to look at.",
)
@click.option(
    "--authority",
    type=click.Choice(["law", "statutory_guidance", "guidance", "policy"]),
    default="policy",
    show_default=True,
    help="Where its force comes from.",
)
@click.option("--folder", default="", metavar="DIR", help="The folder within the ruleset, as 5-procedure.")
@click.option(
    "--like", metavar="RULE", help="Begin with this rule's sentence and first case instead of an example."
)
def new(*, name: str, ruleset: str, clause: str, folder: str, like: str | None, **chosen: Any) -> None:  # noqa: ANN401 - handed on
    """Begin the rule NAME (5.1.3, RET-DEL-TIME): write its file with an example sentence and a case that passes.

    What only its author can say is marked FILL IN; `ehe-rules rules lint` names what is left.
    """
    from ehe_rules.casebook.begin import begun, begun_like, check_clause, place  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.load import load_ruleset  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.ruleset import find_ruleset  # noqa: PLC0415 - heavy

    loaded = load_ruleset(find_ruleset(ruleset))
    check_clause(loaded, clause)
    path = place(loaded, name, folder)
    if like is not None:
        text = begun_like(find_rules([loaded], like)[0][1], clause)
    else:
        text = begun(loaded, clause=clause, **chosen)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    try:
        load_ruleset(loaded.folder)
    except RulebookError:
        path.unlink()
        raise
    _say_what_next(loaded, ruleset, path)


def _say_what_next(ruleset: Ruleset, given: str, path: Path) -> None:
    chosen = f"--rule {path.stem} --ruleset {given}"
    for line in (
        f"{path} is begun, with a case that passes. Next:",
        "  1. Write title, sentence, owner and remedy where it says FILL IN (docs/rule-authors.md).",
        f"  2. Put figures that the document leaves open into {ruleset.folder / 'parameters.yaml'}, with the reason.",
        "  3. Add cases: the day before, on and after each deadline, each status, what is not supplied.",
        f"  4. ehe-rules rules test {chosen}",
        f"  5. ehe-rules rules lint {chosen}     until nothing is amiss",
    ):
        say(safe(line))
