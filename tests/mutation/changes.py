"""The mutants of a ruleset: each rule with one change in its words, a figure or a milestone that it rests on.

A change of a rule, or of a figure as the rule uses it, is the rule's own: the rule's own cases must notice it. A change of a
milestone, of a role group or of the ruleset's days in force concerns many rules: one of their cases must notice it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mutation.sentences import mutants, plainly

from ehe_rules.facts.compile import compile_rule
from ehe_rules.rulebook.language import parse, parse_milestone
from ehe_rules.rulebook.model import InForce
from ehe_rules.rulebook.names import LanguageError, Names
from ehe_rules.rulebook.parameters import length_of
from ehe_rules.rulebook.syntax import MilestoneRef, Recorded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.rulebook.parameters import Parameter
    from ehe_rules.rulebook.ruleset import Rule, Ruleset


@dataclass(frozen=True)
class Change:
    """One change: where it was made, the words as they are now, and the rules that it makes anew.

    `where` is `hcat-ehe:5.1.1 require`, `hcat-ehe:5.1.1 contact_time` or `hcat-ehe milestone risk_known`; `words` shows what is
    changed in its surroundings, and differs from change to change of one place.
    """

    where: str
    words: str
    rules: tuple[Changed, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What names it: where it was made, and its words."""
        return self.where, self.words

    def only_of(self, names: Collection[str]) -> bool:
        """Whether it concerns no rule but those of these names."""
        return all(new.rule.name in names for new in self.rules)


@dataclass(frozen=True)
class Changed:
    """A rule after a change, with the parameters and the days in force that hold for it."""

    rule: Rule
    parameters: Mapping[str, Parameter]
    in_force: InForce | None


def changes_of(ruleset: Ruleset) -> list[Change]:
    """Return every change of a ruleset, in order of rule and place; a change that means nothing is left out."""
    found = [change for rule in ruleset.rules for change in _of_rule(ruleset, rule)]
    found += [*_of_milestones(ruleset), *_of_role_groups(ruleset), *_of_days(ruleset)]
    as_written = {
        rule.name: compile_rule(rule, ruleset.parameters, ruleset.info.in_force) for rule in ruleset.rules
    }
    return _each_named_apart(
        [c for c in found if any(_differs(new, as_written[new.rule.name]) for new in c.rules)]
    )


def _differs(new: Changed, old: CompiledRule) -> bool:
    """Whether a rule after a change is another one for the engines: an anchor left out may be the one that is taken anyway."""
    now = compile_rule(new.rule, new.parameters, new.in_force)
    return (now.when, now.part, now.anchor, now.in_force) != (old.when, old.part, old.anchor, old.in_force)


def shown(before: str, after: str, around: int = 4) -> str:
    """Return what differs between two sentences, with a few words around it: `meeting_held [on or before -> before] off_rolled`."""
    old, new = before.split(), after.split()
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    end = 0
    while end < min(len(old), len(new)) - same and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = f"[{' '.join(old[same : len(old) - end])} -> {' '.join(new[same : len(new) - end])}]"
    return " ".join([*old[max(0, same - around) : same], middle, *old[len(old) - end :][:around]])


def _each_named_apart(changes: list[Change]) -> list[Change]:
    seen: Counter[tuple[str, str]] = Counter()
    result = []
    for change in changes:
        seen[change.key] += 1
        number = seen[change.key]
        result.append(replace(change, words=f"{change.words} ({number})") if number > 1 else change)
    return result


# a rule's own words and figures -----------------------------------------------------------------------------


def _of_rule(ruleset: Ruleset, rule: Rule) -> Iterator[Change]:
    sentences = {"when": rule.file.when, rule.file.kind: rule.file.sentence}
    for key, sentence in sentences.items():
        for words in mutants(sentence) if sentence else ():
            file = rule.file.model_copy(update={key: words})
            new = _reread(replace(rule, file=file), _names(ruleset, ruleset.milestones))
            if new is not None and (new.when, new.expr) != (rule.when, rule.expr):
                yield _own(ruleset, new, key, shown(plainly(sentence), words))
    if rule.when is not None:
        yield _own(ruleset, replace(rule, when=None), "when", "left out")
    if rule.anchor is not None:
        yield _own(ruleset, replace(rule, anchor=None), "anchor", "left out")
    for words, held in _other_days(rule.file.in_force):
        file = rule.file.model_copy(update={"in_force": held})
        yield _own(ruleset, replace(rule, file=file), "in_force", words)
    for name in sorted(_words(rule) & set(ruleset.parameters)):
        for words, parameter in _other_figures(ruleset.parameters[name]):
            figures = {**ruleset.parameters, name: parameter}
            changed = Changed(rule, figures, ruleset.info.in_force)
            yield Change(f"{rule.id} {name}", words, (changed,))


def _own(ruleset: Ruleset, rule: Rule, key: str, words: str) -> Change:
    return Change(f"{rule.id} {key}", words, (Changed(rule, ruleset.parameters, ruleset.info.in_force),))


def _words(rule: Rule) -> set[str]:
    return set(f"{rule.file.when} {rule.file.sentence}".replace("(", " ").replace(")", " ").split())


def _other_figures(parameter: Parameter) -> Iterator[tuple[str, Parameter]]:
    """Yield the parameter with each of its values one more and one less, a length's in its own unit."""
    for n, dated in enumerate(parameter.values):
        number, _, unit = dated.value.partition(" ")
        if not (parameter.is_length or number.isdigit()):
            continue
        figure = length_of(dated.value)[0] if parameter.is_length else int(number)
        for other in (figure - 1, figure + 1):
            if other >= 0:
                value = f"{other} {unit}".strip()
                new = dated.model_copy(update={"value": value})
                values = (*parameter.values[:n], new, *parameter.values[n + 1 :])
                yield f"[{dated.value} -> {value}]", parameter.model_copy(update={"values": values})


def _other_days(held: InForce | None) -> Iterator[tuple[str, InForce]]:
    """Yield the days in force with each end a day earlier and a day later."""
    if held is None:
        return
    for name, day in (("from", held.from_), ("to", held.to)):
        if day is not None:
            for other in (day - timedelta(days=1), day + timedelta(days=1)):
                yield (
                    f"[{name} {day} -> {other}]",
                    InForce.model_validate({**held.model_dump(by_alias=True), name: other}),
                )


# what many rules rest on -----------------------------------------------------------------------------------


def _of_milestones(ruleset: Ruleset) -> Iterator[Change]:
    for name, sentence in ruleset.info.milestones.items():
        for words in mutants(sentence):
            texts = {**ruleset.info.milestones, name: words}
            yield from _of_names(
                ruleset, _milestones(ruleset, texts), f"milestone {name}", shown(plainly(sentence), words)
            )


def _of_role_groups(ruleset: Ruleset) -> Iterator[Change]:
    groups = {**ruleset.vocabulary.role_groups, **ruleset.info.role_groups}
    for name, roles in groups.items():
        for role in roles if len(roles) > 1 else ():
            fewer = {**groups, name: tuple(r for r in roles if r != role)}
            names = _milestones(ruleset, ruleset.info.milestones, fewer)
            yield from _of_names(ruleset, names, f"role group {name}", f"without {role}")


def _of_names(ruleset: Ruleset, names: Names | None, where: str, words: str) -> Iterator[Change]:
    """Yield the change, if it leaves every rule readable and makes any of them anew."""
    if names is None:
        return
    reread = [(rule, _reread(rule, names)) for rule in ruleset.rules]
    changed = tuple(
        Changed(new, ruleset.parameters, ruleset.info.in_force)
        for old, new in reread
        if new is not None and (new.when, new.expr, new.anchor) != (old.when, old.expr, old.anchor)
    )
    if changed and all(new is not None for _, new in reread):
        yield Change(f"{ruleset.name} {where}", words, changed)


def _of_days(ruleset: Ruleset) -> Iterator[Change]:
    ruled = [rule for rule in ruleset.rules if rule.file.in_force is None]
    for words, held in _other_days(ruleset.info.in_force):
        changed = tuple(Changed(rule, ruleset.parameters, held) for rule in ruled)
        yield Change(f"{ruleset.name} in_force", words, changed)


# reading again ---------------------------------------------------------------------------------------------


def _names(
    ruleset: Ruleset,
    milestones: Mapping[str, MilestoneRef],
    groups: Mapping[str, tuple[str, ...]] | None = None,
) -> Names:
    own = groups or {**ruleset.vocabulary.role_groups, **ruleset.info.role_groups}
    return Names(ruleset.vocabulary, ruleset.parameters, own, dict(milestones))


def _milestones(
    ruleset: Ruleset, texts: Mapping[str, str], groups: Mapping[str, tuple[str, ...]] | None = None
) -> Names | None:
    """Return the names with these milestones, in the order in which the ruleset could read them; None where one means nothing."""
    names = _names(ruleset, {}, groups)
    try:
        for name in ruleset.milestones:
            names.milestones[name] = MilestoneRef(name, parse_milestone(texts[name], names))
    except LanguageError:
        return None
    return names


def _reread(rule: Rule, names: Names) -> Rule | None:
    """Return the rule with its trees made from its words anew; None where they mean nothing."""
    about = replace(names, about=rule.file.about)
    try:
        when = parse(rule.file.when, about) if rule.file.when else None
        expr = parse(rule.file.sentence, about)
        anchor = parse(rule.file.anchor, about) if rule.file.anchor else None
    except LanguageError:
        return None
    return replace(rule, when=when, expr=expr, anchor=anchor.a if isinstance(anchor, Recorded) else None)
