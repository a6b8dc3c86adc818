"""Rates, counts, spells and patterns of half days: the product's tables against a day-by-day reading of random registers."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from facts.marks_oracle import FAR, UNKNOWN, Register, Span
from facts.marks_situations import DAY, Mark, Situation, days, random_situation
from facts.marks_tables import facts_of, rows_of
from facts.seeds import MANY, seeds
from facts.sessions_oracle import Figures, Halves, Pattern

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.rulebook.syntax import EventRef, Is, Number

if TYPE_CHECKING:
    from ehe_rules.facts.terms import Term

SCHOOLS = 40
FIGURES = Figures(window=12, spells=3, sessions=8, over=2, anxious=3, stands=9)
SET = {
    "absence_window": "12 school days",
    "pattern_stands": "9 school days",
    "illness_spells_needed": "3",
    "illness_sessions_needed": "8",
    "illness_sessions_over": "2",
    "anxiety_sessions_needed": "3",
    "anxiety_words": "Anxious; school refusal",
    "anxiety_codes": "@",
    "signs_window": "30 school days",
    "falling_points": "10",
    "inconsistent_weeks": "4",
}
CODES = ("@",)
COMMENTS = ("very anxious today", "School refusal!", "unanxious", "dentist", "school", "ANXIOUS")
NUMBERS = (
    "attendance_rate",
    "recent_attendance_rate",
    "attendance_fall",
    "unauthorised_sessions",
    "illness_sessions",
    "illness_spells",
    "anxiety_sessions",
    "unauthorised_run",
    "unauthorised_run_without_u",
    "longest_unauthorised_run",
    "longest_unauthorised_run_without_u",
)
PATTERNS = ("illness_pattern", "anxiety_pattern", "penalty_threshold_reached")
WORDS = {
    "persistent_absence": (Is("persistent_absence", ("yes",)), 10),
    "severe_absence": (Is("severe_absence", ("yes",)), 2),
}
ASKED: list[Term] = [
    *(Number(name=name) for name in NUMBERS),
    *(EventRef(name) for name in PATTERNS),
    *(test for test, _ in WORDS.values()),
]


def long_situation(rng: random.Random, urn: str) -> Situation:
    """Give a school whose calendar reaches back into the year before, or begins within the year."""
    made = random_situation(rng, urn)
    first, second = made.half_terms
    if rng.random() < 0.4:
        june = (6, date(2025, 6, 2) + rng.randrange(20) * DAY, date(2025, 7, 18))
        made.years = {"2024/25": [june], "2025/26": [first, second]}
        made.half_terms = [june, first, second]
        made.marks += [
            Mark(row.pupil, day, half, rng.choice("/OI"))
            for row in made.rows
            for day in days(june[1], june[2])
            for half in ("AM", "PM")
        ]
    elif rng.random() < 0.3:
        made.half_terms = [(n + 1, a, z) for n, a, z in made.half_terms]
    if rng.random() < 0.3:
        made.marks = [replace(mark, code="/") if rng.random() < 0.95 else mark for mark in made.marks]
    if rng.random() < 0.7:
        made.marks = [
            replace(mark, comment=rng.choice(COMMENTS)) if rng.random() < 0.15 else mark
            for mark in made.marks
        ]
    # A few sessions with marks that contradict one another, or say it twice.
    made.marks += [
        replace(mark, code=rng.choice(("/", "I", "O", "I", "D")))
        for mark in made.marks
        if rng.random() < 0.01
    ]
    return made


class Found:
    """The facts of many schools, and the situation that each came from."""

    def __init__(self, seed: int) -> None:
        """Make the schools of a seed and judge what is asked of them."""
        rng = random.Random(seed)  # noqa: S311 - situations, no secrets
        self.made = {urn: long_situation(rng, urn) for urn in (str(900_001 + n) for n in range(SCHOOLS))}
        con, terms = facts_of(list(self.made.values()), {"leaver": ASKED, "pupil": ASKED}, SET)
        self.terms = terms["pupil"]
        self.rows = [row for kind in ("leaver", "pupil") for row in rows_of(con, kind)]
        self.speaking = {
            urn
            for urn, made in self.made.items()
            if any(mark.comment or mark.code in CODES for mark in made.marks)
        }

    def span(self, row: dict[str, Any], name: str) -> Span:
        """Return the bounds of a number or an event."""
        p = self.terms.prefix(EventRef(name) if name in PATTERNS else Number(name=name))
        return Span(row[f"{p}_lo"], row[f"{p}_hi"])

    def register(self, row: dict[str, Any]) -> Register:
        """Return the register behind a subject."""
        made = self.made[row["school"]]
        held = (row["pupil"], row["entry_date"], row["leaving_date"])
        return Register(made, next(r for r in made.rows if (r.pupil, r.entry, r.leaving) == held))

    def halves(self, row: dict[str, Any]) -> Halves:
        """Return the half days before a subject's own date."""
        own = date(1970, 1, 1) + timedelta(row["own_day"])
        return Halves(self.register(row), FIGURES._replace(codes=CODES), own)


@pytest.fixture(scope="module", params=seeds(0, 1, 2))
def found(request: pytest.FixtureRequest) -> Found:
    """Return the facts of one seed."""
    return Found(request.param)


def test_rates_and_their_fall(found: Found) -> None:
    seen = set()
    for row in found.rows:
        halves = found.halves(row)
        known = halves.known()
        for name, expected in (
            ("attendance_rate", halves.rate(halves.year()) if known else UNKNOWN),
            ("recent_attendance_rate", halves.rate(halves.weeks(6)) if known else UNKNOWN),
            ("attendance_fall", halves.fall() if known else UNKNOWN),
        ):
            assert found.span(row, name) == expected, (row["id"], name)
            seen.add((name, expected.lo > 0, expected == UNKNOWN))
    assert MANY or {(name, True, False) for name in NUMBERS[:2]} <= seen
    assert MANY or {("attendance_fall", False, False), ("attendance_fall", False, True)} <= seen


def test_persistent_and_severe_absence(found: Found) -> None:
    seen = set()
    for row in found.rows:
        halves = found.halves(row)
        for name, (test, share) in WORDS.items():
            word = halves.absent_at_least(share) if halves.known() else None
            truth = row[f"{found.terms.prefix(test)}_tv"]
            assert truth == {"yes": 2, "no": 0, None: 1}[word], (row["id"], name)
            seen.add((name, word))
    assert MANY or len(seen) == 6


def test_sessions_in_ten_weeks_and_in_the_window(found: Found) -> None:
    seen = set()
    for row in found.rows:
        halves = found.halves(row)
        known = halves.known()
        unauthorised = (
            halves.count(halves.weeks(10), lambda s: s.sort == "unauthorised") if known else UNKNOWN
        )
        ill = halves.count(halves.window(), lambda s: s.ill) if known else UNKNOWN
        anxious = halves.count(halves.window(), lambda s: s.anxious) if known else UNKNOWN
        if row["school"] not in found.speaking:
            anxious = UNKNOWN
        for name, expected in (
            ("unauthorised_sessions", unauthorised),
            ("illness_sessions", ill),
            ("anxiety_sessions", anxious),
        ):
            assert found.span(row, name) == expected, (row["id"], name)
            seen.add((name, expected.lo > 0, expected.hi == FAR))
    assert MANY or len(seen) >= 11


def test_spells_of_illness(found: Found) -> None:
    seen = set()
    for row in found.rows:
        halves = found.halves(row)
        if not halves.known():
            assert found.span(row, "illness_spells") == UNKNOWN, row["id"]
        elif halves.open_days(halves.window()[0]) <= 8:
            expected = halves.spells()
            assert found.span(row, "illness_spells") == expected, row["id"]
            seen.add(expected)
    assert MANY or max(s.lo for s in seen) > 2
    assert MANY or any(s.lo < s.hi < FAR for s in seen)


def test_runs_that_stand_and_the_longest(found: Found) -> None:
    longer = 0
    for row in found.rows:
        register, end = found.register(row), found.halves(row).end
        for name, codes in (("", "GNOU"), ("_without_u", "GNO")):
            stands = found.span(row, f"unauthorised_run{name}")
            assert stands == register.run(end, codes), (row["id"], codes)
            runs = [register.run(d, codes) for d in register.counted_days() if d <= end]
            expected = UNKNOWN
            if register.run(end, codes) != UNKNOWN or (runs and end in register.known):
                expected = Span(max((r.lo for r in runs), default=0), max((r.hi for r in runs), default=0))
            longest = found.span(row, f"longest_unauthorised_run{name}")
            assert longest == expected, (row["id"], codes)
            longer += longest.lo > stands.lo
    assert longer


@pytest.mark.parametrize("event", PATTERNS)
def test_the_day_a_pattern_is_reached_lies_within_its_bounds(found: Found, event: str) -> None:
    seen = set()
    for row in found.rows:
        register = found.register(row)
        lo, hi = found.span(row, event)
        if register.marks_from is None or (
            event == "anxiety_pattern" and row["school"] not in found.speaking
        ):
            assert (lo, hi) == (ANY, NEVER), row["id"]
            continue
        pattern = Pattern(found.halves(row), event)
        ways = pattern.onsets()
        if ways is None:
            continue
        numbers = {NEVER if day is None else (day - date(1970, 1, 1)).days for day in ways}
        assert all(lo <= n <= hi for n in numbers), (row["id"], lo, hi, ways)
        # Where nothing is open, nothing is left open.
        assert pattern.open or lo == hi, row["id"]
        seen.add("reached" if hi < NEVER else "not reached" if lo == NEVER else "may be")
        seen.add("some day of several" if lo < hi < NEVER else "")
    assert MANY or {"reached", "not reached"} <= seen
    assert MANY or {"may be", "some day of several"} & seen
