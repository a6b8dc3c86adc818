"""Unique pupil numbers: 13 characters, of which the first checks the other twelve."""

from __future__ import annotations

import re

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""Letters by value, A = 0 to Z = 22; I, O and S are left out as too like digits."""

_TWELVE = re.compile(rf"[0-9]{{11}}[0-9{ALPHABET}]")


def check_letter(twelve: str) -> str:
    """Give the letter that belongs before `twelve` (positions 2 to 13 of a UPN).

    A temporary UPN ends in a letter. Raises ValueError when `twelve` is neither kind.
    """
    if not _TWELVE.fullmatch(twelve):
        raise ValueError(f"not eleven digits and a digit or letter: {twelve!r}")
    total = sum(weight * _value(character) for weight, character in enumerate(twelve, start=2))
    return ALPHABET[total % len(ALPHABET)]


def is_valid(upn: str) -> bool:
    """Tell whether a UPN, permanent or temporary, has the right shape and the right check letter.

    Capital letters only and no spaces: what is compared is what was cleaned before.
    """
    return bool(_TWELVE.fullmatch(upn[1:])) and upn[0] == check_letter(upn[1:])


def _value(character: str) -> int:
    return int(character) if character.isdigit() else ALPHABET.index(character)
