"""The long comparison (make soak): at least 100,000 verdicts by the oracle, the evaluator of record and durable-rules.

Usage: python tests/soak.py [verdicts] [first seed]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from oracle.compare import round_of

TRUSTS, RULES = 60, 80


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
    return 0


if __name__ == "__main__":
    given = [int(a.replace("_", "").replace(",", "")) for a in sys.argv[1:]]
    sys.exit(main(*given, *(100_000, 1)[len(given) :]))
