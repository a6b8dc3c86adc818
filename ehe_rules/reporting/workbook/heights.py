"""How many lines a text takes in a column. Not every spreadsheet program finds that out by itself, so it is said."""

from __future__ import annotations

from functools import lru_cache

LINE = 13.0
"""Points; the height of one line in the size that lists are set in."""
_NARROW = 1.15
"""Widths are counted in digits; letters are narrower on average."""
HIGHEST = 400.0
"""Points; a row can be no higher than 409."""


def height(lines: int) -> float:
    """Return the height of a row of so many lines, in points."""
    return min(LINE * max(lines, 1) + 3, HIGHEST)


@lru_cache(maxsize=20_000)
def lines(text: str, width: float) -> int:
    """Return how many lines a text takes that is wrapped between words, in a column so many characters wide."""
    fits = max(int(width * _NARROW), 1)
    return sum(_lines(part, fits) for part in text.split("\n"))


def _lines(text: str, width: int) -> int:
    if len(text) <= width:
        return 1
    count, used = 1, 0
    for word in text.split(" "):
        if used and used + 1 + len(word) > width:
            count, used = count + 1, 0
        used += len(word) + bool(used)
        over = max(used - 1, 0) // width  # a word longer than the line is broken
        count, used = count + over, used - over * width
    return count
