"""Takes children out of free text, for pages on which they are not to be named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ehe_rules.reporting.rows import Row, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ehe_rules.result import Result

UPN = re.compile(r"[A-Z]\d{11}[A-Z0-9]")
"""What has the form of a UPN, right or wrong."""
_WORD = re.compile(r"([^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*)")
_OWNED = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}]s?$")
_CAPITAL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_HIDDEN = "[a pupil]"
_SHORTEST_KEY = 5  # a shorter admission number is also a row number or a count


@dataclass(frozen=True)
class Redactor:
    """Takes given pupils, and whatever looks like a UPN, out of a text; the UPNs in `keep` stay."""

    keys: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()
    keep: frozenset[str] = frozenset()

    def __call__(self, text: str) -> str:
        """Return the text with `[a pupil]` in place of each key and each full name."""
        parts = _WORD.split(text)  # words at the odd places, what stands between them at the even ones
        folded = [_OWNED.sub("", part.casefold()) for part in parts]
        named = {at for at in range(1, len(parts) - 2, 2) if (folded[at], folded[at + 2]) in self.names}
        for at in range(len(parts) - 2, 0, -2):
            if at - 2 in named:  # not the first word of a name: the first one stands for all
                parts[at - 1] = parts[at] = ""
            elif at in named or self._is_key(parts[at]) or self._is_joined(parts[at]):
                parts[at] = _HIDDEN
        return "".join(parts)

    def sparing(self, own: Redactor) -> Redactor:
        """Return one that leaves alone the pupils that `own` would take out."""
        return Redactor(self.keys - own.keys, self.names - own.names, keep=own.keys)

    def _is_joined(self, word: str) -> bool:
        """Tell whether a word is, or holds, a full name written as one: AspenExample."""
        pieces = [piece.casefold() for piece in _CAPITAL.split(word)]
        return (
            any(pair in self.names for pair in pairwise(pieces))
            or _OWNED.sub("", word.casefold()) in self.joined
        )

    @cached_property
    def joined(self) -> frozenset[str]:
        """Every full name written as one word."""
        return frozenset(first + second for first, second in self.names)

    def _is_key(self, word: str) -> bool:
        key = word.upper()
        return key in self.keys or (key not in self.keep and bool(UPN.fullmatch(key)))


def redactor(pupils: Iterable[Row]) -> Redactor:
    """Return a redactor for pupils given as rows with `pupil`, `upn`, `forename` and `surname`."""
    keys, names = set(), set()
    for row in pupils:
        keys |= {key.upper() for key in (row["pupil"], row["upn"]) if len(key) >= _SHORTEST_KEY}
        full = _WORD.findall(f"{row.get('forename', '')} {row.get('surname', '')}".casefold())
        for first, second in pairwise(full):
            names |= {(first, second), (second, first)}
    return Redactor(frozenset(keys), frozenset(names))


def everybody(result: Result) -> list[Row]:
    """Return every pupil that the result names, for a page that must name none."""
    columns = ["school", "pupil", "upn"]
    return [
        *records(result.pupils),
        *records(result.findings[columns].drop_duplicates()),
        *records(result.subjects[columns].drop_duplicates()),
    ]
