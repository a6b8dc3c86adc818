"""Small random trusts whose dates crowd around boundaries: each a pure function of a `random.Random`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from oracle.calendar import BANK_HOLIDAYS, days
from oracle.frames import UPN_LENGTH
from oracle.model import DAY, Closure, Event, Export, HalfTerm, Mark, RollRow, School, Trust, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

YEAR = "2025/26"
HALF_TERMS = (
    (date(2025, 9, 2), date(2025, 10, 24)),
    (date(2025, 11, 3), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 2, 13)),
    (date(2026, 2, 23), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 5, 22)),
    (date(2026, 6, 1), date(2026, 7, 21)),
)
BOUNDARIES = (
    *(day for pair in HALF_TERMS for day in pair),
    *(date(2025, 12, 25), date(2026, 1, 1), date(2026, 4, 3), date(2026, 5, 4)),
)
STEPS = (0, 0, 0, 1, 1, -1, 2, 3, -3, 4, 5, -5, 6, 7, -7, 8, 10, -10, 13, 14, -14, 15, 20, 28, 42)

SCOPES = {
    "risk_identified": "case",
    "oral_intention_stated": "case",
    "notification_received": "case",
    "notification_withdrawn": "case",
    "school_suggested_ehe": "case",
    "off_rolled": "case",
    "risk_resolved": "case",
    "intent_letter_sent": "case",
    "meeting_held": "case",
    "actions_reviewed": "case",
    "referral_made": "case",
    "suspension": "pupil",
    "sao_made": "pupil",
    "professional_recommended_ehe": "advice",
    "confirmation_requested": "advice",
    "pressure_reported": "pressure",
    "pressure_reviewed": "pressure",
    "return_requested": "return",
    "return_accepted": "return",
}
"""The words of the vocabulary that random trusts and rules use."""

VOCABULARY = Vocabulary(SCOPES)

FREQUENT = (
    "risk_identified",
    "notification_received",
    "intent_letter_sent",
    "meeting_held",
    "actions_reviewed",
)
KINDS = (*(kind for kind in SCOPES if kind != "off_rolled"), *FREQUENT * 3)
"""What is logged, some kinds more often; `off_rolled` comes from the roll."""

ROLES = ("headteacher", "senior_leader", "attendance_team", "pastoral_team", "dsl")
COVERS = {
    "risk_identified": ("attendance", "parent_said"),
    "intent_letter_sent": ("responsibilities", "meeting_invitation", "aim"),
    "notification_received": ("home_education_stated", "last_day_stated"),
    "confirmation_requested": ("for_school", "for_parent"),
}
OUTCOMES = {
    "risk_identified": ("early_sign", "genuine"),
    "school_suggested_ehe": ("reported", "upheld", "not_upheld"),
    "pressure_reported": ("reported", "upheld", "not_upheld"),
}
SENT_TO = {
    "referral_made": ("early_help", "la", "mash"),
    "return_requested": ("admissions", "school"),
}
UNTIL = ("notification_received",)

YES_NO = ("social_worker", "child_protection", "looked_after", "disability")
WHY_LEFT = ("removal_ground", "leaving_reason", "destination")
COLUMNS = frozenset(
    {*YES_NO, *WHY_LEFT, "sen_provision", "entry_date", "entry_entered", "leaving_date", "leaving_entered"}
)

_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def near(rng: Random, hubs: Sequence[date]) -> date:
    """Give a day on or a little before or after one of some days."""
    return rng.choice(hubs) + timedelta(days=rng.choice(STEPS))


def upn(serial: int) -> str:
    """Give an invented UPN with a right check letter."""
    digits = f"999{serial:09d}"
    total = sum(place * int(digit) for place, digit in enumerate(digits, start=2))
    return _CHECK_LETTERS[total % 23] + digits


def random_trust(rng: Random, size: int = 3) -> Trust:
    """Give a trust of 1 to 3 schools with up to `size` + 1 pupils each; size 1 to 3."""
    urns = [str(999001 + n) for n in range(rng.randint(1, min(size, 3)))]
    hubs = [_hub(rng) for _ in range(rng.randint(1, 3))]
    audit = near(rng, [max(hubs), max(hubs), rng.choice(hubs)])
    roll, events = _pupils(rng, urns, size, hubs)
    columns = _columns(rng, roll) if roll and rng.random() > 0.05 else None
    supplied = {"pupils": columns is not None, "events": rng.random() > 0.03}
    exports = _exports(rng, urns, audit, [table for table, given in supplied.items() if given])
    events = [event for event in events if _carried(event, exports)]
    if not events:
        supplied["events"], exports = False, [export for export in exports if export.table != "events"]
    return Trust(
        audit=audit,
        schools=tuple(School(urn, f"Example School {urn[-1]}") for urn in urns),
        calendar=_calendar(rng, urns),
        closures=_closures(rng, urns, hubs),
        roll=tuple(roll),
        roll_columns=columns,
        events=tuple(events) if supplied["events"] else (),
        events_supplied=supplied["events"],
        marks=_marks(rng, roll) if rng.random() < 0.15 else None,
        exports=tuple(exports),
    )


def _pupils(
    rng: Random, urns: Sequence[str], size: int, hubs: Sequence[date]
) -> tuple[list[RollRow], list[Event]]:
    """Give the roll and the events; some attributes stay blank throughout: they are not carried."""
    attributes = ("role", "with", "covers", "to", "outcome", "until", "recorded")
    dropped = {name for name in attributes if rng.random() < 0.1}
    pool = [rng.choice(KINDS) for _ in range(rng.choice((3, 4, 6, 16)))]
    roll: list[RollRow] = []
    events: list[Event] = []
    for place, urn in enumerate(urns):
        for number in range(rng.randint(1, size + 1)):
            serial = place * 10 + number
            pupil = f"A{serial:04d}" if rng.random() < 0.08 else upn(serial)
            roll += [] if rng.random() < 0.08 else _roll_rows(rng, urn, pupil, hubs)
            mine = [
                _event(rng, (urn, pupil), rng.choice(pool), hubs, dropped)
                for _ in range(rng.choice((0, 2, 4, 6, 8, 10, 12, 15)))
            ]
            # a letter taken back on the day of another
            letters = [event for event in mine if event.event == "notification_received"]
            mine += [
                replace(event, event="notification_withdrawn") for event in letters if rng.random() < 0.15
            ]
            events += mine
    rng.shuffle(events)
    return roll, events


def _carried(event: Event, exports: Sequence[Export]) -> bool:
    """Whether the exports say that they can hold such an entry."""
    mine = [e for e in exports if e.table == "events" and e.school in (None, event.school)]
    return all(export.carries is None or event.event in export.carries for export in mine)


def logged_kinds(trust: Trust) -> list[str]:
    """Give the kinds of event that a trust's schools logged, those logged often several times."""
    return [event.event for event in trust.events if event.day <= trust.audit] + ["off_rolled"]


def _hub(rng: Random) -> date:
    """Give a day around which things happen: a boundary of the year, or any day."""
    if rng.random() < 0.4:
        return rng.choice(BOUNDARIES)
    start, end = HALF_TERMS[0][0], HALF_TERMS[-1][1]
    return start + timedelta(days=rng.randint(-5, (end - start).days + 5))


def _calendar(rng: Random, urns: Sequence[str]) -> tuple[HalfTerm, ...]:
    """Give a common calendar or none; and for some schools rows of their own, perhaps ending early."""
    rows: list[HalfTerm] = []
    whole = list(enumerate(HALF_TERMS, start=1))
    if rng.random() < 0.75:
        kept = len(whole) if rng.random() < 0.8 else rng.randint(1, 5)
        rows += [HalfTerm(YEAR, number, first, last) for number, (first, last) in whole[:kept]]
    for urn in urns:
        if rng.random() < 0.25:
            kept = len(whole) if rng.random() < 0.5 else rng.randint(1, 5)
            shift = rng.choice((0, 1, 7))
            rows += [
                HalfTerm(YEAR, number, first + shift * DAY, last + min(shift, 1) * DAY, urn)
                for number, (first, last) in whole[:kept]
            ]
    return tuple(rows)


def _closures(rng: Random, urns: Sequence[str], hubs: Sequence[date]) -> tuple[Closure, ...]:
    found = {(near(rng, hubs), rng.choice((None, *urns))) for _ in range(rng.choice((0, 0, 1, 3)))}
    return tuple(Closure(day, urn) for day, urn in sorted(found, key=lambda pair: (pair[0], pair[1] or "")))


def _roll_rows(rng: Random, urn: str, pupil: str, hubs: Sequence[date]) -> list[RollRow]:
    """Give a pupil's rows: entry, perhaps leaving, perhaps coming back."""
    rows: list[RollRow] = []
    entry: date | None = rng.choice((None, date(2021, 9, 1), date(2021, 9, 1), near(rng, hubs)))
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        floor = entry or date(2021, 9, 1)
        leaving = max(floor, near(rng, hubs)) if rng.random() < 0.6 else None
        rows.append(_roll_row(rng, urn, pupil, entry, leaving))
        if leaving is None:
            break
        # back on the day of leaving, where that is not the day of entry: rows of one entry date are one time on roll
        at_once = 0 if entry is not None and leaving > entry else 1
        entry = leaving + rng.choice((at_once, 1, 1, 2, 5, 14, 40)) * DAY
    return rows


def _roll_row(rng: Random, urn: str, pupil: str, entry: date | None, leaving: date | None) -> RollRow:
    dates = {"entry_date": entry, "leaving_date": leaving}
    if entry is not None and rng.random() < 0.6:
        dates["entry_entered"] = entry + rng.choice((0, 1, 5)) * DAY
    if leaving is not None and rng.random() < 0.7:
        dates["leaving_entered"] = leaving + rng.choice((-2, 0, 0, 1, 5)) * DAY
    words = {column: rng.choice(("yes", "no", "")) for column in YES_NO}
    words["sen_provision"] = rng.choice(("N", "K", "E", ""))
    if leaving is not None:
        words["removal_ground"] = rng.choice(("f", "a", "", "", ""))
        words["leaving_reason"] = rng.choice(
            (
                "Elective Home Education",
                "Elective Home Education (EHE)",
                "Not EHE: moved",
                "EO",
                "HE",
                "Moved away",
                "",
                "",
            )
        )
        words["destination"] = rng.choice(("EHE", "Another school", "", "", ""))
    known = {column: day for column, day in dates.items() if day is not None}
    return RollRow(urn, pupil, known, {column: word for column, word in words.items() if word})


def _columns(rng: Random, roll: Sequence[RollRow]) -> frozenset[str]:
    """Give the columns of the roll that were supplied: mostly all."""
    left_out = {column for column in sorted(COLUMNS - {"entry_date", "leaving_date"}) if rng.random() < 0.08}
    if rng.random() < 0.08:
        left_out |= set(WHY_LEFT)
    if rng.random() < 0.03:
        left_out.add("leaving_date")
    alone = len({(row.school, row.pupil) for row in roll}) == len(roll)
    if alone and rng.random() < 0.05:
        left_out.add("entry_date")
    return COLUMNS - left_out


def _event(rng: Random, who: tuple[str, str], kind: str, hubs: Sequence[date], dropped: set[str]) -> Event:
    """Give one event of a kind, some of its attributes blank, those in `dropped` always."""
    day = near(rng, hubs)

    def some(name: str, words: Sequence[str]) -> frozenset[str]:
        if name in dropped or not words or rng.random() < 0.25:
            return frozenset()
        return frozenset(rng.sample(words, min(len(words), rng.choice((1, 1, 2)))))

    says = rng.random() < 0.75 and "outcome" not in dropped
    return Event(
        school=who[0],
        pupil=who[1],
        event=kind,
        day=day,
        role=some("role", ROLES),
        with_=some("with", ROLES) if rng.random() < 0.4 else frozenset(),
        covers=some("covers", COVERS.get(kind, ())),
        to=some("to", SENT_TO.get(kind, ())),
        outcome=rng.choice(OUTCOMES[kind]) if says and kind in OUTCOMES else "",
        until=near(rng, [day, *hubs])
        if kind in UNTIL and "until" not in dropped and rng.random() < 0.7
        else None,
        recorded=day + rng.choice((0, 0, 1, 4)) * DAY
        if "recorded" not in dropped and rng.random() < 0.6
        else None,
        tag=rng.choice(("safeguarding", "attendance")) if rng.random() < 0.3 else "",
        ref=rng.choice(("r1", "r2")) if rng.random() < 0.25 else "",
    )


def _exports(rng: Random, urns: Sequence[str], audit: date, tables: Sequence[str]) -> list[Export]:
    """Give when tables were exported and which kinds events can hold: for all schools, or school by school."""
    rows: list[Export] = []
    for table in tables:
        for urn in rng.choice(((), (), (None,), urns)):
            if urn is not None and rng.random() < 0.4:
                continue
            exported = audit - rng.choice((0, 1, 2, 5, 10, 30)) * DAY if rng.random() < 0.8 else None
            kinds = frozenset(SCOPES) - set(rng.sample(list(SCOPES), 3))
            limited = table == "events" and rng.random() < 0.4
            rows.append(Export(table, urn, exported, kinds if limited else None))
    return rows


def _marks(rng: Random, roll: Sequence[RollRow]) -> tuple[Mark, ...]:
    """Give one pupil of each school marks on most of the days of half a year."""
    first = {row.school: row.pupil for row in reversed(roll) if len(row.pupil) == UPN_LENGTH}
    return tuple(
        Mark(urn, pupil, day)
        for urn, pupil in sorted(first.items())
        for day in days(date(2025, 10, 1), date(2026, 3, 1))
        if day.isoweekday() <= 5 and day not in BANK_HOLIDAYS and rng.random() < 0.9
    )
