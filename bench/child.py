"""One measurement in a process of its own, so that its memory is its own: python -m bench.child WHAT FOLDER.

Prints one line of JSON: seconds by the clock and of the processors, peak memory, and the processors' seconds by step.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ehe_rules.example.trust import EXAMPLE_ON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEPS = {
    "ehe_rules.exports.scan": {"scan_file": "read: hash and look through"},
    "ehe_rules.exports.recognise": {"recognise": "read: recognise"},
    "ehe_rules.exports.stage": {"stage": "read: rows into the stage"},
    "ehe_rules.exports.together": {"Together.finish": "read: rows into the stage"},
    "ehe_rules.exports.normalise": {"normalise": "type, match, check"},
    "ehe_rules.judge": {
        "prepare": "calendar, spells, entries",
        "build_subjects": "subjects",
        "build_facts": "facts",
        "judge_rules": "rules",
    },
}
"""Functions, or methods of a class, whose seconds are told apart; each function is looked up where it is used."""


class Clock:
    """Seconds of the processors, by step (what else runs on the machine does not matter); a step within a step counts for itself."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.steps: dict[str, float] = defaultdict(float)
        self._within = [0.0]

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done in the context."""
        start = time.process_time()
        self._within.append(0.0)
        try:
            yield
        finally:
            took = time.process_time() - start
            self.steps[name] += took - self._within.pop()
            self._within[-1] += took

    def wrap(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """Return the function, timed."""

        @wraps(function)
        def timed(*args: object, **named: object) -> object:
            with self.step(name):
                return function(*args, **named)

        return timed

    def watch(self) -> None:
        """Time the functions of STEPS wherever a module of the tool has them by name."""
        from importlib import import_module  # noqa: PLC0415 - only where steps are told apart

        for module, functions in STEPS.items():
            for path, name in functions.items():
                *holder, function = path.split(".")
                owner = reduce(getattr, holder, import_module(module))
                plain = getattr(owner, function)
                timed = self.wrap(plain, name)
                setattr(owner, function, timed)
                for held in list(sys.modules.values()):
                    if held.__name__.startswith("ehe_rules") and getattr(held, function, None) is plain:
                        setattr(held, function, timed)


class InTurn(Executor):
    """Stands in for threads: each thing is done before the next begins, so that its seconds are its own."""

    def __init__(self, *_: object) -> None:
        """Need no thread."""

    def submit(self, fn: Callable[..., Any], /, *args: object, **named: object) -> Future[Any]:
        """Do it now."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **named))
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as threads have it
        """Have nothing to wait for."""


def baseline(folder: Path, _: Clock) -> dict[str, int]:
    """Read the same files with DuckDB alone, every column's type declared."""
    import duckdb  # noqa: PLC0415 - its own cost counts for every measurement

    from bench.typed import read_all  # noqa: PLC0415 - only here

    return read_all(duckdb.connect(), folder)


def untold(folder: Path, _: Clock) -> dict[str, int]:
    """Read them with DuckDB alone, told nothing of columns, separators and dates."""
    import duckdb  # noqa: PLC0415 - as above

    from bench.typed import read_untold  # noqa: PLC0415 - only here

    return read_untold(duckdb.connect(), folder)


def verdicts(folder: Path, clock: Clock, engine: str = "columnar") -> dict[str, int]:
    """Read the files and judge both default rulesets, by one engine or by both."""
    from ehe_rules.checking import load_rulesets  # noqa: PLC0415 - as in check
    from ehe_rules.exports import load  # noqa: PLC0415 - as in check
    from ehe_rules.judge import audit_on, compile_rules, judge, words_of  # noqa: PLC0415 - as in check

    with clock.step("rulesets"):
        loaded = load_rulesets((), with_cases=False)
        rules = compile_rules(loaded)
    vocabulary = loaded[0].vocabulary
    tables = load([folder], words_of(vocabulary))
    audit_on(tables.con, EXAMPLE_ON)
    judgement = judge(tables.con, rules, vocabulary)
    if engine == "both":
        from ehe_rules.engines.agree import check_agreement  # noqa: PLC0415 - as in check
        from ehe_rules.engines.durable import judge_durable  # noqa: PLC0415 - as in check

        with clock.step("second engine"):
            durable = judge_durable(tables.con, judgement)
            check_agreement(tables.con, durable)
    tables_counted = {
        "marks": "attendance",
        "pupils": "roll",
        "schools": "schools",
        "cases": "subjects_case",
        "verdicts": "verdicts",
    }
    counted = {
        name: int(tables.con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
        for name, table in tables_counted.items()
    }
    return {**counted, "rules": len(rules)}


def steps(folder: Path, clock: Clock) -> dict[str, int]:
    """As `verdicts`, nothing side by side: to tell the steps' seconds apart."""
    from importlib import import_module  # noqa: PLC0415 - only here

    for module in ("exports.ahead", "exports.beside", "side_by_side"):
        vars(import_module(f"ehe_rules.{module}"))["ThreadPoolExecutor"] = InTurn
    clock.watch()
    return verdicts(folder, clock)


def both(folder: Path, clock: Clock) -> dict[str, int]:
    """As `verdicts`, judged and compared by both engines."""
    return verdicts(folder, clock, "both")


def reports(folder: Path, clock: Clock) -> dict[str, int]:
    """Check by one engine, then explain and write every report."""
    from ehe_rules import checking  # noqa: PLC0415 - as the library's door does

    explained = clock.wrap(checking._result, "explain")  # noqa: SLF001 - the step has no door of its own
    checking._result = explained  # noqa: SLF001 - as above
    result = checking.check(folder, on=EXAMPLE_ON, engine="columnar")
    with tempfile.TemporaryDirectory() as out, clock.step("write"):
        written = result.write(out)
    return {"findings": len(result.findings), "files": len(written)}


MEASURED: dict[str, Callable[[Path, Clock], dict[str, int]]] = {
    "baseline": baseline,
    "untold": untold,
    "verdicts": verdicts,
    "steps": steps,
    "both": both,
    "reports": reports,
}

YARDSTICKS = ("baseline", "untold")
"""What is measured of DuckDB alone."""


def main(what: str, folder: Path) -> None:
    """Measure once and print the figures."""
    clock = Clock()
    start, cpu = time.perf_counter(), time.process_time()
    if what not in YARDSTICKS:
        from ehe_rules.cli.guard import collect_rarely  # noqa: PLC0415 - as every command does

        collect_rarely()
    counts = MEASURED[what](folder, clock)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.perf_counter() - start
    cpu = time.process_time() - cpu + children.ru_utime + children.ru_stime
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = {
        "seconds": seconds,
        "cpu": cpu,
        "peak": peak,
        "counts": counts,
        "steps": clock.steps,
    }
    sys.stdout.write(f"{json.dumps(line)}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
