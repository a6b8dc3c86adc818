"""What a result holds for one school's focused review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting.rows import Row, records

if TYPE_CHECKING:
    import pandas as pd

    from ehe_rules.result import Result

SHOWN = 7
"""Half terms on the page: this one and the six before it."""


@dataclass(frozen=True)
class ReviewRows:
    """What a result holds for one school's review."""

    half_terms: list[Row]
    withdrawals: list[Row]
    profile: list[Row]
    oversight: list[Row]


def review_rows(result: Result, urn: str) -> ReviewRows:
    """Return the rows of one school."""

    def of(frame: pd.DataFrame) -> list[Row]:
        return records(frame[frame["school"] == urn])

    return ReviewRows(
        of(result.half_terms)[-SHOWN:], of(result.withdrawals), of(result.roll_profile), of(result.oversight)
    )
