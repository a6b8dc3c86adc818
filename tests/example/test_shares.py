"""How many pupils of the example trust each pattern and indicator speaks of: believable, and as the guide prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from ehe_rules import check
from ehe_rules.example import EXAMPLE_ON, write_example
from ehe_rules.example.noise import CODE
from ehe_rules.example.patterns import anxiety, illness, penalty_threshold
from ehe_rules.example.plan import plans
from ehe_rules.example.pupils import pupils_of
from ehe_rules.example.register import register_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ehe_rules.result import Result

GUIDE = Path(__file__).parents[2] / "docs/rule-authors.md"
SEED = 2026
WINDOW = 30
"""School days up to the audit date."""
JUDGED = ("met", "late", "due", "not_met")


class Share(NamedTuple):
    """How many of how many."""

    number: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent."""
        return 100 * self.number / self.of


@dataclass(frozen=True)
class Row:
    """A line of the guide's table: what is counted, and within which bounds (in percent of pupils) it is believable."""

    name: str
    least: float
    most: float


ROWS = (
    Row("Ten sessions of illness in two spells or more, in the last 30 school days", 4.0, 7.0),
    Row("Three spells of illness in the last 30 school days", 2.0, 4.0),
    Row("Two spells of illness in the last 30 school days", 8.0, 13.0),
    Row("A pattern of illness on some of the last 30 school days (hcat 4.6)", 8.0, 13.0),
    Row("- of it flagged late, or to nobody", 0.5, 3.0),
    Row("A pattern of anxiety, where marks have comments (hcat 4.6-anxiety)", 0.5, 3.0),
    Row("Early signs of two kinds, and no known risk (hcat 4.4)", 0.03, 2.0),
    Row("A tenth of the year missed, or more (england WT-PA-10 and WT-SA-50)", 16.0, 22.0),
    Row("Half of the year missed, or more (england WT-SA-50)", 2.0, 3.0),
    Row("Ten sessions without leave in ten weeks, and nothing considered (england WT-PN-10IN10)", 0.3, 4.0),
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("shares")
    write_example(folder, SEED)
    return check([folder], on=EXAMPLE_ON, engine="columnar")


@pytest.fixture(scope="module")
def shares(result: Result) -> dict[str, Share]:
    findings, names = result.findings, [row.name for row in ROWS]
    pupils = int((result.subjects["about"] == "pupil").sum())

    def of(rule: str, *statuses: str) -> int:
        return int(((findings["rule"] == rule) & findings["status"].isin(statuses)).sum())

    silent = of("4.6-anxiety", "cannot_tell")
    numbers = [
        *(Share(number, all_pupils) for number, all_pupils in of_registers()),
        Share(of("4.6", *JUDGED), pupils),
        Share(of("4.6", "late", "not_met"), pupils),
        Share(of("4.6-anxiety", *JUDGED), pupils - silent),
        Share(of("4.4", "indicator"), pupils),
        Share(of("WT-PA-10", "indicator") + of("WT-SA-50", "indicator"), pupils),
        Share(of("WT-SA-50", "indicator"), pupils),
        Share(of("WT-PN-10IN10", "indicator"), pupils),
    ]
    return dict(zip(names, numbers, strict=True))


def of_registers() -> list[Share]:
    """Count spells and sessions of illness in the registers themselves, without any rule."""
    found, every = np.zeros(3, dtype=np.intp), 0
    for plan in plans(6):
        register = register_of(plan.school, pupils_of(plan, SEED), SEED)
        ill = (register.marks == CODE["I"]).sum(axis=2)[:, -WINDOW:]
        sessions, spells = ill.sum(axis=1), spells_of(ill > 0)
        found += [((sessions >= 10) & (spells >= 2)).sum(), (spells >= 3).sum(), (spells >= 2).sum()]
        every += len(register.pupils)
    return [Share(number, every) for number in found.tolist()]


def spells_of(ill: NDArray[np.bool_]) -> NDArray[np.intp]:
    begins = ill.copy()
    begins[:, 1:] &= ~ill[:, :-1]
    spells: NDArray[np.intp] = begins.sum(axis=1)
    return spells


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_as_many_are_flagged_as_in_real_schools(shares: dict[str, Share], row: Row) -> None:
    assert row.least <= shares[row.name].percent <= row.most


def test_the_schools_see_the_patterns_that_the_rules_see(result: Result) -> None:
    flagged = result.findings[result.findings["status"].isin([*JUDGED, "indicator"])]
    for rule, seen in (("4.6", illness), ("4.6-anxiety", anxiety), ("WT-PN-10IN10", penalty_threshold)):
        reached: set[str] = set()
        ordinary: set[str] = set()
        for plan in plans(6):
            pupils = pupils_of(plan, SEED)
            register = register_of(plan.school, pupils, SEED)
            reached |= {pupil.upn for pupil, _ in seen(register)}
            ordinary |= {pupil.upn for pupil in pupils if not pupil.told}
        theirs = set(flagged.loc[flagged["rule"] == rule, "pupil"]) & ordinary
        assert theirs
        assert theirs <= reached, rule


def test_most_patterns_were_flagged_in_time(shares: dict[str, Share]) -> None:
    reached = shares["A pattern of illness on some of the last 30 school days (hcat 4.6)"].number
    missed = shares["- of it flagged late, or to nobody"].number
    assert 0.1 < missed / reached < 0.3


def test_the_guide_prints_these_shares(shares: dict[str, Share]) -> None:
    printed = {
        name.strip(): (number.replace(",", ""), percent)
        for name, number, percent in re.findall(
            r"^\| ([^|]+) \| ([\d,]+) of [\d,]+ \| ([\d.]+) % \|",
            GUIDE.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    assert printed == {name: (str(share.number), f"{share.percent:.1f}") for name, share in shares.items()}
