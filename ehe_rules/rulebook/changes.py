"""Two versions of a ruleset compared, rule by rule: by what each means, by how it counts, and by its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.rulebook import syntax as s
from ehe_rules.rulebook.walk import parameters_in, trees

if TYPE_CHECKING:
    from ehe_rules.rulebook.ruleset import Rule, Ruleset

COUNTS = ("authority", "force", "severity", "duty_of", "part", "stage", "yields_to", "instead_of", "clauses")
"""Keys that change how a verdict counts and is shown, and not the verdict."""

WORDS = ("title", "sign", "owner", "remedy", "act", "note", "reference", "confidence")


@dataclass(frozen=True)
class Change:
    """What became of one rule.

    `what` is added, dropped, renamed (then `was` is its name before), means (its verdicts can change), counts, words or cases; `keys` says
    which of its keys differ.
    """

    rule: str
    what: str
    keys: tuple[str, ...] = ()
    was: str = ""


def compare_rulesets(old: Ruleset, new: Ruleset) -> list[Change]:
    """Return what changed from one ruleset to another, in order of rule; empty where they say the same.

    A rule changed by meaning where its tree, with milestones spelt out, parameters and dates in force, is another one; merely
    writing a sentence otherwise does not change it.
    """
    before, after = ({rule.name: rule for rule in ruleset.rules} for ruleset in (old, new))
    gone, come = sorted(set(before) - set(after)), sorted(set(after) - set(before))
    renamed = _renamed(old, new, [before[n] for n in gone], [after[n] for n in come])
    changes = [Change(name, "renamed", was=was) for name, was in renamed.items()]
    changes += [Change(name, "dropped") for name in gone if name not in renamed.values()]
    changes += [Change(name, "added") for name in come if name not in renamed]
    pairs = [(before[name], after[name]) for name in sorted(set(before) & set(after))]
    pairs += [(before[was], after[name]) for name, was in sorted(renamed.items())]
    for one, other in pairs:
        changes += _changed(old, new, one, other)
    return sorted(changes, key=lambda c: (c.rule, c.what))


def _renamed(old: Ruleset, new: Ruleset, gone: list[Rule], come: list[Rule]) -> dict[str, str]:
    """Return the rules that stand under another name, as new name to old: alone in meaning the same on either side."""
    result = {}
    for rule in come:
        same = [one for one in gone if meaning(old, one) == meaning(new, rule)]
        twins = [one for one in come if meaning(new, one) == meaning(new, rule)]
        if len(same) == len(twins) == 1:
            result[rule.name] = same[0].name
    return result


def _changed(old: Ruleset, new: Ruleset, one: Rule, other: Rule) -> list[Change]:
    meant, now = meaning(old, one), meaning(new, other)
    differs = tuple(key for key in now if meant[key] != now[key])
    said = tuple(key for key in ("when", "require", "forbid", "flag", "anchor") if _differs(one, other, key))
    changes = [Change(other.name, "means", differs)] if differs else []
    counts = tuple(key for key in COUNTS if _differs(one, other, key))
    if counts:
        changes.append(Change(other.name, "counts", counts))
    words = (*(() if differs else said), *(key for key in WORDS if _differs(one, other, key)))
    if words:
        changes.append(Change(other.name, "words", words))
    if one.file.cases != other.file.cases:
        changes.append(Change(other.name, "cases", (f"{len(one.file.cases)} to {len(other.file.cases)}",)))
    return changes


def _differs(one: Rule, other: Rule, key: str) -> bool:
    values = (getattr(rule.file, key) for rule in (one, other))
    before, after = (" ".join(v.split()) if isinstance(v, str) else v for v in values)
    return bool(before != after)


def meaning(ruleset: Ruleset, rule: Rule) -> dict[str, object]:
    """Return what decides a rule's verdicts, by key: subject, sentence, dates in force, figures, and what the words stand for."""
    held = rule.file.in_force or ruleset.info.in_force
    figures = {name: ruleset.parameters[name].values for name in parameters_in(trees(rule))}
    return {
        "about": rule.file.about,
        "when": _ordered(rule.when),
        rule.file.kind: _ordered(rule.expr),
        "anchor": rule.anchor,
        "in_force": (held.from_, held.to, held.awaits) if held is not None else None,
        **{f"parameter {name}": tuple((v.from_, v.value) for v in figures[name]) for name in sorted(figures)},
    }


def _ordered(expression: s.Expr | None) -> object:
    """Return an expression in which what `and` and `or` join stands in one order, and an `and` in an `and` is one."""
    match expression:
        case s.Both(parts) | s.Either(parts):
            flat: list[object] = []
            for part in parts:
                below = _ordered(part)
                joined = isinstance(part, type(expression)) and isinstance(below, tuple)
                flat += below[1:] if joined and isinstance(below, tuple) else [below]
            return (type(expression).__name__, *sorted(flat, key=repr))
        case s.Not(part):
            return ("Not", _ordered(part))
    return expression
