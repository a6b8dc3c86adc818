"""Dates, counts, events and evidence in words, as people in a school write them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Written out: names from strftime would follow the machine's locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_CAPITALS = {
    word: word.upper()
    for word in (
        "cme",
        "cp",
        "cpoms",
        "ctf",
        "dsl",
        "ehc",
        "ehcp",
        "ehe",
        "ehe1",
        "la",
        "mis",
        "sao",
        "send",
        "sos",
    )
} | {"s437": "section 437", "434a": "section 434A", "sendco": "SENDCo", "dfe": "DfE"}

_EVIDENCE = re.compile(r"(?P<file>.*?)(?:\[(?P<sheet>[^\[\]]*)\])?:(?P<row>\d+)")


def parsed(iso: str) -> date | None:
    """Return the date that an ISO text gives, or None if it is blank or no date."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def day(iso: str) -> str:
    """`12 Jan 2026`; a text that is no date is returned as it stands."""
    found = parsed(iso)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}" if found else iso


def weekday(iso: str) -> str:
    """`Mon 12 Jan 2026`, for a day that somebody has to find in a diary."""
    found = parsed(iso)
    return f"{_DAYS[found.weekday()]} {day(iso)}" if found else iso


def deadline(iso: str, on: str) -> str:
    """`Fri 16 Jan`, with the year only where it is not the year of the audit date `on`."""
    found = parsed(iso)
    words = weekday(iso)
    return words.removesuffix(f" {found.year}") if found and iso[:4] == on[:4] else words


def label(word: str) -> str:
    """Return a word of the vocabulary as people say it: `intent_letter_sent` is `Intent letter sent`."""
    words = " ".join(_CAPITALS.get(part, part) for part in re.split(r"[_\s]+", word.strip()))
    return words[:1].upper() + words[1:]


def in_sentence(word: str) -> str:
    """As `label`, but without the capital letter that begins a sentence."""
    words = label(word)
    first = words.split(" ", 1)[0]
    return words if first[1:2].isupper() else words[:1].lower() + words[1:]


def lower_first(text: str) -> str:
    """Return a sentence as it stands in the middle of another, without its capital."""
    return text[:1].lower() + text[1:]


def plural(number: int, one: str, many: str = "") -> str:
    """`1 child`, `2 children`; `many` defaults to `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b and c`."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def split(cell: str) -> list[str]:
    """Split a cell that holds several words separated by semicolons."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def evidence_file(reference: str) -> str:
    """Return the file that a reference such as `roll.xlsx[Leavers]:12` points into ('' if it is none)."""
    match = _EVIDENCE.fullmatch(reference)
    return match["file"] if match else ""


def evidence(reference: str) -> str:
    """`roll.xlsx[Leavers]:12` as `roll.xlsx, sheet Leavers, row 12`."""
    match = _EVIDENCE.fullmatch(reference)
    if not match:
        return reference
    sheet = f", sheet {match['sheet']}" if match["sheet"] else ""
    return f"{match['file']}{sheet}, row {match['row']}"


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sorting key in which 5.2.10 follows 5.2.9."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text))
