"""Runs the cases of rules against every change of a ruleset: a change that no case notices has survived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from mutation.changes import Changed, changes_of

from ehe_rules.casebook.found import find_cases
from ehe_rules.casebook.results import CaseResult, result_of
from ehe_rules.casebook.run import lay_out, verdicts_by_school
from ehe_rules.casebook.school_days import calendar_path
from ehe_rules.errors import RulebookError
from ehe_rules.facts.compile import compile_rule
from ehe_rules.facts.figures import figures_of
from ehe_rules.judge import judge
from ehe_rules.rulebook.commenced import whole_as_if_commenced
from ehe_rules.rulebook.load import load_ruleset
from ehe_rules.rulebook.parameters import Dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mutation.changes import Change

    from ehe_rules.casebook.found import Found, Settings
    from ehe_rules.facts.forms import CompiledRule
    from ehe_rules.rulebook.parameters import Parameter
    from ehe_rules.rulebook.ruleset import Ruleset

MOST_RULES = 250
"""So many rules are judged in one pass: each is a statement of its own, and its terms are columns of one table."""

Cases = dict[str, list["Found"]]
"""Cases by the name of their rule."""


@dataclass(frozen=True)
class Trial:
    """A change, and how many cases of the rules that it concerns noticed it."""

    change: Change
    noticed_by: int

    @property
    def survived(self) -> bool:
        """Whether every case gave the verdict that it gives without the change."""
        return self.noticed_by == 0


class Job(NamedTuple):
    """A rule to be judged by its cases: after the change of that number, or as it stands (None)."""

    change: int | None
    new: Changed


def trials_of(folder: Path, wanted: Callable[[Change], bool] = lambda _: True) -> list[Trial]:
    """Return a trial of each change of the ruleset in a folder that is wanted, in their order.

    Raises RulebookError where a case fails with no change made: it would seem to notice every change.
    """
    ruleset = whole_as_if_commenced(load_ruleset(folder))
    changes = [change for change in changes_of(ruleset) if wanted(change)]
    concerned = {new.rule.name for change in changes for new in change.rules}
    cases: Cases = {}
    for found in find_cases([folder]):
        # A case that sets a figure of the patterns needs tables of its own, which no other case can share.
        if found.rule.name in concerned and not set(found.case.set) & set(ruleset.vocabulary.figures):
            cases.setdefault(found.rule.name, []).append(found)
    noticed = [0] * len(changes)
    failing = []
    for batch in _batches(_jobs(ruleset, changes, cases), cases):
        for job, failed in _failed(batch, cases, calendar_path(folder)):
            if job.change is None:
                failing += failed
            else:
                noticed[job.change] += len(failed)
    if failing:
        raise RulebookError(
            f"Cases that fail as the rules stand: {len(failing)}. Put these right first. {failing[0].why}"
        )
    return [Trial(change, n) for change, n in zip(changes, noticed, strict=True)]


def _jobs(ruleset: Ruleset, changes: Sequence[Change], cases: Cases) -> list[Job]:
    as_written = [Job(None, Changed(r, ruleset.parameters, ruleset.info.in_force)) for r in ruleset.rules]
    changed = [Job(n, new) for n, change in enumerate(changes) for new in change.rules]
    jobs = [job for job in (*as_written, *changed) if job.new.rule.name in cases]
    return sorted(jobs, key=lambda job: job.new.rule.name)


def _batches(jobs: Sequence[Job], cases: Cases) -> Iterator[list[Job]]:
    """Yield the jobs in passes; a rule counts once for each settings that its cases ask for."""
    batch: list[Job] = []
    size = 0
    for job in jobs:
        count = len({found.settings for found in cases[job.new.rule.name]})
        if batch and size + count > MOST_RULES:
            yield batch
            batch, size = [], 0
        batch.append(job)
        size += count
    if batch:
        yield batch


def _failed(batch: Sequence[Job], cases: Cases, calendar: Path) -> Iterator[tuple[Job, list[CaseResult]]]:
    """Yield each job with the cases of its rule that fail."""
    found = [case for name in sorted({job.new.rule.name for job in batch}) for case in cases[name]]
    ready = [
        _for_each_settings(job.new, cases[job.new.rule.name], number) for number, job in enumerate(batch)
    ]
    compiled = [rule for of_each in ready for rule in of_each.values()]
    held = found[0].ruleset
    figures = figures_of(held.vocabulary, [held.parameters])
    verdicts = verdicts_by_school(judge(lay_out(found, calendar), compiled, held.vocabulary, figures))
    for job, of_each in zip(batch, ready, strict=True):
        results = [
            result_of(
                case, tuple(verdicts.get((of_each[case.settings].id, case.school), ())), ("columnar",), ()
            )
            for case in cases[job.new.rule.name]
        ]
        yield job, [result for result in results if not result.passed]


def _for_each_settings(new: Changed, cases: Sequence[Found], number: int) -> Mapping[Settings, CompiledRule]:
    """Return the rule for each settings that its cases ask for, each under a name of its own."""
    result = {}
    for n, settings in enumerate(sorted({case.settings for case in cases})):
        figures = {name: _set(new.parameters[name], value) for name, value in settings}
        compiled = compile_rule(new.rule, {**new.parameters, **figures}, new.in_force)
        result[settings] = replace(compiled, rule=replace(new.rule, name=f"{new.rule.name}#{number}.{n}"))
    return result


def _set(parameter: Parameter, value: str) -> Parameter:
    return parameter.model_copy(update={"values": (Dated(value=value),)})
