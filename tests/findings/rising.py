"""A school with a rise, made by hand: two academic years of half terms, withdrawals on given days, marks before some of them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from end_to_end.helping import ASH, run, upn

from ehe_rules.checking import load_rulesets
from ehe_rules.exports import from_frames
from ehe_rules.findings.review import build_review, review_frames
from ehe_rules.findings.tables import subjects_frame, timeline_frame
from ehe_rules.judge import audit_on, judge, words_of
from ehe_rules.reporting.rows import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ehe_rules.judge import Judgement
    from ehe_rules.result import Result
    from ehe_rules.rulebook.ruleset import Ruleset

Rows = list[dict[str, str]]

ON = date(2026, 2, 6)
"""In 2025/26, half term 3."""

HALF_TERMS: Rows = [
    {"academic_year": year, "half_term": str(number), "first_day": first, "last_day": last}
    for year, number, first, last in [
        ("2024/25", 1, "2024-09-03", "2024-10-25"),
        ("2024/25", 2, "2024-11-04", "2024-12-20"),
        ("2024/25", 3, "2025-01-06", "2025-02-14"),
        ("2024/25", 4, "2025-02-24", "2025-04-04"),
        ("2024/25", 5, "2025-04-22", "2025-05-23"),
        ("2024/25", 6, "2025-06-02", "2025-07-22"),
        ("2025/26", 1, "2025-09-02", "2025-10-24"),
        ("2025/26", 2, "2025-11-03", "2025-12-19"),
        ("2025/26", 3, "2026-01-05", "2026-02-13"),
        ("2025/26", 4, "2026-02-23", "2026-03-27"),
    ]
]

SINCE = "2024-09-01"
"""From when on the roll holds leavers, where a test says so."""


def school(urn: str = ASH, **cells: str) -> dict[str, str]:
    """Give a row of the schools table."""
    return {"urn": urn, "name": f"Example School {urn}", "phase": "secondary", "on_roll": "400"} | cells


def leaver(serial: int, left: str, urn: str = ASH, **cells: str) -> dict[str, str]:
    """Give the roll row of a pupil who left for home education."""
    return {
        "school": urn,
        "upn": upn(serial),
        "forename": f"Pupil{serial}",
        "surname": "Example",
        "year_group": "9",
        "sen_provision": "N",
        "entry_date": "2021-09-01",
        "leaving_date": left,
        "leaving_reason": "Elective Home Education",
        "removal_ground": "f",
    } | cells


def on_roll(serials: range, urn: str = ASH, year: str = "8", sen: str = "N") -> Rows:
    """Give roll rows of pupils who have not left."""
    return [
        leaver(
            n,
            "",
            urn,
            year_group=year,
            sen_provision=sen,
            leaving_reason="",
            removal_ground="",
        )
        for n in serials
    ]


def covering(since: str = SINCE, urn: str = "", **cells: str) -> dict[str, str]:
    """Give the exports row that says from when on the roll holds leavers."""
    return {"table": "pupils", "school": urn, "covers_from": since} | cells


def event(serial: int | None, name: str, day: str, urn: str = ASH, **cells: str) -> dict[str, str]:
    """Give an entry; of the school where no pupil is named."""
    return {"school": urn, "upn": upn(serial) if serial else "", "event": name, "date": day} | cells


def marks(serial: int, first: str, codes: str, urn: str = ASH) -> Rows:
    """Give marks for weekdays from a day on, two letters a day: `//` present, `OO` absent."""
    day, rows = date.fromisoformat(first), []
    for am, pm in zip(codes[::2], codes[1::2], strict=True):
        while day.isoweekday() > 5:
            day += timedelta(days=1)
        for session, code in (("AM", am), ("PM", pm)):
            rows.append(
                {"school": urn, "upn": upn(serial), "date": day.isoformat(), "session": session, "code": code}
            )
        day += timedelta(days=1)
    return rows


def frames(pupils: Sequence[Mapping[str, str]], *, on: date = ON, **tables: Rows) -> dict[str, Rows]:
    """Give the frames of focused reviews for such a trust (tables by name; one school and `HALF_TERMS` unless given)."""
    return {
        name: records(frame)
        for name, frame in review_frames(_judged(_tables(pupils, tables), on).con).items()
    }


def cases(pupils: Sequence[Mapping[str, str]], *, on: date = ON, **tables: Rows) -> tuple[Rows, Rows]:
    """Give the cases of such a trust among the subjects, and their timelines."""
    judgement = _judged(_tables(pupils, tables), on)
    return records(subjects_frame(judgement)), records(timeline_frame(judgement))


def _judged(tables: dict[str, Any], on: date) -> Judgement:
    rulesets = _rulesets()
    vocabulary = rulesets[0].vocabulary
    con = from_frames(tables, words_of(vocabulary)).con
    audit_on(con, on)
    judgement = judge(con, [], vocabulary)
    build_review(con, rulesets)
    return judgement


def checked(pupils: Sequence[Mapping[str, str]], *, on: date = ON, **tables: Rows) -> Result:
    """Check such a trust against the rules."""
    return run(_tables(pupils, tables), on=on)


def _tables(pupils: Sequence[Mapping[str, str]], tables: Mapping[str, Rows]) -> dict[str, Any]:
    given = {"schools": [school()], "calendar": HALF_TERMS, **tables, "pupils": list(pupils)}
    return {name: rows for name, rows in given.items() if rows}


@cache
def _rulesets() -> list[Ruleset]:
    return load_rulesets(["hcat-ehe"])
