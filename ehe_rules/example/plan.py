"""Which school tells which stories, and how large its year groups are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ehe_rules.example.stories import Story, stories
from ehe_rules.example.terms import days_of
from ehe_rules.example.trust import School, pattern_of, schools_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

PUPILS_OF_SCHOOL: Final = 500
MOST_PER_YEAR: Final = 400
"""A year group larger than this would run out of the three digits of a UPN's serial number."""
EARLIER: Final = 9
MOST_EARLIER: Final = 12
"""A story told once more begins nine school days earlier each time, and the twelfth time as the first."""


@dataclass(frozen=True)
class Told:
    """A story, and the school day from which its steps count this time."""

    story: Story
    start: date


@dataclass(frozen=True)
class Plan:
    """One school, the ordinary pupils in each of its year groups, and its stories."""

    school: School
    per_year: int
    told: tuple[Told, ...]


def plans(schools: int, pupils: int | None = None, cases: int | None = None) -> list[Plan]:
    """Plan a trust of so many schools with about so many pupils, to `cases` of whom something happens.

    Without `pupils` there are 500 a school, most of them in secondary schools. Without `cases` every school tells each story of its pattern once. Raises ValueError for a trust of no
    schools, of no pupils, of fewer than no cases, or with year groups that are too large.
    """
    pupils = PUPILS_OF_SCHOOL * schools if pupils is None else pupils
    if schools < 1 or pupils < 1 or (cases is not None and cases < 0):
        said = f"{schools} schools, {pupils} pupils" + ("" if cases is None else f", {cases} cases")
        raise ValueError(f"the example trust needs at least a school and a pupil, not {said}")
    theirs = schools_of(schools)
    share = pupils / sum(len(school.years) * school.share for school in theirs)
    sizes = [max(1, round(share * school.share)) for school in theirs]
    if max(sizes) > MOST_PER_YEAR:
        raise ValueError(
            f"a year group has at most {MOST_PER_YEAR} pupils in the example, not {max(sizes)}: ask for more schools"
        )
    return [
        Plan(school, size, told)
        for school, size, told in zip(theirs, sizes, _told(theirs, cases), strict=True)
    ]


def _told(schools: Sequence[School], cases: int | None) -> list[tuple[Told, ...]]:
    own = [[story for story in stories() if story.school == pattern_of(school)] for school in schools]
    every = sum(len(mine) for mine in own)
    wanted = every if cases is None else cases
    upto = [sum(len(mine) for mine in own[:place]) * wanted // every for place in range(len(own) + 1)]
    return [
        tuple(_telling(school, mine, number) for number in range(last - first))
        for school, mine, first, last in zip(schools, own, upto, upto[1:], strict=False)
    ]


def _telling(school: School, mine: Sequence[Story], number: int) -> Told:
    time, place = divmod(number, len(mine))
    story = mine[place]
    earlier = EARLIER * (time % MOST_EARLIER)
    return Told(story, days_of(school).shifted(story.start, -earlier) if earlier else story.start)
