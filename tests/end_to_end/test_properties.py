"""What holds of every trust: order does not matter, schools do not meddle with each other, tomorrow is not seen."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from end_to_end.helping import findings, run, seeded, to_csv, write
from oracle.frames import to_frames
from oracle.random_trusts import KINDS, random_trust

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from random import Random

    from oracle.frames import Rows
    from oracle.model import Trust

    from ehe_rules.result import Result

Frames = dict[str, "Rows"]

ENOUGH = 25
"""Entries that make a trust worth checking."""

EVERYWHERE = {"calendar", "closures", "exports"}
"""Tables whose rows without a school speak of every school."""


@cache
def trust_of(seed: int) -> Trust:
    return random_trust(seeded(seed))


def audit_of(seed: int) -> str:
    return trust_of(seed).audit.isoformat()


def trusts(count: int, schools: int = 1) -> list[int]:
    """Give the seeds of the first random trusts with at least so many schools and enough to judge."""
    worth = (
        seed
        for seed in range(1000)
        if len(trust_of(seed).schools) >= schools
        and len(trust_of(seed).events) >= ENOUGH
        and trust_of(seed).roll_columns
    )
    return list(islice(worth, count))


@cache
def as_it_is(seed: int) -> Result:
    """Check a random trust, once for all tests."""
    return run(to_frames(trust_of(seed)), on=trust_of(seed).audit)


def shuffled(frames: Frames, rng: Random) -> dict[str, str]:
    """Give the tables as files of other names, each table cut in two, the rows of both in any order.

    The rows of one pupil in the roll stay together: those of two lists may be one time on roll.
    """
    files = {}
    for name, rows in frames.items():
        mixed = rng.sample(rows, len(rows))
        cut = rng.randint(0, len(rows)) if name != "schools" else 0
        parts = mixed[:cut], mixed[cut:]
        if name == "pupils":
            first = {row["upn"] for row in mixed[:cut]}
            parts = (
                [row for row in mixed if row["upn"] in first],
                [row for row in mixed if row["upn"] not in first],
            )
        for part in filter(None, parts):
            files[f"{rng.random():.9f}.csv"] = to_csv([dict.fromkeys(rows[0], ""), *part][1:])
    return files


def of_school(frames: Frames, urn: str) -> Frames:
    """Give what a trust of this school alone would have exported."""
    kept = {
        name: [
            row
            for row in rows
            if row["urn" if name == "schools" else "school"] == urn
            or (name in EVERYWHERE and not row["school"])
        ]
        for name, rows in frames.items()
    }
    return {name: rows for name, rows in kept.items() if rows}


def with_tomorrow(frames: Frames, audit: date, rng: Random) -> Frames:
    """Add what is only going to happen: entries, marks, leavings and entries on roll after the audit date."""

    def later() -> str:
        return (audit + timedelta(days=rng.choice((1, 1, 2, 3, 7, 14, 40)))).isoformat()

    def entry(row: dict[str, str]) -> dict[str, str]:
        day = later()
        said = {"role": "dsl", "with": "senior_leader", "recorded": day, "until": day, "tag": "safeguarding"}
        return {**dict.fromkeys(row, ""), **who(row), **said, "event": rng.choice(KINDS), "date": day}

    def who(row: dict[str, str]) -> dict[str, str]:
        return {name: row[name] for name in ("school", "upn", "admission_no")}

    events, marks, roll = (frames.get(name, []) for name in ("events", "attendance", "pupils"))
    is_told = bool(roll) and {"entry_date", "leaving_date"} <= set(roll[0])
    leaving = [
        {**row, "leaving_date": later()}
        if is_told and not row["leaving_date"] and rng.random() < 0.5
        else row
        for row in roll
    ]
    coming = [
        {**dict.fromkeys(row, ""), **who(row), "entry_date": later()}
        for row in roll
        if is_told and row["leaving_date"]
    ]
    added = {
        "events": events + [entry(row) for row in events for _ in range(2)],
        "attendance": marks + [{**row, "date": later(), "code": "/"} for row in marks[::20]],
        "pupils": leaving + coming,
    }
    return {**frames, **{name: rows for name, rows in added.items() if rows}}


@pytest.mark.parametrize("seed", trusts(3), ids=audit_of)
def test_the_order_of_rows_and_files_does_not_matter(tmp_path: Path, seed: int) -> None:
    mixed = write(tmp_path, shuffled(to_frames(trust_of(seed)), seeded(5)))
    other = run(sorted(mixed.iterdir(), reverse=True), on=trust_of(seed).audit)
    assert len(other.findings) > 0
    assert findings(other, "evidence") == findings(as_it_is(seed), "evidence")
    assert other.subjects.equals(as_it_is(seed).subjects)


@pytest.mark.parametrize("seed", trusts(2, schools=2), ids=audit_of)
def test_schools_checked_together_are_as_checked_alone(seed: int) -> None:
    frames, together = to_frames(trust_of(seed)), as_it_is(seed)
    for school in trust_of(seed).schools:
        alone = run(of_school(frames, school.urn), on=trust_of(seed).audit)
        # what is the trust's own is about all of its schools
        assert findings(alone, "evidence", school=school.urn) == findings(
            together, "evidence", school=school.urn
        )


@pytest.mark.parametrize("seed", trusts(3), ids=audit_of)
def test_what_is_dated_after_the_audit_date_is_not_seen(seed: int) -> None:
    audit = trust_of(seed).audit
    tomorrow = run(with_tomorrow(to_frames(trust_of(seed)), audit, seeded(7)), on=audit)
    assert len(tomorrow.findings) > 0
    assert findings(tomorrow) == findings(as_it_is(seed))
