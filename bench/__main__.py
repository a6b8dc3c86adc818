"""How fast the path is and how much memory it takes (make bench): measures, then writes bench/RESULTS.md.

Usage: python -m bench [runs] [pupils]. What is compared is run in turn, each time in a process of its own, after one round that
warms the machine up and is not counted. Seconds differ from machine to machine; what is kept are ratios.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.results import table
from bench.trust import PUPILS, make_trust

HERE = Path(__file__).parent
MEASURED = ("baseline", "untold", "verdicts", "steps", "both", "reports")

Run = dict[str, Any]


def main(runs: int, pupils: int) -> None:
    """Make the trust if need be, measure, and write the table."""
    data = HERE / "data" / str(pupils)
    data.parent.mkdir(exist_ok=True)
    make_trust(data, pupils)
    measured: dict[str, list[Run]] = {what: [] for what in MEASURED}
    for number in range(runs + 1):
        for what in MEASURED:
            run = _measure(what, data)
            sys.stdout.write(
                f"{'warming up' if number == 0 else f'run {number}'}: {what} {run['seconds']:.2f} s\n"
            )
            sys.stdout.flush()
            if number:
                measured[what].append(run)
    text = table(measured)
    sys.stdout.write(f"\n{text}")
    if pupils == PUPILS:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")


def _measure(what: str, data: Path) -> Run:
    # Compiled modules are kept, as they are on the machine of anyone who runs the tool twice.
    kept = {
        **os.environ,
        "PYTHONPYCACHEPREFIX": str(HERE / "data" / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
        [sys.executable, "-m", "bench.child", what, str(data)],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE.parent,
        env=kept,
    )
    run: Run = json.loads(done.stdout)
    return run


if __name__ == "__main__":
    given = [int(a.replace("_", "").replace(",", "")) for a in sys.argv[1:]]
    main(*given, *(5, PUPILS)[len(given) :])
