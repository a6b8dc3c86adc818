"""Whether withdrawals rose, school by school, in words: the count, what was expected, and which comparison was possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ehe_rules.reporting import words
from ehe_rules.reporting.rows import Row, page_name, records

if TYPE_CHECKING:
    from ehe_rules.result import Result

_WHY_NONE = {
    "no_roll": "No roll was supplied for this school, so withdrawals cannot be counted. Export it with its leavers.",
    "roll": "The roll was supplied without leaving dates, so withdrawals cannot be counted.",
    "no_calendar": "No calendar was supplied, so it is not known when the half term began. Supply the academic year's half terms.",
    "calendar": "No half term of the calendar that was supplied holds the audit date. Add the academic year's half terms.",
    "export": "The roll was exported before this half term began. Export it again.",
    "few": "Neither this school's leavers nor the trust's reach back over three whole half terms. Export the leavers of the last"
    " year, and say in the exports table from when on the roll holds leavers (covers_from).",
    "pupils": "The school's own leavers reach back over fewer than three whole half terms, and how many pupils it has is not known, so"
    " that the trust's rate cannot be applied. Say in the schools table how many are on roll (on_roll).",
}
_UNCOUNTED = ("no_roll", "roll", "no_calendar", "calendar", "export")
"""Why withdrawals of the half term cannot even be counted."""


@dataclass(frozen=True)
class Rise:
    """One school's comparison. `outcome` is yes, no, cannot_tell or '' (no comparison: `comparison` says why).

    `count` is None where withdrawals cannot be counted. `counted_to` is the day of the roll's export in words, where that was
    before the audit date; `why_open` says why a rise cannot be told (unclear leavers, or those since the export). `unsaid` are leavers
    of whom nothing recorded says why they left: they are no withdrawals, and `unsaid_rise` is whether a rise hangs on them.
    What ends in `before` is of the half term before: a review may be started once that is over.
    """

    urn: str
    half_term: str
    count: int | None
    unclear: int
    past_unclear: int
    unsaid: int
    unsaid_rise: bool
    expected: str
    comparison: str
    starts_at: str
    outcome: str
    why_open: str
    counted_to: str
    count_before: int
    starts_at_before: str
    outcome_before: str
    started: str
    started_on: str
    no_review: str
    page: str
    no_leavers: bool

    @property
    def unknown(self) -> int:
        """How many left this half term for a reason that is not known: they are no withdrawals."""
        return self.unclear + self.unsaid

    @property
    def unclear_words(self) -> str:
        """Whose reason for leaving is not known, so that a rise cannot be told: now, in the half terms compared with, or both."""
        when = ((self.unclear, "this half term"), (self.past_unclear, "in the half terms compared with"))
        first, *more = [(number, part) for number, part in when if number] or [when[0]]
        said = f"{words.plural(first[0], 'pupil left', 'pupils left')} {first[1]}"
        return (
            " and ".join([said, *(f"{number:,} {part}" for number, part in more)])
            + " for a reason that is not known"
        )

    @property
    def doubt(self) -> str:
        """That a rise hangs on leavers of whom nothing recorded says why they left; '' where it does not."""
        if not self.unsaid_rise:
            return ""
        more = words.plural(self.unknown, "more child", "more children")
        return f"{more} left and why is not recorded; if it was for home education, this is a rise ({self.starts_at} start a review). Record why"

    @property
    def missed(self) -> str:
        """That the half term before was a rise and no review is on record since it began; '' where that is not so."""
        if self.outcome_before != "yes" or self.started:
            return ""
        return (
            f"The half term before was more than chance explains: {self.count_before}, where {self.starts_at_before} start a review."
            f" {self.no_review}"
        )

    @property
    def says(self) -> str:
        """The outcome in words."""
        if self.why_open == "export":
            return f"No rise up to {self.counted_to}, when the roll was exported; cannot tell since then"
        if self.outcome == "yes":
            return "More than chance explains"
        if self.outcome == "cannot_tell":
            return f"Cannot tell: {self.unclear_words}"
        return "No rise" if self.outcome == "no" else "No comparison possible"


def rises(result: Result) -> dict[str, Rise]:
    """Return every school's comparison by URN."""
    return {row["school"]: rise(row) for row in records(result.rises)}


def rise(row: Row) -> Rise:
    """Return one school's comparison from its row of the result's `rises`."""
    reviewed = row["rise"] == "yes" or row["started_on"]
    return Rise(
        urn=row["school"],
        half_term=half_term_words(row),
        count=None if row["why_none"] in _UNCOUNTED else int(row["withdrawals"] or 0),
        unclear=int(row["unclear"] or 0),
        past_unclear=int(row["past_unclear"] or 0),
        unsaid=int(row["unsaid"] or 0),
        unsaid_rise=row["unsaid_rise"] == "yes",
        expected=_expected(row),
        comparison=_comparison(row),
        starts_at=row["starts_at"],
        outcome=row["rise"],
        why_open=row["why_open"],
        counted_to=words.day(row["counted_to"]),
        count_before=int(row["withdrawals_before"] or 0),
        starts_at_before=row["starts_at_before"],
        outcome_before=row["rise_before"],
        started=words.day(row["started_on"]),
        started_on=row["started_on"],
        no_review=_no_review(row),
        page=f"focused-review/{page_name(row['school'])}" if reviewed else "",
        no_leavers=row["why_none"] in ("no_roll", "roll"),
    )


def _no_review(row: Row) -> str:
    """Return what can be said where no review is on record: as far as the log tells."""
    if row["logged"] == "no":
        return "Whether a review was started is not known: no export of this school can hold one"
    up_to = f" up to {words.day(row['logged_to'])}, when the log was exported" if row["logged_to"] else ""
    return f"No review is on record{up_to}"


def half_term_words(row: Row) -> str:
    """`2025/26, half term 3`; '' where none is known."""
    return f"{row['academic_year']}, half term {row['half_term']}" if row["academic_year"] else ""


def _expected(row: Row) -> str:
    """Return what was expected to one decimal place, by whole numbers: `1.3`."""
    if row["basis"] == "none":
        return ""
    total, number = int(row["expected_sum"]), int(row["expected_n"])
    tenths = (20 * total + number) // (2 * number)
    return f"{tenths // 10}.{tenths % 10}"


def _comparison(row: Row) -> str:
    number = words.plural(int(row["half_terms"] or 0), "half term")
    unknown = int(row["past_unclear"] or 0) + int(row["past_unsaid"] or 0)
    besides = f"; {unknown:,} more left in them for a reason that is not known" if unknown else ""
    if row["basis"] == "own":
        total = words.plural(int(row["expected_sum"]), "withdrawal")
        return f"With the school's own past: {total} in its last {number} on record{besides}"
    if row["basis"] == "trust":
        own = words.plural(int(row["own_half_terms"] or 0), "half term")
        return (
            f"With the trust's rate over the last {number}, for {words.plural(int(row['pupils']), 'pupil')}:"
            f" the school's own leavers reach back over only {own}{besides.replace(' in them', ' at the trust')}"
        )
    return _WHY_NONE[row["why_none"]]
