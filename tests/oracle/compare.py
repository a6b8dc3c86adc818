"""Random rules over random trusts, judged by the oracle and by the engine: every verdict of both, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from ehe_rules.engines.agree import compare as against
from ehe_rules.engines.durable import available, judge_durable
from ehe_rules.facts.compile import compile_rule
from ehe_rules.judge import judge, words_of
from ehe_rules.rulebook.language import parse, parse_milestone
from ehe_rules.rulebook.load import load_vocabulary
from ehe_rules.rulebook.model import InForce, RuleFile
from ehe_rules.rulebook.names import Names
from ehe_rules.rulebook.parameters import Parameter
from ehe_rules.rulebook.ruleset import Rule as LoadedRule
from ehe_rules.rulebook.ruleset import rulesets_folder
from ehe_rules.rulebook.syntax import Length, MilestoneRef, Recorded
from oracle.merge import merged, renumbered
from oracle.model import NEVER, Rule
from oracle.random_rules import random_rule
from oracle.random_trusts import VOCABULARY, logged_kinds, random_trust
from oracle.rules import Oracle
from oracle.text import milestone_texts, ref_text, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ehe_rules.engines.agree import Disagreement
    from ehe_rules.judge import Judgement
    from ehe_rules.rulebook.vocabulary import Vocabulary
    from oracle.model import Outcome, Trust


def _own() -> Vocabulary:
    """Return the product's vocabulary with the oracle's words, in which `any_entry` stands for the kinds that the oracle has."""
    whole = load_vocabulary(rulesets_folder())
    events = {
        scope: {
            event: kind.model_copy(update={"for_authority": event not in VOCABULARY.scopes})
            for event, kind in kinds.items()
        }
        for scope, kinds in whole.events.items()
    }
    return whole.model_copy(update={"ehe_words": tuple(sorted(VOCABULARY.ehe_words)), "events": events})


OWN = _own()
Key = tuple[int, str]
Figures = tuple[str, str, str, str]


@dataclass(frozen=True)
class Compared:
    """What came of one round: how many verdicts, and those that differ: (rule number, subject, oracle's, engine's)."""

    verdicts: int
    cross_checked: int
    differences: list[tuple[int, str, list[Figures], list[Figures]]]
    engines_differ: Sequence[Disagreement]
    rules: Sequence[Rule]
    trusts: Sequence[Trust]
    judgement: Judgement

    def told(self) -> str:
        """Return the differences in words: the rule, the subject, what each made of it."""
        lines = [
            f"{subject}: {to_text(self.rules[n].expr)}\n    oracle {ours}\n    engine {theirs}"
            for n, subject, ours, theirs in self.differences[:10]
        ]
        return "\n".join([*lines, *map(str, self.engines_differ[:10])])


def round_of(seed: int, trusts: int, rules: int, *, durable: bool = True) -> Compared:
    """Make trusts and rules from a seed, judge all rules over all trusts twice, and compare."""
    rng = Random(seed)  # noqa: S311 - not for secrets: the same seed must give the same trusts
    made = [renumbered(random_trust(rng, rng.randint(1, 3)), n) for n in range(trusts)]
    logged = sorted({kind for trust in made for kind in logged_kinds(trust)})
    asked = [_one_unit(random_rule(rng, logged=logged)) for _ in range(rules)]
    return compare(made, asked, durable=durable)


def compare(trusts: Sequence[Trust], rules: Sequence[Rule], *, durable: bool = True) -> Compared:
    """Judge the rules over the trusts by all three and compare."""
    con = merged(trusts, words_of(OWN))
    compiled = [compile_rule(*loaded(n, rule)) for n, rule in enumerate(rules)]
    judgement = judge(con, compiled, OWN)
    theirs = _engine(judgement)
    ours: dict[Key, list[Figures]] = {}
    for trust in trusts:
        oracle = Oracle(trust, VOCABULARY)
        for n, rule in enumerate(rules):
            for verdict in oracle.verdicts(rule):
                ours.setdefault((n, _without_twin(verdict.subject)), []).append(_figures(verdict.outcome))
    differences = [
        (n, subject, sorted(ours.get((n, subject), [])), sorted(theirs.get((n, subject), [])))
        for n, subject in sorted({*ours, *theirs})
        if sorted(ours.get((n, subject), [])) != sorted(theirs.get((n, subject), []))
    ]
    second = judge_durable(con, judgement, limit=100_000, seconds=900) if durable and available() else None
    return Compared(
        sum(map(len, ours.values())),
        second.compared if second is not None else 0,
        differences,
        against(con, second) if second is not None else (),
        rules,
        trusts,
        judgement,
    )


def loaded(number: int, rule: Rule) -> tuple[LoadedRule, dict[str, Parameter], None]:
    """Return an oracle's rule as the product loads it: by way of its own words, so that the parser is exercised too."""
    parameters = {name: _parameter(values) for name, values in rule.parameters.items()}
    names = Names(OWN, parameters, dict(OWN.role_groups))
    refs = [rule.expr, rule.when, rule.anchor]
    for name, text in milestone_texts(*refs).items():
        names.milestones[name] = MilestoneRef(name, parse_milestone(text, names))
    expr = parse(to_text(rule.expr), names)
    when = parse(to_text(rule.when), names) if rule.when is not None else None
    anchor = parse(ref_text(rule.anchor), names) if rule.anchor is not None else None
    start, end = rule.in_force
    held = InForce.model_validate({"from": start, "to": end}) if (start or end) else None
    if held is not None and start is None:
        held = InForce.model_validate({"from": "1900-01-01", "to": end})
    file = RuleFile.model_construct(
        title="", clauses=(), about=rule.about, part="", force="indicator" if rule.part == "flag" else "must", in_force=held,
        require="x" if rule.part == "require" else "", forbid="x" if rule.part == "forbid" else "", flag="x" if rule.part == "flag" else "",
    )  # fmt: skip
    ref = anchor.a if isinstance(anchor, Recorded) else None
    return LoadedRule("random", f"{number:04d}", Path("random"), file, when, expr, ref), parameters, None


def _parameter(values: Sequence[tuple[date | None, Length | int]]) -> Parameter:
    said = [
        {"from": start, "value": f"{value.value} {value.unit}" if isinstance(value, Length) else str(value)}
        for start, value in values
    ]
    return Parameter.model_validate({"values": said, "reason": "drawn"})


def _one_unit(rule: Rule) -> Rule:
    """Give a parameter's later value the unit of its first, as the rulebook asks."""
    parameters = dict(rule.parameters)
    for name, values in rule.parameters.items():
        first = values[0][1]
        if isinstance(first, Length):
            parameters[name] = [
                (d, replace(v, unit=first.unit) if isinstance(v, Length) else v) for d, v in values
            ]
    return replace(rule, parameters=parameters)


def _engine(judgement: Judgement) -> dict[Key, list[Figures]]:
    found: dict[Key, list[Figures]] = {}
    for kind in sorted(judgement.rules):
        rows = judgement.con.execute(f"""
          SELECT v.rule, b.id, v.status, coalesce(strftime(DATE '1970-01-01' + v.due, '%Y-%m-%d'), ''),
            coalesce(strftime(DATE '1970-01-01' + v.done, '%Y-%m-%d'), ''), coalesce(CAST(v.late AS VARCHAR), '')
          FROM verdicts v JOIN subjects_{kind} b USING (subject) WHERE v.about = '{kind}'""").fetchall()
        for rule, subject, *figures in rows:
            status, due, done, late = figures
            shown = (status, due, done, late) if status != "not_applicable" else (status, "", "", "")
            found.setdefault((int(rule.split(":")[1]), _without_twin(subject)), []).append(shown)
    return found


def _without_twin(subject: str) -> str:
    """Two subjects of one kind, pupil and day differ by a number that says nothing; they are compared together."""
    return "/".join(subject.split("/")[:4])


def _figures(outcome: Outcome) -> Figures:
    if outcome.status == "not_applicable":
        return (outcome.status, "", "", "")
    days = [d.isoformat() if d is not None and d != NEVER else "" for d in (outcome.due_on, outcome.done_on)]
    return (outcome.status, days[0], days[1], "" if outcome.days_late is None else str(outcome.days_late))
