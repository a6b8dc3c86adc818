"""The child process in which durable-rules judges: `python -m ehe_rules.engines.durable_worker`.

Reads one JSON line from standard input: for each kind of subject its plan (durable_plan.Plan) and its rows, each a
subject's number and its facts, whole numbers only. Writes one JSON line for each batch judged: the kind and, for each
subject, its verdicts that are not silent. What stands on standard output is therefore right however the process ends.

durable-rules is old and can be brought down; what it needs is kept here. See the comments.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

from durable.engine import Host, MessageNotHandledException

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

BATCH = 500
"""Subjects for one host: a host that has seen some 46,000 facts takes new ones for duplicates."""
SILENT = -1

Fired = list[tuple[str, int]]


class _QuietHost(Host):  # type: ignore[misc] # durable-rules has no types
    """A host without the two threads that would fire rules beside ours."""

    def _run(self) -> None:
        """Start nothing: everything fires while its fact is asserted."""


class Judge:
    """Judges subjects of one kind, one fact at a time."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        """Compile the plan's rulesets for one batch."""
        self.plan = plan
        self.fired: Fired = []
        self.rounds = [
            [(f"round{r}_{i}", ruleset["reads"]) for i, ruleset in enumerate(rulesets)]
            for r, rulesets in enumerate(plan["rounds"])
        ]
        self.host = _QuietHost(
            {
                f"round{r}_{i}": self._definition(ruleset)
                for r, rulesets in enumerate(plan["rounds"])
                for i, ruleset in enumerate(rulesets)
            }
        )

    def _definition(self, ruleset: Mapping[str, Any]) -> dict[str, Any]:
        return {
            f"r{i}": {"all": [{"m": condition}], "run": self._action(number, value)}
            for i, (number, value, condition) in enumerate(ruleset["rules"])
        }

    def _action(self, number: str, value: int) -> Callable[[object], None]:
        # An action only notes that it fired: durable-rules swallows whatever an action raises.
        def note(_: object) -> None:
            self.fired.append((number, value))

        return note

    def verdicts(self, fact_id: int, facts: Sequence[int]) -> dict[str, int]:
        """Return the verdicts (as numbers) of one subject by rule, without the silent ones."""
        known = {**self.plan["otherwise"], **dict(zip(self.plan["facts"], facts, strict=True))}
        for rulesets in self.rounds:
            found: dict[str, set[int]] = defaultdict(set)
            for name, reads in rulesets:
                for number, value in self._fire(name, {n: known[n] for n in reads}, fact_id):
                    found[number].add(value)
            # Should two statuses fire for one form, the worse one stands: the other engine will not have said both.
            known.update({number: min(values) for number, values in found.items()})
        verdicts = {rule: known[number] for number, rule in self.plan["verdicts"].items()}
        return {rule: value for rule, value in verdicts.items() if value != SILENT}

    def _fire(self, ruleset: str, numbers: dict[str, int], fact_id: int) -> Fired:
        """Assert one fact, take it back, and return what fired (an `or` fires for each of its branches that holds)."""
        # One session for all: a session for each subject matches nothing after the 1,024th.
        fact = {**numbers, "id": fact_id, "sid": 1}
        self.fired.clear()
        for step in (self.host.assert_fact, self.host.retract_fact):
            # It is an error to durable-rules that a fact matches no rule; here it only means that nothing fired.
            with suppress(MessageNotHandledException):
                step(ruleset, fact)
        return self.fired


def judge(
    plan: Mapping[str, Any], rows: Sequence[Sequence[int]]
) -> Iterator[list[tuple[int, dict[str, int]]]]:
    """Yield the verdicts of each batch: (subject, {rule: verdict's number})."""
    for start in range(0, len(rows), BATCH):
        judged = Judge(plan)
        yield [
            (row[0], judged.verdicts(fact_id, row[1:]))
            for fact_id, row in enumerate(rows[start : start + BATCH], start=1)
        ]


def main() -> None:
    """Judge what standard input holds."""
    output = _own_output()
    given = json.loads(sys.stdin.readline())
    for kind, (plan, rows) in given.items():
        for batch in judge(plan, rows):
            output.write(json.dumps([kind, batch]) + "\n")
            output.flush()


def _own_output() -> TextIO:
    """Keep standard output for the verdicts alone: what the C library prints goes to standard error."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return output


if __name__ == "__main__":
    main()
