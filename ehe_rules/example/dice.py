"""Chance that is the same on any machine and for any version of any library.

Every throw is a hash of whole numbers (splitmix64, whose constants these are), so that it depends on what it
is for and on nothing thrown before: a story added or a school taken away changes nobody else's marks.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GOLDEN: Final = 0x9E3779B97F4A7C15
FIRST: Final = 0xBF58476D1CE4E5B9
SECOND: Final = 0x94D049BB133111EB
ALL_64: Final = (1 << 64) - 1
BITS_OF_PART: Final = 16
CERTAIN: Final = 1 << BITS_OF_PART
"""Chances of the parts of a throw are given in so many parts: `CERTAIN // 2` is an even chance."""

Thing = TypeVar("Thing")


def key_of(seed: int, *what: str) -> int:
    """Give the 64 bits from which the throws for one purpose are made."""
    said = "/".join([str(seed), *what]).encode("utf-8")
    return int.from_bytes(hashlib.sha256(said).digest()[:8], "big")


class Dice:
    """Throws one after another, for a few hundred choices; marks are thrown all at once, by `throws`."""

    def __init__(self, seed: int, *what: str) -> None:
        """Begin the throws for one purpose."""
        self._state = key_of(seed, *what)

    def below(self, number: int) -> int:
        """Give a whole number from 0, below `number`."""
        self._state = (self._state + GOLDEN) & ALL_64
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * FIRST) & ALL_64
        mixed = ((mixed ^ (mixed >> 27)) * SECOND) & ALL_64
        return ((mixed ^ (mixed >> 31)) * number) >> 64

    def choice(self, things: Sequence[Thing]) -> Thing:
        """Give one of the things, each as likely as any."""
        return things[self.below(len(things))]

    def weighed(self, things: Sequence[Thing], weights: Sequence[int]) -> Thing:
        """Give one of the things, each by its weight in whole numbers."""
        upto = list(accumulate(weights))
        return things[bisect_right(upto, self.below(upto[-1]))]

    def now_and_then(self, percent: int) -> bool:
        """Say yes so many times in a hundred."""
        return self.below(100) < percent


def throws(key: int, rows: NDArray[np.uint64], columns: int) -> NDArray[np.uint64]:
    """Give 64 even bits for each row and each of so many columns; `rows` holds a number that names the row."""
    base = _mixed(rows.astype(np.uint64) * np.uint64(GOLDEN) + np.uint64(key))
    steps = np.arange(1, columns + 1, dtype=np.uint64) * np.uint64(GOLDEN)
    return _mixed(base[:, None] + steps[None, :])


def part(thrown: NDArray[np.uint64], place: int) -> NDArray[np.uint64]:
    """Give one of the four parts (0 to 3) of each throw: whole numbers below CERTAIN."""
    return (thrown >> np.uint64(BITS_OF_PART * place)) & np.uint64(CERTAIN - 1)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(FIRST)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(SECOND)
    return bits ^ (bits >> np.uint64(31))
