"""Leavings that need no explaining: words for a reason, and the most senior class at the end of the year."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest
from facts.marks_oracle import of_compulsory_age
from facts.marks_situations import Row, Situation
from facts.marks_tables import tables
from rulebook.made import vocabulary

from ehe_rules.exports import from_frames
from ehe_rules.facts.prepare import prepare
from ehe_rules.facts.record.leaving import compulsory_age_sql, reason_kind_sql
from ehe_rules.judge import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR = [(1, date(2025, 9, 2), date(2025, 10, 24)), (6, date(2026, 6, 1), date(2026, 7, 17))]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("Elective Home Education", "ehe"),
        ("ELECTIVE-HOME EDUCATION.", "ehe"),
        ("Elective Home Education (EHE)", "ehe"),
        ("EHE - electively home educated", "ehe"),
        ("Withdrawn for EHE", None),
        ("Child missing education", "cme"),
        ("CME", "cme"),
        ("ST", "transfer"),
        ("Moved to another school", "transfer"),
        ("Permanently excluded", "excluded"),
        ("MS", "phase"),
        ("Emigrated", "other"),
        ("HE", "other"),
        ("", "blank"),
        (" - ", "blank"),
        (None, "blank"),
        ("EO", None),
        ("Unknown", None),
        ("Not EHE, gone abroad", None),
        ("Was CME, now found", None),
    ],
)
def test_what_a_reason_for_leaving_amounts_to(reason: str | None, kind: str | None) -> None:
    words = vocabulary()
    sql = reason_kind_sql("reason", words.ehe_words, words.leaving_reason_words)
    found = duckdb.execute(f"SELECT {sql} FROM (SELECT CAST(? AS VARCHAR) AS reason)", [reason]).fetchone()
    assert found == (kind,)


def test_no_word_for_a_reason_stands_for_two_kinds() -> None:
    words = [w for listed in vocabulary().leaving_reason_words.values() for w in listed]
    listed = [*words, *vocabulary().ehe_words]
    assert len(listed) == len(set(listed))
    assert not {"he", "eo", "ot"} & {
        w for k, ws in vocabulary().leaving_reason_words.items() if k != "unclear" for w in ws
    }


def transitions(
    leavings: Sequence[tuple[str, str, str, list[str]]], half_terms: list[tuple[int, date, date]]
) -> list[str | None]:
    """Return the word for each of (phase, year group, leaving date, year groups of the others on roll): a school each."""
    made, phases, groups = [], [], []
    for n, (phase, year, leaving, others) in enumerate(leavings):
        rows = [
            Row("Leaver", date(2020, 9, 1), date.fromisoformat(leaving)),
            *(Row(f"Other-{i}", date(2020, 9, 1)) for i in range(len(others))),
        ]
        made.append(Situation(str(900_001 + n), date(2026, 12, 18), half_terms, [], rows, []))
        phases.append(phase)
        groups += [year, *others]
    frames = tables(made)
    for school, phase in zip(frames["schools"], phases, strict=True):
        school["phase"] = phase
    for row, year in zip(frames["pupils"], groups, strict=True):
        row["year_group"] = year
    con = from_frames({name: rows for name, rows in frames.items() if rows}, words_of(vocabulary())).con
    con.execute("CREATE OR REPLACE TABLE audit AS SELECT school, DATE '2026-12-18' AS on_date FROM schools")
    prepare(con, vocabulary(), {"normal_transition"})
    found = con.execute(
        "SELECT t.word FROM normal_transitions t JOIN spells s USING (roll) ORDER BY s.school"
    ).fetchall()
    return [word for (word,) in found]


def test_the_most_senior_class_leaves_at_the_end_of_the_year() -> None:
    leavings: list[tuple[str, str, str, list[str]]] = [
        ("Primary", "6", "2026-07-17", []),
        ("Primary", "6", "2026-07-16", []),
        ("Primary", "6", "2026-08-31", []),
        ("Primary", "6", "2026-09-01", []),
        ("Primary", "5", "2026-07-17", []),
        ("Primary", "", "2026-07-17", []),
        ("Primary", "", "2026-03-02", []),
        ("Secondary", "Year 11", "2026-07-20", []),
        ("Secondary", "13", "2026-07-20", []),
        ("Secondary", "10", "2026-07-20", ["11"]),
        ("", "8", "2026-07-17", ["7", "5"]),
        ("", "7", "2026-07-17", ["8", "5"]),
        ("All-through", "6", "2026-07-17", ["11"]),
        ("Middle deemed primary", "8", "2026-07-17", ["5"]),
        ("Primary", "R", "2026-07-17", []),
    ]
    expected = [
        "yes",
        "no",
        "yes",
        "no",
        "no",
        None,
        "no",
        "yes",
        "yes",
        "no",
        "yes",
        "no",
        "no",
        "yes",
        "no",
    ]
    assert transitions(leavings, YEAR) == expected


def test_without_the_last_half_term_only_august_is_certainly_summer() -> None:
    days = ("2026-07-15", "2026-07-16", "2026-07-31", "2026-08-01", "2026-08-31", "2026-09-01")
    leavings: list[tuple[str, str, str, list[str]]] = [
        ("Primary", year, day, []) for day in days for year in ("6", "5")
    ]
    expected = ["no", "no", None, "no", None, "no", "yes", "no", "yes", "no", "no", "no"]
    assert transitions(leavings, YEAR[:1]) == expected


@pytest.mark.parametrize(
    ("born", "last_day_before", "first_day"),
    [
        ("2020-08-31", "2025-08-31", "2025-09-01"),
        ("2020-09-01", "2025-08-31", "2025-09-01"),
        ("2020-09-02", "2025-12-31", "2026-01-01"),
        ("2020-12-31", "2025-12-31", "2026-01-01"),
        ("2021-01-01", "2025-12-31", "2026-01-01"),
        ("2021-01-02", "2026-03-31", "2026-04-01"),
        ("2021-04-01", "2026-03-31", "2026-04-01"),
        ("2021-04-02", "2026-08-31", "2026-09-01"),
    ],
)
def test_compulsory_school_age_begins_with_the_term_on_or_after_the_fifth_birthday(
    born: str, last_day_before: str, first_day: str
) -> None:
    young, _ = compulsory_age_sql(f"DATE '{born}'", "d")
    days = f"unnest([DATE '{last_day_before}', DATE '{first_day}'])"
    assert duckdb.connect().execute(f"SELECT {young} FROM (SELECT {days} AS d)").fetchall() == [
        (True,),
        (False,),
    ]


@pytest.mark.parametrize(
    ("born", "last_day"),
    [("2009-08-31", "2025-06-27"), ("2009-09-01", "2026-06-26"), ("2010-06-26", "2026-06-26")],
)
def test_compulsory_school_age_ends_with_the_last_friday_in_june(born: str, last_day: str) -> None:
    _, old = compulsory_age_sql(f"DATE '{born}'", "d")
    days = f"unnest([DATE '{last_day}', DATE '{last_day}' + 1])"
    assert duckdb.connect().execute(f"SELECT {old} FROM (SELECT {days} AS d)").fetchall() == [
        (False,),
        (True,),
    ]


def test_compulsory_school_age_day_by_day() -> None:
    rng = random.Random(5)  # noqa: S311 - dates, no secrets
    born = [date(2005, 1, 1) + timedelta(rng.randrange(365 * 16)) for _ in range(400)]
    born += [
        date(y, m, d)
        for y in (2012, 2020)
        for m, d in ((1, 1), (1, 2), (4, 1), (4, 2), (8, 31), (9, 1), (9, 2), (12, 31), (2, 29))
    ]
    pairs = [
        (b, day)
        for b in born
        for day in (
            date(2025, 9, 1),
            date(2025, 12, 31),
            date(2026, 1, 1),
            date(2026, 3, 30),
            date(2026, 3, 31),
            date(2026, 4, 1),
            date(2026, 6, 26),
            date(2026, 6, 27),
            date(2025, 6, 27),
        )
    ]
    young, old = compulsory_age_sql("b", "d")
    con = duckdb.connect()
    con.execute("CREATE TABLE pairs (n INTEGER, b DATE, d DATE)")
    con.executemany("INSERT INTO pairs VALUES (?, ?, ?)", [(n, *pair) for n, pair in enumerate(pairs)])
    found = con.execute(f"SELECT NOT ({young} OR {old}) FROM pairs ORDER BY n").fetchall()
    assert [within for (within,) in found] == [of_compulsory_age(b, d) for b, d in pairs]
    assert con.execute(
        f"SELECT {young} FROM (SELECT NULL::DATE AS b, DATE '2026-01-01' AS d)"
    ).fetchone() == (None,)


def test_a_leaver_without_an_entry_date_left_the_time_on_roll_that_another_row_begins() -> None:
    leaver = {"school": "900001", "leaving_date": "2026-03-20", "leaving_reason": "Elective Home Education"}
    # the second left at another time, the third came on roll after leaving, the fourth has no other row: other times on roll
    pupils = [
        *({**leaver, "upn": f"A90000120000{n}"} for n in (1, 2, 3, 4)),
        {
            "school": "900001",
            "upn": "A900001200001",
            "entry_date": "2021-09-01",
            "date_of_birth": "2015-05-05",
            "enrolment": "guest",
        },
        {
            "school": "900001",
            "upn": "A900001200002",
            "entry_date": "2021-09-01",
            "leaving_date": "2024-12-19",
        },
        {"school": "900001", "upn": "A900001200003", "entry_date": "2026-04-13"},
    ]

    def left(on: date) -> list[tuple[str, date | None, date | None, str | None]]:
        con = from_frames({"pupils": pupils}, words_of(vocabulary())).con
        con.execute(
            "CREATE OR REPLACE TABLE audit AS SELECT school, CAST(? AS DATE) AS on_date FROM schools", [on]
        )
        prepare(con, vocabulary(), set())
        return con.execute(
            "SELECT pupil, entry_date, date_of_birth, enrolment FROM spells WHERE left_day < 200000000 AND leaving_date = '2026-03-20' ORDER BY pupil"
        ).fetchall()

    assert left(date(2026, 4, 20)) == [
        ("A900001200001", date(2021, 9, 1), date(2015, 5, 5), "guest"),
        ("A900001200002", None, None, None),
        ("A900001200003", None, None, None),
        ("A900001200004", None, None, None),
    ]
    # nothing dated after the audit date is seen
    assert left(date(2026, 3, 19)) == []


@pytest.mark.parametrize(("weeks", "begun"), [(0, date(2021, 9, 1)), (1, date(2021, 9, 1)), (4, None)])
def test_who_is_marked_for_weeks_after_leaving_is_back_and_that_row_is_of_another_time(
    weeks: int, begun: date | None
) -> None:
    pupil = {"school": "900001", "upn": "A900001200001"}
    left = date(2026, 3, 20)
    frames = {
        "pupils": [
            {**pupil, "leaving_date": str(left), "removal_ground": "f"},
            {**pupil, "entry_date": "2021-09-01"},
        ],
        "attendance": [
            {**pupil, "date": str(left + timedelta(n)), "session": "AM", "code": "/"}
            for n in (0, *range(3, 3 + 7 * weeks))
            if (left + timedelta(n)).weekday() < 5
        ],
    }
    con = from_frames(frames, words_of(vocabulary())).con
    for on, entry in ((date(2026, 7, 1), begun), (date(2026, 3, 25), date(2021, 9, 1))):
        con.execute(
            "CREATE OR REPLACE TABLE audit AS SELECT school, CAST(? AS DATE) AS on_date FROM schools", [on]
        )
        prepare(con, vocabulary(), set())
        assert con.execute("SELECT entry_date FROM spells WHERE leaving_date IS NOT NULL").fetchall() == [
            (entry,)
        ]
