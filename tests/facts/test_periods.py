"""Weeks, half terms and terms: their subjects, their last days, and which entry serves which of them, against plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from facts.marks_tables import facts_of, rows_of
from facts.seeds import seeds
from facts.test_schools import HALF_TERMS, bounds, day, school

from ehe_rules.facts.constants import ANY, NEVER
from ehe_rules.rulebook.syntax import EventRef, Number

if TYPE_CHECKING:
    from facts.marks_situations import Situation

WEEKLY, ONE_TO_ONE = EventRef("weekly_attendance_review"), EventRef("headteacher_one_to_one")
REVIEW, SUMMARY = EventRef("trust_half_term_review"), EventRef("committee_summary_provided")
HALF_TERM_END, TERM_END = EventRef("half_term_end"), EventRef("term_end")
DAY = timedelta(days=1)
EARLY, GRACE = 2, 10
"""School days after a week, and after a half term, in which an entry may still be that period's."""


def test_a_week_begins_on_a_monday_and_ends_with_its_last_school_day() -> None:
    found = bounds(
        school(date(2025, 11, 3)), "school_week", [EventRef("week_end"), Number(name="school_days_in_week")]
    )
    assert next(iter(found)) == "school_week/900001/2025-09-01"
    assert list(found)[-2:] == ["school_week/900001/2025-10-20", "school_week/900001/2025-11-03"]
    assert found["school_week/900001/2025-09-01"] == [(day("2025-09-05"),) * 2, (4, 4)]
    assert found["school_week/900001/2025-11-03"] == [(day("2025-11-07"),) * 2, (5, 5)]


def test_a_week_without_calendar_begins_with_the_first_mark() -> None:
    made = school(date(2025, 10, 1), marks=("2025-09-24", "2025-10-01"))
    made.half_terms = []
    assert list(bounds(made, "school_week", [WEEKLY])) == [
        "school_week/900001/2025-09-22",
        "school_week/900001/2025-09-29",
    ]


def test_half_terms_and_terms_begun_by_the_audit_date_are_there_with_their_ends() -> None:
    made = school(date(2026, 1, 5))
    kinds = {"school_half_term": [HALF_TERM_END], "trust": [HALF_TERM_END], "trust_term": [TERM_END]}
    con, terms = facts_of([made], kinds)
    ends = {
        row["id"]: tuple(row[f"{terms[kind].prefix(end)}_{side}"] for side in ("lo", "hi"))
        for kind, (end,) in kinds.items()
        for row in rows_of(con, kind)
    }
    assert ends == {
        **{f"school_half_term/900001/{first}": (day(str(last)),) * 2 for _, first, last in HALF_TERMS},
        # The schools have dates of their own, and the trust none: its half terms are theirs.
        **{f"trust/{first}": (day(str(last)),) * 2 for _, first, last in HALF_TERMS},
        "trust_term/2025-09-02": (day("2025-12-19"),) * 2,
        # The spring term's second half is not in the calendar: its end is later than the first half's.
        "trust_term/2026-01-05": (day("2026-02-14"), NEVER),
    }
    assert len(bounds(school(date(2026, 1, 4)), "trust", [HALF_TERM_END])) == 2


def test_a_term_of_which_the_second_half_is_not_listed_may_run_until_the_next_begins() -> None:
    made = school(date(2026, 1, 5))
    made.half_terms = [HALF_TERMS[0], *HALF_TERMS[2:]]
    con, _ = facts_of([made], {"trust_term": [TERM_END]})
    found = [(row["id"], row["ends_sure"], row["runs_to"]) for row in rows_of(con, "trust_term")]
    assert found == [
        ("trust_term/2025-09-02", False, day("2026-01-04")),
        ("trust_term/2026-01-05", False, NEVER),
    ]


def test_where_schools_differ_the_trust_waits_for_the_last_of_them() -> None:
    one, two = school(date(2025, 11, 3)), school(date(2025, 11, 3), urn="900002")
    two.half_terms = [(1, date(2025, 9, 1), date(2025, 10, 17)), (2, date(2025, 10, 27), date(2025, 12, 12))]
    con, terms = facts_of([one, two], {"trust": [HALF_TERM_END]})
    p = terms["trust"].prefix(HALF_TERM_END)
    assert [(row["id"], row[f"{p}_lo"]) for row in rows_of(con, "trust")] == [
        ("trust/2025-09-01", day("2025-10-24")),
        ("trust/2025-10-27", day("2025-12-19")),
    ]


def test_what_the_trust_never_logs_is_not_known_and_what_it_logs_is() -> None:
    made = school(date(2025, 11, 3), [("trust_half_term_review", "2025-07-01")])
    assert bounds(made, "trust", [REVIEW, SUMMARY])["trust/2025-09-02"] == [(NEVER, NEVER), (ANY, NEVER)]


def test_without_a_calendar_nobody_knows_half_terms() -> None:
    made = school(date(2025, 10, 1))
    made.half_terms = []
    con, _ = facts_of([made], {"school_half_term": [ONE_TO_ONE], "trust": [REVIEW]})
    assert rows_of(con, "school_half_term") == []
    assert rows_of(con, "trust") == []


def school_days(made: Situation) -> list[date]:
    """Every school day of the situation, in order."""
    days = {
        first + n * DAY
        for _, first, last in made.half_terms
        for n in range((last - first).days + 1)
        if (first + n * DAY).isoweekday() <= 5
    }
    return sorted(days - set(made.closures))


def served(
    made: Situation, firsts: list[date], ends: list[date], grace: int, least: int = 0
) -> list[list[date]]:
    """Give each period its entries, period by period: the first entry of one may be owed to the one before."""
    days = school_days(made)
    logged = sorted(
        {date.fromisoformat(e["date"]) for e in made.events if date.fromisoformat(e["date"]) <= made.audit}
    )
    result: list[list[date]] = []
    owed = False
    for n, first in enumerate(firsts):
        until = firsts[n + 1] if n + 1 < len(firsts) else date.max
        own = [d for d in logged if first <= d < until]
        allowed = [d for d in days if d > ends[n - 1]][:grace] if n else []
        early = bool(own and allowed and own[0] < next((d for d in days if d > allowed[-1]), date.max))
        if n and owed and own and (len(own) > 1 or early):
            result[-1].append(own.pop(0))
        asks = len([d for d in days if first <= d < until]) >= least
        owed = asks and not own
        result.append(own)
    return result


def some_weeks(seed: int) -> Situation:
    """Give a school with some closures and reviews on any days, holidays included."""
    rng = Random(seed)  # noqa: S311 - reproducible, no secrets
    made = school(date(2025, 9, 12) + rng.randint(0, 120) * DAY, urn=f"9{seed:05}")
    every = [date(2025, 9, 2) + n * DAY for n in range(150)]
    made.closures = rng.sample(school_days(made), rng.choice((0, 3, 12)))
    often = rng.choice((10, 25, 50))
    made.events = [
        {"event": "weekly_attendance_review", "date": str(d), "until": ""}
        for d in sorted(rng.sample(every, often))
    ]
    return made


def test_each_review_serves_one_week_as_in_plain_python() -> None:
    made = {m.urn: m for m in map(some_weeks, range(60))}
    con, terms = facts_of(list(made.values()), {"school_week": [WEEKLY, Number(event=WEEKLY)]})
    first, count = terms["school_week"].prefix(WEEKLY), terms["school_week"].prefix(Number(event=WEEKLY))
    rows = rows_of(con, "school_week")
    assert len(rows) > 400
    for urn, one in made.items():
        mondays = sorted({d - (d.isoweekday() - 1) * DAY for d in school_days(one)})
        weeks = [m for m in mondays if min(d for d in school_days(one) if d >= m) <= one.audit]
        ends = [max(d for d in school_days(one) if d < m + 7 * DAY) for m in weeks]
        expected = served(one, weeks, ends, EARLY, least=3)
        found = [row for row in rows if row["school"] == urn]
        assert [row["id"] for row in found] == [f"school_week/{urn}/{m}" for m in weeks]
        assert [row[f"{count}_lo"] for row in found] == [len(entries) for entries in expected], urn
        firsts = [day(str(entries[0])) if entries else NEVER for entries in expected]
        assert [row[f"{first}_hi"] for row in found] == firsts, urn


def some_half_terms(event: str, seed: int) -> Situation:
    """Give a school with a few entries of one kind on any days, and one from long before, so that the kind is logged."""
    rng = Random(seed)  # noqa: S311 - as above
    made = school(date(2026, 1, 5) + rng.randint(0, 30) * DAY, urn=f"9{seed:05}")
    days = rng.sample([date(2025, 9, 2) + n * DAY for n in range(150)], rng.choice((1, 2, 4)))
    made.events = [{"event": event, "date": str(d), "until": ""} for d in [*days, date(2025, 7, 1)]]
    return made


def of_half_terms(made: Situation) -> list[int]:
    """Give the day of each half term's first entry, as plain Python has it."""
    expected = served(made, [first for _, first, _ in HALF_TERMS], [last for _, _, last in HALF_TERMS], GRACE)
    return [day(str(entries[0])) if entries else NEVER for entries in expected]


def test_each_one_to_one_serves_one_half_term_as_in_plain_python() -> None:
    made = {m.urn: m for m in (some_half_terms("headteacher_one_to_one", seed) for seed in range(40))}
    con, terms = facts_of(list(made.values()), {"school_half_term": [ONE_TO_ONE]})
    first, rows = terms["school_half_term"].prefix(ONE_TO_ONE), rows_of(con, "school_half_term")
    for urn, one in made.items():
        assert [row[f"{first}_hi"] for row in rows if row["school"] == urn] == of_half_terms(one), urn


@pytest.mark.parametrize("seed", seeds(0, 1, 2))
def test_each_review_of_the_trust_serves_one_half_term_as_in_plain_python(seed: int) -> None:
    made = some_half_terms("trust_half_term_review", seed)
    assert [pairs[0][1] for pairs in bounds(made, "trust", [REVIEW]).values()] == of_half_terms(made)
