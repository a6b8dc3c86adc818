"""Half days, read a second time: day by day in plain Python, from docs/language.md and the vocabulary's definitions alone."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from itertools import groupby, product
from typing import TYPE_CHECKING, NamedTuple

from facts.marks_oracle import FAR, UNKNOWN, Register, Span
from facts.marks_situations import CLASS_OF, DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BOTH = ("AM", "PM")
SORT_OF = {"present": "attended", "activity": "attended", "not possible": "outside"}
"""What the classes of codes come to; absence keeps its class."""


class Figures(NamedTuple):
    """The parameters of the patterns, as a test sets them."""

    window: int = 30
    spells: int = 3
    sessions: int = 10
    over: int = 2
    anxious: int = 2
    words: tuple[str, ...] = ("anxious", "school refusal")
    codes: tuple[str, ...] = ()
    stands: int = 30


class Session(NamedTuple):
    """One half day: what it was (`unknown` where no mark says), and what its marks speak of."""

    sort: str
    ill: bool = False
    anxious: bool = False


class Halves:
    """One pupil's half days on one roll row, up to a day that is perhaps not over."""

    def __init__(self, register: Register, figures: Figures, own: date) -> None:
        """Read the marks before the subject's own date."""
        self.register, self.made, self.figures = register, register.made, figures
        self.end = min(own, register.seen_to, register.left or date.max, register.next_entry) - DAY
        self.said: dict[tuple[date, str], list[tuple[str, str]]] = {}
        for m in self.made.marks:
            if m.pupil == register.row.pupil and register.on_roll(m.day):
                self.said.setdefault((m.day, m.session), []).append((m.code, m.comment))

    def session(self, day: date, half: str) -> Session:
        """Say what a session was."""
        marks = self.said.get((day, half), [])
        sorts = {
            "outside" if code in "#Z" else SORT_OF.get(CLASS_OF[code], CLASS_OF[code])
            for code, _ in marks
            if code != "-"
        }
        anxious = any(
            speaks(comment, self.figures.words) or code.lower() in self.figures.codes
            for code, comment in marks
        )
        missed = sorts in ({"authorised"}, {"unauthorised"}, {"unclear"})
        ill = sorts == {"authorised"} and any(code == "I" for code, _ in marks)
        sort = next(iter(sorts)) if len(sorts) == 1 and sorts != {"unclear"} else "unknown"
        return Session(sort, ill, anxious and missed)

    @cached_property
    def school_days(self) -> list[date]:
        """School days of the calendar up to the end, in order."""
        return [d for d in self.made.school_days if d <= self.end]

    def known(self) -> bool:
        """Whether anything can be counted: the end lies in the calendar, after a school day."""
        return self.end in self.register.known and bool(self.school_days)

    def span(self, first: date | None) -> tuple[list[date], bool]:
        """Give the school days from a day on that the pupil was on roll, and whether earlier ones are not in the calendar.

        `first` None: the span begins before the calendar does.
        """
        begins = self.made.school_days[0]
        days = [d for d in self.school_days if d >= max(first or begins, self.register.first)]
        return days, first is None and self.register.first < begins

    def year(self) -> tuple[list[date], bool]:
        """Give the school year of the last school day."""
        started = _year(self.school_days[-1])
        days = [d for d in self.school_days if _year(d) == started]
        terms = self.made.years or {"": self.made.half_terms}
        whole = any(
            n == 1 and _year(first) == started for terms_of in terms.values() for n, first, _ in terms_of
        )
        return self.span(days[0] if whole else None)

    def weeks(self, number: int) -> tuple[list[date], bool]:
        """Give the last so many weeks with a school day."""
        mondays = sorted({_monday(d) for d in self.school_days})
        return self.span(None if len(mondays) < number else mondays[-number])

    def window(self) -> tuple[list[date], bool]:
        """Give the last school days that a pattern looks at."""
        length = self.figures.window
        return self.span(None if len(self.school_days) < length else self.school_days[-length])

    def sessions(self, days: list[date]) -> Iterator[Session]:
        """Give both sessions of each of these days."""
        for day in days:
            for half in BOTH:
                yield self.session(day, half)

    def count(self, span: tuple[list[date], bool], counts: Callable[[Session], bool]) -> Span:
        """Count sessions; what is not known may or may not be one."""
        if not self.known():
            return UNKNOWN
        days, cut = span
        all_of_them = list(self.sessions(days))
        sure = sum(counts(s) for s in all_of_them)
        return Span(sure, FAR if cut else sum(counts(s) or s.sort == "unknown" for s in all_of_them))

    def attended(
        self, span: tuple[list[date], bool], without: tuple[str, ...] = ()
    ) -> tuple[int, int, int] | None:
        """Give the sessions attended, those not known, and all that were possible or may have been."""
        days, cut = span
        sorts = [s.sort for s in self.sessions(days) if s.sort not in ("outside", *without)]
        return None if cut or not sorts else (sorts.count("attended"), sorts.count("unknown"), len(sorts))

    def rate(self, span: tuple[list[date], bool]) -> Span:
        """Give the attendance in tenths of a percent."""
        held = self.attended(span)
        if held is None:
            return UNKNOWN
        attended, unknown, possible = held
        return Span(1000 * attended // possible, 1000 * (attended + unknown) // possible)

    def fall(self) -> Span:
        """Give by how many points the last six weeks lie below the year."""
        year, recent = self.attended(self.year()), self.attended(self.weeks(6))
        if year is None or recent is None:
            return UNKNOWN
        (a, u, p), (b, v, q) = year, recent
        return Span(
            max(100 * (a * q - (b + v) * p), 0) // (p * q), max(100 * ((a + u) * q - b * p), 0) // (p * q)
        )

    def absent_at_least(self, share: int) -> str | None:
        """Say whether such a share of the year's possible sessions was missed."""
        held = self.attended(self.year())
        if held is None:
            return None
        attended, unknown, possible = held
        missed = possible - attended - unknown
        if share * missed >= possible:
            return "yes"
        return "no" if share * (missed + unknown) < possible else None

    def spells(self) -> Span:
        """Count rows of ill days in every way that the open days can be read; UNKNOWN is not among the answers."""
        days, cut = self.window()
        line = [day for day in map(self.day, days) if day != "outside"]
        open_days = [n for n, day in enumerate(line) if day == "open"]
        found = set()
        for choice in product(("ill", "well"), repeat=len(open_days)):
            read = dict(zip(open_days, choice, strict=True))
            found.add(rows_of_ill([read.get(n, day) for n, day in enumerate(line)]))
        return Span(min(found), FAR if cut else max(found))

    def day(self, day: date) -> str:
        """Say what a day is to a spell: ill, well, outside (no attendance was possible), or open."""
        halves = [self.session(day, half) for half in BOTH]
        if any(h.ill for h in halves):
            return "ill"
        if all(h.sort == "outside" for h in halves):
            return "outside"
        return "open" if any(h.sort == "unknown" for h in halves) else "well"

    def open_days(self, days: list[date]) -> int:
        """Count the days of which it is not known whether they were of illness."""
        return [self.day(d) for d in days].count("open")


def speaks(comment: str, words: tuple[str, ...]) -> bool:
    """Whether a comment holds one of the words as whole words."""
    said = "".join(c if c.isalnum() else " " for c in comment.lower()).split()
    return any(said[n : n + len(w.split())] == w.split() for w in words for n in range(len(said)))


def rows_of_ill(line: list[str]) -> int:
    """Count unbroken rows of ill days."""
    return sum(kind == "ill" for kind, _ in groupby(line))


def _year(day: date) -> int:
    return day.year - (day.month < 8)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


class Pattern:
    """The day a pattern of absence is reached, in every way that sessions which are not known can be read."""

    def __init__(self, halves: Halves, kind: str) -> None:
        """Keep the school days from the school's first mark to the day of the export."""
        register = halves.register
        self.halves, self.kind, self.figures = halves, kind, halves.figures
        self.line = halves.made.school_days
        self.days = register.counted_days()
        self.halves.end = date.max
        self.read = {(d, h): halves.session(d, h) for d in self.days for h in BOTH}
        # Of the day of the audit or of the export nothing is missed: it may not be over.
        self.open = [at for at, s in self.read.items() if s.sort == "unknown" and at[0] < register.seen_to]

    def onsets(self, limit: int = 5) -> set[date | None] | None:
        """Give every day that the pattern's latest stretch may have begun (None: never reached)."""
        doubtful = [at for at in self.open if not self._counts(self.read[at])]
        if len(doubtful) > limit:
            return None
        choices = [Session("authorised", ill=True, anxious=True), Session("attended"), Session("outside")]
        if self.kind == "penalty_threshold_reached":
            choices = [Session("unauthorised"), Session("attended")]
        found: set[date | None] = set()
        for chosen in product(choices, repeat=len(doubtful)):
            found.add(self._onset({**self.read, **dict(zip(doubtful, chosen, strict=True))}))
        return found

    def _counts(self, session: Session) -> bool:
        return {
            "illness_pattern": session.ill,
            "anxiety_pattern": session.anxious,
            "penalty_threshold_reached": session.sort == "unauthorised",
        }[self.kind]

    def _back(self, day: date) -> date:
        """Give the first day that the pattern looks at from a day."""
        before = [d for d in self.line if d <= day]
        if self.kind == "penalty_threshold_reached":
            mondays = sorted({_monday(d) for d in before})
            return mondays[-10] if len(mondays) >= 10 else date.min
        return before[-self.figures.window] if len(before) >= self.figures.window else date.min

    def _onset(self, read: Mapping[tuple[date, str], Session]) -> date | None:
        onset, last = None, None
        for day in self.days:
            back = self._back(day)
            if not self._holds([d for d in self.days if back <= d <= day], read):
                continue
            onset = day if last is None or last < back else onset
            last = day
        stands = 50 if self.kind == "penalty_threshold_reached" else self.figures.stands
        seen = [d for d in self.line if d <= self.halves.register.seen_to]
        return None if last is None or len([d for d in seen if d > last]) >= stands else onset

    def _holds(self, days: list[date], read: Mapping[tuple[date, str], Session]) -> bool:
        sessions = sum(self._counts(read[d, h]) for d in days for h in BOTH)
        if self.kind == "penalty_threshold_reached":
            return sessions >= 10
        if self.kind == "anxiety_pattern":
            return sessions >= self.figures.anxious
        line = []
        for day in days:
            halves = [read[day, h] for h in BOTH]
            if all(h.sort == "outside" for h in halves):
                continue
            line.append("ill" if any(h.ill for h in halves) else "well")
        spells = rows_of_ill(line)
        return spells >= self.figures.spells or (
            sessions >= self.figures.sessions and spells >= self.figures.over
        )
