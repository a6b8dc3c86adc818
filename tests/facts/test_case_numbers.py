"""Numbers of a case's dates: counted by hand over random entries of one pupil, inside the calendar and before it."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from facts.marks_oracle import FAR, Span
from facts.marks_situations import DAY, Row, days, random_situation
from facts.marks_tables import facts_of, rows_of
from facts.seeds import MANY, seeds

from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.measures.numbers_of_cases import DISPUTES, NOTICE
from ehe_rules.rulebook.syntax import Number

if TYPE_CHECKING:
    from facts.marks_situations import Situation

SILENCE = Number(name="school_days_since_last_entry")
TO_NOTICE = Number(name="school_days_from_dispute_to_notice")
NEVER_ONE = Span(NEVER, NEVER)
SCHOOLS = 40


def situation(rng: random.Random, urn: str) -> Situation:
    """Give a school with one pupil, a risk, perhaps letters, and disputes before, between and after them."""
    made = random_situation(rng, urn)
    made.rows, made.marks, made.entered = [Row("Pupil-0", date(2024, 9, 2))], [], "Pupil-0"
    span = [d for d in days(made.half_terms[0][1], made.half_terms[-1][2]) if d < made.audit]
    made.audit = min(made.audit, made.half_terms[-1][2])
    made.events = [{"event": "risk_identified", "date": str(span[0]), "until": ""}]
    for event in (*rng.choices(DISPUTES, k=rng.randrange(4)), *["notification_received"] * rng.randrange(3)):
        day = rng.choice(span)
        if event in DISPUTES and rng.random() < 0.2:
            day = span[0] - rng.randrange(1, 60) * DAY
        made.events.append({"event": event, "date": str(day), "until": ""})
    made.events += [
        {"event": "support_given", "date": str(rng.choice(span)), "until": ""}
        for _ in range(rng.randrange(3))
    ]
    return made


def between(made: Situation, early: date, late: date) -> Span:
    """Count the school days after one day and up to another; before the calendar there may have been any number."""
    counted = len([d for d in made.school_days if early < d <= late])
    return Span(counted, FAR if early < made.half_terms[0][1] else counted)


def told(made: Situation, *events: str) -> list[date]:
    """Give the days of entries of some kinds, in order."""
    return sorted(date.fromisoformat(e["date"]) for e in made.events if e["event"] in events)


def to_notice(made: Situation) -> Span:
    """Read how long the last dispute lies before the last letter."""
    letters = told(made, "notification_received")
    before = [d for d in told(made, *DISPUTES) if letters and d <= letters[-1]]
    return between(made, before[-1], letters[-1]) if before else NEVER_ONE


@pytest.mark.parametrize("seed", seeds(0, 1))
def test_silence_and_the_time_from_a_dispute_to_the_notice(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - situations, no secrets
    made = {urn: situation(rng, urn) for urn in (str(900_001 + n) for n in range(SCHOOLS))}
    con, terms = facts_of(list(made.values()), {"case": [NOTICE, SILENCE, TO_NOTICE]})
    seen = set()
    for row in rows_of(con, "case"):
        one = made[row["school"]]
        last = told(one, "risk_identified", "support_given", "notification_received")[-1]
        for number, expected in ((SILENCE, between(one, last, one.audit)), (TO_NOTICE, to_notice(one))):
            p = terms["case"].prefix(number)
            assert Span(row[f"{p}_lo"], row[f"{p}_hi"]) == expected, (row["id"], number.name)
        found = to_notice(one)
        seen.add("never" if found == NEVER_ONE else "some time" if found.hi == FAR else "so long")
    assert MANY or seen == {"never", "some time", "so long"}


def test_a_dispute_that_no_export_can_hold_may_have_been_any_day() -> None:
    made = situation(random.Random(1), "900001")  # noqa: S311 - a situation, no secret
    made.events = [
        {"event": e, "date": d, "until": ""}
        for e, d in (
            ("suspension", str(made.school_days[0])),
            ("notification_received", str(made.school_days[4])),
        )
    ]
    for carries, least in (("", 4), ("suspension; notification_received", 0)):
        con, terms = facts_of([made], {"case": [NOTICE, TO_NOTICE]}, carries=carries)
        p = terms["case"].prefix(TO_NOTICE)
        assert con.execute(f"SELECT {p}_lo, {p}_hi FROM facts_case").fetchall() == [(least, 4)]
