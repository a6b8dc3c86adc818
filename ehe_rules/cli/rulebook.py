"""Finds rules by name for the commands that show one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from ehe_rules.cli.screen import field, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ehe_rules.rulebook.documents import Clause
    from ehe_rules.rulebook.model import InForce
    from ehe_rules.rulebook.ruleset import Rule, Ruleset

WORD = re.compile(r"\w+")


def find_rules(rulesets: Sequence[Ruleset], name: str) -> list[tuple[Ruleset, Rule]]:
    """Return the rules of that name (`5.1.1`, or `hcat-ehe:5.1.1`).

    Raises click's error for a wrong command line, with the nearest name, where there is none.
    """
    known = [(ruleset, rule) for ruleset in rulesets for rule in ruleset.rules]
    found = [(ruleset, rule) for ruleset, rule in known if name in (rule.name, rule.id)]
    if found:
        return found
    from ehe_rules.rulebook.names import nearest  # noqa: PLC0415 - only for the message

    hint = nearest(name, {n for _, rule in known for n in (rule.name, rule.id)})
    where = ", ".join(ruleset.name for ruleset in rulesets)
    raise click.UsageError(
        f"There is no rule '{safe(name)}' in {where}.{hint} `ehe-rules rules list` shows them all."
    )


def show_rule(ruleset: Ruleset, rule: Rule, row: Mapping[str, str]) -> None:
    """Print a rule as written, with its milestones, parameters and clauses; `row` is its row of `Result.rules`."""
    field("as written", row["sentence"])
    field("where", "\n".join(_milestones(ruleset, row["sentence"])))
    field("parameters", "\n".join(_parameters(ruleset, rule)))
    field("clauses", row["clause_text"] or row["clauses"].replace(";", ", "))
    field("authority", f"{row['authority'].replace('_', ' ')}; {row['force']}; {row['severity']}")
    field("source", rule.file.reference)
    field("provisions", "\n".join(provision_of(clause) for clause in _provisions(ruleset, rule)))
    field("confidence", CONFIDENCE.get(rule.file.confidence, rule.file.confidence))
    field("dates", held_in_words(rule.file.in_force or ruleset.info.in_force))
    field("in place of", ", ".join(rule.file.instead_of))
    field("duty of", row["duty_of"].replace("_", " "))
    field("what to do", row["remedy"])
    field("who", row["owner"])
    field("note", row.get("note", ""))


CONFIDENCE = {
    "P": "P: the primary text was seen",
    "P*": "P*: the primary text was seen in part",
    "S": "S: a page that quotes or restates it was seen",
    "M": "M: general knowledge; have a person look it up",
}
"""How sure we are of a provision's words; of a label with two parts the first is seen, the rest is as the second says."""


def _provisions(ruleset: Ruleset, rule: Rule) -> list[Clause]:
    named = (ruleset.clauses[clause] for clause in rule.file.clauses if clause in ruleset.clauses)
    return [clause for clause in named if clause.instrument]


def provision_of(clause: Clause) -> str:
    """Return a provision of the law in one line: id, instrument, place, edition, force, confidence, dates."""
    edition = f"edition: {clause.edition}" if clause.edition else ""
    sure = f"confidence {clause.confidence}" if clause.confidence else ""
    parts = [
        f"{clause.instrument}, {clause.provision}" if clause.provision else clause.instrument,
        edition,
        clause.force or "",
        sure,
        held_in_words(clause.in_force),
    ]
    return f"{clause.id}: {'; '.join(part for part in parts if part)}"


def held_in_words(held: InForce | None) -> str:
    """Return from when to when something is in force, in words; blank where nothing is said."""
    if held is None:
        return ""
    if held.from_ is None:
        awaited = f" (awaits {held.awaits})" if held.awaits else ""
        return f"enacted, not in force{awaited}"
    return f"in force from {held.from_}{f' to {held.to}' if held.to else ''}"


def _milestones(ruleset: Ruleset, text: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield what each milestone named in a text stands for, and those named in turn."""
    for name in sorted(set(WORD.findall(text)) & set(ruleset.info.milestones) - set(seen)):
        said = " ".join(ruleset.info.milestones[name].split())
        yield f"{name} is {said}"
        yield from _milestones(ruleset, said, (*seen, name))


def _parameters(ruleset: Ruleset, rule: Rule) -> Iterator[str]:
    from ehe_rules.findings.rules import parameters_of  # noqa: PLC0415 - heavy

    for name in parameters_of(rule, ruleset):
        parameter = ruleset.parameters[name]
        values = ", ".join(f"{v.value}{f' from {v.from_}' if v.from_ else ''}" for v in parameter.values)
        yield f"{name} is {values} ({parameter.reason})"
