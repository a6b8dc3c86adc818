"""A safeguarding log: its categories and first words become events; each once; the text goes nowhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from exports.helping import problems, rows, upn
from exports.systems import ACTIONS, INCIDENTS, STAFF, events, incident, take

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ehe_rules.exports import Tables

Line = TypeVar("Line")

HERE = "100001/log.csv"


def by_row(tables: Tables, lines: Sequence[Line]) -> dict[Line, tuple[str, date | None]]:
    """Give the event and its last day by what its row of the log says; the headings are the first row."""
    found = rows(tables, "SELECT row, event, until FROM events ORDER BY ALL")
    assert len(found) == len({row for row, *_ in found})
    return {lines[row - 2]: (event, until) for row, event, until in found}


def test_an_incident_becomes_an_event_with_both_its_dates(tmp_path: Path) -> None:
    line = f"INC-1,12/01/2026 09:15,13/01/2026,{upn(1)},EHE,Risk identified,Worried,\n"
    tables = take(tmp_path, {HERE: INCIDENTS + line})
    assert rows(
        tables, "SELECT school, pupil, event, date, recorded, outcome, tag, source, note FROM events"
    ) == [
        (
            "100001",
            upn(1),
            "risk_identified",
            date(2026, 1, 12),
            date(2026, 1, 13),
            "genuine",
            "EHE",
            "CPOMS",
            None,
        )
    ]
    assert problems(tables) == []


def test_the_category_and_the_first_words_are_found_however_they_are_joined(tmp_path: Path) -> None:
    joined = (
        ("EHE", "Meeting offered", "by letter"),
        ("EHE; Attendance", "Meeting offered", ""),
        ("Attendance, Home education", "meeting-offered", ""),
        ("EHE: Meeting offered", "", ""),
        ("EHE > Meeting offered", "", ""),
        ("EHE", "", "Meeting offered for 20 January"),
        ("EHE", "", "EHE meeting offered: by phone"),
        ("EHE", "", "HoS: Meeting offered to the parents"),
    )
    lines = [
        incident(n, text or "x", category=category, sub=sub)
        for n, (category, sub, text) in enumerate(joined, 1)
    ]
    found = by_row(take(tmp_path, {HERE: INCIDENTS + "".join(lines)}), joined)
    assert found == dict.fromkeys(joined, ("meeting_offered", None))


def test_words_further_on_in_the_text_decide_nothing(tmp_path: Path) -> None:
    tables = take(
        tmp_path,
        {
            HERE: INCIDENTS
            + incident(1, "We will see. Meeting held")
            + incident(2, "x", category="EHE Trip", sub="Meeting held")
        },
    )
    assert events(tables) == []


def test_the_title_pattern_gives_the_last_day(tmp_path: Path) -> None:
    text = incident(1, "EHE notice, last day 17/01/2026. A long letter.") + incident(
        2, "EHE notice", day="13/01/2026"
    )
    tables = take(tmp_path, {HERE: INCIDENTS + text})
    assert events(tables, "event, date, until") == [
        ("notification_received", date(2026, 1, 12), date(2026, 1, 17)),
        ("notification_received", date(2026, 1, 13), None),
    ]


def test_a_last_day_with_a_short_year_is_listed_not_guessed(tmp_path: Path) -> None:
    tables = take(tmp_path, {HERE: INCIDENTS + incident(1, "EHE notice, last day 17/01/26")})
    assert events(tables, "event, until") == [("notification_received", None)]
    (found,) = problems(tables, "until")
    assert (found.severity, found.value) == ("error", "17/01/26")


def test_the_last_day_is_read_however_it_is_said(tmp_path: Path) -> None:
    said = (
        "last day 17th March 2026",
        "Last day: 17 Mar 2026",
        "last day named 17/03/2026",
        "Last day of attendance will be 17/03/2026",
        "his last day of attendance is the 17th of March 2026",
        "last day in school is Tuesday 17 March 2026",
        "last day at our school: 17-03-2026",
        "last day on roll to be 2026-03-17",
        "final day 17/03/2026",
        "final day in school will be on Tuesday, 17/03/2026",
        "last day of term 27/03/2026, last day 17/03/2026",
    )
    lines = [incident(n, f"EHE notice. {x}. More.", day=f"{n:02}/03/2026") for n, x in enumerate(said, 1)]
    tables = take(tmp_path, {HERE: INCIDENTS + "".join(lines)})
    assert by_row(tables, said) == dict.fromkeys(said, ("notification_received", date(2026, 3, 17)))
    assert problems(tables) == []


def test_a_day_that_is_not_named_as_the_childs_last_is_none(tmp_path: Path) -> None:
    said = (
        "from the last day of term, 27/03/2026",
        "last day of half term 13/02/2026",
        "last day of the half term: 13/02/2026",
        "last day of this term is 27/03/2026",
        "last day before Easter 27/03/2026",
        "last day of attendance was 27/02/2026",
        "last day to reply 17/03/2026",
        "last day 17 March",
        "letter of 17/03/2026, last day to be told",
    )
    lines = [incident(n, f"EHE notice, {x}", day=f"{n:02}/03/2026") for n, x in enumerate(said, 1)]
    tables = take(tmp_path, {HERE: INCIDENTS + "".join(lines)})
    assert by_row(tables, said) == dict.fromkeys(said, ("notification_received", None))
    assert problems(tables) == []


def test_a_last_day_that_cannot_be_is_listed(tmp_path: Path) -> None:
    said = ("Monday 17 March 2026", "17th March 26", "31 April 2026")
    lines = [incident(n, f"EHE notice, last day {x}", day=f"{n:02}/03/2026") for n, x in enumerate(said, 1)]
    tables = take(tmp_path, {HERE: INCIDENTS + "".join(lines)})
    assert by_row(tables, said) == dict.fromkeys(said, ("notification_received", None))
    assert [(p.severity, p.value) for p in problems(tables, "until")] == [("error", x) for x in said]


def test_a_checklist_gives_several_events_of_one_row(tmp_path: Path) -> None:
    text = (
        "S: none / SEND: concern / Welfare: none / Attendance: concern / Adjustments: not needed / CME: below"
    )
    tables = take(tmp_path, {HERE: INCIDENTS + incident(1, text, sub="EHE checklist")})
    assert events(tables) == [
        ("attendance_considered", "concern"),
        ("cme_threshold_applied", "below"),
        ("reasonable_adjustments_considered", "not_needed"),
        ("safeguarding_considered", "no_concern"),
        ("send_considered", "concern"),
        ("welfare_considered", "no_concern"),
    ]


def test_an_incident_in_several_rows_gives_each_entry_once_for_each_pupil(tmp_path: Path) -> None:
    one = incident(1, "x", sub="Risk identified")
    other = one.replace(upn(1), upn(2))
    again = {"100001/later.csv": INCIDENTS + one}
    tables = take(tmp_path, {HERE: INCIDENTS + one + one.replace("EHE", "EHE; Attendance") + other, **again})
    assert sorted(events(tables, "row, pupil, event")) == [
        (2, upn(1), "risk_identified"),
        (4, upn(2), "risk_identified"),
    ]


def test_without_numbers_every_row_is_an_entry(tmp_path: Path) -> None:
    header = "Incident Date,Admission No,Category,Summary\n"
    tables = take(
        tmp_path, {HERE: header + "12/01/2026,7,EHE,Meeting offered\n13/01/2026,7,EHE,Meeting offered\n"}
    )
    assert events(tables, "event, pupil") == [("meeting_offered", "7"), ("meeting_offered", "7")]


def test_an_action_is_about_its_incidents_pupils_and_category(tmp_path: Path) -> None:
    files = {
        HERE: INCIDENTS + incident(1, "x", sub="Risk identified") + incident(1, "x").replace(upn(1), upn(2)),
        "100001/actions.csv": ACTIONS
        + "A1,INC-1,14/01/2026,SLT: Meeting held with parent,\n"
        + "A2,INC-1,15/01/2026,Actions reviewed,\n"
        + "A3,INC-1,22/01/2026,Actions reviewed,\n"
        + "A3,INC-1,22/01/2026,Actions reviewed,\n",
    }
    tables = take(tmp_path, files)
    assert rows(
        tables, "SELECT pupil, event, date, role FROM events WHERE file LIKE '%actions%' ORDER BY ALL"
    ) == [
        (pupil, event, date(2026, 1, day), role)
        for pupil in sorted([upn(1), upn(2)])
        for event, day, role in (
            ("actions_reviewed", 15, []),
            ("actions_reviewed", 22, []),
            ("meeting_held", 14, ["senior_leader"]),
        )
    ]


def test_an_action_does_not_borrow_another_schools_incident(tmp_path: Path) -> None:
    files = {
        HERE: INCIDENTS + incident(1, "x", sub="Risk identified"),
        "100002/actions.csv": ACTIONS + "A1,INC-1,14/01/2026,Meeting held,\n",
    }
    tables = take(tmp_path, files)
    assert [event for (event,) in events(tables, "event")] == ["risk_identified"]
    (found,) = problems(tables, "incident")
    assert (found.severity, found.file, found.row) == ("error", "100002/actions.csv", 2)


def test_what_an_incident_opened_is_answered_under_it_alone(tmp_path: Path) -> None:
    files = {
        HERE: INCIDENTS + incident(1, "x", sub="Pressure reported") + incident(2, "x", sub="Risk identified"),
        "100001/actions.csv": ACTIONS + "A1,INC-1,14/01/2026,Pressure reviewed,\n",
    }
    assert events(take(tmp_path, files), "event, ref") == [
        ("pressure_reported", "INC-1"),
        ("pressure_reviewed", "INC-1"),
        ("risk_identified", None),
    ]


def test_other_categories_are_counted_and_those_like_home_education_said(tmp_path: Path) -> None:
    text = (
        incident(1, "A fall").replace("EHE", "Bruise")
        + incident(2, "Secret words", category="EHE", sub="Leter sent")
        + incident(3, "x", sub="Risk")
    )
    tables = take(tmp_path, {HERE: INCIDENTS + text})
    assert rows(tables, "SELECT category, rows, mapped FROM categories") == [
        ("Bruise", 1, 0),
        ("EHE / Leter sent", 1, 0),
        ("EHE / Risk", 1, 1),
    ]
    assert rows(tables, "SELECT note FROM files") == [("2 rows of other categories passed over",)]
    (found,) = problems(tables, "category")
    assert found.severity == "warning"
    assert "nearest: 'EHE / Letter sent'" in found.message


def test_the_text_is_nowhere_in_what_is_kept(tmp_path: Path) -> None:
    text = incident(1, "EHE notice, last day 17/01/2026 Zebra") + incident(
        2, "Zebra", sub="Nothing known", by="Nobody Known"
    )
    tables = take(tmp_path, {HERE: INCIDENTS + text})
    names = [name for (name,) in rows(tables, "SELECT table_name FROM duckdb_tables()")]
    assert "events" in names
    for name in names:
        assert "Zebra" not in str(rows(tables, f"FROM {name}")), name


def test_an_export_carries_what_its_lines_can_give_and_no_more(tmp_path: Path) -> None:
    tables = take(tmp_path, {HERE: INCIDENTS + incident(1, "x", sub="Risk identified")})
    carried = {event for (event,) in rows(tables, "SELECT event FROM carries")}
    assert {"risk_identified", "meeting_held", "cme_threshold_applied"} <= carried
    assert not carried & {"weekly_attendance_review", "focused_review_started", "penalty_notice_warning"}


def test_a_log_without_an_ehe_entry_says_that_there_was_none(tmp_path: Path) -> None:
    text = incident(1, "x", category="EHE", sub="Something else") + incident(2, "x", category="Bruise")
    tables = take(tmp_path, {HERE: INCIDENTS + text})
    assert rows(tables, "SELECT count(*) FROM events") == [(0,)]
    assert ("meeting_held",) in rows(tables, "SELECT event FROM carries WHERE school = '100001'")


def test_a_log_of_unknown_categories_says_nothing(tmp_path: Path) -> None:
    tables = take(
        tmp_path, {HERE: INCIDENTS + incident(1, "x", category="Blue") + incident(2, "x", category="Red")}
    )
    assert rows(tables, "SELECT count(*) FROM carries") == [(0,)]
    (found,) = problems(tables, "category")
    assert "nothing can be told from it" in found.message


def test_what_a_category_does_not_say_is_unknown(tmp_path: Path) -> None:
    text = incident(1, "x", sub="Risk identified", by="Sam Example-S") + incident(2, "x", sub="Phone call")
    tables = take(tmp_path, {HERE: INCIDENTS + text, "staff.csv": STAFF})
    assert events(tables, "event, role, outcome, unsure") == [
        ("phone_attempted", [], None, ["outcome", "role"]),
        ("risk_identified", ["dsl", "sendco"], "genuine", ["covers", "role"]),
    ]


def test_the_day_of_an_incident_has_many_headings(tmp_path: Path) -> None:
    headed = {
        "Date,Student Name,UPN,Category,Notes,Recorded By": ("12/01/2026,A,{},EHE,Meeting offered,B", None),
        "Date/Time,UPN,Categories,Incident,Added by": ("12/01/2026 09:00,{},EHE,Meeting offered,B", None),
        "Incident ID,Created,UPN,Category,Incident,Added By": (
            "1,12/01/2026,{},EHE,Meeting offered,B",
            None,
        ),
        "Created Date,UPN,Category,Incident": ("12/01/2026,{},EHE,Meeting offered", None),
        "Date,Created,UPN,Category,Incident": ("12/01/2026,13/01/2026,{},EHE,Meeting offered", 13),
        "Incident Date,Date Added,UPN,Category,Incident": (
            "12/01/2026,13/01/2026,{},EHE,Meeting offered",
            13,
        ),
    }
    files = {f"{school}/log.csv": header for school, header in enumerate(headed, start=100001)}
    tables = take(
        tmp_path,
        {
            file: f"{header}\n{headed[header][0].format(upn(n))}\n"
            for n, (file, header) in enumerate(files.items())
        },
    )
    found = rows(tables, "SELECT file, event, date, day(recorded) FROM events ORDER BY file")
    assert [(files[file], *said) for file, *said in found] == [
        (header, "meeting_offered", date(2026, 1, 12), recorded) for header, (_, recorded) in headed.items()
    ]


def test_entries_of_one_number_on_several_days_are_entries_of_their_own(tmp_path: Path) -> None:
    def line(number: int, day: str, sub: str) -> str:
        return incident(number, "x", sub=sub, day=f"{day}/01/2026")

    reviews = "".join(line(1, day, "Attendance + pastoral review") for day in ("20", "29", "29", "09"))
    tables = take(
        tmp_path, {HERE: INCIDENTS + line(1, "06", "Risk identified") + reviews + line(2, "06", "Barrier")}
    )
    assert events(tables, "event, day(date), ref") == [
        ("actions_reviewed", 9, None),
        ("actions_reviewed", 20, None),
        ("actions_reviewed", 29, None),
        ("barrier_recorded", 6, None),
        ("risk_identified", 6, None),
    ]
    (found,) = problems(tables)
    assert (found.severity, found.row, found.value) == ("warning", 3, "INC-1")
    assert "1 incident number(s) of this file" in found.message
