"""The trust's live register against the rolls, on random registers, against plain Python."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from end_to_end.helping import ASH, BEECH
from facts.test_schools import HALF_TERMS
from rulebook.made import vocabulary

from ehe_rules.exports import from_frames
from ehe_rules.facts.build import build_facts
from ehe_rules.facts.constants import NEVER
from ehe_rules.facts.prepare import prepare
from ehe_rules.facts.record.register import EXTRA, MISSING, NAMES, ON_REGISTER
from ehe_rules.facts.subjects.make import build_subjects
from ehe_rules.facts.terms import TermList
from ehe_rules.judge import audit_on, words_of
from ehe_rules.rulebook.syntax import EventRef, Number

if TYPE_CHECKING:
    import duckdb

ON = date(2026, 1, 30)
REACHES = date(2025, 9, 1)
DAY = timedelta(days=1)
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Left:
    """A leaver (for home education or, if not, for another school)."""

    school: str
    pupil: str
    day: date
    home: bool


@dataclass(frozen=True)
class Line:
    """A row of the register; `pupil` blank = it names none."""

    school: str
    pupil: str
    day: date | None
    entered: date | None


def some_trust(seed: int) -> tuple[list[Left], list[Line]]:
    """Give leavers of two schools, and a register that has most of them, some misdated, and some that left for elsewhere or not at all."""
    rng = Random(seed)  # noqa: S311 - reproducible, no secrets
    left = [
        Left(
            rng.choice((ASH, BEECH)),
            f"P{n}",
            date(2025, 9, 8) + rng.randint(0, 140) * DAY,
            rng.random() < 0.8,
        )
        for n in range(rng.choice((0, 3, 8)))
    ]
    lines = [
        Line(
            one.school,
            one.pupil if rng.random() < 0.7 else "",
            rng.choice((one.day, one.day, one.day + rng.randint(-9, 9) * DAY, None)),
            rng.choice((one.day + rng.randint(0, 20) * DAY, None)),
        )
        for one in left
        if rng.random() < 0.7
    ]
    strangers = [
        Line(rng.choice((ASH, BEECH)), f"Q{n}", date(2025, 8, 20) + rng.randint(0, 150) * DAY, None)
        for n in range(rng.choice((0, 0, 2)))
    ]
    return left, [*lines, *strangers]


def facts(left: list[Left], lines: list[Line]) -> tuple[duckdb.DuckDBPyConnection, dict[str, TermList]]:
    """Return the facts of leavers and of the trust."""
    frames: dict[str, Any] = {
        "schools": [{"urn": ASH, "name": "Ash"}, {"urn": BEECH, "name": "Beech"}],
        "calendar": [
            {"academic_year": "2025/26", "half_term": str(n), "first_day": str(a), "last_day": str(z)}
            for n, a, z in HALF_TERMS
        ],
        "exports": [{"table": "pupils", "covers_from": str(REACHES)}],
        "pupils": [
            {"school": one.school, "upn": "", "admission_no": one.pupil, "entry_date": "2024-09-02",
             "leaving_date": str(one.day), "removal_ground": "f" if one.home else "a"}
            for one in left
        ] + [
            {"school": urn, "upn": "", "admission_no": "stays", "entry_date": "2024-09-02", "leaving_date": "", "removal_ground": ""}
            for urn in (ASH, BEECH)
        ],
        "register": [],
    }  # fmt: skip
    words = vocabulary()
    con = from_frames(frames, words_of(words)).con
    # The register knows pupils by UPN; here they are given the roll's own keys.
    con.execute("CREATE OR REPLACE TABLE register AS FROM register LIMIT 0")
    for number, line in enumerate(lines):
        con.execute(
            "INSERT INTO register BY NAME SELECT ? AS school, ? AS pupil, CAST(? AS DATE) AS off_roll_date, CAST(? AS DATE) AS entered, 'register' AS file, '' AS sheet, ? AS row",
            [line.school, line.pupil or None, line.day, line.entered, number + 2],
        )
    audit_on(con, ON)
    terms = {"leaver": TermList(), "trust": TermList()}
    terms["leaver"].add(EventRef(ON_REGISTER))
    for name in (MISSING, EXTRA):
        terms["trust"].add(Number(name=name))
    prepare(con, words, NAMES)
    build_subjects(con, words, sorted(terms), NAMES)
    for kind, listed in terms.items():
        build_facts(con, kind, listed)
    return con, terms


def seen_of(lines: list[Line]) -> list[Line]:
    """Give the rows that nothing dates after the audit date."""
    return [x for x in lines if (x.day is None or x.day <= ON) and (x.entered is None or x.entered <= ON)]


def entered(pupil: tuple[str, str], lines: list[Line]) -> tuple[str, int]:
    """Give what the register says of a leaver, and the day number, if it has one."""
    own = [x for x in lines if (x.school, x.pupil) == pupil]
    days = [(x.entered - EPOCH).days for x in own if x.entered]
    if days:
        return "dated", min(days)
    if own:
        return "undated", (ON - EPOCH).days
    return ("unnamed" if any(x.school == pupil[0] and not x.pupil for x in lines) else "missing"), NEVER


def counted(left: list[Left], lines: list[Line], number: int) -> tuple[int, ...]:
    """Give the bounds of the leavers without a row, and of the rows without a leaver, for a half term."""
    first = HALF_TERMS[number][1]
    after = HALF_TERMS[number + 1][1] if number + 1 < len(HALF_TERMS) else ON + DAY
    home = [one for one in left if one.home and one.day <= ON]
    names = {(one.school, one.pupil) for one in home}
    found = [0, 0, 0, 0]
    for urn in (ASH, BEECH):
        own = [x for x in lines if x.school == urn]
        listed = {x.pupil for x in own}
        gone = [o for o in home if o.school == urn and first <= o.day < after and o.pupil not in listed]
        strange = [
            x for x in own if (urn, x.pupil) not in names and first <= (x.day or x.entered or ON) < after
        ]
        sure = [x for x in strange if x.pupil and x.day and x.day >= REACHES]
        blank = [x for x in own if not x.pupil]
        figures = (max(len(gone) - len(blank), 0), len(gone), len(sure), len(strange))
        found = [one + more for one, more in zip(found, figures, strict=True)]
    return tuple(found)


def test_the_register_and_the_rolls_are_compared_as_in_plain_python() -> None:
    said: Counter[str] = Counter()
    for seed in range(10):
        left, lines = some_trust(seed)
        con, terms = facts(left, lines)
        p = terms["leaver"].prefix(EventRef(ON_REGISTER))
        for school, pupil, lo, hi in con.execute(
            f"SELECT school, pupil, {p}_lo, {p}_hi FROM facts_leaver WHERE ehe = 'yes' ORDER BY ALL"
        ).fetchall():
            what, expected = entered((school, pupil), seen_of(lines))
            said[what] += 1
            assert hi == expected, seed
            assert lo == hi if what in ("dated", "missing") else lo < (REACHES - EPOCH).days, seed
        a, b = terms["trust"].prefix(Number(name=MISSING)), terms["trust"].prefix(Number(name=EXTRA))
        for number, (_, first, _) in enumerate(HALF_TERMS):
            found = con.execute(
                f"SELECT {a}_lo, {a}_hi, {b}_lo, {b}_hi FROM facts_trust WHERE id = 'trust/{first}'"
            ).fetchone()
            assert found == counted(left, seen_of(lines), number), (seed, first)
            said.update({"gone": found[0], "extra": found[2]})
        con.close()
    assert min(said[what] for what in ("dated", "undated", "unnamed", "missing", "gone", "extra")) > 0
