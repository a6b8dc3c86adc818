"""Withdrawals beside the roll: year group, SEND, reason, attendance before, disputes. Numbers, never a percentage of a handful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.children import year_words
from ehe_rules.reporting.rates import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ehe_rules.reporting.rows import Row

SEN = {"E": "EHC plan", "K": "SEN support", "N": "No SEN provision"}
LOW, NOT_LOW = "A tenth or more of the sessions missed", "Fewer missed"
NO_DISPUTE = "None on record"


@dataclass(frozen=True)
class Line:
    """One value: withdrawals of the half terms reviewed, of those before, and pupils on the roll, each as so many of so many.

    So many of none where it is not known, or where the roll cannot be counted so.
    """

    value: str
    now: Share
    before: Share
    roll: Share


@dataclass(frozen=True)
class Pattern:
    """One way of looking at the withdrawals. `notes` say what is not known, and what the roll was counted by."""

    title: str
    lines: list[Line]
    notes: list[str]


def patterns(now: Sequence[Row], before: Sequence[Row], profile: Sequence[Row]) -> list[Pattern]:
    """Return the patterns of the withdrawals reviewed and of those before, beside the roll."""
    window = next((row["dispute_window"] for row in (*now, *before)), "")
    return [
        _pattern("Year group", (now, before), year, _roll(profile, "year_group", year_words)),
        _pattern(
            "SEND", (now, before), sen, _roll(profile, "sen_provision", lambda value: SEN.get(value, ""))
        ),
        _pattern("Reason for withdrawal", (now, before), lambda row: words.label(row["reason"]), {}),
        _pattern(
            "Attendance in the six school weeks before",
            (now, before),
            attended,
            _roll(profile, "attendance", lambda value: LOW if value == "low" else NOT_LOW),
            "The roll: pupils with marks in the six school weeks before the audit date.",
        ),
        _pattern(
            f"Last dispute in the {window} before the notice" if window else "Last dispute before the notice",
            (now, before),
            dispute,
            _roll(profile, "dispute", lambda value: NO_DISPUTE if value == "no" else words.label(value)),
            *(
                [f"The roll: pupils by their last one in the {window} before the audit date."]
                if window
                else []
            ),
            *_unheld([*now, *before]),
        ),
    ]


def year(row: Row) -> str:
    """Return a withdrawal's year group in words."""
    return year_words(row["year_group"])


def sen(row: Row) -> str:
    """Return a withdrawal's SEN provision in words; '' where the roll does not say."""
    return SEN.get(row["sen_provision"].upper(), "")


def attended(row: Row) -> str:
    """Return whether a tenth or more of the sessions was missed; '' where no marks were supplied."""
    if not row["possible"]:
        return ""
    missed = int(row["possible"]) - int(row["attended"])
    return LOW if 10 * missed >= int(row["possible"]) else NOT_LOW


def dispute(row: Row) -> str:
    """Return the last dispute within the window before the notice; '' where it cannot be told."""
    if row["disputes_known"] != "yes" or (row["dispute"] and not row["since"]):
        return ""
    return words.label(row["dispute"]) or NO_DISPUTE


def _pattern(
    title: str,
    withdrawals: tuple[Sequence[Row], Sequence[Row]],
    value: Callable[[Row], str],
    roll: dict[str, Share],
    *notes: str,
) -> Pattern:
    now, before = ([found for row in rows if (found := value(row))] for rows in withdrawals)
    unknown = sum(map(len, withdrawals)) - len(now) - len(before)
    nobody = Share(0, max((share.of for share in roll.values()), default=0))
    lines = [
        Line(
            one, Share(now.count(one), len(now)), Share(before.count(one), len(before)), roll.get(one, nobody)
        )
        for one in sorted({*now, *before}, key=words.natural)
    ]
    missing = [f"Not known for {words.plural(unknown, 'withdrawal')}."] if unknown else []
    return Pattern(title, lines, [*missing, *notes])


def _roll(profile: Sequence[Row], what: str, said: Callable[[str], str]) -> dict[str, Share]:
    """Return pupils on roll by value in words, of those of whom it is known."""
    found: dict[str, Share] = {}
    for row in profile:
        value = said(row["value"]) if row["what"] == what and row["value"] else ""
        if value:
            number = found[value].number if value in found else 0
            found[value] = Share(number + int(row["pupils"]), int(row["known"]))
    return found


def _unheld(rows: Sequence[Row]) -> list[str]:
    kinds = sorted({kind for row in rows for kind in words.split(row["disputes_unheld"])})
    if not kinds:
        return []
    said = words.listed([words.in_sentence(kind) for kind in kinds])
    return [f"No export of this school can hold: {said}. Whether there was one is not known."]
