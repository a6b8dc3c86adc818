"""Seeds of random records: a few in every run, chosen to meet every kind of answer; `make soak` asks for many more (FACTS_SEEDS)."""

from __future__ import annotations

import os

MANY = os.environ.get("FACTS_SEEDS", "")
"""First and last seed, as in 100-139; blank: the usual ones. What many seeds meet is left to chance, and not asked of each."""


def seeds(*usual: int) -> tuple[int, ...]:
    """Return the seeds to try."""
    if not MANY:
        return usual
    first, last = map(int, MANY.split("-"))
    return tuple(range(first, last + 1))
