"""The second engine: durable-rules judges the same facts, in a process of its own, independently of the first.

Its verdicts are compared with those of the evaluator of record (agree.py). It decides statuses; dates are the first's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ehe_rules.engines.durable_plan import Plan, plan_for
from ehe_rules.engines.durable_verdicts import STATUSES
from ehe_rules.facts.constants import ANY, NEVER, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from ehe_rules.judge import Judgement

NOT_INSTALLED = "The second engine (durable-rules) is not installed: verdicts were reached by one engine and not cross-checked."
COMMAND = (sys.executable, "-m", "ehe_rules.engines.durable_worker")

Ended = Literal["judged", "not installed", "crashed", "out of time"]


@dataclass(frozen=True)
class DurableVerdicts:
    """What durable-rules said."""

    verdicts: Sequence[tuple[str, int, str, str]]
    """(about, subject, rule, status), silent ones (not_applicable) left out, in order."""
    sample: Mapping[str, Sequence[int]]
    """The subjects that it judged, by kind, in order: all, or a fixed sample where there are more than the limit."""
    subjects: Mapping[str, int]
    """How many subjects there are, by kind that has rules."""
    rules: Mapping[str, int]
    """How many rules there are, by kind."""
    ended: Ended = "judged"
    trouble: str = ""
    """What the child process said at its end, if it did not end well; for the log."""

    @property
    def judged(self) -> dict[str, int]:
        """How many subjects it judged, by kind."""
        return {kind: len(self.sample.get(kind, ())) for kind in self.subjects}

    @property
    def compared(self) -> int:
        """How many verdicts (not_applicable included) it reached, to be held against the first engine's."""
        return sum(judged * self.rules.get(kind, 0) for kind, judged in self.judged.items())

    @property
    def notice(self) -> str:
        """One line for the reader where not every subject was judged by both engines; otherwise blank."""
        done, there = sum(self.judged.values()), sum(self.subjects.values())
        if self.ended == "not installed":
            return NOT_INSTALLED
        if self.ended == "crashed":
            return f"The second engine (durable-rules) broke off: {done} of {there} subjects were cross-checked. {self.trouble}".rstrip()
        if self.ended == "out of time":
            return f"The second engine (durable-rules) ran out of time: {done} of {there} subjects were cross-checked."
        return (
            f"The second engine (durable-rules) cross-checked a fixed sample: {done:,} of {there:,} subjects."
            if done < there
            else ""
        )


@dataclass
class _Heard:
    """What came back from the child process."""

    verdicts: list[tuple[str, int, str, str]] = field(default_factory=list)
    judged: dict[str, list[int]] = field(default_factory=dict)


def available() -> bool:
    """Return whether durable-rules is installed."""
    return find_spec("durable") is not None and find_spec("durable_rules_engine") is not None


def judge_durable(
    con: duckdb.DuckDBPyConnection, judgement: Judgement, *, limit: int = 2000, seconds: float = 120
) -> DurableVerdicts:
    """Judge the facts in `con` by durable-rules, at most `limit` subjects of a kind and `seconds` in all.

    Above the limit a fixed sample is judged: those whose ids hash lowest. Never raises for what happens in the child
    process: `ended` says how it ended, and what it had judged by then counts.
    """
    kinds = [kind for kind, rules in judgement.rules.items() if rules]
    subjects = {kind: _count(con, kind) for kind in kinds}
    rules = {kind: len(judgement.rules[kind]) for kind in kinds}
    if not available():
        return DurableVerdicts([], {}, subjects, rules, "not installed")
    plans = {kind: plan_for(judgement.rules[kind], judgement.terms[kind]) for kind in kinds}
    given = {kind: (vars(plan), _rows(con, kind, plan, limit)) for kind, plan in plans.items()}
    output, ended, trouble = _run(json.dumps(given), seconds)
    heard = _heard(output)
    sample = {kind: sorted(found) for kind, found in heard.judged.items()}
    return DurableVerdicts(sorted(heard.verdicts), sample, subjects, rules, ended, trouble)


def _count(con: duckdb.DuckDBPyConnection, kind: str) -> int:
    counted = con.execute(f"SELECT count(*) FROM facts_{kind}").fetchone()
    return int(counted[0]) if counted else 0


def _rows(con: duckdb.DuckDBPyConnection, kind: str, plan: Plan, limit: int) -> list[tuple[int, ...]]:
    """Return subject and facts, whole numbers only, of all subjects or of the sample."""
    columns = "".join(f', CAST(coalesce("{name}", {_unknown(name)}) AS INTEGER)' for name in plan.facts)
    return con.execute(
        f"SELECT subject{columns} FROM facts_{kind} ORDER BY md5(id), id LIMIT {limit:d}"
    ).fetchall()


def _unknown(name: str) -> int:
    """Return the number that says of a fact what NULL says there: any day, never, unknown, none."""
    last = name.rsplit("_", 1)[-1]
    return {"lo": ANY, "hi": NEVER, "due": NEVER, "tv": UNKNOWN}.get(last, 0)


def _run(given: str, seconds: float) -> tuple[str, Ended, str]:
    """Run the child process and return its output, how it ended, and its last words if it ended badly."""
    package = Path(__file__).resolve().parents[2]
    paths = [str(package), *filter(None, [os.environ.get("PYTHONPATH")])]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    ) as child:
        try:
            output, errors = child.communicate(given + "\n", timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            output, _ = child.communicate()
            return output, "out of time", f"Stopped after {seconds:g} seconds."
    if child.returncode == 0:
        return output, "judged", ""
    said = errors.strip().splitlines()
    ended = f"signal {-child.returncode}" if child.returncode < 0 else f"exit status {child.returncode}"
    return output, "crashed", f"The process ended with {ended}{': ' + said[-1] if said else ''}."


def _heard(output: str) -> _Heard:
    """Return what whole lines of output say; a line that was cut off says nothing."""
    heard = _Heard()
    for line in output.splitlines(keepends=True):
        if not line.endswith("\n"):
            continue
        kind, batch = json.loads(line)
        judged = heard.judged.setdefault(kind, [])
        for subject, verdicts in batch:
            judged.append(subject)
            heard.verdicts += [(kind, subject, rule, STATUSES[value]) for rule, value in verdicts.items()]
    return heard
