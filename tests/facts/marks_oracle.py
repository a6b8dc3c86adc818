"""The numbers of marks, read a second time: day by day in plain Python, from docs/language.md and the law's text alone."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from facts.marks_situations import CLASS_OF, DAY, days

if TYPE_CHECKING:
    from facts.marks_situations import Row, Situation

FAR = 200_000_000
"""The later bound of what is not known."""

TEN = 10


class Span(NamedTuple):
    """The least and the most that a number can be."""

    lo: int
    hi: int


UNKNOWN = Span(0, FAR)


class Register:
    """One pupil's time on one roll row, as the record shows it on the audit date."""

    def __init__(self, made: Situation, row: Row) -> None:
        """Gather the marks of each day on roll."""
        self.made, self.row = made, row
        self.known = days(made.half_terms[0][1], made.half_terms[-1][2])
        self.first, self.last, self.left, self.next_entry = _stay(made, row)
        self.seen_to = min(made.audit, made.exported or made.audit)
        self.by_day: dict[date, list[tuple[str, str]]] = {}
        for mark in made.marks:
            if mark.pupil == row.pupil and self.first <= mark.day <= self.last:
                self.by_day.setdefault(mark.day, []).append((mark.session, mark.code))
        stays = [(r.pupil, *_stay(made, r)[:2]) for r in made.rows]
        begun = [
            mark.day
            for mark in made.marks
            if mark.code != "-"
            and mark.day in made.school_days
            and mark.day <= self.seen_to
            and any(pupil == mark.pupil and first <= mark.day <= last for pupil, first, last in stays)
        ]
        self.marks_from = min(begun, default=None)

    def on_roll(self, day: date) -> bool:
        """Whether the pupil is on this roll row on that day."""
        return self.first <= day <= self.last

    def kind(self, day: date, counted: str) -> str:
        """Say what a school day does to a run: absent, cuts, passed over (may cut, never counts) or open (may do either)."""
        codes = [code for _, code in self.by_day.get(day, []) if CLASS_OF[code] != "not made"]
        classes = [CLASS_OF[code] for code in codes]
        if any(c in ("present", "activity", "authorised") for c in classes):
            return "cuts"
        if any(CLASS_OF[code] == "unauthorised" and code not in counted for code in codes):
            return "cuts"
        if codes and all(code in counted for code in codes):
            return "absent"
        return "passed over" if codes and set(classes) == {"not possible"} else "open"

    def run(self, day: date, counted: str) -> Span:
        """Walk back from a day: the run that stands on it."""
        if not self.on_roll(day) or day not in self.known or self.marks_from is None:
            return UNKNOWN
        before = [d for d in self.made.school_days if d <= day]
        if not before or not self.marks_from <= before[-1] <= self.seen_to:
            return UNKNOWN
        shortest, longest, sure = 0, 0, True
        for school_day in reversed(before):
            if school_day < self.first:
                return Span(shortest, longest)
            if school_day < self.marks_from:
                return Span(shortest, FAR)
            kind = self.kind(school_day, counted)
            if kind == "cuts":
                return Span(shortest, longest)
            sure = sure and kind == "absent"
            shortest += sure
            longest += kind != "passed over"
        return Span(shortest, FAR if self.first < self.known[0] else longest)

    def counted_days(self) -> list[date]:
        """Give the school days on roll of which marks could tell."""
        if self.marks_from is None:
            return []
        return [d for d in self.made.school_days if self.on_roll(d) and self.marks_from <= d <= self.seen_to]

    def tenth_days(self, limit: int = 7) -> tuple[set[date], bool] | None:
        """Give the latest run's tenth day in each way that the open days can be read; None where there are too many ways."""
        line = [(d, self.kind(d, "GNOU")) for d in self.counted_days()]
        doubtful = [d for d, kind in line if kind in ("open", "passed over")]
        if len(doubtful) > limit:
            return None
        choices = [
            ("cuts", "skips") if kind == "passed over" else ("cuts", "absent", "skips")
            for d, kind in line
            if d in doubtful
        ]
        found: set[date] = set()
        never = False
        for chosen in product(*choices):
            read = dict(zip(doubtful, chosen, strict=True))
            tenth, length = None, 0
            for day, kind in line:
                says = read.get(day, kind)
                length = 0 if says == "cuts" else length + (says == "absent")
                tenth = day if length == TEN and says == "absent" else tenth
            never |= tenth is None
            found |= {tenth} if tenth else set()
        return found, never

    def after_leave(self, until: date | None) -> Span:
        """Count the school days from the end of a leave to the leaving date, if the pupil did not come."""
        if until is None or self.left is None or until not in self.known or self.left - DAY not in self.known:
            return UNKNOWN
        span = [d for d in self.made.school_days if until < d < self.left]
        least = 0
        came = unmarked = False
        for day in span:
            codes = [code for _, code in self.by_day.get(day, []) if CLASS_OF[code] != "not made"]
            came |= any(code == "U" or CLASS_OF[code] in ("present", "activity") for code in codes)
            unmarked |= not codes
            least += bool(codes) and all(code in "GNO" for code in codes)
        if came:
            return Span(0, 0)
        return Span(0 if unmarked else least, len(span))

    def unmarked(self, notice: date | None) -> Span:
        """Count the sessions without a mark from the day after a notice."""
        if notice is None:
            return Span(0, 0)
        # The day of the audit, or of the export, may not be over.
        start = max(notice, self.first - DAY if self.first > date.min else notice)
        end = min(self.last, self.seen_to - DAY)
        if start not in self.known or end not in self.known:
            return UNKNOWN
        found = 0
        span = [day for day in self.made.school_days if start < day <= end]
        if span and (self.marks_from is None or span[0] < self.marks_from):
            return UNKNOWN
        for day in span:
            sessions = {session for session, code in self.by_day.get(day, []) if code != "-"}
            found += 2 - len(sessions)
        return Span(found, found)

    def unmarked_sessions(self) -> int:
        """Count the sessions of all school days on roll, up to the day of the export, without a mark."""
        marked = {(d, session) for d, marks in self.by_day.items() for session, code in marks if code != "-"}
        line = [d for d in self.made.school_days if self.on_roll(d) and d <= self.seen_to]
        return sum((day, session) not in marked for day in line for session in ("AM", "PM"))

    def after_off_roll(self) -> int:
        """Count the marks from the leaving date on, before the next entry."""
        return sum(
            self.left is not None
            and mark.pupil == self.row.pupil
            and self.left <= mark.day < self.next_entry
            and mark.day <= self.made.audit
            and CLASS_OF[mark.code] != "not made"
            for mark in self.made.marks
        )

    def ill_days(self) -> list[date]:
        """Give the day of each mark I, in order."""
        return sorted(d for d, marks in self.by_day.items() for _, code in marks if code == "I")


def _stay(made: Situation, row: Row) -> tuple[date, date, date | None, date]:
    """Return first and last day on roll as seen on the audit date, the leaving date, and the next entry."""
    first = row.entry or date.min
    later = [r.entry for r in made.rows if r.pupil == row.pupil and r.entry and r.entry > first]
    next_entry = min([e for e in later if e <= made.audit], default=date.max)
    left = row.leaving if row.leaving and row.leaving <= made.audit else None
    last = min(made.audit, (left or date.max) - DAY, next_entry - DAY)
    return first, last if first <= made.audit else date.min, left, next_entry


def invalid_marks(made: Situation) -> int:
    """Count the marks with a withdrawn code by the audit date."""
    return Counter(mark.code in ("H", "J", "Y", "F") for mark in made.marks if mark.day <= made.audit)[True]


def of_compulsory_age(born: date | None, day: date) -> bool | None:
    """Read section 8 of the Education Act 1996; None where no date of birth is known."""
    if born is None:
        return None
    leap_day = (born.month, born.day) == (2, 29)
    fifth = date(born.year + 5, 3, 1) if leap_day else date(born.year + 5, born.month, born.day)
    starts = min(
        d for d in (date(y, m, 1) for y in (fifth.year, fifth.year + 1) for m in (1, 4, 9)) if d >= fifth
    )
    june = date(born.year + 16 + (born.month >= 9), 6, 30)
    while june.isoweekday() != 5:
        june -= DAY
    return starts <= day <= june
