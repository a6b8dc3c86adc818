"""Early signs: the kinds that a pupil's record shows, against a reading of marks and entries one by one."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from facts.marks_oracle import Register
from facts.marks_tables import facts_of, rows_of
from facts.seeds import MANY, seeds
from facts.sessions_oracle import Figures, Halves
from facts.test_sessions import long_situation

from ehe_rules.rulebook.syntax import Number

if TYPE_CHECKING:
    from facts.marks_situations import Situation

SIGNS = Number(name="early_signs")
SET = {
    "absence_window": "12 school days",
    "pattern_stands": "30 school days",
    "anxiety_sessions_needed": "3",
    "anxiety_words": "anxious; school refusal",
    "anxiety_codes": "none",
    "signs_window": "12 school days",
    "falling_points": "8",
    "inconsistent_weeks": "3",
}
FIGURES = Figures(window=12, anxious=3)
SCHOOLS, WINDOW, POINTS, WEEKS = 40, 12, 8, 3
COVERED = ("anxiety", "complaint", "send", "engagement", "attendance", "parent_said")


def situation(rng: random.Random, urn: str) -> Situation:
    """Give a school whose first pupil has entries that may be signs."""
    made = long_situation(rng, urn)
    made.audit = min(made.audit, made.half_terms[-1][2])
    made.events = []
    for event in rng.choices(
        ("complaint_made", "ehcp_request_refused", "risk_identified"), k=rng.randrange(5)
    ):
        covers = rng.choice(COVERED) if event == "risk_identified" else ""
        day = rng.choice([d for d in made.school_days if d <= made.audit] or [made.audit])
        made.events.append({"event": event, "date": str(day), "until": "", "covers": covers})
    if rng.random() < 0.15:
        made.events.append({"event": "sickness_return_made", "date": str(made.audit), "until": ""})
    return made


def by_entries(made: Situation, register: Register) -> set[str]:
    """Give the signs that entries of the window show."""
    if register.row.pupil != made.entered:
        return set()
    first = [d for d in made.school_days if d <= made.audit][-WINDOW:][0]
    seen = [
        e
        for e in made.events
        if first <= date.fromisoformat(e["date"]) and date.fromisoformat(e["date"]) >= register.first
    ]
    signs = {e["covers"] for e in seen if e["event"] == "risk_identified"} & set(COVERED[:4])
    if sum(e["event"] == "complaint_made" for e in seen) >= 2:
        signs.add("complaint")
    if any(e["event"] == "ehcp_request_refused" for e in seen):
        signs.add("send")
    return signs


def by_attendance(halves: Halves) -> tuple[bool, bool]:
    """Say whether attendance falls, or comes and goes: for certain, and perhaps."""
    leave = {"R", "T", "E"}
    possible = {}
    for name, (span, _) in (("year", halves.year()), ("weeks", halves.weeks(6))):
        sessions = [
            (halves.session(d, h).sort, {code for code, _ in halves.said.get((d, h), [])})
            for d in span
            for h in ("AM", "PM")
        ]
        kept = [s for s, codes in sessions if s != "outside" and not (s == "authorised" and codes & leave)]
        possible[name] = (kept.count("attended"), kept.count("unknown"), len(kept))
    (a, u, p), (b, v, q) = possible["year"], possible["weeks"]
    known = p > 0 and q > 0
    falls = known and 100 * (a * q - (b + v) * p) >= POINTS * p * q
    may_fall = known and 100 * ((a + u) * q - b * p) >= POINTS * p * q
    sure = perhaps = 0
    span = halves.weeks(6)[0]
    for monday in sorted({d.isocalendar()[:2] for d in span}):
        week = [halves.session(d, h) for d in span if d.isocalendar()[:2] == monday for h in ("AM", "PM")]
        came = sum(s.sort == "attended" for s in week)
        gone = sum(s.ill or s.sort == "unauthorised" for s in week)
        unknown = sum(s.sort == "unknown" for s in week)
        sure += came > 0 and gone > 0
        perhaps += came + unknown > 0 and gone + unknown > 0 and came + gone + unknown > 1
    return falls or sure >= WEEKS, may_fall or perhaps >= WEEKS


@pytest.mark.parametrize("seed", seeds(0, 1))
def test_signs_are_counted_by_kind(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - situations, no secrets
    made = {urn: situation(rng, urn) for urn in (str(900_001 + n) for n in range(SCHOOLS))}
    con, terms = facts_of(list(made.values()), {"pupil": [SIGNS]}, SET)
    p = terms["pupil"].prefix(SIGNS)
    seen = set()
    for row in rows_of(con, "pupil"):
        one = made[row["school"]]
        register = Register(
            one,
            next(
                r
                for r in one.rows
                if (r.pupil, r.entry, r.leaving) == (row["pupil"], row["entry_date"], row["leaving_date"])
            ),
        )
        halves = Halves(register, FIGURES, one.audit)
        signs = by_entries(one, register)
        if not halves.known():
            continue
        sick = row["pupil"] == one.entered and any(e["event"] == "sickness_return_made" for e in one.events)
        sure, perhaps = (False, False) if sick else by_attendance(halves)
        anxious = halves.count((halves.window()[0], False), lambda s: s.anxious)
        speaks = any(mark.comment for mark in one.marks)
        expected = signs | ({"attendance"} if sure else set()) | ({"anxiety"} if anxious.lo >= 3 else set())
        maybe = {"attendance"} if perhaps else set()
        maybe |= {"anxiety"} if speaks and anxious.hi >= 3 else set()
        assert (row[f"{p}_lo"], row[f"{p}_hi"]) == (len(expected), len(expected | maybe)), (
            row["id"],
            expected,
            maybe,
        )
        assert set(filter(None, row[f"{p}_signs"].split(";"))) == expected, row["id"]
        seen |= expected
    assert MANY or {"attendance", "complaint", "send"} <= seen
