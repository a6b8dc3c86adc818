"""The pupils: evidently invented names, UPNs whose check letters are right, birthdays that fit the year."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ehe_rules.example.stories import Story, stories
from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import AUTHORITY_CODE, School, pattern_of
from ehe_rules.exports.upn import ALPHABET, check_letter

if TYPE_CHECKING:
    from ehe_rules.example.style import Cell

# fmt: off - a list of words reads better in lines
FORENAMES: Final = (
    "Aster",
    "Briar",
    "Clover",
    "Dahlia",
    "Elder",
    "Fennel",
    "Gentian",
    "Hazel",
    "Iris",
    "Juniper",
    "Laurel",
    "Marigold",
    "Nettle",
    "Olive",
    "Poppy",
    "Quince",
    "Rowan",
    "Sage",
    "Thyme",
    "Violet",
    "Willow",
    "Yarrow",
    "Zinnia",
)
# fmt: on
ENTRY_YEAR: Final = {"Primary": 0, "Secondary": 7, "All-through": 3}
"""The year group in which pupils of a phase come to the school (0 = Reception)."""

AUTUMN: Final = 2025
ESTABLISHMENTS_FROM: Final = 2000
MOST_PER_YEAR: Final = 250
"""A year group larger than this would run out of the three digits of a UPN's serial number."""


@dataclass(frozen=True)
class Spell:
    """One stay on roll, from `entry` to the day before `leaving` (None: still there), as the roll tells it."""

    entry: date
    leaving: date | None = None
    fields: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Pupil:
    """A pupil of one school; `story` is None for the many to whom nothing happens.

    Without spells the pupil stands in the chronology only.
    """

    upn: str
    admission_no: str
    fields: dict[str, Cell]
    spells: tuple[Spell, ...]
    story: Story | None = None


def chance(seed: int, *what: str) -> random.Random:
    """Give the dice for one purpose: the same for the same seed, whatever else was thrown before."""
    return random.Random("/".join([str(seed), *what]))  # noqa: S311 - invented pupils, not secrets


def pupils_of(school: School, seed: int, per_year: int) -> list[Pupil]:
    """Give a school's pupils: the ordinary ones, then one for each of its stories.

    Raises ValueError when `per_year` is not between 1 and MOST_PER_YEAR.
    """
    if not 1 <= per_year <= MOST_PER_YEAR:
        raise ValueError(f"a year group has from 1 to {MOST_PER_YEAR} pupils in the example, not {per_year}")
    ordinary = max(1, round(per_year * school.share))
    plan: list[tuple[str, Story | None]] = [(year, None) for year in school.years for _ in range(ordinary)]
    plan += [(story.year, story) for story in stories() if story.school == pattern_of(school)]
    desk = _Desk(school, chance(seed, school.urn, "pupils"))
    return [desk.admit(number, year, story) for number, (year, story) in enumerate(plan, start=1)]


class _Desk:
    """Admits one pupil after another, each with the next serial number of the year group."""

    def __init__(self, school: School, dice: random.Random) -> None:
        self._school = school
        self._dice = dice
        self._serials = Counter({cohort: dice.randrange(1, 400) for cohort in range(100)})

    def admit(self, number: int, year: str, story: Story | None) -> Pupil:
        age = 0 if year == "R" else int(year)
        cohort = (AUTUMN - age) % 100
        self._serials[cohort] += 1
        fields = self._fields(number, year, age)
        if story:
            fields |= {column: _cell(column, told) for column, told in story.pupil.items()}
        upn = _upn(self._school, cohort, self._serials[cohort], story.upn if story else "good")
        entry = date(AUTUMN - age + ENTRY_YEAR[self._school.phase], 9, 2)
        spells = _spells(self._school, story, entry) if story else (Spell(entry),)
        return Pupil(upn, f"{number:04d}", fields, spells, story)

    def _fields(self, number: int, year: str, age: int) -> dict[str, Cell]:
        dice, school = self._dice, self._school
        return {
            "forename": dice.choice(FORENAMES),
            "surname": f"Example-{school.number}{number:03d}",
            "date_of_birth": date(AUTUMN - 5 - age, 9, 1) + timedelta(days=dice.randrange(365)),
            "sex": dice.choice("FM"),
            "year_group": year,
            **_circumstances(school, dice),
            "family_id": f"F{school.number}{dice.randrange(1000):03d}",
            "previous_school": "" if school.phase == "Primary" else "Example School Before",
            "home_la": AUTHORITY_CODE,
            "enrolment": "main",
        }


def _cell(column: str, told: str) -> Cell:
    return date.fromisoformat(told) if column == "date_of_birth" else told


def _circumstances(school: School, dice: random.Random) -> dict[str, Cell]:
    special = school.kind == "special"
    return {
        "sen_provision": "E" if special else dice.choices("NKE", (82, 14, 4))[0],
        "previous_ehe": dice.choices(("no", "unknown", "yes"), (94, 4, 2))[0],
        "social_worker": _now_and_then(dice, 3),
        "child_protection": "no",
        "placed_by_la": "yes" if special else "no",
        "disability": _now_and_then(dice, 100 if special else 5),
        "looked_after": _now_and_then(dice, 1),
    }


def _now_and_then(dice: random.Random, percent: int) -> str:
    return "yes" if dice.randrange(100) < percent else "no"


def _upn(school: School, cohort: int, serial: int, form: str) -> str:
    place = f"{AUTHORITY_CODE}{ESTABLISHMENTS_FROM + school.number:04d}{cohort:02d}"
    if form == "none":
        return ""
    twelve = (
        f"{place}{serial % 100:02d}{ALPHABET[serial % len(ALPHABET)]}"
        if form == "temporary"
        else f"{place}{serial:03d}"
    )
    letter = check_letter(twelve)
    if form == "bad":
        letter = ALPHABET[(ALPHABET.index(letter) + 1) % len(ALPHABET)]
    return letter + twelve


def _spells(school: School, story: Story, entry: date) -> tuple[Spell, ...]:
    told = story.leaves
    if not story.roll:
        return ()
    if not told:
        return (Spell(entry),)
    days = days_of(school)
    leaving = days.shifted(story.start, told.day)
    entered = days.shifted(story.start, told.entered) if told.entered is not None else leaving
    left: dict[str, Cell] = {
        "leaving_date": leaving,
        "leaving_entered": entered,
        "leaving_reason": told.reason,
        "removal_ground": told.ground,
        "destination": told.destination,
    }
    first = Spell(entry, leaving, left)
    if story.returns is None:
        return (first,)
    return (first, Spell(days.shifted(story.start, story.returns)))
