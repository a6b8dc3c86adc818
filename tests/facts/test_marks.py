"""Runs, counts and dates from marks: the product's tables against a day-by-day reading of random registers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from facts.marks_oracle import FAR, UNKNOWN, Register, Span, invalid_marks, of_compulsory_age
from facts.marks_situations import DAY, random_situation
from facts.marks_tables import facts_of, rows_of
from facts.seeds import MANY, seeds

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.facts.measures.numbers import CHECK, LEAVE_ENDS, NOTICE
from ehe_rules.rulebook.syntax import EventRef, Number

if TYPE_CHECKING:
    from facts.marks_situations import Situation

    from ehe_rules.facts.terms import Term

SCHOOLS = 60
TEN, SICK = EventRef("ten_day_absence"), EventRef("sick_fifteen_days")


def numbers(*names: str) -> list[Term]:
    """Return measured numbers as terms."""
    return [Number(name=name) for name in names]


AT_CHECK = numbers("cme_run_at_check", "deletion_run_at_check", "unmarked_sessions_since_notice")
AT_LEAVING = numbers("deletion_run_at_off_roll", "days_absent_after_leave", "marks_after_off_roll")
ASKED: dict[str, list[Term]] = {
    "case": [CHECK, NOTICE, *AT_CHECK],
    "leaver": [LEAVE_ENDS, TEN, SICK, *AT_LEAVING],
    "pupil": [TEN, SICK],
    "school": numbers("invalid_marks", "session_marks"),
    "school_month": [*numbers("ten_day_pupils"), EventRef("month_end")],
}


class Found:
    """The facts of many schools, and the situation that each came from."""

    def __init__(self, seed: int) -> None:
        """Make the schools of a seed and judge what is asked of them."""
        rng = random.Random(seed)  # noqa: S311 - situations, no secrets
        self.made = {urn: random_situation(rng, urn) for urn in (str(900_001 + n) for n in range(SCHOOLS))}
        con, self.terms = facts_of(list(self.made.values()), ASKED)
        self.rows = {kind: rows_of(con, kind) for kind in ASKED}

    def span(self, kind: str, row: dict[str, Any], term: Term) -> Span:
        """Return the bounds of a term."""
        p = self.terms[kind].prefix(term)
        return Span(row[f"{p}_lo"], row[f"{p}_hi"])

    def day(self, kind: str, row: dict[str, Any], term: Term) -> date | None:
        """Return a term's day, if it is certain and recorded."""
        lo, hi = self.span(kind, row, term)
        return date(1970, 1, 1) + timedelta(lo) if lo == hi and hi < NEVER else None

    def register(self, row: dict[str, Any]) -> Register | None:
        """Return the register behind a subject with a pupil."""
        made = self.made[row["school"]]
        found = [
            r
            for r in made.rows
            if (r.pupil, r.entry, r.leaving) == (row["pupil"], row["entry_date"], row["leaving_date"])
        ]
        return Register(made, found[0]) if found else None


@pytest.fixture(scope="module", params=seeds(0, 1, 2, 103))
def found(request: pytest.FixtureRequest) -> Found:
    """Return the facts of one seed."""
    return Found(request.param)


def test_the_run_at_a_check_is_that_of_a_day_by_day_reading(found: Found) -> None:
    seen = 0
    for row in found.rows["case"]:
        register, day = found.register(row), found.day("case", row, CHECK)
        for name, codes in (("cme_run_at_check", "GNOU"), ("deletion_run_at_check", "GNO")):
            expected = register.run(day, codes) if register and day else UNKNOWN
            assert found.span("case", row, Number(name=name)) == expected, (row["id"], name)
            seen += expected.lo > 0
    assert MANY or seen


def test_the_run_at_off_roll_ends_the_day_before(found: Found) -> None:
    for row in found.rows["leaver"]:
        register = found.register(row)
        assert register is not None
        assert register.left is not None
        expected = register.run(register.left - DAY, "GNO")
        assert found.span("leaver", row, Number(name="deletion_run_at_off_roll")) == expected, row["id"]


def test_days_absent_after_a_leave(found: Found) -> None:
    for row in found.rows["leaver"]:
        register = found.register(row)
        assert register is not None
        expected = register.after_leave(found.day("leaver", row, LEAVE_ENDS))
        assert found.span("leaver", row, Number(name="days_absent_after_leave")) == expected, row["id"]


def test_marks_after_the_leaving_date(found: Found) -> None:
    for row in found.rows["leaver"]:
        register = found.register(row)
        assert register is not None
        marks = register.after_off_roll()
        assert found.span("leaver", row, Number(name="marks_after_off_roll")) == Span(marks, marks), row["id"]


def test_sessions_without_a_mark_since_the_notice(found: Found) -> None:
    seen = 0
    for row in found.rows["case"]:
        register, notice = found.register(row), found.day("case", row, NOTICE)
        expected = register.unmarked(notice) if register else UNKNOWN
        assert found.span("case", row, Number(name="unmarked_sessions_since_notice")) == expected, row["id"]
        seen += expected.lo > 0
    assert MANY or seen


def test_invalid_marks_of_a_school(found: Found) -> None:
    for row in found.rows["school"]:
        marks = invalid_marks(found.made[row["school"]])
        assert found.span("school", row, Number(name="invalid_marks")) == Span(marks, marks)
        seen = len([m for m in found.made[row["school"]].marks if m.day <= found.made[row["school"]].audit])
        assert found.span("school", row, Number(name="session_marks")) == Span(seen, seen)


def test_the_tenth_day_of_absence_lies_within_its_bounds(found: Found) -> None:
    sure = 0
    for kind in ("leaver", "pupil"):
        for row in found.rows[kind]:
            register = found.register(row)
            assert register is not None
            lo, hi = found.span(kind, row, TEN)
            if register.marks_from is None:
                assert (lo, hi) == (ANY, NEVER), row["id"]
                continue
            ways = register.tenth_days()
            if ways is None:
                continue
            possible, never = ways
            numbers = sorted((day - date(1970, 1, 1)).days for day in possible)
            assert all(lo <= n <= hi for n in numbers), (row["id"], lo, hi, possible)
            assert not never or hi == NEVER, (row["id"], possible)
            # Certain where there is only one way to read it, and no later than it need be where no later run is possible.
            if len(numbers) + never == 1:
                assert lo == hi, (row["id"], lo, hi, possible)
            if numbers:
                assert lo == numbers[0], (row["id"], lo, numbers)
            sure += lo == hi < NEVER
    assert MANY or sure


def test_pupils_absent_for_ten_days_in_a_month(found: Found) -> None:
    seen = 0
    for row in found.rows["school_month"]:
        made = found.made[row["school"]]
        first, last = (date(1970, 1, 1) + timedelta(row[c]) for c in ("open_day", "own_day"))
        assert found.day("school_month", row, EventRef("month_end")) == last
        expected = _ten_day_pupils(made, first, last)
        assert found.span("school_month", row, Number(name="ten_day_pupils")) == expected, row["id"]
        seen += expected.lo > 0
    assert MANY or seen


def _ten_day_pupils(made: Situation, first: date, last: date) -> Span:
    rows = [row for row in made.rows if row.entry is None or row.entry <= made.audit]
    starts = [Register(made, row).marks_from for row in rows]
    begun = starts[0] if starts else None
    if begun is None:
        return UNKNOWN
    surely: set[str] = set()
    perhaps: set[str] = set()
    for row in rows:
        register = Register(made, row)
        shortest = longest = 0
        for day in register.counted_days():
            kind = register.kind(day, "GNOU")
            shortest = shortest + 1 if kind == "absent" else 0
            longest = 0 if kind == "cuts" else longest + (kind != "passed over")
            if first <= day <= last and longest >= 10 and of_compulsory_age(row.born, day) is not False:
                perhaps.add(row.pupil)
                if shortest >= 10 and row.born is not None:
                    surely.add(row.pupil)
    hidden = len([d for d in made.school_days if first <= d < begun])
    return Span(len(surely), FAR if hidden >= 10 else len(perhaps))


def test_the_thirtieth_session_of_illness(found: Found) -> None:
    ways = set()
    for kind in ("leaver", "pupil"):
        for row in found.rows[kind]:
            register = found.register(row)
            assert register is not None
            lo, hi = found.span(kind, row, SICK)
            ill = register.ill_days()
            # Marks dated after the export's own date say nothing of the days before; thirty of illness are thirty all the same.
            if register.marks_from is None and len(ill) < 30:
                assert (lo, hi) == (ANY, NEVER), row["id"]
                continue
            if len(ill) >= 30:
                expected = {(ill[29] - date(1970, 1, 1)).days}
            else:
                hidden = len(ill) + register.unmarked_sessions() >= 30
                expected = {lo, NEVER} if hidden else {NEVER}
                assert not hidden or lo < NEVER, row["id"]
            assert {lo, hi} == expected, row["id"]
            ways.add("reached" if hi < NEVER else "not reached" if lo == NEVER else "may be")
    assert MANY or ways == {"reached", "not reached", "may be"}


def test_a_mark_given_twice_is_one_session() -> None:
    rng = random.Random(7)  # noqa: S311 - situations, no secrets
    made = [random_situation(rng, str(900_001 + n)) for n in range(SCHOOLS)]
    asked = {kind: ASKED[kind] for kind in ("leaver", "pupil")}
    con, _ = facts_of(made, asked)
    once = {kind: rows_of(con, kind) for kind in asked}
    assert any(row["marks_supplied"] for row in once["pupil"])
    for each in made:
        each.marks.extend(each.marks[::2])
    con, terms = facts_of(made, asked)
    after = terms["leaver"].prefix(Number(name="marks_after_off_roll"))
    for kind in asked:
        twice = rows_of(con, kind)
        assert len(twice) == len(once[kind])
        for one, two in zip(once[kind], twice, strict=True):
            assert {k for k in one if one[k] != two[k]} <= {f"{after}_lo", f"{after}_hi"}, one["id"]
