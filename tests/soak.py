"""The long comparison (make soak): at least 100,000 verdicts by the oracle, the evaluator of record and durable-rules.

And what the facts say of attendance and of periods, against plain readings of many more random registers than `make test` has.

Usage: python tests/soak.py [verdicts] [first seed]
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from oracle.compare import round_of

TRUSTS, RULES = 60, 80
TESTS = Path(__file__).resolve().parent
REGISTERS = 40
"""Seeds of random registers, sixty schools each."""


def main(wanted: int, seed: int) -> int:
    """Go round by round until enough verdicts are compared; return 1 if any differed."""
    verdicts = crossed = rounds = 0
    statuses: Counter[str] = Counter()
    while verdicts < wanted:
        compared = round_of(seed + rounds, TRUSTS, RULES)
        rounds += 1
        verdicts += compared.verdicts
        crossed += compared.cross_checked
        statuses.update(
            dict(
                compared.judgement.con.execute(
                    "SELECT status, count(*) FROM verdicts GROUP BY status"
                ).fetchall()
            )
        )
        seen = f"round {rounds} (seed {seed + rounds - 1}): {verdicts:,} verdicts, {crossed:,} cross-checked by durable-rules"
        sys.stdout.write(f"{seen}\n")
        sys.stdout.flush()
        if compared.differences or compared.engines_differ:
            sys.stdout.write(f"{compared.told()}\n")
            return 1
    said = ", ".join(f"{name} {count:,}" for name, count in sorted(statuses.items()))
    sys.stdout.write(f"All agree on {verdicts:,} verdicts ({said}); durable-rules agrees on {crossed:,}.\n")
    sys.stdout.flush()
    return many_registers(100 * seed)


def many_registers(first: int) -> int:
    """Hold the facts against plain readings of the registers of many seeds; return pytest's exit status."""
    seeds = {**os.environ, "FACTS_SEEDS": f"{first}-{first + REGISTERS - 1}"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "auto",
        "--dist",
        "loadscope",
        str(TESTS / "facts"),
    ]
    return subprocess.run(command, env=seeds, check=False, cwd=TESTS.parent).returncode  # noqa: S603 - our own tests


if __name__ == "__main__":
    given = [int(a.replace("_", "").replace(",", "")) for a in sys.argv[1:]]
    sys.exit(main(*given, *(100_000, 1)[len(given) :]))
