"""The pupils: evidently invented names, UPNs whose check letters are right, birthdays that fit the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ehe_rules.example.dice import Dice
from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import AUTHORITY_CODE, EXAMPLE_ON
from ehe_rules.exports.upn import ALPHABET, check_letter

if TYPE_CHECKING:
    from ehe_rules.example.plan import Plan, Told
    from ehe_rules.example.stories import Story
    from ehe_rules.example.style import Cell
    from ehe_rules.example.trust import School

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
MOVED: Final = {
    "leaving_reason": "School transfer",
    "removal_ground": "a",
    "destination": "Example Academy Elsewhere",
}
COME_IN_YEAR: Final = 2
LEAVE_IN_YEAR: Final = 1
"""So many in a hundred ordinary pupils came from another school this year, or went to one."""


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
    told: Told | None = None

    @property
    def story(self) -> Story | None:
        """What happens to the pupil."""
        return self.told.story if self.told else None

    @property
    def start(self) -> date:
        """The school day from which the story's steps count (for a pupil without one, the audit date)."""
        return self.told.start if self.told else EXAMPLE_ON

    @property
    def starts_reception(self) -> bool:
        """Whether the pupil is in the first weeks of school in the autumn before the audit."""
        return self.fields["year_group"] == "R" and not self.told


def pupils_of(plan: Plan, seed: int) -> list[Pupil]:
    """Give a school's pupils: the ordinary ones, then one for each of its stories."""
    admitted: list[tuple[str, Told | None]] = [
        (year, None) for year in plan.school.years for _ in range(plan.per_year)
    ]
    admitted += [(told.story.year, told) for told in plan.told]
    desk = _Desk(plan.school, Dice(seed, plan.school.urn, "pupils"))
    return [desk.admit(number, year, told) for number, (year, told) in enumerate(admitted, start=1)]


class _Desk:
    """Admits one pupil after another, each with the next serial number of the year group."""

    def __init__(self, school: School, dice: Dice) -> None:
        self._school = school
        self._dice = dice
        self._serials = Counter({cohort: 1 + dice.below(400) for cohort in range(100)})

    def admit(self, number: int, year: str, told: Told | None) -> Pupil:
        story = told.story if told else None
        age = 0 if year == "R" else int(year)
        cohort = (AUTUMN - age) % 100
        self._serials[cohort] += 1
        fields = self._fields(number, year, age)
        if story:
            fields |= {column: _cell(column, told) for column, told in story.pupil.items()}
        upn = _upn(self._school, cohort, self._serials[cohort], story.upn if story else "good")
        entry = _came(AUTUMN - age + ENTRY_YEAR[self._school.phase], told)
        spells = _spells(self._school, told, entry) if told else _moves(self._school, self._dice, entry)
        if not told and spells[0].entry >= date(AUTUMN, 9, 1) and fields["previous_ehe"] == "yes":
            fields["previous_ehe"] = (
                "no"  # new pupils who were home educated before have stories of their own
            )
        return Pupil(upn, f"{number:04d}", fields, spells, told)

    def _fields(self, number: int, year: str, age: int) -> dict[str, Cell]:
        dice, school = self._dice, self._school
        return {
            "forename": dice.choice(FORENAMES),
            "surname": f"Example-{school.number}{number:04d}",
            "date_of_birth": date(AUTUMN - 5 - age, 9, 1) + timedelta(days=dice.below(365)),
            "sex": dice.choice("FM"),
            "year_group": year,
            **_circumstances(school, dice),
            "family_id": f"F{school.number}{dice.below(1000):03d}",
            "previous_school": "" if school.phase == "Primary" else "Example School Before",
            "home_la": AUTHORITY_CODE,
            "enrolment": "main",
        }


def _came(year: int, told: Told | None) -> date:
    # A story of an earlier year group's pupil may begin before those now in that year group came.
    entry = date(year, 9, 2)
    return date(year - 1, 9, 2) if told and told.start < entry else entry


def _cell(column: str, told: str) -> Cell:
    return date.fromisoformat(told) if column == "date_of_birth" and told else told


def _circumstances(school: School, dice: Dice) -> dict[str, Cell]:
    special = school.kind == "special"
    return {
        "sen_provision": "E" if special else dice.weighed("NKE", (82, 14, 4)),
        "previous_ehe": dice.weighed(("no", "unknown", "yes"), (94, 4, 2)),
        "social_worker": _now_and_then(dice, 3),
        "child_protection": "no",
        "placed_by_la": "yes" if special else "no",
        "disability": _now_and_then(dice, 100 if special else 5),
        "looked_after": _now_and_then(dice, 1),
    }


def _now_and_then(dice: Dice, percent: int) -> str:
    return "yes" if dice.now_and_then(percent) else "no"


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


def _moves(school: School, dice: Dice, entry: date) -> tuple[Spell, ...]:
    """Give an ordinary pupil's stay: a few came this year from another school, a few went to one."""
    days = days_of(school).between(date(AUTUMN, 9, 15), EXAMPLE_ON)
    day = dice.choice(days)
    thrown = dice.below(100)
    if thrown < LEAVE_IN_YEAR:
        return (Spell(entry, day, {"leaving_date": day, "leaving_entered": day, **MOVED}),)
    return (Spell(day if thrown < LEAVE_IN_YEAR + COME_IN_YEAR else entry),)


def _spells(school: School, told: Told, entry: date) -> tuple[Spell, ...]:
    story, left = told.story, told.story.leaves
    if not story.roll:
        return ()
    days = days_of(school)
    if story.enters is not None:
        entry = days.shifted(told.start, story.enters)
    if not left:
        return (Spell(entry),)
    leaving = days.shifted(told.start, left.day)
    entered = days.shifted(told.start, left.entered) if left.entered is not None else leaving
    fields: dict[str, Cell] = {
        "leaving_date": leaving,
        "leaving_entered": entered,
        "leaving_reason": left.reason,
        "removal_ground": left.ground,
        "destination": left.destination,
    }
    first = Spell(entry, leaving, fields)
    if story.returns is None:
        return (first,)
    return (first, Spell(days.shifted(told.start, story.returns)))
