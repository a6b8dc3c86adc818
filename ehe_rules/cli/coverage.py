"""`ehe-rules rules coverage`: every clause of a document with the rules that execute it, and what no record decides."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from ehe_rules.cli.screen import counted, field, heading, safe, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ehe_rules.rulebook.coverage import Covered
    from ehe_rules.rulebook.ruleset import Ruleset

OPEN = 1
"""Exit status: a clause is not accounted for."""

CHECKED = {"data": "from records", "partly": "in part", "none": "not at all"}
"""How far records decide a clause, in words."""


@click.command(short_help="Show every clause with its rules, and what no record decides.")
@click.option(
    "--ruleset",
    "rulesets",
    multiple=True,
    metavar="NAME|DIR",
    help="A ruleset that comes with the tool, or a folder that holds one. May be repeated. [default: all that come with it]",
)
def coverage(*, rulesets: tuple[str, ...]) -> int:
    """Show every clause of the documents: how far records decide it, its rules, their cases and the gravest severity.

    What records cannot decide follows, with the reason and with what a person should look at instead. The exit status
    is 1 while a clause is open: no rule executes it though records could decide it, or nothing says why they cannot.
    """
    from ehe_rules.rulebook import coverage as rulebook  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.load import load_ruleset  # noqa: PLC0415 - heavy
    from ehe_rules.rulebook.ruleset import find_ruleset, ruleset_names  # noqa: PLC0415 - heavy

    folders = {find_ruleset(name).resolve(): None for name in rulesets or ruleset_names()}
    loaded = [load_ruleset(folder) for folder in folders]
    rows = rulebook.coverage(loaded)
    for name, found in groupby(rows, key=lambda row: row.ruleset):
        _show(next(ruleset for ruleset in loaded if ruleset.name == name), list(found))
    bare = [ruleset.name for ruleset in loaded if not ruleset.clauses]
    heading("All together")
    say(_totals(rows))
    if bare:
        say(f"Without a clauses.yaml, so that nothing can be said of them: {safe(', '.join(bare))}.")
    return OPEN if any(row.open_ for row in rows) else 0


def _show(ruleset: Ruleset, rows: Sequence[Covered]) -> None:
    heading(f"{ruleset.name}: {ruleset.info.title}")
    table(
        ("clause", "where", "decided", "rules", "cases", "severity"),
        [
            (r.clause.id, r.clause.where, CHECKED[r.clause.check], _rules(r), r.cases, r.severity or "-")
            for r in rows
        ],
        right=("cases",),
        whole=("clause", "decided"),
    )
    say(f"{safe(ruleset.name)}: {_totals(rows)}")
    partly = [row for row in rows if row.clause.check != "data"]
    if partly:
        heading(f"{ruleset.name}: what records decide in part, or not at all")
    for row in partly:
        say(f"\n{safe(row.clause.id)} ({CHECKED[row.clause.check]}): {safe(row.clause.says)}")
        field("why", row.clause.why, 9)
        field("look at", row.clause.look_at, 9)
    still_open = [row for row in rows if row.open_]
    if still_open:
        heading(f"{ruleset.name}: open")
    for row in still_open:
        say(f"{safe(row.clause.id)}: {safe(' '.join(row.open_))}")


def _rules(row: Covered) -> str:
    """Return a clause's rules by name; those of the law that carry it by pattern and number."""
    own = [rule.name if rule.ruleset == row.ruleset else rule.id for rule in row.rules]
    carried = [f"{pattern} ({counted(len(rules), 'rule')})" for pattern, rules in row.executed]
    return ", ".join([*own, *carried]) or "-"


def _totals(rows: Sequence[Covered]) -> str:
    """Return the figures in a sentence: clauses by how far records decide them, rules, cases, open clauses."""
    kinds = [f"{sum(row.clause.check == kind for row in rows)} {said}" for kind, said in CHECKED.items()]
    rules = {rule.id: len(rule.file.cases) for row in rows for rule in row.every_rule}
    still_open = sum(bool(row.open_) for row in rows)
    decided = f"{counted(len(rows), 'clause')} ({', '.join(kinds)})"
    by = f"{counted(len(rules), 'rule')} with {counted(sum(rules.values()), 'case')}"
    return f"{decided}, executed by {by}. Open: {still_open or 'none'}."
