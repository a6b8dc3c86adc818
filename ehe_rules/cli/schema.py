"""`ehe-rules rules schema`: for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ehe_rules.cli.screen import say

KINDS = ("rule", "ruleset", "parameters", "clauses")


@click.command(short_help="Write JSON Schemas, so that an editor completes and checks.")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option(
    "--ruleset",
    metavar="NAME|DIR",
    help="Also allow this ruleset's own clauses and parameters, and its own vocabulary where it has one.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write all of them into this folder.",
)
def schema(*, kind: str | None, ruleset: str | None, out: Path | None) -> None:
    """Print the JSON Schema of one KIND of file (rule, ruleset, parameters or clauses), or write all of them with --out.

    docs/rule-authors.md says how an editor is told to use them.
    """
    from ehe_rules.rulebook.load import load_ruleset, load_vocabulary  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.ruleset import find_ruleset, rulesets_folder  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.schema import schemas  # noqa: PLC0415 - heavy

    if (kind is None) == (out is None):
        raise click.UsageError(
            "Name one kind of file to print its schema, as in `ehe-rules rules schema rule`, or give a folder with --out."
        )
    loaded = load_ruleset(find_ruleset(ruleset)) if ruleset is not None else None
    made = schemas(loaded.vocabulary if loaded else load_vocabulary(rulesets_folder()), loaded)
    if kind is not None:
        say(_written(made[kind]))
        return
    assert out is not None  # noqa: S101 - one of the two is given, as said above
    out.mkdir(parents=True, exist_ok=True)
    for name in KINDS:
        path = out / f"{name}.schema.json"
        path.write_text(_written(made[name]) + "\n", encoding="utf-8")
        say(f"{path}")


def _written(made: dict[str, object]) -> str:
    return json.dumps(made, indent=2, ensure_ascii=False)
